"""`bhxh law`: what the law says on a day, as this program knows it, with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource

from config.law import Law, Row, load_law
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.exits import Exit

_SETTINGS = "bhxh.toml"
_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
_HEADINGS = (
    "bảng · table", "khóa · key", "giá trị · value", "từ · from", "đến · to",
    "đối chiếu · verified", "", "căn cứ · source",
)  # fmt: skip


@click.command("law")
@site_option
@json_option
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="which day, yyyy-MM-dd or dd/MM/yyyy [default: today]",
)
def command(site: Path, as_json: bool, day: datetime | None) -> int:
    """Show what holds on a day: ours, and what the site says in its law/. Needs no site."""
    law = _law(site)
    on = (day or datetime.now(_ZONE)).date()
    facts = [_facts(row) for row in law.in_force(on)]
    if on < law.begins:
        click.echo(
            f"số liệu đầy đủ từ / our tables are complete from {law.begins:%d/%m/%Y}", err=True
        )
    if as_json:
        print_json({"on": on.isoformat(), "rows": facts})
        return Exit.FINE
    rows = [_HEADINGS, *map(_cells, facts)]
    click.echo("\n".join([f"{on:%d/%m/%Y}", "", *_aligned(rows)]))
    return Exit.FINE


def _law(site: Path) -> Law:
    """Load our tables, together with those of a site that is named or is here."""
    source = click.get_current_context().get_parameter_source("site")
    if source is ParameterSource.DEFAULT and not (site / _SETTINGS).is_file():
        return load_law()
    from config.load import load_settings  # noqa: PLC0415 - slow, and only where there is a site

    settings = load_settings(site)
    units = [unit.code for unit in settings.employer.units]
    return load_law(site=settings.site, units=units)


def _facts(row: Row[object]) -> dict[str, Any]:
    return {
        "table": row.table,
        "key": list(row.key),
        "value": row.written,
        "from": row.valid_from.isoformat(),
        "to": row.valid_to.isoformat() if row.valid_to else None,
        "source": row.legal_source,
        "verified": row.verified,
        "site": row.of_site,
    }


def _cells(facts: dict[str, Any]) -> tuple[str, ...]:
    """Return one line for people."""
    return (
        facts["table"],
        "/".join(facts["key"]) or "-",
        facts["value"],
        facts["from"],
        facts["to"] or "…",
        "✓" if facts["verified"] else "✗",
        "site" if facts["site"] else "",
        facts["source"],
    )


def _aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    line = "  ".join(f"{{:<{width}}}" for width in widths)
    return (line.format(*row).rstrip() for row in rows)
