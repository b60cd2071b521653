"""Read-only questions shared by the command line and the page; loads nothing heavy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from config.profile import Promises
from pipeline.errors import NotFoundError
from pipeline.ledger import Ledger
from pipeline.model import Answer, Dossier, Drop, Hold
from pipeline.states import DossierState, DropState

UNMATCHED = ("unmatched", "conflict")
_ID_DIGITS = 12


@dataclass(frozen=True, kw_only=True)
class Open:
    """One thing that waits for somebody or something, in words."""

    code: str
    thing: str
    text_vi: str
    text_en: str

    @property
    def words(self) -> str:
        """Both languages on one line; once where a stored reason holds both already."""
        if self.text_vi == self.text_en:
            return self.text_vi
        return f"{self.text_vi} / {self.text_en}"


def status(ledger: Ledger, zone: ZoneInfo) -> dict[str, Any]:
    """Return where every drop and dossier is, in the shape of ``status --json``."""
    dossiers = ledger.dossiers.all()
    answers = ledger.answers.all()
    by_drop: Mapping[str, list[str]] = defaultdict(list)
    for dossier in dossiers:
        by_drop[dossier.drop].append(dossier.id)
    by_dossier: Mapping[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        if answer.state == "matched" and answer.dossier is not None:
            by_dossier[answer.dossier].append(answer)
    return {
        "drops": [drop_facts(drop, by_drop[drop.id]) for drop in ledger.drops.all()],
        "dossiers": [dossier_facts(each, by_dossier[each.id], zone) for each in dossiers],
        "unmatched": [
            {"file": answer.file, "reason": answer.reason}
            for answer in answers
            if answer.state in UNMATCHED
        ],
    }


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


def dossier_facts(dossier: Dossier, answers: list[Answer], zone: ZoneInfo) -> dict[str, Any]:
    """Return one dossier as programs read it."""
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
    found = [
        Open(code="held", thing=drop.id, text_vi=drop.reason or "", text_en=drop.reason or "")
        for drop in ledger.drops.all()
        if drop.held_because is not None
    ]
    found += _questions(ledger.holds.open())
    for dossier in ledger.dossiers.all():
        found += _dossier_things(dossier, promises, now, zone)
    found += [
        Open(
            code=answer.state,
            thing=answer.file,
            text_vi=f"chưa khớp: {answer.reason}",
            text_en=f"not matched: {answer.reason}",
        )
        for answer in ledger.answers.in_state(*UNMATCHED)
    ]
    return found


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
            text_en=f"{code}: {len(members)} questions, see `bhxh show {drop}`",
        )
        for (drop, code), members in grouped.items()
    ]


def _dossier_things(
    dossier: Dossier, promises: Promises, now: datetime, zone: ZoneInfo
) -> list[Open]:
    found = []
    if dossier.held_because is not None:
        found.append(_open("held", dossier, dossier.reason or "", dossier.reason or ""))
    if dossier.uncertain:
        found.append(
            _open(
                "uncertain",
                dossier,
                f"không rõ đã đến chưa: `bhxh resolve {dossier.id} --present | --absent`",
                f"nobody knows if it arrived: `bhxh resolve {dossier.id} --present | --absent`",
            )
        )
    unsent = (DossierState.BUILT, DossierState.SIGNED)
    if dossier.state in unsent and dossier.held_because is None:
        found.append(
            _open("unsent", dossier, f"chưa gửi: {dossier.reason}", f"not sent: {dossier.reason}")
        )
    if late := _lateness(dossier, promises, now, zone):
        found.append(_open("overdue", dossier, f"quá hạn: {late[0]}", f"overdue: {late[1]}"))
    return found


def _lateness(
    dossier: Dossier, promises: Promises, now: datetime, zone: ZoneInfo
) -> tuple[str, str] | None:
    """Return which answer is late: the I-VAN's, the notice, or the result."""
    sent = dossier.shipped_at
    silent = None if sent is None else now - sent
    if dossier.state is DossierState.SHIPPED and silent:
        if silent > timedelta(hours=promises.submission_hours):
            return "chưa có xác nhận nộp của I-VAN", "no receipt of submission"
    elif dossier.state is DossierState.TAKEN and silent:
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


