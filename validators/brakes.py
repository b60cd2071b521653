"""Brakes: a unit that changes by more than usual waits for a person's word.

Head-count, wage sum and each wage of the file stand against the declared roster; nothing declared
yet means that there is nothing to compare, which is another question (no baseline).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from validators.cells import BASE, LEAVING, WORKING
from validators.columns import among, whole_numbers


@dataclass(frozen=True, kw_only=True)
class Brake:
    """Why a unit's file is held: `code` is ``head-count``, ``wage-sum``, ``every-wage`` …"""

    code: str
    unit: str
    reason_vi: str
    reason_en: str


ENOUGH = 10
"""People at work before and now, from which on it is odd that the wage of each has changed."""
_KEY = ["MaDonVi", "MaNV"]
_CITIZEN = ["MaDonVi", "CMND"]


@dataclass(frozen=True, kw_only=True)
class _Kind:
    """What one brake compares, in words."""

    code: str
    vi: str
    en: str


_HEADS = _Kind(code="head-count", vi="Số người", en="The head-count")
_WAGES = _Kind(code="wage-sum", vi="Tổng quỹ lương", en="The wage sum")


def brakes(
    frame: pd.DataFrame,
    declared: pd.DataFrame,
    max_change_percent: int,
    left_out: pd.DataFrame | None = None,
) -> tuple[Brake, ...]:
    """Compare each unit of a file with what is declared; say which moved by more than the limit.

    `frame` is a snapshot (MaDonVi, TrangThai and money), `declared` the roster (TinhTrang instead
    of TrangThai). Of people in rows that are `left_out` nothing is reported: they stay as declared.
    """
    now = _totals(frame, "TrangThai")
    before = _totals(declared, "TinhTrang")
    if left_out is not None:
        stay = _totals(_named_only_by(left_out, frame, declared), "TinhTrang")
        now += stay.reindex(now.index, fill_value=0)
    found: list[Brake] = []
    for unit in now.index.intersection(before.index):
        for kind in (_HEADS, _WAGES):
            was, is_now = before[kind.code].loc[unit], now[kind.code].loc[unit]
            found += _brake(kind, str(unit), int(was), int(is_now), max_change_percent)
    return tuple(found)


def every_wage(frame: pd.DataFrame, declared: pd.DataFrame) -> tuple[Brake, ...]:
    """Say in which units the wage of everybody who works there, before and now, has changed.

    So it looks where a column was shifted or another one was exported; a new minimum wage may do
    the same in a unit where all earn it. Fewer than `ENOUGH` people prove nothing.
    """
    both = _at_work(frame, "TrangThai").merge(_at_work(declared, "TinhTrang"), on=_KEY)
    moved = (both["wage_x"] != both["wage_y"]).groupby(both["MaDonVi"]).agg(["all", "size"])
    suspect = moved[moved["all"].astype(bool) & (moved["size"] >= ENOUGH)]
    return tuple(
        Brake(
            code="every-wage",
            unit=str(unit),
            reason_vi=f"mức lương của cả {count} người ở đơn vị {unit} đều khác tháng trước: "
            "kiểm tra cột lương",
            reason_en=f"the wages of all {count} people of unit {unit} differ from last month: "
            "look at the column of wages",
        )
        for unit, count in zip(suspect.index, suspect["size"].tolist(), strict=True)
    )


def _named_only_by(
    left_out: pd.DataFrame, frame: pd.DataFrame, declared: pd.DataFrame
) -> pd.DataFrame:
    """Return the declared people whom no other row names; a wrong row may name by citizen id."""
    known = pd.MultiIndex.from_frame(declared[_KEY])
    citizens = pd.MultiIndex.from_frame(declared[_CITIZEN])
    told = left_out.loc[left_out["CMND"] != "", _CITIZEN]
    named = known.isin(pd.MultiIndex.from_frame(left_out[_KEY]))
    named |= citizens.isin(pd.MultiIndex.from_frame(told))
    return declared[named & ~known.isin(pd.MultiIndex.from_frame(frame[_KEY]))]


def _at_work(frame: pd.DataFrame, status: str) -> pd.DataFrame:
    """Return unit, employee number and wage of those who work, each person once."""
    there = among(frame[status], WORKING)
    people = frame.loc[there, _KEY].assign(wage=_wages(frame)[there])
    return people.drop_duplicates(_KEY)


def _totals(frame: pd.DataFrame, status: str) -> pd.DataFrame:
    """Return people and wages of each unit: who has left counts for neither, who pauses as one."""
    there = ~among(frame[status], LEAVING)
    paid = among(frame[status], WORKING)
    totals = pd.DataFrame(
        {
            "unit": frame["MaDonVi"].reset_index(drop=True),
            _HEADS.code: there.astype(np.int64),
            _WAGES.code: np.where(paid, _wages(frame), 0),
        }
    )
    return totals.groupby("unit", sort=True).sum()


def _wages(frame: pd.DataFrame) -> NDArray[np.int64]:
    """Add up what counts as base; a cell that is no amount counts as nothing."""
    total = np.zeros(len(frame), dtype=np.int64)
    for field in BASE:
        total += np.maximum(whole_numbers(frame[field]), 0)
    return total


def _brake(kind: _Kind, unit: str, was: int, is_now: int, limit: int) -> Iterator[Brake]:
    """Yield the brake if the change is more than so many percent; from nothing is any change."""
    if abs(is_now - was) * 100 > limit * was:
        by, numbers = f"{limit} % (max_change_percent)", f"{was:,} -> {is_now:,}"
        yield Brake(
            code=kind.code,
            unit=unit,
            reason_vi=f"{kind.vi} của đơn vị {unit} thay đổi quá {by}: {numbers.replace(',', '.')}",
            reason_en=f"{kind.en} of unit {unit} changed by more than {by}: {numbers}",
        )
