"""`bhxh cease`: units stop e-transactions."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.registrations import Act, Channel
from config.settings import Unit
from pipeline.commands.asking import (
    channel_from,
    chosen,
    each,
    portal_option,
    recorded_option,
    standing_of,
    tell,
    tell_source,
)
from pipeline.commands.flags import json_option, reason_option, site_option
from pipeline.commands.options import open_parts

if TYPE_CHECKING:
    from pipeline.parts import Parts


@click.command("cease")
@site_option
@json_option
@click.option("--unit", "codes", multiple=True, required=True, help="a unit code; again for more")
@reason_option
@click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]),
    help="the day on which it stops, yyyy-MM-dd or dd/MM/yyyy [today]",
)
@portal_option
@recorded_option
def command(
    site: Path,
    *,
    as_json: bool,
    codes: tuple[str, ...],
    reason: str,
    day: datetime | None,
    portal: bool,
    recorded: bool,
) -> int:
    """Stop e-transactions of units (06/NG-IVAN, 03/NG-GD); not while dossiers are under way."""
    channel = channel_from(portal)
    with open_parts(site) as parts:
        stops_on = day.date() if day is not None else parts.today
        told = each(
            chosen(parts, codes),
            Act.CEASE,
            channel,
            lambda unit: _cease(parts, unit, channel, reason, stops_on, recorded=recorded),
        )
        if not recorded:
            tell_source(parts, Act.CEASE, channel)
    return tell(told, named=True, as_json=as_json)


def _cease(
    parts: Parts, unit: Unit, channel: Channel, reason: str, stops_on: date, *, recorded: bool
) -> str | None:
    from pipeline.steps import registering  # noqa: PLC0415 - heavy

    held = standing_of(parts, unit, channel).held
    wish = registering.Wish(
        unit=unit,
        act=Act.CEASE,
        channel=channel,
        procedures=held.procedures if held else registering.usual_procedures(parts),
        reason=reason,
        stops_on=stops_on,
    )
    if recorded:
        registering.write_down(parts, wish)
        return None
    return registering.ask(parts, wish)
