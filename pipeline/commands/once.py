"""`bhxh once`: one full pass, for cron and tests."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from config.load import load_settings
from pipeline import views
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_parts
from pipeline.commands.remarks import heard, lines, sandbox_off
from pipeline.lock import site_lock
from pipeline.tally import Tally


@click.command("once")
@site_option
@json_option
@click.option("--no-quiet", is_flag=True, help="take files as complete, without the quiet time")
def command(site: Path, as_json: bool, no_quiet: bool) -> int:
    """Sweep, work all that is due, collect, work again; exit 0, 1, 2 or 3."""
    folder = load_settings(site).site
    with site_lock(folder, "once", datetime.now(UTC)), open_parts(site) as parts:
        from pipeline.commands.progress import bars  # noqa: PLC0415 - heavy
        from pipeline.proposals import proposals  # noqa: PLC0415 - heavy
        from pipeline.runner import Runner  # noqa: PLC0415 - heavy
        from pipeline.settle import Settling  # noqa: PLC0415 - heavy

        parts.ledger.store.take_lease()
        with bars() as progress:
            runner = Runner(parts, Settling(), time.monotonic, patient=False, progress=progress)
            tally = runner.work(Tally(), quiet=not no_quiet)
            if tally.settling:
                time.sleep(max(feed.quiet_seconds for feed in parts.settings.feeds) + 0.1)
                runner.work(tally)
            runner.collect(tally)
            runner.work(tally, quiet=not no_quiet)
        waiting = views.open_things(
            parts.ledger, parts.profile.promises, parts.clock(), parts.settings.schedule.zone
        )
        waiting += proposals(parts)
    code = tally.exit_code(waiting=bool(waiting))
    if as_json:
        print_json(
            {**asdict(tally), "open": [asdict(thing) for thing in waiting], "exit": int(code)}
        )
    else:
        for line in lines(
            [*waiting, *heard(tally, waiting), *sandbox_off(parts.settings, tally.troubles)]
        ):
            click.echo(line, err=True)
        for name in tally.unclaimed:
            click.echo(
                f"unclaimed drop/{name}: chưa nhận / not taken in: `bhxh explain drop/{name}`",
                err=True,
            )
    return code
