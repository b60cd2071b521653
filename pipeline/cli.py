"""The command ``bhxh``: finds the command asked for, and turns failures into exit codes."""

from __future__ import annotations

import importlib
import sys

import click

from pipeline.exits import Exit

COMMANDS = {
    "init": "a new site with sandbox keys and a sample payroll",
    "demo": "the whole way on real input with the sandbox",
    "sandbox": "the I-VAN in a box, on loopback",
    "run": "the daemon: watch, work, collect, schedule",
    "once": "one full pass, for cron and tests",
    "check": "examine one file without keeping anything",
    "map": "propose how an export of your own is read",
    "baseline": "load the opening roster of its units, or compare it with VSS's list",
    "status": "where things are",
    "show": "one story: a drop, a dossier, a question or a receipt",
    "explain": "why is it here and what do I do next",
    "retry": "forget the waiting time and try now",
    "release": "let a held drop, dossier or person go on",
    "withdraw": "end a dossier that is not sent",
    "resolve": "end an uncertainty by a person's word",
    "correct": "offer the people whom VSS refused again, now",
    "register": "register units for e-transactions, or move them to another I-VAN",
    "amend": "register what changed: certificate, e-mail, phone, procedures",
    "cease": "stop e-transactions of units",
    "export": "a signed dossier as a file, to be uploaded on VSS's portal by hand",
    "import": "an answer that a person fetched, judged like one that was collected",
    "reconcile": "the nightly report now",
    "verify": "a dossier or receipt: schema, signatures, trust, signer, time",
    "law": "what the law says on a day, with its sources",
    "doctor": "settings, keys, certificate, clock, disk, host key, remote folders",
}
"""Command -> one line of help; the module is pipeline.commands.<command>."""


_STOPPED = (
    "đã dừng giữa chừng; không mất gì, chạy lại là làm tiếp / "
    "stopped; nothing is lost; run it again"
)


class _Commands(click.Group):
    """Loads a command's module only when that command is called: `status` stays light."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands in the order of a user's day."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"pipeline.commands.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="bhxh")
def bhxh() -> None:
    """From payroll export to signed BHXH dossier, to the I-VAN and back."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code; failures are told on stderr, with the next move."""
    from pipeline.failures import told  # noqa: PLC0415 - so that `bhxh --help` stays instant

    try:
        code = bhxh.main(arguments, prog_name="bhxh", standalone_mode=False)
    except click.Abort:
        click.echo(f"bhxh: {_STOPPED}", err=True)
        return Exit.STOPPED
    except click.ClickException as wrong:
        wrong.show()
        return Exit.USAGE
    except Exception as failure:  # noqa: BLE001 - the last door: every failure gets its exit code
        return told(failure)
    return int(code or 0)
