"""10,000 random pairs of months: the movements make the new roster out of the old one.

Every unit is one pair of months. What should come out is worked out a second time here, a person
at a time and in plain Python, so that the columns are not compared with themselves.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from config.model import Period
from config.settings import Unit
from outbox.baseline import baseline
from outbox.model import RowFate
from outbox.movements import MovementRules, work_out
from outbox.roster import fold
from tests.outbox.payroll import codes, declared, frame, law, row, table

PAIRS, CHUNK = 10_000, 1_000
BEFORE, NOW = Period(2026, 6), Period(2026, 10)
STATUSES = ("", "", "", "", "DangLam", "ThaiSan", "OmDau", "KhongLuong", "NghiViec", "ChuyenDonVi")
AWAY = ("NghiViec", "ChuyenDonVi")
REASONS = (
    *("", "", "", "", "Việc riêng", "Thôi việc", "Tử vong", "Chuyển tỉnh", "Nâng lương"),
    *("Đơn vị thứ hai", "Đơn vị thứ nhất", "Đủ điều kiện hưởng lương hưu", "Thử việc"),
)
STANDING = {"Đơn vị thứ hai": "A", "Đủ điều kiện hưởng lương hưu": "SRAH", "Thử việc": "-"}
CONTRACTS = (
    *(("KXDTH", "01/06/2026", ""), ("KXDTH", "01/08/2026", ""), ("KXDTH", "01/02/2024", "")),
    *(("XDTH", "01/09/2026", "31/08/2027"), ("XDTH", "01/10/2026", "20/10/2026")),
    ("KHAC", "15/10/2026", ""),
)
DAYS = ("", "", "", "01/10/2026", "26/10/2026", "10/09/2026", "01/08/2026", "15/03/2026")
COMPARED = ("TienLuong", "PhuCapLuong", "ChucVu", "TinhTrang", "Quy")

CONTRACT = ("LoaiHD", "HDTuNgay", "HDDenNgay")

Row = dict[str, str]
Key = tuple[str, str]


def units(chunk: int) -> list[str]:
    return [f"TA{chunk * CHUNK + each:05}" for each in range(CHUNK)]


def facts(dice: random.Random) -> Row:
    """Return what a payroll may say of somebody in one month."""
    kind, start, end = dice.choice(CONTRACTS)
    return {
        "TienLuong": dice.choice(["9000000", "9500000", "60000000", "2.34"]),
        "PhuCapLuong": dice.choice(["", "500000"]),
        "ChucVu": dice.choice(["Công nhân may", "Tổ trưởng"]),
        "QuocTich": dice.choice(["VN", "VN", "VN", "", "KR"]),
        "LoaiHD": kind,
        "HDTuNgay": start,
        "HDDenNgay": end,
        "TrangThai": dice.choice(STATUSES),
        "NgayTrangThai": dice.choice(DAYS),
        "NgayNghi": dice.choice(["", "", "3", "14"]),
        "LyDo": dice.choice(REASONS),
        "MasoBHXH": dice.choice(["", "known"]),
        "PA": "" if dice.random() < 0.97 else dice.choice(["GH", "TC", "DC", "AD", "XX"]),
    }


def months(chunk: int) -> tuple[list[Row], list[Row]]:
    """Return two months of people: who is there, what changed, and who went to the next unit."""
    dice = random.Random(chunk)
    before, now = [], []
    for place, unit in enumerate(units(chunk)):
        for each in range(3):
            number = chunk * CHUNK * 3 + place * 3 + each
            first = facts(dice)
            second = first | {k: v for k, v in facts(dice).items() if dice.random() < 0.3}
            if dice.random() < 0.9:
                second |= {name: first[name] for name in CONTRACT}
            else:
                second |= dict(zip(CONTRACT, dice.choice(CONTRACTS), strict=True))
            second |= {"LyDo": dice.choice(REASONS), "PA": facts(dice)["PA"]}
            if dice.random() < 0.85:
                told = {"PA": "", "NgayTrangThai": "", "MaDonVi": unit}
                before.append(person(number, first | told))
            if dice.random() < 0.9:
                there = unit if dice.random() < 0.95 else units(chunk)[place - 1]
                now.append(person(number, second | {"MaDonVi": there}))
    return before, now


def person(number: int, told: Row) -> Row:
    known = {} if told["MasoBHXH"] == "" else {"MasoBHXH": f"79{number:08}"}
    return row(number, CMND=f"0790{number:08}") | told | {"MaNV": f"NV{number:06}"} | known


def lasts(start: str, end: str, months: int) -> bool:
    """Tell whether a contract lasts so many months, from day to day."""
    begin, stop = (date(*map(int, reversed(day.split("/")))) for day in (start, end))
    years, month = divmod(begin.month - 1 + months, 12)
    whole = date(begin.year + years, month + 1, begin.day)
    return (stop - whole).days >= -1


def funds(told: Row, before: str) -> str:
    """Return the funds of somebody, by a standing reason or else by nation and contract."""
    standing = STANDING.get(told["LyDo"], "" if told["LyDo"] == "Đơn vị thứ nhất" else before)
    if standing:
        return standing
    abroad = told["QuocTich"] == "KR"
    if told["HDDenNgay"] and not lasts(told["HDTuNgay"], told["HDDenNgay"], 1):
        return "-"
    if abroad and told["HDDenNgay"] and not lasts(told["HDTuNgay"], told["HDDenNgay"], 12):
        return "H"
    return "SRAH" if abroad else "SRAHU"


def condition(told: Row, before: str) -> str:
    """Return what somebody's month counts as: 14 days without pay make a leave."""
    status, days = told["TrangThai"] or "DangLam", told["NgayNghi"]
    if status == "DangLam":
        if days != "14":
            return "DangLam"
        return "KhongLuong" if before in {"", "DangLam"} else before
    short = days == "3" and (status != "ThaiSan" or before != "ThaiSan")
    return "DangLam" if short else status


