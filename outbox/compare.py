"""A snapshot against the declared roster: who is there, in what condition, and what differs.

The only part of the way that looks at every row, so it works on whole columns and keeps nothing
but a few small arrays.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters.arrow import text
from config.law import RULES, Law, Row, Rule
from config.model import Period
from outbox.funds import Participation, participation, remembered
from outbox.keys import Positions, key, positions, repeated
from outbox.lines import GONE, IDENTITY_FIELDS, LEAVE, TITLE_FIELDS, WAGE_FIELDS, WORKING
from outbox.rules import MovementRules

Mask = NDArray[np.bool_]
Conditions = NDArray[np.int64]

CONDITIONS: Final = (WORKING, "ThaiSan", "OmDau", "KhongLuong")
_LEFT = ("NghiViec", "ChuyenDonVi")
_UNPAID = CONDITIONS.index("KhongLuong")
_SICK = CONDITIONS.index("OmDau")
_MATERNITY = CONDITIONS.index("ThaiSan")


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """One value per row of the snapshot."""

    own: Positions
    """Where the person stands in the roster of the same unit; -1 = not declared there."""
    employed: Mask
    """The sender says that the person is still employed in the unit, at work or on leave."""
    condition: Conditions
    """What the row says, as an index of CONDITIONS: short leaves count as work."""
    declared_condition: Conditions
    differs: Mask
    """Wage, title or identity are not written as they are declared."""
    twice: Mask
    """Employed in more than one row of the file."""
    part: Participation
    """In which funds the row's person takes part."""
    declared_funds: Positions
    """The set of funds that is declared; -1 = not declared."""

    def interesting(self, codes: pd.Series[str]) -> Mask:
        """Tell which rows may have something to report, to ask or to remark."""
        declared = self.own >= 0
        moved = declared & (~self.employed | (self.condition != self.declared_condition))
        moved |= declared & (self.part.funds != self.declared_funds)
        found: Mask = (moved | self.differs | self.twice | (~declared & self.employed)) | (
            codes != ""
        ).to_numpy(bool)
        return found


def compare(
    frame: pd.DataFrame, roster: pd.DataFrame, rules: MovementRules, period: Period
) -> Comparison:
    """Compare every row of a snapshot with its person in the roster.

    A leave without pay counts from so many working days in the month (14: Luật BHXH
    41/2024/QH15), and so many unpaid days of somebody at work are a leave.
    """
    day = period.first_day
    own = positions(key(frame, "MaDonVi", "MaNV"), key(roster, "MaDonVi", "MaNV"))
    employed = ~frame["TrangThai"].isin(_LEFT).to_numpy(bool)
    employed &= ~frame["PA"].isin(GONE).to_numpy(bool)
    condition = _declared(roster, own)
    funds, standing = remembered(roster, rules.law, rules.codes, day)
    return Comparison(
        own=own,
        employed=employed,
        condition=_conditions(frame, rules.law.unpaid_days_limit(day), condition),
        declared_condition=condition,
        differs=_differs(frame, roster, own),
        twice=repeated(frame["MaNV"], employed),
        part=participation(frame, _of(standing, own), rules.law, rules.codes, day),
        declared_funds=_of(funds, own),
    )


def rests_on(frame: pd.DataFrame, law: Law, period: Period) -> Iterator[Row[object]]:
    """Yield the limit of unpaid days, if somebody has such days or is on leave."""
    away = frame["TrangThai"].isin(CONDITIONS[1:]) | frame["PA"].isin(LEAVE)
    if (away | ~frame["NgayNghi"].isin(["", "0"])).any():
        rows = law.rows_of(RULES, period.first_day)
        yield from (row for row in rows if row.key == (Rule.UNPAID_DAYS,))


def _of(values: Positions, own: Positions) -> Positions:
    """Return the roster's values for the rows of the export; -1 where nobody is declared."""
    return np.append(values, -1)[own]


def _conditions(frame: pd.DataFrame, limit: int, declared: Conditions) -> Conditions:
    """Return the condition that each row says; all unpaid days of the month add up.

    Somebody back at work who was away for so many days is still on the declared leave.
    """
    condition = positions(key(frame, "TrangThai"), text(CONDITIONS)).clip(0)
    days = _days(frame["NgayNghi"])
    short = np.isin(condition, (_SICK, _UNPAID)) & (days < limit)
    short |= _begins_late(condition, days, limit) & (declared != _MATERNITY)
    idle = (condition == 0) & (days >= limit)
    leave = np.where(declared > 0, declared, _UNPAID)
    condition = np.where(short, 0, np.where(idle, leave, condition))
    for code, name in LEAVE.items():
        coded = (condition == 0) & (frame["PA"] == code).to_numpy(bool)
        condition[coded] = CONDITIONS.index(name)
    return condition


def _begins_late(condition: Conditions, days: NDArray[np.float64], limit: int) -> Mask:
    """Tell whose maternity leave takes some days of the month, but too few to count."""
    late: Mask = (condition == _MATERNITY) & (days > 0) & (days < limit)
    return late


def _days(column: pd.Series[str]) -> NDArray[np.float64]:
    """Return days without pay; NaN, which is neither short nor long, where nothing is said."""
    days = np.full(len(column), np.nan)
    told = (column != "").to_numpy(bool)
    days[told] = pd.to_numeric(column[told].astype(object), errors="coerce").to_numpy(float)
    return days


def _declared(roster: pd.DataFrame, own: Positions) -> Conditions:
    codes = positions(key(roster, "TinhTrang"), text(CONDITIONS)).clip(0)
    return np.where(own < 0, -1, codes[own.clip(0)]) if len(codes) else np.full(len(own), -1)


def _differs(frame: pd.DataFrame, roster: pd.DataFrame, own: Positions) -> Mask:
    there = np.flatnonzero(own >= 0)
    found = np.zeros(len(own), bool)
    for field in (*WAGE_FIELDS, *TITLE_FIELDS, *IDENTITY_FIELDS, "MasoBHXH"):
        told = key(frame, field).take(there)
        known = key(roster, field).take(own[there])
        found[there] |= pc.not_equal(told, known).to_numpy(zero_copy_only=False)
    return found
