"""`bhxh register`: units register for e-transactions, or move to another I-VAN."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.registrations import Act, Channel
from config.settings import Unit
from pipeline.commands.asking import (
    Outcome,
    channel_from,
    chosen,
    each,
    portal_option,
    procedure_option,
    recorded_option,
    standing_of,
    tell,
    tell_source,
    unit_option,
)
from pipeline.commands.flags import json_option, optional_reason_option, site_option
from pipeline.commands.options import open_parts

if TYPE_CHECKING:
    from pipeline.parts import Parts


@click.command("register")
@site_option
@json_option
@unit_option
@procedure_option
@portal_option
@recorded_option
@optional_reason_option
@click.option(
    "--switch",
    metavar="MaIVAN",
    help="move to that I-VAN: the end with the old one first, then the new; call it again to go on",
)
def command(
    site: Path,
    *,
    as_json: bool,
    codes: tuple[str, ...],
    procedures: tuple[str, ...],
    portal: bool,
    recorded: bool,
    reason: str,
    switch: str | None,
) -> int:
    """Register units with the I-VAN (04/ĐK-IVAN) or VSS's portal (01/ĐK-GD); all that are not."""
    if recorded and not reason:
        raise click.UsageError("--recorded cần --reason / --recorded needs --reason")
    if switch is not None and (portal or recorded):
        raise click.UsageError("--switch đi một mình / --switch goes without those options")
    with open_parts(site) as parts:
        units = chosen(parts, codes)
        if switch is not None:
            told = _switched(parts, units, switch, reason)
        else:
            wanted = _Wanted(parts, procedures, channel_from(portal), recorded, reason)
            told = each(units, Act.REGISTER, wanted.channel, wanted)
            if not recorded:
                tell_source(parts, Act.REGISTER, wanted.channel)
    return tell(told, named=bool(codes), as_json=as_json)


class _Wanted:
    """Registers one unit as the options say."""

    def __init__(
        self,
        parts: Parts,
        procedures: tuple[str, ...],
        channel: Channel,
        recorded: bool,
        reason: str,
    ) -> None:
        from pipeline.steps import registering  # noqa: PLC0415 - heavy

        self._parts, self.channel, self._recorded = parts, channel, recorded
        self._procedures = procedures or registering.usual_procedures(parts)
        self._reason, self._registering = reason, registering

    def __call__(self, unit: Unit) -> str | None:
        wish = self._registering.Wish(
            unit=unit,
            act=Act.REGISTER,
            channel=self.channel,
            procedures=self._procedures,
            reason=self._reason,
        )
        if self._recorded:
            self._registering.write_down(self._parts, wish)
            return None
        return self._registering.ask(self._parts, wish)


def _switched(parts: Parts, units: list[Unit], target: str, reason: str) -> list[Outcome]:
    """Go one step on the way to another I-VAN, for each unit that is registered with one."""
    from pipeline.steps.switching import step  # noqa: PLC0415 - heavy

    return [
        Outcome(
            unit=unit.code, act=taken.act, channel=Channel.IVAN, dossier=taken.dossier,
            done=taken.done, text=taken.text,
        )
        for unit in units
        for taken in [step(parts, unit, standing_of(parts, unit, Channel.IVAN), target, reason)]
    ]  # fmt: skip
