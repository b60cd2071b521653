"""`bhxh baseline`: load the opening roster of its units without reporting anyone."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import click

from pipeline.commands.options import json_option, open_parts, print_json, site_option
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
        from pipeline.steps.arrive import shown  # noqa: PLC0415 - heavy
        from pipeline.steps.examine import examine  # noqa: PLC0415 - heavy
        from pipeline.steps.opening import load_baseline  # noqa: PLC0415 - heavy
        from pipeline.sweep import feed_for  # noqa: PLC0415 - heavy
        from validators.report import summary  # noqa: PLC0415 - heavy

        from pipeline.commands.check import examine_file  # noqa: PLC0415 - heavy

        report = examine_file(parts, file, feed)
        if report.errors:
            click.echo(summary(report), err=True)
            return Exit.INVALID
        chosen = parts.feed(feed) if feed else feed_for(Path(file.name), parts.settings.feeds)
        data = file.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        parts.spool.write(f"keep/originals/{digest}", data)
        drop = parts.ledger.drops.arrive(
            key=secrets.token_hex(6),
            feed=(chosen or parts.settings.feeds[0]).name,
            name=shown(file.name),
            sha256=digest,
            size=len(data),
            again=True,
            purpose="baseline",
            # The daemon leaves it alone: this command takes it all the way itself.
            held_because="baseline",
        )
        examine(parts, drop)
        case = load_baseline(parts, parts.ledger.drops.get(drop.id), replace=replace)
    if as_json:
        print_json(
            {
                "drop": drop.id,
                "period": str(case.period),
                "units": list(case.units),
                "rows": case.rows,
            }
        )
    else:
        click.echo(f"{drop.id}: {case.rows} người / people, {', '.join(case.units)}, {case.period}")
    return Exit.FINE
