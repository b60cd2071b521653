"""`bhxh amend`: register what changed: certificate, e-mail, phone, procedures."""

from __future__ import annotations

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
    procedure_option,
    standing_of,
    tell,
    tell_source,
    unit_option,
)
from pipeline.commands.flags import json_option, site_option
from pipeline.commands.options import open_parts
from pipeline.errors import NotNowError
from pipeline.registration import obstacle

if TYPE_CHECKING:
    from pipeline.parts import Parts


@click.command("amend")
@site_option
@json_option
@unit_option
@procedure_option
@portal_option
def command(
    site: Path, *, as_json: bool, codes: tuple[str, ...], procedures: tuple[str, ...], portal: bool
) -> int:
    """Register what changed (05/SĐ-IVAN, 02/SĐ-GD); --procedure names all that are wanted."""
    channel = channel_from(portal)
    with open_parts(site) as parts:
        told = each(
            chosen(parts, codes),
            Act.AMEND,
            channel,
            lambda unit: _amend(parts, unit, channel, procedures),
        )
        tell_source(parts, Act.AMEND, channel)
    return tell(told, named=bool(codes), as_json=as_json)


def _amend(parts: Parts, unit: Unit, channel: Channel, procedures: tuple[str, ...]) -> str:
    """Ask for the change of one unit; NotNowError where there is none."""
    from pipeline.registration import changed  # noqa: PLC0415 - only for commands that work
    from pipeline.steps import registering  # noqa: PLC0415 - heavy
    from pipeline.steps.gate import profile_of  # noqa: PLC0415 - heavy

    standing = standing_of(parts, unit, channel)
    found = obstacle(Act.AMEND, standing)
    if found is not None or standing.held is None:
        vietnamese, english = found or ("", "")
        raise NotNowError(f"{unit.code}: {vietnamese} / {english}")
    now = profile_of(parts, parts.signer_for(unit).certificate)
    if not changed(standing.held, now, procedures):
        raise NotNowError(f"{unit.code}: không có gì thay đổi / nothing has changed")
    wish = registering.Wish(
        unit=unit, act=Act.AMEND, channel=channel, procedures=procedures or standing.held.procedures
    )
    return registering.ask(parts, wish)
