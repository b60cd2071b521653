"""Where a unit stands with its registration for e-transactions; decides, does nothing.

QĐ 08/2015/QĐ-TTg (09/03/2015) and NĐ 166/2016/NĐ-CP: a unit registers before it transacts, tells
what changes, and ends what it registered. VSS answers within three working days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any

from config.registrations import Act, Channel
from pipeline.states import DossierState


class UnitState(StrEnum):
    """How far a unit is, on one channel."""

    UNREGISTERED = "unregistered"
    PENDING = "pending"
    """Its first registration, or one after an end, is under way."""
    REGISTERED = "registered"
    """A change or an end may be under way; what was registered holds until it is accepted."""
    CEASED = "ceased"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One act of a unit, and what it says of it."""

    unit: str
    act: Act
    channel: Channel
    dossier: str | None
    """None: written down by a person's word, done elsewhere."""
    state: DossierState | None
    """How far that dossier is."""
    provider: str
    """MaIVAN; "" on VSS's own portal."""
    procedures: tuple[str, ...]
    serial: str
    issuer: str
    subject: str
    valid_from: date
    valid_to: date
    email: str
    phone: str
    because: str
    at: datetime

    @property
    def is_open(self) -> bool:
        """Whether its dossier is still under way."""
        return self.state in _UNDER_WAY

    @property
    def holds(self) -> bool:
        """Whether it came into force; one that VSS took in part did not: nobody knows which."""
        return self.state in (None, DossierState.ACCEPTED)


_UNDER_WAY = frozenset(
    {
        DossierState.BUILT,
        DossierState.SIGNED,
        DossierState.SHIPPED,
        DossierState.TAKEN,
        DossierState.NUMBERED,
    }
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a unit stands on one channel."""

    state: UnitState
    held: Entry | None = None
    """What is registered now, or was before it ended."""
    open: Entry | None = None
    """The act that is under way."""
    refused: Entry | None = None
    """The last act, where VSS refused it."""


NOTHING = Standing(state=UnitState.UNREGISTERED)


def standing_of(entries: Iterable[Entry]) -> Standing:
    """Return where a unit stands after its acts on one channel, oldest first.

    What was withdrawn was never asked. What VSS refused changes nothing.
    """
    standing = NOTHING
    for entry in entries:
        if entry.state is DossierState.WITHDRAWN:
            continue
        state, held = standing.state, standing.held
        if entry.is_open:
            begins = entry.act is Act.REGISTER
            state = UnitState.PENDING if begins else state
            standing = Standing(state=state, held=held, open=entry)
        elif not entry.holds:
            standing = Standing(state=state, held=held, refused=entry)
        elif entry.act is Act.CEASE:
            standing = Standing(state=UnitState.CEASED, held=held or entry)
        else:
            standing = Standing(state=UnitState.REGISTERED, held=entry)
    return standing


def standings_of(entries: Iterable[Entry]) -> dict[tuple[str, Channel], Standing]:
    """Return where each unit stands on each channel on which it ever asked for something."""
    sorted_out: dict[tuple[str, Channel], list[Entry]] = {}
    for entry in entries:
        if entry.state is not DossierState.WITHDRAWN:
            sorted_out.setdefault((entry.unit, entry.channel), []).append(entry)
    return {key: standing_of(members) for key, members in sorted_out.items()}


def channel_of(standings: Mapping[Channel, Standing]) -> Channel:
    """Return the way on which a unit's dossiers go: the portal only if that alone is open."""
    ivan, portal = standings.get(Channel.IVAN), standings.get(Channel.PORTAL)
    if portal is None:
        return Channel.IVAN
    if portal.state is UnitState.REGISTERED:
        open_too = ivan is not None and ivan.state is UnitState.REGISTERED
        return Channel.IVAN if open_too else Channel.PORTAL
    return Channel.IVAN if ivan is not None else Channel.PORTAL


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the settings say of a unit today, of all that is registered."""

    provider: str
    serial: str
    issuer: str
    email: str
    phone: str


_TEXTS: Mapping[str, tuple[str, str]] = {
    "certificate": ("chứng thư số", "certificate"),
    "email": ("thư điện tử", "e-mail"),
    "phone": ("điện thoại", "phone"),
    "procedures": ("thủ tục", "procedures"),
}


def changed(held: Entry, now: Profile, procedures: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what is registered otherwise than it is now; `procedures`: those wanted, if told."""
    wanted = set(procedures)
    differs = {
        "certificate": (held.serial, held.issuer) != (now.serial, now.issuer),
        "email": held.email != now.email,
        "phone": held.phone != now.phone,
        "procedures": bool(wanted) and wanted != set(held.procedures),
    }
    return tuple(name for name, different in differs.items() if different)


def named(names: Iterable[str]) -> tuple[str, str]:
    """Return what changed in Vietnamese and English."""
    texts = [_TEXTS[name] for name in names]
    return ", ".join(text for text, _ in texts), ", ".join(text for _, text in texts)


def obstacle(act: Act, standing: Standing) -> tuple[str, str] | None:
    """Say in Vietnamese and English why a unit cannot do this now; None if it can."""
    if standing.open is not None:
        doing, key = standing.open.act, standing.open.dossier
        return f"đang chờ {doing}: hồ sơ {key}", f"{doing} is under way: dossier {key}"
    registered = standing.state is UnitState.REGISTERED
    if act is Act.REGISTER and registered:
        return (
            "đã đăng ký; thay đổi thì dùng `bhxh amend`",
            "it is registered; `bhxh amend` registers a change",
        )
    if act is not Act.REGISTER and not registered:
        return (
            "ở đây chưa ghi là đã đăng ký; nếu đã đăng ký nơi khác: "
            "`bhxh register --recorded --reason …`",
            "nothing is registered here; if it was registered elsewhere: "
            "`bhxh register --recorded --reason …`",
        )
    return None


def facts_of(unit: str, channel: Channel, standing: Standing, zone: tzinfo) -> dict[str, Any]:
    """Return where a unit stands as programs read it."""
    told = standing.held or standing.open or standing.refused
    facts: dict[str, Any] = {
        "unit": unit,
        "channel": str(channel),
        "state": str(standing.state),
        "under_way": str(standing.open.act) if standing.open else None,
        "waits_for": standing.open.dossier if standing.open else None,
        "refused": standing.refused.dossier if standing.refused else None,
    }
    if told is None:
        return facts
    return facts | {
        "provider": told.provider or None,
        "procedures": list(told.procedures),
        "certificate": told.serial,
        "issuer": told.issuer,
        "subject": told.subject,
        "valid_from": told.valid_from.isoformat(),
        "valid_to": told.valid_to.isoformat(),
        "email": told.email,
        "phone": told.phone,
        "at": told.at.astimezone(zone).isoformat(timespec="seconds"),
        "source": told.dossier or "recorded",
    }
