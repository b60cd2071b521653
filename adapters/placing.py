"""One column for the kind of contract and one for its dates -> the many columns of D02-LT.

D02-LT (QĐ 490/QĐ-BHXH, 28/03/2023) has a pair of dates for each kind of contract and each position
group; exports often have a kind, a first and a last day. What has no place there stays where it
was, for room 2 to judge.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from adapters.model import Column, Defect, PayrollTable


@dataclass(frozen=True, kw_only=True)
class _Kinds:
    """A field that says which kind it is, its two days, and where each kind's days belong."""

    kind: str
    begin: str
    end: str
    places: Mapping[str, tuple[str, str]]


_ALL: Final = (
    _Kinds(
        kind="LoaiHD",
        begin="HDTuNgay",
        end="HDDenNgay",
        places=MappingProxyType(
            {
                "KXDTH": ("Hdld_tungay", ""),
                "XDTH": ("Hdld_xdth_tungay", "Hdld_xdth_denngay"),
                "KHAC": ("Hdld_khac_tungay", "Hdld_khac_denngay"),
            }
        ),
    ),
    _Kinds(
        kind="ViTri",
        begin="ViTriTuNgay",
        end="ViTriDenNgay",
        places=MappingProxyType(
            {
                "NQL": ("Vtvl_nql_tungay", "Vtvl_nql_denngay"),
                "CMKTBC": ("Vtvl_cmktbc_tungay", "Vtvl_cmktbc_denngay"),
                "CMKTBT": ("Vtvl_cmktbt_tungay", "Vtvl_cmktbt_denngay"),
                "KHAC": ("Vtvl_khac_tungay", "Vtvl_khac_denngay"),
            }
        ),
    ),
)


def place_dates(table: PayrollTable) -> PayrollTable:
    """Return movements whose days of contract and position stand where the form has them."""
    for kinds in _ALL:
        if (table.frame[kinds.begin] != "").any():
            table = _placed(table, kinds)
    return table


def _placed(table: PayrollTable, kinds: _Kinds) -> PayrollTable:
    frame = table.frame.copy(deep=False)
    kind, begin, end = (frame[name] for name in (kinds.kind, kinds.begin, kinds.end))
    columns = list(table.columns)
    left_begin, left_end, left_kind = begin, end, kind
    for code, (first, last) in kinds.places.items():
        mine = (kind == code) & (begin != "") & (frame[first] == "")
        if not mine.any():
            continue
        frame[first] = frame[first].mask(mine, begin)
        left_begin = left_begin.mask(mine, "")
        if last:
            frame[last] = frame[last].mask(mine, end)
            left_end = left_end.mask(mine, "")
        # An open-ended contract with a last day is a contradiction: its kind stays beside the day.
        left_kind = left_kind.mask(mine & (left_end == ""), "")
        columns += _also(table, ((kinds.begin, first), (kinds.end, last)))
    frame[kinds.begin], frame[kinds.end], frame[kinds.kind] = left_begin, left_end, left_kind
    lost = ((left_begin != "") & (kind == "")).to_numpy(bool)
    return replace(
        table,
        frame=frame,
        columns=tuple(columns),
        defects=(*table.defects, *_lost(table, kinds, lost)),
    )


def _also(table: PayrollTable, pairs: tuple[tuple[str, str], ...]) -> list[Column]:
    """Return the sender's columns of days under the names of the form, too."""
    found = []
    for name, placed in pairs:
        column = table.column(name)
        if placed and column is not None and table.column(placed) is None:
            found.append(replace(column, field=placed))
    return found


def _lost(table: PayrollTable, kinds: _Kinds, lost: np.ndarray) -> list[Defect]:
    """Return a defect for each day of which nobody says what kind it belongs to."""
    column = table.column(kinds.begin)
    letter = column.letter if column else None
    return [
        Defect(code="E-MAPPING", row=int(table.rows[at]), field=kinds.begin, letter=letter)
        for at in lost.nonzero()[0]
    ]
