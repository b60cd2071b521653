"""The rows of a result (03/TB-TS): what VSS says about each person."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from inbox.model import PersonResult
from inbox.outcome import Doubt
from inbox.texts import Fields, day

_ACCEPTED = {"1": True, "0": False}
_LINE = re.compile(r"[0-9]{1,9}", re.ASCII)


def read_people(body: Fields, zone: ZoneInfo) -> tuple[tuple[PersonResult, ...], tuple[Doubt, ...]]:
    """Read every ROW_CTIET (own) under CTIET_GDICH, and what is doubtful about them."""
    people: list[PersonResult] = []
    doubts: list[Doubt] = []
    rows = [row for part in body.all("CTIET_GDICH") for row in part.all("ROW_CTIET")]
    for position, row in enumerate(rows, start=1):
        line, code = row.text("STT_LAODONG"), row.text("MA_KQUA")
        if code not in _ACCEPTED or not _LINE.fullmatch(line) or not row.text("MaToKhai"):
            doubts.append(_unreadable(position))
            continue
        people.append(_person(row, int(line), _ACCEPTED[code], zone))
    said: dict[tuple[str, int], bool] = {}
    for person in people:
        if said.setdefault((person.form, person.line), person.accepted) != person.accepted:
            doubts.append(_twice(person))
    return tuple(people), tuple(doubts)


def _person(row: Fields, line: int, accepted: bool, zone: ZoneInfo) -> PersonResult:
    """Read one row whose line and code are known."""
    return PersonResult(
        # Capitals make no other form: every code of ours is written in them.
        form=row.text("MaToKhai").upper(),
        line=line,
        accepted=accepted,
        code=row.text("MA_LOI"),
        reason=row.text("MOTA_LOI"),
        insurance_number=row.text("MasoBHXH_CAP"),
        card_number=row.text("SoTheBHYT"),
        card_from=_date(row.text("TuNgay_The"), zone),
        card_to=_date(row.text("DenNgay_The"), zone),
    )


def _date(text: str, zone: ZoneInfo) -> str:
    """Write a date as dd/MM/yyyy; what is none stays as VSS wrote it."""
    read = day(text, zone)
    return text if read is None else f"{read:%d/%m/}{read.year:04}"


def _unreadable(position: int) -> Doubt:
    """Say that a row names no line, or has a code that we do not know."""
    return (
        f"dòng kết quả thứ {position} không rõ người hoặc không rõ mã kết quả",
        f"result row {position} names no line of a form or has an unknown result code",
    )


def _twice(person: PersonResult) -> Doubt:
    """Say that two rows contradict each other."""
    return (
        f"{person.form} dòng {person.line} vừa được chấp nhận vừa bị từ chối",
        f"{person.form} line {person.line} is both accepted and refused",
    )
