"""`bhxh status`: where things are."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from config.glance import glance
from pipeline.commands.flags import json_option, site_option
from pipeline.ledger.overview import Overview
from pipeline.model import is_withdrawn

_DROPS = ("drop", "tệp · file", "trạng thái · state", "rows", "=", "+", "×", "?", "absent")
_DOSSIERS = (
    "hồ sơ · dossier", "kỳ · period", "trạng thái · state", "người · people", "số · number",
    "hẹn · due",
)  # fmt: skip
_KEY = "= unchanged · + reported · × rejected · ? held"
_PAGE = 200
"""Dossiers that fit a page; of more, only those that are not done are listed."""
_UNSENT = ("built", "signed")
_DONE = ("accepted", "withdrawn", "superseded")


@click.command("status")
@site_option
@json_option
def command(site: Path, as_json: bool) -> None:
    """Show where every file and dossier is."""
    text = _overview(site).json(with_receipts=as_json)
    if as_json:
        click.echo(text)
        return
    _print(json.loads(text))


def _overview(site: Path) -> Overview:
    """Find the ledger at a glance; settings that want a closer look get one."""
    seen = glance(site)
    if seen is not None:
        return Overview(seen.ledger, seen.zone)
    from config.load import load_settings  # noqa: PLC0415 - slow, and seldom needed here

    settings = load_settings(site)
    ledger = settings.site / settings.ledger.url.removeprefix("sqlite:///")
    return Overview(ledger, settings.schedule.zone)


def _print(facts: dict[str, Any]) -> None:
    """Print tables for people."""
    drops = [_DROPS, *map(_drop_cells, facts["drops"])]
    all_dossiers = facts["dossiers"]
    listed = all_dossiers
    if len(all_dossiers) > _PAGE:
        listed = [each for each in all_dossiers if each["state"] not in _DONE]
    dossiers = [_DOSSIERS, *map(_dossier_cells, listed)]
    states = Counter(each["state"] for each in all_dossiers)
    counts = ", ".join(f"{count} {state}" for state, count in states.most_common())
    of_dossiers = ["", *_aligned(dossiers), "", counts] if all_dossiers else [""]
    click.echo("\n".join([*_aligned(drops), *of_dossiers, _KEY]))
    for told in facts.get("registrations", []):
        under_way = f" ({told['under_way']}: {told['waits_for']})" if told["under_way"] else ""
        where = told.get("provider") or told["channel"]
        state = told["state"]
        click.echo(f"đăng ký · registration {told['unit']} {where}: {state}{under_way}")
    for reason, count in Counter(map(_unsent_reason, all_dossiers)).items():
        if reason:
            click.echo(f"chưa gửi · not sent × {count}: {reason}")
    for answer in facts["unmatched"]:
        click.echo(f"chưa khớp · unmatched: {answer['file']}: {answer['reason']}")


def _drop_cells(drop: dict[str, Any]) -> tuple[str, ...]:
    """Return one line of the table of files."""
    state = drop["state"] + (f" ({drop['held_because']})" if drop["held_because"] else "")
    if is_withdrawn(drop["state"], drop["reason"]):
        state = "withdrawn"
    counts = ("rows", "unchanged", "reported", "rejected", "held", "absent")
    return (drop["id"], drop["name"], state, *(str(drop[name]) for name in counts))


def _dossier_cells(dossier: dict[str, Any]) -> tuple[str, ...]:
    """Return one line of the table of dossiers."""
    state = dossier["state"] + (" ?" if dossier["uncertain"] else "")
    state += f" ({dossier['held_because']})" if dossier["held_because"] else ""
    people, number, due = str(dossier["people"]), dossier["number"] or "", dossier["due"] or ""
    return (dossier["id"], dossier["period"], state, people, number, due)


def _unsent_reason(dossier: dict[str, Any]) -> str:
    """Return why a dossier did not go, where it has been tried."""
    return dossier["reason"] or "" if dossier["state"] in _UNSENT else ""


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows as lines, each column as wide as its longest cell.

    By hand: rich takes ten seconds for ten thousand dossiers.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    line = "  ".join(f"{{:<{width}}}" for width in widths)
    return (line.format(*row).rstrip() for row in rows)
