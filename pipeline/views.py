"""Read-only questions shared by the command line and the page; loads nothing heavy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from config.profile import Promises
from pipeline.advice import next_move
from pipeline.english import counted
from pipeline.ledger import Ledger
from pipeline.lookup import find, find_drop
from pipeline.model import Answer, Dossier, Drop, Hold
from pipeline.states import DossierState, DropState

__all__ = [
    "Open",
    "dossier_facts",
    "drop_facts",
    "find",
    "find_drop",
    "next_move",
    "open_things",
]

UNMATCHED = ("unmatched", "conflict")
_NIGHTS_MISSED = timedelta(days=2)
"""A night is done the day after; one more day, and the schedule was missed."""


@dataclass(frozen=True, kw_only=True)
class Open:
    """One thing that waits for somebody or something, in words."""

    code: str
    thing: str
    text_vi: str
    text_en: str

    @property
    def words(self) -> str:
        """Both languages on one line; what follows in both, such as a stored reason, once."""
        if self.text_vi == self.text_en:
            return self.text_vi
        vietnamese, _, after = self.text_vi.partition(": ")
        english, _, same = self.text_en.partition(": ")
        if after and after == same:
            return f"{vietnamese} / {english}: {after}"
        return f"{self.text_vi} / {self.text_en}"


def drop_facts(drop: Drop, dossiers: list[str]) -> dict[str, Any]:
    """Return one drop as programs read it."""
    balance = drop.balance
    return {
        "id": drop.id,
        "name": drop.name,
        "sha256": drop.sha256,
        "state": str(drop.state),
        "held_because": drop.held_because,
        "reason": drop.reason,
        "period": drop.period,
        "rows": balance.rows,
        "unchanged": balance.unchanged,
        "reported": balance.reported,
        "rejected": balance.rejected,
        "held": balance.held,
        "absent": balance.absent,
        "errors": drop.errors,
        "warnings": drop.warnings,
        "duplicate_of": drop.duplicate_of,
        "dossiers": dossiers,
    }


def dossier_facts(
    dossier: Dossier,
    answers: Sequence[Answer],
    zone: ZoneInfo,
    links: tuple[list[str], list[str]] = ([], []),
) -> dict[str, Any]:
    """Return one dossier as programs read it; `links` are whom it corrects and who corrects it."""
    return {
        "id": dossier.id,
        "reference": dossier.reference,
        "unit": dossier.unit,
        "period": dossier.period,
        "procedure": dossier.procedure,
        "batch": dossier.batch,
        "state": str(dossier.state),
        "held_because": dossier.held_because,
        "reason": dossier.reason,
        "uncertain": dossier.uncertain,
        "people": dossier.people,
        "sha256": dossier.sha256,
        "remote_name": dossier.remote_name,
        "number": dossier.number,
        "due": dossier.due.isoformat() if dossier.due else None,
        "corrects": links[0],
        "corrected_by": links[1],
        "receipts": [
            {
                "kind": answer.kind,
                "file": answer.file,
                "trusted": answer.trusted,
                "at": answer.at.astimezone(zone).isoformat() if answer.at else None,
            }
            for answer in answers
        ],
    }


def open_things(ledger: Ledger, promises: Promises, now: datetime, zone: ZoneInfo) -> list[Open]:
    """Return everything that is not fine by itself: silence is in here too."""
    found = _drop_things(ledger.drops.all())
    found += _questions(ledger.holds.open())
    for dossier in ledger.dossiers.all():
        found += _dossier_things(dossier, promises, now, zone)
    found += [
        Open(
            code=answer.state,
            thing=answer.file,
            text_vi=f"chưa khớp / not matched: {answer.reason}",
            text_en=f"chưa khớp / not matched: {answer.reason}",
        )
        for answer in ledger.answers.in_state(*UNMATCHED)
    ]
    found += [
        Open(
            code="unread",
            thing=answer.file,
            text_vi="đã nhận nhưng chưa đọc: xem nhật ký",
            text_en="kept, and not yet read: see the log",
        )
        for answer in ledger.answers.in_state("fetched")
    ]
    return found + _missed_nights(ledger.nights.last(), now.astimezone(zone).date())


def _drop_things(drops: list[Drop]) -> list[Open]:
    """Return files that a person holds up, and files that a failure does."""
    found = []
    for drop in drops:
        text_vi, text_en = next_move(drop)
        if drop.held_because is not None:
            reason = drop.reason or ""
            found.append(
                Open(
                    code="held", thing=drop.id, text_vi=reason or text_vi, text_en=reason or text_en
                )
            )
        elif drop.state in (DropState.ARRIVED, DropState.EXAMINED):
            why = f": {drop.reason}" if drop.reason else ""
            found.append(
                Open(code="unfinished", thing=drop.id, text_vi=text_vi + why, text_en=text_en + why)
            )
    return found


def _missed_nights(last: date | None, today: date) -> list[Open]:
    """Return the schedule's silence: reconciliations were made, and then no more."""
    if last is None or today - last <= _NIGHTS_MISSED:
        return []
    return [
        Open(
            code="night",
            thing=last.isoformat(),
            text_vi=f"chưa đối chiếu từ ngày {last:%d/%m/%Y}: `bhxh reconcile`",
            text_en=f"not reconciled since {last:%d/%m/%Y}: `bhxh reconcile`",
        )
    ]