def find_drop(ledger: Ledger, text: str) -> Drop:
    """Return the drop that a person means: its id, name, or the 8 digits in returned/ names."""
    name = text.rsplit("/", maxsplit=1)[-1]
    for ending in (".report.json", ".report.xlsx", ".result.xlsx"):
        name = name.removesuffix(ending)
    digits = name.rsplit(".", maxsplit=1)[-1]
    for wanted in (text, name, text.removeprefix("drop/"), digits):
        if found := ledger.drops.named(wanted):
            return found[-1]
    raise NotFoundError(text)


def find(ledger: Ledger, text: str) -> Drop | Dossier | Hold | Answer:
    """Return the thing that a person means by an id, a path or a file name; NotFoundError."""
    name = text.rsplit("/", maxsplit=1)[-1]
    for dossier in ledger.dossiers.all():
        if name in (dossier.id, dossier.remote_name, dossier.reference, dossier.number):
            return dossier
        if text == dossier.number:
            return dossier
    for answer in ledger.answers.all():
        if name == answer.file.rsplit("/", maxsplit=1)[-1] or answer.sha256 == text:
            return answer
    try:
        return ledger.holds.get(text)
    except NotFoundError:
        return find_drop(ledger, text)


def next_move(thing: Drop | Dossier) -> tuple[str, str]:
    """Return, in Vietnamese and English, what happens next or what a person should do."""
    if isinstance(thing, Drop):
        return _drop_moves(thing)
    if thing.held_because:
        return (
            f"đang giữ ({thing.held_because}): sửa rồi `bhxh release {thing.id} --reason …`",
            f"held ({thing.held_because}): mend it, then `bhxh release {thing.id} --reason …`",
        )
    if thing.uncertain:
        return (
            f"hỏi I-VAN, rồi `bhxh resolve {thing.id} --present | --absent --reason …`",
            f"ask the I-VAN, then `bhxh resolve {thing.id} --present | --absent --reason …`",
        )
    return _DOSSIER_MOVES[thing.state]


_DOSSIER_MOVES: Mapping[DossierState, tuple[str, str]] = {
    DossierState.BUILT: ("sẽ được ký ở lượt tới", "signed in the next pass"),
    DossierState.SIGNED: ("sẽ được gửi ở lượt tới", "shipped in the next pass"),
    DossierState.SHIPPED: ("chờ xác nhận nộp của I-VAN", "waits for the receipt of submission"),
    DossierState.TAKEN: ("chờ thông báo 01/TB-GD có số hồ sơ", "waits for 01/TB-GD with a number"),
    DossierState.NUMBERED: ("chờ kết quả 03/TB-TS", "waits for the result 03/TB-TS"),
    DossierState.ACCEPTED: ("xong", "done"),
    DossierState.PARTLY_ACCEPTED: (
        "xem người bị từ chối trong tệp result.xlsx, sửa ở kỳ xuất sau",
        "see the refused people in the result.xlsx, mend them in the next export",
    ),
    DossierState.REFUSED: (
        "xem lý do, sửa trong bảng lương rồi thả tệp mới",
        "see the reason, mend the payroll and drop a new file",
    ),
    DossierState.WITHDRAWN: ("đã rút, không gửi", "withdrawn, never sent"),
    DossierState.SUPERSEDED: ("đã có hồ sơ thay thế", "replaced by a new dossier"),
}


def _drop_moves(drop: Drop) -> tuple[str, str]:
    if drop.held_because:
        return (
            f"đang giữ ({drop.held_because}): `bhxh show {drop.id}`, rồi `bhxh release {drop.id} …`",
            f"held ({drop.held_because}): `bhxh show {drop.id}`, then `bhxh release {drop.id} …`",
        )
    return _DROP_MOVES[drop.state]


_DROP_MOVES: Mapping[DropState, tuple[str, str]] = {
    DropState.ARRIVED: ("sẽ được kiểm tra ở lượt tới", "examined in the next pass"),
    DropState.EXAMINED: ("sẽ được lập hồ sơ ở lượt tới", "converted in the next pass"),
    DropState.CONVERTED: ("xem các hồ sơ của nó", "see its dossiers"),
    DropState.INVALID: (
        "sửa các ô trong tệp report.xlsx ở returned/ rồi thả lại",
        "mend the cells marked in returned/….report.xlsx and drop it again",
    ),
    DropState.DUPLICATE: (
        "cùng nội dung với tệp trước; `bhxh release` nếu đúng là muốn báo lại",
        "the same bytes as an earlier file; `bhxh release` if you mean it",
    ),
    DropState.UNREADABLE: (
        "xem lý do, xuất lại đúng mẫu rồi thả lại",
        "see the reason, export it again as a known format and drop it",
    ),
}