def expected(told: Row, before: Row | None) -> Row | None:
    """Return how somebody should be declared after the month; None = not at all."""
    if told["TrangThai"] in AWAY or told["PA"] == "GH":
        return None
    known = before or dict.fromkeys((*COMPARED, "Dien"), "")
    state = condition(told, known["TinhTrang"])
    if state != "DangLam" and before is not None:
        return known | {"TinhTrang": state}
    standing = {"second-employer": "A", "pension-eligible": "SRAH"}.get(known["Dien"], "")
    now = funds(told, standing)
    wanted = {name: told[name] for name in ("TienLuong", "PhuCapLuong", "ChucVu")}
    return None if now == "-" else wanted | {"TinhTrang": state, "Quy": now}


def of(roster) -> dict[Key, Row]:
    """Return a roster as one dictionary for each person."""
    return {(each["MaDonVi"], each["MaNV"]): each for each in roster.to_dict("records")}


def same(found: Row, wanted: Row) -> bool:
    return all(found[name] == wanted[name] for name in COMPARED)


def reported(lines) -> set[Key]:
    return set(zip(lines["MaDonVi"], lines["MaNV"], strict=True))


def checked(chunk: int, missing: str) -> Iterator[str]:
    """Yield what is wrong with one chunk of pairs of months."""
    before, now = months(chunk)
    names = units(chunk)
    old = baseline(frame(*before), names, law=law(), codes=codes(), period=BEFORE)
    export = table(*now)
    export = replace(export, frame=export.frame.assign(Ky=str(NOW)))
    rules = MovementRules(
        law=law(),
        codes=codes(),
        units=tuple(Unit(code=n, name=n, agency="07906", wage_region=1) for n in names),
        opened=dict.fromkeys(names, BEFORE),
        missing=missing,
    )
    movements = work_out(export, np.zeros(len(now), bool), replace(declared(), roster=old), rules)
    was, after = of(old), of(fold(old, movements.lines, {}))
    spoke = reported(movements.lines)
    fates = {(r["MaDonVi"], r["MaNV"]): f for r, f in zip(now, movements.fates, strict=True)}
    held = {(q.unit, q.person) for q in movements.questions if q.person}
    yield from (f"held and reported: {key}" for key in held & spoke)
    for told in now:
        key = told["MaDonVi"], told["MaNV"]
        moves = fates[key] == RowFate.REPORTED
        wanted = was.get(key) if key in held else expected(told, was.get(key))
        found = after.get(key)
        if (found is None) != (wanted is None) or (found and wanted and not same(found, wanted)):
            yield f"{key} is {found}, not {wanted}"
        if moves != (key in spoke) or (key in held) != (fates[key] == RowFate.HELD):
            yield f"{key} has fate {fates[key]}"
    here = {(told["MaDonVi"], told["MaNV"]) for told in now}
    for key in set(was) - here:
        if (key in after) == (key in spoke):
            yield f"absent {key} is neither kept nor reported"
    if set(after) - set(was) - here:
        yield "somebody appeared from nowhere"


@pytest.mark.parametrize("chunk", range(PAIRS // CHUNK))
def test_the_movements_make_the_new_roster_out_of_the_old_one(chunk: int) -> None:
    assert list(checked(chunk, ("hold", "leaves")[chunk % 2])) == []


def test_the_pairs_show_every_kind_of_line() -> None:
    before, now = months(0)

    assert len(before) > 2 * CHUNK
    assert {told["LyDo"] for told in now} == set(REASONS)
