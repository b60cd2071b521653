"""`bhxh reconcile`: the nightly report now."""

from __future__ import annotations

from pathlib import Path

import click

from config.model import Period
from pipeline.commands.flags import json_option, site_option
from pipeline.commands.options import open_parts


@click.command("reconcile")
@site_option
@json_option
@click.option("--period", help="only dossiers of that period, MM/yyyy")
def command(site: Path, as_json: bool, period: str | None) -> int:
    """Write the reconciliation report of today; exit 0, 1 (open things) or 2 (bytes differ)."""
    if period is not None:
        try:
            Period.parse(period)
        except ValueError as wrong:
            raise click.UsageError(f"kỳ viết MM/yyyy / a period is MM/yyyy: {period}") from wrong
    with open_parts(site) as parts:
        from pipeline.night import reconcile  # noqa: PLC0415 - heavy

        code, file = reconcile(parts, parts.today, period)
        if as_json:
            click.echo(parts.spool.read(file.replace(".md", ".json")).decode())
        else:
            click.echo(parts.spool.read(file).decode())
            click.echo(file, err=True)
    return code