def _questions(holds: list[Hold]) -> list[Open]:
    """Return open questions, one line per drop and code."""
    grouped: Mapping[tuple[str, str], list[Hold]] = defaultdict(list)
    for hold in holds:
        grouped[hold.drop, hold.code].append(hold)
    return [
        Open(
            code="question",
            thing=drop,
            text_vi=f"{code}: {len(members)} câu hỏi, xem `bhxh show {drop}`",
            text_en=f"{code}: {counted(len(members), 'question')}, see `bhxh show {drop}`",
        )
        for (drop, code), members in grouped.items()
    ]


def _dossier_things(
    dossier: Dossier, promises: Promises, now: datetime, zone: ZoneInfo
) -> list[Open]:
    found = []
    if dossier.held_because is not None:
        text_vi, text_en = next_move(dossier)
        found.append(_open("held", dossier, dossier.reason or text_vi, dossier.reason or text_en))
    if dossier.uncertain:
        text_vi, text_en = next_move(dossier)
        found.append(
            _open("uncertain", dossier, f"đã xuất: {text_vi}", f"exported: {text_en}")
            if dossier.by_hand
            else _open(
                "uncertain",
                dossier,
                f"không rõ đã đến chưa: `bhxh resolve {dossier.id} --present | --absent`",
                f"nobody knows if it arrived: `bhxh resolve {dossier.id} --present | --absent`",
            )
        )
    unsent = (DossierState.BUILT, DossierState.SIGNED)
    if dossier.state in unsent and dossier.held_because is None:
        text_vi, text_en = next_move(dossier)
        why_vi, why_en = dossier.reason or text_vi, dossier.reason or text_en
        found.append(_open("unsent", dossier, f"chưa gửi: {why_vi}", f"not sent: {why_en}"))
    if late := _lateness(dossier, promises, now, zone):
        found.append(_open("overdue", dossier, f"quá hạn: {late[0]}", f"overdue: {late[1]}"))
    return found


def _lateness(
    dossier: Dossier, promises: Promises, now: datetime, zone: ZoneInfo
) -> tuple[str, str] | None:
    """Return which answer is late: the I-VAN's, the notice, or the result."""
    sent = dossier.shipped_at
    silent = None if sent is None else now - sent
    if dossier.state is DossierState.SHIPPED and silent and not dossier.by_hand:
        if silent > timedelta(hours=promises.submission_hours):
            return "chưa có xác nhận nộp của I-VAN", "no receipt of submission"
    elif dossier.state in (DossierState.SHIPPED, DossierState.TAKEN) and silent:
        if silent > timedelta(hours=promises.notice_hours):
            return "chưa có thông báo 01/TB-GD", "no notice 01/TB-GD"
    elif (
        dossier.state is DossierState.NUMBERED
        and dossier.due is not None
        and now.astimezone(zone).date() > dossier.due
    ):
        return f"hẹn trả {dossier.due:%d/%m/%Y}", f"result promised for {dossier.due:%d/%m/%Y}"
    return None


def _open(code: str, dossier: Dossier, text_vi: str, text_en: str) -> Open:
    return Open(code=code, thing=dossier.id, text_vi=text_vi, text_en=text_en)
