"""Requests for books and cards + the declared roster -> lines of TK1-TS or D03-TS. Pure.

A request reports no movement: it stands beside the roster, not in it. What it says of a person is
the roster's row with the new values that it brings; once VSS accepted it, they are declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from config.codes import Procedure
from config.model import Period
from config.requests import RequestKind
from outbox.forms import d03_ts
from outbox.keys import Positions, key, positions, taken
from outbox.lines import complete
from outbox.model import Movements, Question, RowFate
from outbox.questions import question

CHANGEABLE: Final[Mapping[str, str]] = {
    "HoTen": "Họ và tên",
    "NgaySinh": "Ngày sinh",
    "GioiTinh": "Giới tính",
    "QuocTich": "Quốc tịch",
    "DanToc": "Dân tộc",
    "CMND": "Số CCCD",
    "Matinh_KS": "Mã tỉnh khai sinh",
    "Maxa_KS": "Mã xã khai sinh",
    "Diachi_KS": "Địa chỉ khai sinh",
    "Matinh_NN": "Mã tỉnh liên hệ",
    "Maxa_NN": "Mã xã liên hệ",
    "Diachi_NN": "Địa chỉ liên hệ",
    "DienThoai": "Điện thoại",
    "Email": "Email",
    "MaBenhVien": "Mã bệnh viện KCB",
}
"""What a request may say anew of a person, and what TK1-TS calls it."""
LINE_EXTRAS: Final = ("YeuCau", "ThuTuc", "Lan", "DoiMoi")
"""What a line of a request has besides LINE_COLUMNS and, for D03-TS, that form's own fields."""
UNKNOWN, UNIT, TWICE = "Q-REQUEST-UNKNOWN", "Q-REQUEST-UNIT", "Q-REQUEST-TWICE"
DONE, LEFT_OUT = "R-REQUEST-DONE", "R-REQUEST-LEFT-OUT"

_OF_CARDS: Final = ("TuNgay", "Sothang", "Tiendong", "SoBienLai", "NgayBienLai")
_LONGEST: Final = 1000
"""Characters of Noidung_Thaydoi (QĐ 490/QĐ-BHXH of 28/03/2023 as an I-VAN's manual has it)."""
_LONG_NUMBER: Final = 12
_NOWHERE: Final = -1


@dataclass(frozen=True, kw_only=True)
class RequestRules:
    """What requests are worked out by."""

    kinds: Mapping[str, RequestKind]
    procedures: Mapping[str, Procedure]
    units: tuple[str, ...]
    """All units of the employer; a question about somebody of no unit names the first."""
    period: Period
    under_way: frozenset[tuple[str, str, str]]
    """Unit, person and code of what was asked and not answered yet."""
    released: frozenset[tuple[str, str, str]]
    """Unit, person and question of each word that somebody gave."""
    doubtful: Mapping[str, frozenset[int]]
    """Question -> rows of people of whose papers something is wrong."""


def work_out(
    asked: pd.DataFrame, wrong: np.ndarray, roster: pd.DataFrame, rules: RequestRules
) -> Movements:
    """Return the lines, fates and questions of requests; `asked` has their physical ``row``.

    A dossier has a person once: what else they ask by the same procedure goes into the next one
    (``Lan``).
    """
    found = _Answers(asked, rules)
    at, several = _whose(asked, roster)
    unit = _units(asked, roster, at, rules)
    fates = np.full(len(asked), RowFate.REPORTED, np.int8)
    fates[wrong] = RowFate.REJECTED
    for place in np.flatnonzero(~wrong).tolist():
        fates[place] = _fate(
            place, found, roster, at=at[place], unit=unit[place], several=several[place]
        )
    going = fates == RowFate.REPORTED
    lines = _lines(asked[going].reset_index(drop=True), taken(roster, at[going]), rules)
    return Movements(
        lines=lines,
        fates=fates,
        questions=tuple(found.questions),
        remarks=tuple(found.remarks),
        absent=0,
    )


