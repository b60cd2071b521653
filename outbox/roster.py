"""The declared roster: what VSS knows of a unit's people, and how lines change it.

Declared = what VSS accepted plus what is on its way. A person's key is the employee number (MaNV)
within the employer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outbox.keys import Positions, key, picked, positions, taken
from outbox.lines import (
    FUND_CODES,
    GONE,
    LEAVE,
    TITLE_FIELDS,
    WAGE_CODES,
    WAGE_FIELDS,
    WORKING,
)

ROSTER_COLUMNS: Final = (
    *("MaNV", "MaDonVi", "HoTen", "MasoBHXH", "CMND", "NgaySinh", "GioiTinh", "QuocTich"),
    *("DanToc", "ChucVu", "MaPhongBan", "NoiLamViec", "ViTri", "ViTriTuNgay", "LoaiHD"),
    *("HDTuNgay", "HDDenNgay", "TienLuong", "PhuCapCV", "PhuCapTNVK", "PhuCapTNNghe"),
    *("PhuCapLuong", "PhuCapBosung", "MavungLTT", "MaBenhVien", "DienThoai", "Email"),
    *("Matinh_KS", "Maxa_KS", "Diachi_KS", "Matinh_NN", "Maxa_NN", "Diachi_NN"),
    *("TrangThai", "NgayTrangThai", "TinhTrang", "Quy", "Dien", "TuKy"),
)
"""A snapshot's fields but for those of one month (Ky, PA, NgayNghi, LyDo), and what was declared
last: TinhTrang is DangLam, ThaiSan, OmDau or KhongLuong; Quy the set of funds (`outbox.funds`);
Dien the kind that a reason gave; TuKy since which month all of this holds. A roster of an older
version has none of the last three: they are blank then."""
ELSEWHERE_COLUMNS: Final = ("MaDonVi", "MaNV", "CMND", "MasoBHXH")
LEFT_COLUMNS: Final = ("MaDonVi", "MaNV", "TuThang")

_KEY = ("MaDonVi", "MaNV")
_LEFT = ("NghiViec", "ChuyenDonVi")
_LINE_NAMES = {"DienThoai": "Dienthoai_LH", "Email": "Email_LH", "TuKy": "TuThang"}
_TITLES = (*TITLE_FIELDS, "ViTriTuNgay")
_PARTS = ("Quy", "Dien")
_ON_AND_OFF = tuple(FUND_CODES)
_CONDITION = "TinhTrang"
_GROUP_CODES: Final = {
    "wage": WAGE_CODES,
    "title": ("CD",),
    "funds": _ON_AND_OFF,
    "since": (*WAGE_CODES, *_ON_AND_OFF, *LEAVE),
}
"""Group of fields -> the codes that report it; an arrival reports all of them."""
_GROUPS: Final = {
    **dict.fromkeys(WAGE_FIELDS, "wage"),
    **dict.fromkeys(_TITLES, "title"),
    **dict.fromkeys(_PARTS, "funds"),
    "TuKy": "since",
    _CONDITION: _CONDITION,
}
_OWN_CODES = (*GONE, *LEAVE, *WAGE_CODES, *_ON_AND_OFF, "CD")

Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Declared:
    """What is declared of the units that a file names, and what bears on them."""

    roster: pd.DataFrame
    """ROSTER_COLUMNS, one row per declared person and unit, of the units that the file names."""
    elsewhere: pd.DataFrame
    """ELSEWHERE_COLUMNS: who is declared in the employer's other units."""
    refused: pd.DataFrame
    """LINE_COLUMNS plus dossier, code, reason: the lines that VSS refused last for a person."""
    left: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=[*LEFT_COLUMNS], dtype="str")
    )
    """LEFT_COLUMNS: since which month somebody was last declared as gone."""


