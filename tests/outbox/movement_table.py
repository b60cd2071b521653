"""The example of every row of docs/movements.md: what was declared, what the file says now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pandas as pd

from adapters.model import Kind
from config.law import PARTICIPATION, Fund, Law
from config.model import Period
from config.participation import Kind as By
from outbox.baseline import baseline
from outbox.model import Movements
from outbox.roster import Declared
from tests.outbox.payroll import HERE, THERE, coded, codes, declared, frame, law, row
from tests.outbox.payroll import work as worked

Row = Mapping[str, str]
OPENED = Period(2026, 1)
NEW: Row = {"MasoBHXH": "", "HDTuNgay": "01/10/2026"}
MOVED: Row = {"HDTuNgay": "01/10/2026"}
SHORT: Row = {"LoaiHD": "XDTH", "HDDenNgay": "30/11/2026"}
ELIGIBLE: Row = {"LyDo": "Đủ điều kiện hưởng lương hưu"}
SECOND: Row = {"LyDo": "Đơn vị thứ hai"}
FIRST: Row = {"LyDo": "Đơn vị thứ nhất"}
PENSIONER: Row = {"LyDo": "Đang hưởng lương hưu"}
LEFT: Row = {"TrangThai": "NghiViec", "NgayTrangThai": "01/10/2026", "LyDo": "Thôi việc"}
LATE: Row = LEFT | {"NgayTrangThai": "10/08/2026"}
BACK: Row = {"NgayTrangThai": "01/09/2026"}
ON_LEAVE: Row = {"TrangThai": "ThaiSan"}
RAISE: Row = {"TienLuong": "9500000"}
OTHER: Row = row(2)
OLD_FOREIGNER: Row = {"QuocTich": "KR"}


@dataclass(frozen=True, kw_only=True)
class Example:
    """One person: the rows of the baseline and of the period; `facts` override the roster's."""

    now: tuple[Row, ...] = ()
    before: tuple[Row, ...] = ()
    facts: Row = field(default_factory=dict)
    period: str = "10/2026"
    since: Period = OPENED
    answered: tuple[str, ...] = ()
    without: tuple[By, Fund] | None = None
    coded: Row | None = None
    left: str = ""
    """Since which month the person is declared as gone."""

    def work(self) -> Movements:
        """Work the example out."""
        if self.coded is not None:
            return worked(coded(**self.coded), kind=Kind.MOVEMENTS)
        known = row_of(self.before, self.facts, self.since)
        if self.left:
            gone = {"MaDonVi": HERE, "MaNV": "NV00001", "TuThang": self.left}
            known = replace(known, left=pd.DataFrame([gone], dtype="str"))
        rows = [row(1, Ky=self.period) | told for told in self.now]
        answers = frozenset((HERE, "NV00001", code) for code in self.answered)
        told: dict[str, Any] = {
            "released": answers,
            "opened": {HERE: self.since, THERE: self.since},
        }
        if self.without:
            told["law"] = law_without(*self.without)
        return worked(*rows, known=known, **told)


def row_of(before: tuple[Row, ...], facts: Row, since: Period) -> Declared:
    """Return what a baseline of these rows declares."""
    rows = frame(*(row(1, Ky=str(since)) | told for told in before))
    roster = baseline(rows, (HERE, THERE), law=law(), codes=codes(), period=Period(2026, 1))
    roster = roster.assign(**({"TuKy": str(since)} | dict(facts)))
    return replace(declared(), roster=roster)


def law_without(kind: By, fund: Fund) -> Law:
    """Return a law in which people of that kind do not take part in that fund."""
    rows = dict(law().rows)
    key = (PARTICIPATION.name, (kind.value, fund.value))
    rows[key] = tuple(replace(each, value=Decimal(0)) for each in rows[key])
    return Law(MappingProxyType(rows))


def stays(*now: Row, before: Row | None = None, **told: Any) -> Example:
    """Return somebody who is declared, as told `before`."""
    return Example(now=now, before=(before or {},), **told)


def comes(now: Row, **told: Any) -> Example:
    """Return somebody who is not declared."""
    return Example(now=(now,), **told)