def changed(roster: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the roster with what accepted requests said anew, the last word on each field."""
    at = positions(key(lines, "MaDonVi", "MaNV"), key(roster, "MaDonVi", "MaNV"))
    columns = {}
    for field in CHANGEABLE:
        said = lines["DoiMoi"].str.split().map(lambda fields, name=field: name in fields)
        mine = said.to_numpy(bool) & (at >= 0)
        if mine.any():
            name = {"DienThoai": "Dienthoai_LH", "Email": "Email_LH"}.get(field, field)
            values = roster[field].to_numpy(object).copy()
            values[at[mine]] = lines[name].to_numpy(object)[mine]
            columns[field] = pd.Series(values, roster.index, dtype="str")
    return roster.assign(**columns)


class _Answers:
    """The questions and remarks of a file, and the words that people gave."""

    def __init__(self, asked: pd.DataFrame, rules: RequestRules) -> None:
        self.rules = rules
        self.people = asked["MaNV"].tolist()
        self.codes = asked["YeuCau"].tolist()
        self.rows = asked["row"].tolist()
        self.hospitals = asked["MaBenhVien"].tolist()
        self.questions: list[Question] = []
        self.remarks: list[Question] = []

    def holds(self, place: int, unit: str, code: str) -> bool:
        """Ask about a row unless somebody answered; tell whether it has to wait."""
        if self.is_released(place, unit, code):
            return False
        self.questions.append(self._said(place, unit, code))
        return True

    def is_released(self, place: int, unit: str, code: str) -> bool:
        """Tell whether somebody gave their word on a question."""
        return (unit, self.people[place], code) in self.rules.released

    def remark(self, place: int, unit: str, code: str) -> None:
        """Note what a person should know."""
        self.remarks.append(self._said(place, unit, code))

    def is_done(self, place: int, person: pd.Series) -> bool:
        """Tell whether what is asked for stands in the roster already."""
        field = self.rules.kinds[self.codes[place]].done_by
        if not field or not person[field]:
            return False
        return field != "MaBenhVien" or bool(person[field] == self.hospitals[place])

    def _said(self, place: int, unit: str, code: str) -> Question:
        facts = {"code": self.codes[place], "unit": unit}
        return question(code, unit, self.people[place], self.rows[place], facts)


def _fate(
    place: int, found: _Answers, roster: pd.DataFrame, *, at: int, unit: str, several: bool
) -> RowFate:
    """Decide about one request; there are few of them, whatever the size of the roster."""
    if at == _NOWHERE:
        if found.holds(place, unit, UNKNOWN):
            return RowFate.HELD
        found.remark(place, unit, LEFT_OUT)
        return RowFate.REJECTED
    if several and found.holds(place, unit, UNIT):
        return RowFate.HELD
    if found.is_done(place, roster.iloc[at]):
        found.remark(place, unit, DONE)
        return RowFate.UNCHANGED
    asked_before = (unit, found.people[place], found.codes[place]) in found.rules.under_way
    if asked_before and found.holds(place, unit, TWICE):
        return RowFate.HELD
    doubts = [code for code, rows in found.rules.doubtful.items() if found.rows[place] in rows]
    # Not `any`: every doubt is a question of its own.
    waits = [found.holds(place, unit, code) for code in doubts]
    return RowFate.HELD if any(waits) else RowFate.REPORTED


def _whose(asked: pd.DataFrame, roster: pd.DataFrame) -> tuple[Positions, np.ndarray]:
    """Return where in the roster each person stands, and who stands there in several units."""
    named = positions(key(asked, "MaDonVi", "MaNV"), key(roster, "MaDonVi", "MaNV"))
    anywhere = positions(key(asked, "MaNV"), key(roster, "MaNV"))
    open_ = (asked["MaDonVi"] == "").to_numpy(bool)
    often = roster["MaNV"][roster["MaNV"].duplicated()]
    several = open_ & asked["MaNV"].isin(often).to_numpy(bool)
    return np.where(open_, anywhere, named), several


def _units(
    asked: pd.DataFrame, roster: pd.DataFrame, at: Positions, rules: RequestRules
) -> list[str]:
    """Return the unit of each request: its own, the person's, or the employer's first."""
    declared = taken(roster[["MaDonVi"]], at)["MaDonVi"]
    told = asked["MaDonVi"].reset_index(drop=True)
    unit = told.mask(told == "", declared)
    return unit.mask(unit == "", rules.units[0]).tolist()


def _lines(asked: pd.DataFrame, people: pd.DataFrame, rules: RequestRules) -> pd.DataFrame:
    """Return the lines, by procedure and turn; each is the person's row with what is new."""
    kinds = [rules.kinds[code] for code in asked["YeuCau"]]
    now = people.assign(
        **{field: people[field].mask(asked[field] != "", asked[field]) for field in CHANGEABLE}
    )
    number = people["MasoBHXH"].mask(people["MasoBHXH"].str.len() == _LONG_NUMBER, "")
    period = pd.Series(str(rules.period), people.index, dtype="str")
    on_d03 = pd.Series([_takes_d03(kind, rules) for kind in kinds], people.index, dtype="bool")
    told = {
        "MasoBHXH": number,
        "DaCoSo": _flag(people["MasoBHXH"] != ""),
        "Dienthoai_LH": now["DienThoai"],
        "Email_LH": now["Email"],
        "MaTinhBenhVien": now["MaBenhVien"].str.slice(0, 2),
        "Tk1_Save": pd.Series("x", people.index, dtype="str"),
        "source": pd.Series("requests", people.index, dtype="str"),
        "TuThang": period,
        "DenThang": period,
        "row": asked["row"].astype("int64"),
        # TM on a D03-TS; TK1-TS has no PA, so people read there what was asked for.
        "PA": asked["YeuCau"].mask(on_d03, "TM"),
        "Loai": _flag(on_d03).replace("0", ""),
        "Noidung_Thaydoi": _content(asked, people, kinds),
        "HosoKemtheo": asked["HosoKemtheo"],
    }
    procedure = pd.Series([kind.procedure for kind in kinds], people.index, dtype="str")
    lines = complete(now, told).assign(
        YeuCau=asked["YeuCau"], ThuTuc=procedure, DoiMoi=_changed(asked, people)
    )
    lines = _with_cards(lines, asked)
    turn = lines.groupby(["MaDonVi", "MaNV", "ThuTuc"]).cumcount()
    ordered = lines.assign(Lan=turn.astype("int64"))
    return ordered.sort_values(
        ["ThuTuc", "Lan", "MaDonVi", "row"], kind="stable", ignore_index=True
    )


def _with_cards(lines: pd.DataFrame, asked: pd.DataFrame) -> pd.DataFrame:
    """Return the lines with the fields that D03-TS alone has."""
    blank = pd.Series("", lines.index, dtype="str")
    missing = {name: blank for name in d03_ts.FIELDS if name not in lines and name != "ID"}
    return lines.assign(**missing).assign(**{name: asked[name] for name in _OF_CARDS})


def _content(asked: pd.DataFrame, people: pd.DataFrame, kinds: list[RequestKind]) -> pd.Series[str]:
    """Return what TK1-TS says is asked for: HR's words, else the kind and what changes."""
    whole = pd.Series([kind.name_vi for kind in kinds], people.index, dtype="str")
    for field, name in CHANGEABLE.items():
        new, old = asked[field], people[field]
        differs = (new != "") & (new != old)
        whole = whole.mask(differs, whole + "; " + name + ": " + old + " -> " + new)
    given = asked["Noidung_Thaydoi"]
    return given.mask(given == "", whole).str.slice(0, _LONGEST)


def _changed(asked: pd.DataFrame, people: pd.DataFrame) -> pd.Series[str]:
    """Return the fields that each request says anew, between blanks."""
    whole = pd.Series("", people.index, dtype="str")
    for field in CHANGEABLE:
        new = (asked[field] != "") & (asked[field] != people[field])
        whole = whole.mask(new, whole + " " + field)
    return whole


def _takes_d03(kind: RequestKind, rules: RequestRules) -> bool:
    return d03_ts.CODE in rules.procedures[kind.procedure].mandatory


def _flag(mask: pd.Series[bool]) -> pd.Series[str]:
    return mask.astype("int64").astype("str")