def opening(
    frame: pd.DataFrame, units: Iterable[str], *, unpaid_days_limit: int | None = None
) -> pd.DataFrame:
    """Return the roster that a unit's first snapshot stands for: everybody who is employed.

    With the limit of unpaid days (14, Luật BHXH 41/2024/QH15) a leave counts from that length,
    as it does when movements are worked out; without it the sender's word counts as it stands.
    """
    there = frame["MaDonVi"].isin(set(units)) & ~frame["TrangThai"].isin(_LEFT)
    rows = frame[there].drop_duplicates(list(_KEY), keep="last")
    condition = rows["TrangThai"].replace("", WORKING)
    if unpaid_days_limit is not None:
        days = pd.to_numeric(rows["NgayNghi"], errors="coerce")
        short = condition.isin(["OmDau", "KhongLuong"]) & (days < unpaid_days_limit)
        short |= (condition == "ThaiSan") & (days > 0) & (days < unpaid_days_limit)
        idle = (condition == WORKING) & (days >= unpaid_days_limit)
        condition = condition.mask(short, WORKING).mask(idle, "KhongLuong")
    return _roster(rows.assign(TinhTrang=condition))


def fold(
    base: pd.DataFrame,
    lines: pd.DataFrame,
    numbers: Mapping[tuple[str, str], str],
    fields: Sequence[str] = ROSTER_COLUMNS,
) -> pd.DataFrame:
    """Return the roster after lines, in their order, and the insurance numbers that VSS gave.

    A line applies what it reports, no more: an arrival the whole row, DC (or DL) the wage, CD the
    title, TN and its like the funds, a leave the condition, a departure ends it; a line of past
    months (TruyLui) nothing. Lines for somebody who is not there at that
    moment apply nothing. Pure, and by column: the last word on each field counts.
    """
    if lines.empty and not numbers:
        return _roster(base)
    # Of those whom lines are about only `fields` are worked out; each costs the same again.
    named = pd.DataFrame(list(numbers), columns=list(_KEY), dtype="str")
    concerned = pd.concat([lines[list(_KEY)], named])
    touched = positions(key(base, *_KEY), key(concerned, *_KEY)) >= 0
    before = picked(base, touched).reset_index(drop=True)
    after = _with_numbers(_after(before, lines, fields), numbers)
    return _roster(pd.concat([picked(base, ~touched), after]))


def departed(lines: pd.DataFrame) -> pd.DataFrame:
    """Return LEFT_COLUMNS: since which month each person who left was last declared as gone.

    Months that were taken back after the departure (SB) count as gone too.
    """
    order = np.arange(len(lines))
    gone = lines["gone"].to_numpy(bool)
    taken_back = ((lines["PA"] == "SB") & (lines["TruyLui"] != "")).to_numpy(bool)
    few = lines.loc[gone | taken_back, list(LEFT_COLUMNS)].assign(
        order=order[gone | taken_back], gone=gone[gone | taken_back]
    )
    last = (
        few["order"].where(few["gone"], -1).groupby([few[name] for name in _KEY]).transform("max")
    )
    of_last = few[(few["order"] >= last) & (last >= 0)]
    month = of_last["TuThang"].str.slice(3, 7) + of_last["TuThang"].str.slice(0, 2)
    first = of_last.assign(month=month).sort_values("month", kind="stable")
    return first.drop_duplicates(list(_KEY))[list(LEFT_COLUMNS)].reset_index(drop=True)


def _after(base: pd.DataFrame, lines: pd.DataFrame, fields: Sequence[str]) -> pd.DataFrame:
    """Return the people that lines are about, as they are afterwards."""
    told = _Told(base, lines)
    people = taken(base.reindex(columns=list(fields), fill_value=""), told.base_of)
    fresh = (told.base_of < 0) | told.renewed
    columns = {}
    for name in fields:
        before = people[name].to_numpy(object).copy()
        before[fresh] = ""
        columns[name] = told.latest(name, before)
    columns["MaDonVi"], columns["MaNV"] = told.units, told.persons
    return _roster(picked(pd.DataFrame(columns), told.there))


