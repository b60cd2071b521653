"""`bhxh baseline`: load the opening roster of its units, or hold VSS's own list against it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.drop_moves import opened_as
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_parts
from pipeline.exits import Exit

if TYPE_CHECKING:
    from pipeline.parts import Parts

_FOR_ROSTERS = ("feed", "replace")
_FOR_LISTS = ("unit", "take_numbers", "to")


@click.command("baseline")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@site_option
@json_option
@click.option("--feed", help="read it as a file of that feed [default: by its name]")
@click.option("--replace", is_flag=True, help="start again where a baseline exists already")
@click.option("--vss", is_flag=True, help="FILE is VSS's own list: say how it differs")
@click.option("--unit", help="with --vss: the unit that the list is about [default: its own]")
@click.option("--take-numbers", is_flag=True, help="with --vss: take the numbers that we lack")
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="with --vss: where the workbook goes [default: returned/]",
)
def command(file: Path, site: Path, as_json: bool, vss: bool, **told: Any) -> int:  # noqa: ANN401 - options of one of two tasks
    """Take everyone in a snapshot as declared already; exit 10 if the file has errors.

    With --vss, report how VSS's list of participants differs: 0 agrees, 1 differs.
    """
    _refuse_mixed(told, _FOR_ROSTERS if vss else _FOR_LISTS, vss=vss)
    with open_parts(site) as parts:
        if vss:
            return _hold_against(parts, file, as_json=as_json, **_only(told, _FOR_LISTS))
        return _open(parts, file, as_json=as_json, **_only(told, _FOR_ROSTERS))


def _open(parts: Parts, file: Path, *, as_json: bool, feed: str | None, replace: bool) -> int:
    """Open the rosters of a snapshot's units."""
    from pipeline.commands.check import feed_of  # noqa: PLC0415 - heavy
    from pipeline.steps.look import look  # noqa: PLC0415 - heavy
    from pipeline.steps.opening import refuse_second, take_baseline  # noqa: PLC0415 - heavy
    from validators.report import summary  # noqa: PLC0415 - heavy

    report = look(parts, file, feed_of(parts, file, feed)).report
    if report.errors:
        click.echo(summary(report), err=True)
        return Exit.INVALID
    refuse_second(parts, report.units, replace=replace)
    case = take_baseline(parts, file, feed_of(parts, file, feed))
    facts = {
        "drop": case.drop.id,
        "period": str(case.period),
        "units": list(case.units),
        "rows": case.rows,
    }
    if as_json:
        print_json(facts)
    else:
        (told,) = opened_as(parts.ledger, case.drop.id)
        click.echo(f"{', '.join(case.units)}, {case.period}: {told}")
    return Exit.FINE


def _hold_against(
    parts: Parts,
    file: Path,
    *,
    as_json: bool,
    unit: str | None,
    take_numbers: bool,
    to: Path | None,
) -> int:
    """Compare VSS's list with the declared roster, and take its numbers if that is wanted."""
    from adapters.errors import UnreadableError  # noqa: PLC0415 - heavy
    from pipeline.steps import participants  # noqa: PLC0415 - heavy

    try:
        held = participants.hold_against(parts, file, unit)
    except UnreadableError as unreadable:
        click.echo(f"{unreadable.code}: {unreadable.reason_vi} / {unreadable.reason_en}", err=True)
        click.echo(f"  {unreadable.advice_vi} / {unreadable.advice_en}", err=True)
        return Exit.INVALID
    workbook = participants.write(parts, held, to)
    drop = participants.take_numbers(parts, held, file) if take_numbers else None
    if as_json:
        print_json({**participants.facts(held), "workbook": str(workbook), "drop": drop})
    else:
        for what, people in participants.told(held).items():
            click.echo(f"{people:8,}  {what}")
        click.echo(f"{workbook}")
    return Exit.FINE if held.compared.agrees else Exit.OPEN


def _only(told: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: told[name] for name in names}


def _refuse_mixed(told: dict[str, Any], others: tuple[str, ...], *, vss: bool) -> None:
    """Refuse options of the other task: nobody shall believe that they did something."""
    if wrong := [f"--{name.replace('_', '-')}" for name in others if told[name]]:
        words = "không đi với --vss / not with --vss" if vss else "chỉ với --vss / only with --vss"
        raise click.UsageError(f"{', '.join(wrong)}: {words}")
