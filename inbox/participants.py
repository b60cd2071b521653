"""VSS's own list of participants against the declared roster: who and what differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from inbox.same_person import Matched, match, spelled
from outbox.keys import taken

FIELDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "MasoBHXH": ("Mã số BHXH", "insurance number"),
        "CMND": ("Số CCCD", "citizen id"),
        "HoTen": ("Họ và tên", "name"),
        "NgaySinh": ("Ngày sinh", "birth date"),
        "GioiTinh": ("Giới tính", "sex"),
        "TienLuong": ("Mức lương đóng", "wage"),
        "TongLuong": ("Tổng lương làm căn cứ đóng", "wage with allowances"),
        "TyleDong": ("Tỷ lệ đóng", "rate"),
        "QuyBHXH": ("Quỹ BHXH", "social insurance fund"),
        "QuyBHYT": ("Quỹ BHYT", "health insurance fund"),
        "QuyBHTN": ("Quỹ BHTN", "unemployment fund"),
        "QuyTNLD": ("Quỹ TNLĐ-BNN", "accident fund"),
    }
)
"""What is compared, where the list says it, and what each field is called."""
_LETTERS: Final = {"QuyBHXH": "R", "QuyBHYT": "H", "QuyBHTN": "U", "QuyTNLD": "A"}
_WAGES: Final = ("TienLuong", "TongLuong", "TyleDong")
_AWAY: Final = ("ThaiSan", "OmDau", "KhongLuong")
"""Conditions in which somebody is declared and yet not counted as contributing."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """What a list says otherwise than we declare, as frames: all their columns are text."""

    listed: int
    declared: int
    matched: int
    away: int
    """Declared as on leave and not in the list: as it should be."""
    only_vss: pd.DataFrame
    """Entries of the list that are nobody of ours."""
    only_ours: pd.DataFrame
    """Declared people whom the list does not have."""
    differing: pd.DataFrame
    """``row``, ``MaNV``, ``HoTen``, ``by``, ``field``, ``vss``, ``ours``: one row per field."""
    doubtful: pd.DataFrame
    """Entries that cannot be matched surely, with ``why`` and ``MaNV`` of whom they may be."""
    lacking: pd.DataFrame
    """``MaDonVi``, ``MaNV`` and ``MasoBHXH`` of surely matched people without a number of ours."""

    @property
    def agrees(self) -> bool:
        """Whether nothing is to be looked at."""
        frames = (self.only_vss, self.only_ours, self.differing, self.doubtful)
        return all(frame.empty for frame in frames)


def compare(listed: pd.DataFrame, roster: pd.DataFrame) -> Compared:
    """Compare a list's people with a roster that has ``TongLuong`` and ``TyleDong``, too.

    What the list does not say of a person is not compared.
    """
    ours = roster.assign(**{field: _takes_part(roster, field) for field in _LETTERS})
    found = match(listed, ours)
    sure = found.ours >= 0
    pairs = listed[sure].reset_index(drop=True)
    people = taken(ours, found.ours[sure])
    named = np.isin(np.arange(len(ours)), [*found.ours[sure], *found.perhaps[found.perhaps >= 0]])
    away = ours["TinhTrang"].isin(_AWAY).to_numpy(bool)
    lacks = ((people["MasoBHXH"] == "") & (pairs["MasoBHXH"] != "")).to_numpy(bool)
    return Compared(
        listed=len(listed),
        declared=len(ours),
        matched=int(sure.sum()),
        away=int((away & ~named).sum()),
        only_vss=listed[~sure & (found.doubts == "")].reset_index(drop=True),
        only_ours=ours[~named & ~away].reset_index(drop=True),
        differing=_differing(pairs, people, found.by[sure]),
        doubtful=_doubtful(listed, ours, found),
        lacking=people.loc[lacks, ["MaDonVi", "MaNV"]]
        .assign(MasoBHXH=pairs.loc[lacks, "MasoBHXH"])
        .reset_index(drop=True),
    )


def joined(parts: Sequence[Compared]) -> Compared:
    """Return the comparisons of several units as one."""
    whole = {
        field.name: [getattr(part, field.name) for part in parts] for field in fields(Compared)
    }
    return Compared(
        **{
            name: sum(told) if isinstance(told[0], int) else pd.concat(told, ignore_index=True)
            for name, told in whole.items()
        }
    )


def _differing(pairs: pd.DataFrame, people: pd.DataFrame, by: NDArray[np.object_]) -> pd.DataFrame:
    """Return each field in which a matched person differs."""
    parts = []
    for field in FIELDS:
        theirs, mine = pairs[field], people[field]
        differ = (theirs != "") & (_plain(field, theirs) != _plain(field, mine))
        if field == "NgaySinh":
            differ &= ~_contains(theirs, mine)
        if field in _LETTERS:
            differ &= mine != ""
        few = differ.to_numpy(bool)
        parts.append(
            pd.DataFrame(
                {
                    "row": pairs.loc[few, "row"],
                    "MaNV": people.loc[few, "MaNV"],
                    "HoTen": people.loc[few, "HoTen"],
                    "by": by[few],
                    "field": field,
                    "vss": theirs[few],
                    "ours": mine[few],
                }
            )
        )
    whole: pd.DataFrame = pd.concat(parts, ignore_index=True)
    return whole.sort_values("MaNV", kind="stable", ignore_index=True)


def _doubtful(listed: pd.DataFrame, ours: pd.DataFrame, found: Matched) -> pd.DataFrame:
    doubted = found.doubts != ""
    perhaps = taken(ours[["MaNV"]], found.perhaps[doubted])
    rows = listed[doubted].reset_index(drop=True)
    told: pd.DataFrame = rows.assign(why=found.doubts[doubted], MaNV=perhaps["MaNV"])
    return told


def _takes_part(roster: pd.DataFrame, field: str) -> pd.Series[str]:
    """Return 1 or 0: whether somebody takes part in a fund; "" where the roster does not say."""
    inside = roster["Quy"].str.contains(_LETTERS[field], regex=False)
    told = pd.Series(np.where(inside, "1", "0"), roster.index, dtype="str")
    return told.mask(roster["Quy"] == "", "")


def _plain(field: str, column: pd.Series[str]) -> pd.Series[str]:
    """Return a column so that what means the same is the same."""
    if field == "HoTen":
        return spelled(column)
    if field in _WAGES:
        return column.map(_number).astype("str")
    return column


def _number(text: str) -> str:
    """Return an amount or a rate without what does not change it.

    >>> _number("32.0"), _number("9100000"), _number("9,1 tr")
    ('32', '9100000', '9,1 tr')
    """
    try:
        return f"{Decimal(text).normalize():f}"
    except InvalidOperation:
        return text


def _contains(theirs: pd.Series[str], mine: pd.Series[str]) -> pd.Series[bool]:
    """Tell where one of two birth dates says only the month or the year of the other."""
    year = theirs.str.slice(-4) == mine.str.slice(-4)
    month = theirs.str.slice(-7) == mine.str.slice(-7)
    shorter = np.minimum(theirs.str.len(), mine.str.len())
    found: pd.Series[bool] = (year & (shorter == len("yyyy"))) | (
        month & (shorter == len("MM/yyyy"))
    )
    return found