class _Told:
    """Lines sorted out by person: who is there in the end, and which lines count for them."""

    def __init__(self, base: pd.DataFrame, lines: pd.DataFrame) -> None:
        """Number the people: those of the base first, then newcomers as they arrive."""
        known, named = key(base, *_KEY), key(lines, *_KEY)
        strangers = picked(lines[list(_KEY)], positions(named, known) < 0)
        newcomers = strangers.drop_duplicates(list(_KEY))
        self._lines = lines
        old, new = positions(named, known), positions(named, key(newcomers, *_KEY))
        self._persons: Positions = np.where(old < 0, new + len(base), old)
        self.base_of: Positions = np.concatenate(
            [np.arange(len(base)), np.full(len(newcomers), -1)]
        )
        self.units = _stacked(base["MaDonVi"], newcomers["MaDonVi"])
        self.persons = _stacked(base["MaNV"], newcomers["MaNV"])
        self._judge(len(base))

    def _judge(self, declared: int) -> None:
        """Find for each person the moment from which lines count: the last arrival's stay."""
        count, order = len(self.base_of), np.arange(len(self._lines))
        arrives: Mask = (self._lines["Loai"] == "1").to_numpy(bool)
        leaves = self._lines["gone"].to_numpy(bool)
        left = _last(count, self._persons, order, leaves)
        since_left = arrives & (order > left[self._persons])
        arrived = _first(count, self._persons, order, since_left)
        self.renewed: Mask = left >= 0
        staying = (np.arange(count) < declared) & ~self.renewed
        self.there: Mask = staying | (arrived < len(order))
        start = np.where(staying, -1, arrived)
        past = (self._lines["TruyLui"] != "").to_numpy(bool)
        counts = (order >= start[self._persons]) & ~leaves & ~past
        self._coded: Mask = (self._lines["source"] == "movements").to_numpy(bool)
        self._speaking = {group: counts & says for group, says in self._speaks(arrives)}

    def latest(self, field: str, before: NDArray[np.object_]) -> NDArray[np.object_]:
        """Return a field's values after all lines."""
        mask = self._speaking[_GROUPS.get(field, "")]
        if not mask.any():
            return before
        values = self._lines[_LINE_NAMES.get(field, field)].to_numpy(object)
        # A file of movements leaves blank what it does not mean to change.
        mask = mask & ~(self._coded & (values == ""))
        last = _last(len(before), self._persons, np.arange(len(values)), mask)
        after = before.copy()
        after[last >= 0] = values[last[last >= 0]]
        return after

    def _speaks(self, arrives: Mask) -> Iterator[tuple[str, Mask]]:
        """Yield for each group of fields which lines say something about it."""
        codes = self._lines["PA"]
        other = (self._lines["source"] == "snapshot") & ~codes.isin(_OWN_CODES)
        yield "", arrives
        for group, own in _GROUP_CODES.items():
            yield group, arrives | (codes.isin(own) | other).to_numpy(bool)
        yield _CONDITION, (self._lines["TinhTrang"] != "").to_numpy(bool)


def _last(count: int, persons: Positions, order: Positions, mask: Mask) -> Positions:
    """Return for each person the last line of a mask, -1 where there is none."""
    found = np.full(count, -1, np.int64)
    np.maximum.at(found, persons[mask], order[mask])
    return found


def _first(count: int, persons: Positions, order: Positions, mask: Mask) -> Positions:
    """Return for each person the first line of a mask, beyond the end where there is none."""
    found = np.full(count, len(order), np.int64)
    np.minimum.at(found, persons[mask], order[mask])
    return found


def _stacked(first: pd.Series[str], second: pd.Series[str]) -> NDArray[np.object_]:
    return np.concatenate([first.to_numpy(object), second.to_numpy(object)])


def _roster(people: pd.DataFrame) -> pd.DataFrame:
    roster = people.reindex(columns=list(ROSTER_COLUMNS), fill_value="")
    if not all(dtype == "str" for dtype in roster.dtypes):
        roster = roster.astype("str")
    return roster.reset_index(drop=True)


def _with_numbers(roster: pd.DataFrame, numbers: Mapping[tuple[str, str], str]) -> pd.DataFrame:
    if not numbers:
        return roster
    given = pd.DataFrame(
        [(unit, person, number) for (unit, person), number in numbers.items()],
        columns=[*_KEY, "MasoBHXH"],
        dtype="str",
    )
    at = positions(key(given, *_KEY), key(roster, *_KEY))
    column = roster["MasoBHXH"].to_numpy(object).copy()
    column[at[at >= 0]] = given["MasoBHXH"].to_numpy(object)[at >= 0]
    return roster.assign(MasoBHXH=pd.Series(column, roster.index, dtype="str"))
