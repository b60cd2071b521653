"""From one I-VAN to another: the end with the old one, then the settings, then the new one.

Each call looks where the unit stands and takes the one step that is due, so that calling it again
does no harm, whenever the last call broke off.
"""

from __future__ import annotations

from dataclasses import dataclass

from config.registrations import Act, Channel
from config.settings import Unit
from pipeline.errors import NotNowError
from pipeline.parts import Parts
from pipeline.registration import Entry, Standing, UnitState
from pipeline.steps.registering import Wish, ask

_REASON = "Đổi tổ chức I-VAN"


@dataclass(frozen=True, kw_only=True)
class Taken:
    """The step that was taken, or why none is due."""

    act: Act
    dossier: str | None
    done: bool
    text: str


def step(parts: Parts, unit: Unit, standing: Standing, target: str, reason: str) -> Taken:
    """Take the next step of a unit on its way to the I-VAN of that code (MaIVAN)."""
    try:
        if standing.open is not None:
            return _waits(standing.open, target)
        if standing.held is None:
            raise NotNowError(
                f"{unit.code}: chưa đăng ký với I-VAN nào ở đây / registered with no I-VAN here: "
                "`bhxh register`, --recorded"
            )
        if standing.state is UnitState.REGISTERED:
            return _leave(parts, unit, standing.held, target, reason)
        return _enter(parts, unit, standing.held, target)
    except NotNowError as refused:
        act = Act.REGISTER if standing.state is UnitState.CEASED else Act.CEASE
        return Taken(act=act, dossier=None, done=False, text=str(refused))


def _waits(asked: Entry, target: str) -> Taken:
    if asked.act is Act.CEASE:
        text = (
            f"chờ kết quả ngừng, rồi đặt [ivan], [sftp], [trust] của {target} và gọi lại / waits "
            f"for the end; then set [ivan], [sftp], [trust] of {target} and call this again"
        )
    else:
        text = "chờ kết quả đăng ký / waits for the answer to the registration"
    return Taken(act=asked.act, dossier=asked.dossier, done=True, text=text)


def _leave(parts: Parts, unit: Unit, held: Entry, target: str, reason: str) -> Taken:
    """Ask the old I-VAN for the end, through the old one's server."""
    if held.provider == target:
        text = f"đã đăng ký với {target} / registered with {target}"
        return Taken(act=Act.REGISTER, dossier=None, done=True, text=text)
    if held.provider != parts.settings.ivan.code:
        raise NotNowError(
            f"{unit.code}: còn đăng ký với {held.provider}: đặt lại [ivan] và [sftp] của họ để xin "
            f"ngừng, hoặc `bhxh cease --recorded` / still registered with {held.provider}: put "
            "back their [ivan] and [sftp] to end it, or `bhxh cease --recorded`"
        )
    wish = Wish(
        unit=unit, act=Act.CEASE, channel=Channel.IVAN, procedures=held.procedures,
        reason=reason or _REASON, stops_on=parts.today,
    )  # fmt: skip
    key = ask(parts, wish, keep_held=True)
    text = (
        f"ngừng với {held.provider}: ký và gửi ở lượt tới; có kết quả thì đặt [ivan], [sftp], "
        f"[trust] của {target} và gọi lại / the end with {held.provider} is signed and sent in the "
        f"next pass; once answered, set [ivan], [sftp], [trust] of {target} and call this again"
    )
    return Taken(act=Act.CEASE, dossier=key, done=True, text=text)


def _enter(parts: Parts, unit: Unit, held: Entry, target: str) -> Taken:
    """Register with the new I-VAN what was registered with the old one."""
    if parts.settings.ivan.code != target:
        raise NotNowError(
            f"{unit.code}: đã ngừng với {held.provider}; đặt [ivan], [sftp], [trust] của {target} "
            f"rồi gọi lại / ended with {held.provider}: set [ivan], [sftp], [trust] of {target}, "
            "then call this again"
        )
    wish = Wish(unit=unit, act=Act.REGISTER, channel=Channel.IVAN, procedures=held.procedures)
    text = "ký và gửi ở lượt tới / signed and sent in the next pass"
    return Taken(act=Act.REGISTER, dossier=ask(parts, wish), done=True, text=text)
