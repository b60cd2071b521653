"""What `register`, `amend` and `cease` share: which units, what became of each, and how it ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from config.registrations import Act, Channel
from config.settings import Unit
from pipeline.commands.flags import print_json
from pipeline.errors import NotNowError
from pipeline.exits import Exit

if TYPE_CHECKING:
    from pipeline.parts import Parts
    from pipeline.registration import Standing


Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one unit's wish."""

    unit: str
    act: str
    channel: str
    dossier: str | None
    done: bool
    """False: refused for now, or nothing to do."""
    text: str


def unit_option(function: Function) -> Function:
    """Add ``--unit CODE``, as often as wanted."""
    return click.option(
        "--unit", "codes", multiple=True, help="a unit code; again for more [default: all]"
    )(function)


def procedure_option(function: Function) -> Function:
    """Add ``--procedure CODE``, as often as wanted."""
    return click.option(
        "--procedure", "procedures", multiple=True, help="a procedure to register; again for more"
    )(function)


def portal_option(function: Function) -> Function:
    """Add ``--portal``."""
    return click.option(
        "--portal", is_flag=True, help="with VSS's own portal, by hand, instead of the I-VAN"
    )(function)


def recorded_option(function: Function) -> Function:
    """Add ``--recorded``."""
    return click.option(
        "--recorded", is_flag=True, help="it was done elsewhere: write it down, send nothing"
    )(function)


def channel_from(portal: bool) -> Channel:
    """Return the channel that the options mean."""
    return Channel.PORTAL if portal else Channel.IVAN


def chosen(parts: Parts, codes: Sequence[str]) -> list[Unit]:
    """Return the units that were named, or all; a usage error for a code that is not ours."""
    ours = {unit.code: unit for unit in parts.settings.employer.units}
    strange = [code for code in codes if code not in ours]
    if strange:
        raise click.UsageError(
            f"không phải đơn vị của ta / not a unit of ours: {', '.join(strange)}"
        )
    return [ours[code] for code in dict.fromkeys(codes)] if codes else list(ours.values())


def standing_of(parts: Parts, unit: Unit, channel: Channel) -> Standing:
    """Return where a unit stands on a channel."""
    from pipeline.registration import NOTHING  # noqa: PLC0415 - only for commands that work

    return parts.ledger.registrations.of_unit(unit.code).get(channel, NOTHING)


def each(
    units: Iterable[Unit], act: Act, channel: Channel, do: Callable[[Unit], str | None]
) -> list[Outcome]:
    """Do it for each unit, and go on where one cannot; `do` returns the dossier's name."""
    told = []
    for unit in units:
        try:
            key = do(unit)
            done, text = True, _words(key, channel)
        except NotNowError as refused:
            key, done, text = None, False, str(refused)
        told.append(
            Outcome(unit=unit.code, act=act, channel=channel, dossier=key, done=done, text=text)
        )
    return told


def tell(outcomes: Sequence[Outcome], *, named: bool, as_json: bool) -> int:
    """Print what became of the units; exit 64 where one that was named could not."""
    if as_json:
        print_json([asdict(outcome) for outcome in outcomes])
    else:
        for outcome in outcomes:
            sign = outcome.dossier or ("✓" if outcome.done else "–")
            click.echo(f"{outcome.unit} {outcome.act} {sign}: {outcome.text}")
    refused = named and not all(outcome.done for outcome in outcomes)
    return Exit.USAGE if refused else Exit.FINE


def tell_source(parts: Parts, act: Act, channel: Channel) -> None:
    """Say on stderr that nobody has confirmed the form, where nobody has."""
    form = parts.codes.registration(act, channel, parts.today)
    if form is not None and not form.verified:
        click.echo(
            f"{form.form}: mẫu chưa được xác nhận, hãy hỏi nơi nhận / nobody has confirmed this "
            f"form, ask who takes it ({form.legal_source})",
            err=True,
        )


def _words(key: str | None, channel: Channel) -> str:
    if key is None:
        return "đã ghi vào sổ, không gửi gì / written down, nothing is sent"
    if channel is Channel.PORTAL:
        return (
            f"ký ở lượt tới, rồi `bhxh export {key} --to DIR` / "
            f"signed in the next pass, then `bhxh export {key} --to DIR`"
        )
    return "ký và gửi ở lượt tới / signed and sent in the next pass"