EXAMPLES: Mapping[str, Example] = {
    "A1": comes(NEW),
    "A2": comes(MOVED | {"LyDo": "Chuyển đơn vị"}),
    "A3": comes(MOVED | {"LyDo": "chuyển tỉnh - từ Đồng Nai"}),
    "A4": comes(MOVED | {"LyDo": "Hợp đồng mới"}),
    "A5": comes(MOVED),
    "A6": comes(MOVED | SECOND),
    "A7": Example(before=({}, OTHER), now=({"MaDonVi": THERE}, OTHER)),
    "A8": comes(NEW | {"QuocTich": "KR"}),
    "A9": comes(NEW | SHORT | {"QuocTich": "KR"}),
    "A10": comes(NEW | {"LoaiHD": "KHAC", "LyDo": "Thử việc"}),
    "A11": comes(NEW | PENSIONER),
    "A12": comes(NEW | SHORT | {"HDDenNgay": "30/10/2026"}),
    "A13": comes(NEW | {"LoaiHD": "KHAC"}),
    "A14": comes(NEW | SHORT),
    "A15": comes(
        {**NEW, **SHORT, "HDTuNgay": "01/10/2025", "HDDenNgay": "30/11/2025"},
        period="10/2025",
        since=Period(2025, 9),
    ),
    "A16": comes(MOVED | ELIGIBLE),
    "A17": comes(NEW | {"HDTuNgay": "22/10/2026"}),
    "A18": comes(NEW | ON_LEAVE),
    "A19": comes(MOVED | {"MasoBHXH": "079090000001"}),
    "L1": stays(
        {
            "TrangThai": "KhongLuong",
            "NgayNghi": "14",
            "NgayTrangThai": "12/10/2026",
            "LyDo": "Việc riêng",
        }
    ),
    "L2": stays({"TrangThai": "OmDau", "NgayNghi": "15", "NgayTrangThai": "12/10/2026"}),
    "L3": stays(ON_LEAVE | {"NgayTrangThai": "05/10/2026"}),
    "L4": stays({"NgayNghi": "14", "LyDo": "Ốm 05-09/10, việc riêng 12-22/10"}),
    "L5": stays({"TrangThai": "OmDau", "NgayNghi": "13"}),
    "L6": stays(ON_LEAVE | {"NgayNghi": "9", "NgayTrangThai": "20/10/2026"}),
    "L7": stays({"NgayNghi": "15", "NgayTrangThai": "22/10/2026"}, before=ON_LEAVE),
    "L8": stays(ON_LEAVE, before={"TrangThai": "OmDau"}),
    "L9": stays({"NgayTrangThai": "01/10/2026"}, before=ON_LEAVE),
    "D1": stays(LEFT),
    "D2": stays(LEFT | {"LyDo": "Nghỉ hưu"}),
    "D3": stays(LEFT | {"LyDo": "Tử vong", "NgayTrangThai": "07/10/2026"}),
    "D4": stays(LEFT | {"TrangThai": "ChuyenDonVi", "LyDo": ""}),
    "D5": stays(LEFT | {"LyDo": "Chuyển tỉnh"}),
    "D6": stays(LEFT, before=SECOND),
    "D7": Example(before=({}, OTHER), now=(OTHER,)),
    "D8": stays(LEFT | {"NgayTrangThai": "26/10/2026"}),
    "W1": stays(RAISE | {"LyDo": "Nâng lương"}),
    "W2": stays({"TienLuong": "8500000"}),
    "W3": stays(RAISE, before=SECOND),
    "W4": stays({"TienLuong": "8500000"}, before=SECOND),
    "W5": stays({"ChucVu": "Tổ trưởng"}),
    "W6": stays(RAISE | {"ChucVu": "Tổ trưởng"}),
    "F1": stays(ELIGIBLE),
    "F2": stays({}, facts={"Quy": "SRAH"}, period="10/2025", since=Period(2025, 9)),
    "F3": stays(OLD_FOREIGNER),
    "F4": stays(OLD_FOREIGNER, before=OLD_FOREIGNER, facts={"Quy": "SAH"}),
    "F5": stays(OLD_FOREIGNER, before=OLD_FOREIGNER, without=(By.FOREIGN, Fund.BHXH_RETIREMENT)),
    "F6": stays({}, facts={"Quy": "SRHU"}),
    "F7": stays({}, without=(By.EMPLOYEE, Fund.TNLD_BNN)),
    "F8": stays(RAISE | ELIGIBLE | {"ChucVu": "Tổ trưởng"}),
    "F9": stays(SECOND),
    "F10": stays(SECOND, answered=("Q-FUNDS",)),
    "F11": stays(FIRST, before=SECOND, answered=("Q-FUNDS",)),
    "F12": stays(PENSIONER),
    "F13": stays(PENSIONER, answered=("Q-UNCOVERED",)),
    "B1": comes(NEW | {"HDTuNgay": "03/08/2026"}),
    "B2": comes(NEW | {"HDTuNgay": "01/06/2026", "TienLuong": "60000000"}),
    "B3": stays(LATE),
    "B4": stays(LATE | {"NgayTrangThai": "27/08/2026"}),
    "B5": stays(LATE | {"LyDo": "Chết"}),
    "B6": stays({"TrangThai": "KhongLuong"} | BACK),
    "B7": stays({"TrangThai": "OmDau"} | BACK),
    "B8": stays(ON_LEAVE | BACK),
    "B9": stays(BACK, before={"TrangThai": "KhongLuong"}),
    "B10": stays(BACK, before=ON_LEAVE),
    "B11": stays(RAISE | {"LyDo": "Nâng lương", "NgayTrangThai": "01/08/2026"}),
    "B12": stays({"TienLuong": "8500000", "LyDo": "Giảm lương", "NgayTrangThai": "01/08/2026"}),
    "B13": stays(RAISE | {"LyDo": "Nâng lương", "NgayTrangThai": "15/08/2026"}),
    "B14": stays(LATE | {"NgayTrangThai": "01/03/2026"}),
    "B15": stays(LATE | {"NgayTrangThai": "01/03/2026"}, answered=("Q-BACK-TOO-FAR",)),
    "B16": stays(LATE, facts={"TuKy": "09/2026"}),
    "B17": stays(LATE, facts={"TuKy": "09/2026"}, answered=("Q-BACK-EARLIER",)),
    "B18": comes({"HDTuNgay": "01/06/2026"}, since=Period(2026, 8)),
    "B19": comes({}, since=Period(2026, 8)),
    "B20": comes({"NgayTrangThai": "01/09/2026"}, left="09/2026"),
    "P1": stays({"PA": "AT", "TienLuong": "2.67"}, before={"TienLuong": "2.34"}),
    "P2": stays({"PA": "DN", "TienLuong": "2.34"}, before={"TienLuong": "2.67"}),
    "P3": stays(RAISE | {"PA": "AD"}),
    "P4": Example(coded={"PA": "DV", "Loai": "1"}),
    "P5": stays(LEFT | {"PA": "TS"}),
}
