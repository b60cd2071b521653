"""`bhxh status`: where things are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline import views
from pipeline.commands.options import json_option, open_ledger, print_json, site_option


@click.command("status")
@site_option
@json_option
def command(site: Path, as_json: bool) -> None:
    """Show where every file and dossier is."""
    with open_ledger(site) as (settings, ledger):
        facts = views.status(ledger, settings.schedule.zone)
    if as_json:
        print_json(facts)
        return
    _print(facts)


def _print(facts: dict[str, Any]) -> None:
    """Print tables for people."""
    from rich.console import Console  # noqa: PLC0415 - programs that want JSON need no tables
    from rich.table import Table  # noqa: PLC0415 - as above

    console = Console()
    drops = Table("drop", "tệp · file", "trạng thái · state", "rows", "=", "+", "×", "?", "absent")
    for drop in facts["drops"]:
        state = drop["state"] + (f" ({drop['held_because']})" if drop["held_because"] else "")
        counts = [
            drop[name] for name in ("rows", "unchanged", "reported", "rejected", "held", "absent")
        ]
        drops.add_row(drop["id"], drop["name"], state, *map(str, counts))
    dossiers = Table(
        "hồ sơ · dossier",
        "kỳ · period",
        "trạng thái · state",
        "người · people",
        "số · number",
        "hẹn · due",
    )
    for dossier in facts["dossiers"]:
        state = dossier["state"] + (" ?" if dossier["uncertain"] else "")
        state += f" ({dossier['held_because']})" if dossier["held_because"] else ""
        dossiers.add_row(
            dossier["id"],
            dossier["period"],
            state,
            str(dossier["people"]),
            dossier["number"] or "",
            dossier["due"] or "",
        )
    console.print(drops, dossiers)
    console.print("= unchanged · + reported · × rejected · ? held", style="dim")
    for answer in facts["unmatched"]:
        console.print(f"chưa khớp · unmatched: {answer['file']}: {answer['reason']}", markup=False)
