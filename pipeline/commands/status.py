"""`bhxh status`: where things are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline import views
from pipeline.commands.options import json_option, open_ledger, print_json, site_option

_DROPS = ("drop", "tệp · file", "trạng thái · state", "rows", "=", "+", "×", "?", "absent")
_DOSSIERS = (
    "hồ sơ · dossier", "kỳ · period", "trạng thái · state", "người · people", "số · number",
    "hẹn · due",
)  # fmt: skip
_KEY = "= unchanged · + reported · × rejected · ? held"


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
    drops = [_DROPS, *map(_drop_cells, facts["drops"])]
    dossiers = [_DOSSIERS, *map(_dossier_cells, facts["dossiers"])]
    click.echo("\n".join([*_aligned(drops), "", *_aligned(dossiers), "", _KEY]))
    for answer in facts["unmatched"]:
        click.echo(f"chưa khớp · unmatched: {answer['file']}: {answer['reason']}")


def _drop_cells(drop: dict[str, Any]) -> tuple[str, ...]:
    """Return one line of the table of files."""
    state = drop["state"] + (f" ({drop['held_because']})" if drop["held_because"] else "")
    counts = ("rows", "unchanged", "reported", "rejected", "held", "absent")
    return (drop["id"], drop["name"], state, *(str(drop[name]) for name in counts))


def _dossier_cells(dossier: dict[str, Any]) -> tuple[str, ...]:
    """Return one line of the table of dossiers."""
    state = dossier["state"] + (" ?" if dossier["uncertain"] else "")
    state += f" ({dossier['held_because']})" if dossier["held_because"] else ""
    people, number, due = str(dossier["people"]), dossier["number"] or "", dossier["due"] or ""
    return (dossier["id"], dossier["period"], state, people, number, due)


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows as lines, each column as wide as its longest cell.

    By hand: rich takes ten seconds for ten thousand dossiers.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    line = "  ".join(f"{{:<{width}}}" for width in widths)
    return (line.format(*row).rstrip() for row in rows)
