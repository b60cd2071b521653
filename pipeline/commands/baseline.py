"""`bhxh baseline`: load the opening roster of its units without reporting anyone."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_parts
from pipeline.exits import Exit


@click.command("baseline")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@site_option
@json_option
@click.option("--feed", help="read it as a file of that feed [default: by its name]")
@click.option("--replace", is_flag=True, help="start again where a baseline exists already")
def command(file: Path, site: Path, as_json: bool, feed: str | None, replace: bool) -> int:
    """Take everyone in a snapshot as declared already; exit 10 if the file has errors."""
    with open_parts(site) as parts:
        from pipeline.commands.check import feed_of  # noqa: PLC0415 - heavy
        from pipeline.steps.look import look  # noqa: PLC0415 - heavy
        from pipeline.steps.opening import refuse_second, take_baseline  # noqa: PLC0415 - heavy
        from validators.report import summary  # noqa: PLC0415 - heavy

        report = look(parts, file, feed_of(parts, file, feed))
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
        click.echo(f"{case.rows} người / people, {', '.join(case.units)}, {case.period}")
    return Exit.FINE
