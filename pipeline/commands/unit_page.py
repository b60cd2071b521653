"""The page of one unit: where it stands with its registration, why, and what comes next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from config.settings import Settings
from pipeline.commands.options import open_parts
from pipeline.ledger import Ledger
from pipeline.registration import Standing, UnitState, facts_of

_MOVES = {
    UnitState.UNREGISTERED: ("`bhxh register --unit {unit}`", "`bhxh register --unit {unit}`"),
    UnitState.PENDING: ("chờ kết quả của {waits}", "wait for the answer to {waits}"),
    UnitState.REGISTERED: ("xong", "done"),
    UnitState.CEASED: (
        "xong; muốn giao dịch lại thì `bhxh register --unit {unit}`",
        "done; to transact again, `bhxh register --unit {unit}`",
    ),
}


def is_unit(settings: Settings, thing: str) -> bool:
    """Tell whether what a person typed is one of our unit codes."""
    return thing in {unit.code for unit in settings.employer.units}


def unit_story(ledger: Ledger, settings: Settings, code: str) -> dict[str, Any]:
    """Return all that is known of a unit's registration, with its events."""
    zone = settings.schedule.zone
    standings = ledger.registrations.of_unit(code)
    return {
        "id": code,
        "name": settings.employer.unit(code).name,
        "registration": settings.employer.registration,
        "registrations": [facts_of(code, *each, zone) for each in standings.items()],
        "events": [
            {"at": at.astimezone(zone).isoformat(timespec="seconds"), "because": because}
            for at, _start, _end, because in ledger.answers.history(code)
        ],
    }


def unit_explained(site: Path, ledger: Ledger, settings: Settings, code: str) -> dict[str, Any]:
    """Return, as `explain` does, what a unit's registration is, why, and what comes next."""
    standings = ledger.registrations.of_unit(code)
    if not standings:
        return _told(code, "-", settings, _bare(code, settings))
    told = [_channel_told(ledger, code, standing) for standing in standings.values()]
    what = ", ".join(f"{channel} {standing.state}" for channel, standing in standings.items())
    moves = _proposed(site, code) or next(iter(told))[1]
    return {
        "what": f"unit {code}: {what}",
        "why": " · ".join(why for why, _ in told if why),
        "next_vi": moves[0],
        "next_en": moves[1],
    }


def _bare(code: str, settings: Settings) -> tuple[str, str]:
    if settings.employer.registration == "required":
        return f"`bhxh register --unit {code}`", f"`bhxh register --unit {code}`"
    return (
        "không phải làm gì; muốn ghi lại thì `bhxh register --recorded`",
        "nothing to do; `bhxh register --recorded` writes it down",
    )


def _told(code: str, what: str, settings: Settings, moves: tuple[str, str]) -> dict[str, Any]:
    mode = settings.employer.registration
    why = f'chưa ghi đăng ký / nothing is written (registration = "{mode}")'
    return {
        "what": f"unit {code}: {what}", "why": why, "next_vi": moves[0], "next_en": moves[1],
    }  # fmt: skip


def _channel_told(ledger: Ledger, code: str, standing: Standing) -> tuple[str, tuple[str, str]]:
    """Return why a unit stands where it does on one channel, and what comes next."""
    if standing.open is not None:
        waits = str(standing.open.dossier)
        why = f"{standing.open.act}: {waits}"
        vietnamese, english = _MOVES[UnitState.PENDING]
        return why, (vietnamese.format(waits=waits), english.format(waits=waits))
    why = ""
    if standing.refused is not None and standing.refused.dossier is not None:
        refused = ledger.dossiers.get(standing.refused.dossier)
        words = f"BHXH từ chối / VSS refused {refused.id}"
        why = ": ".join(filter(None, (words, refused.reason)))
    vietnamese, english = _MOVES[standing.state]
    return why, (vietnamese.format(unit=code), english.format(unit=code))


def _proposed(site: Path, code: str) -> tuple[str, str] | None:
    """Return the change that should be registered, if there is one."""
    with open_parts(site) as parts:
        from pipeline.proposals import proposals  # noqa: PLC0415 - heavy

        return next(
            ((each.text_vi, each.text_en) for each in proposals(parts) if each.thing == code), None
        )
