"""How far back something reaches that is declared late: the months between its day and the period.

What lies further back than we know, or than procedure 600 goes, is for a person to decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from config.causes import Cause
from config.law import Law
from config.model import Period
from config.participation import Late
from outbox.cases import Cases
from outbox.compare import CONDITIONS, Mask
from outbox.events import Event, Events
from outbox.funds import Days, days
from outbox.keys import Positions, key, positions, taken
from outbox.lines import BACK, GONE, JOIN, LEAVE, WAGE_CODES
from outbox.months import UNKNOWN, month_of, months_of
from outbox.roster import Declared
from outbox.rules import MovementRules

LATES: Final = tuple(Late)
_DATED_CODES: Final = (*JOIN, *BACK, *LEAVE, *GONE, *WAGE_CODES, "TL", "GL")
_LEAVES: Final = {
    "ThaiSan": Late.MATERNITY_LEAVE,
    "OmDau": Late.SICK_LEAVE,
    "KhongLuong": Late.UNPAID_LEAVE,
}
COMING: Final = (Late.ARRIVAL, Late.RETURN, Late.RETURN_FROM_BENEFIT)
_COMING: Final = [LATES.index(late) for late in COMING]
_ARRIVING, _WAGE = LATES.index(Late.ARRIVAL), LATES.index(Late.WAGE)


@dataclass(frozen=True, kw_only=True, eq=False)
class Reach:
    """One value per case."""

    late: Positions
    """What happened, as an index of LATES; -1 = nothing that has a day of its own."""
    first: Positions
    """The first month that should be different from what is declared."""
    count: Positions
    """How many months before the period are declared now."""
    questions: dict[str, Mask]
    remarks: dict[str, Mask]


def reach(
    cases: Cases, found: Events, declared: Declared, rules: MovementRules, period: Period
) -> Reach:
    """Find the past months that each event concerns, and whose case the rules do not settle."""
    now = month_of(period)
    late, day = _own_days(cases, found)
    first, middle = _first_months(late, day, rules.law, period)
    known = _known_since(cases, late, declared, rules)
    dated = (late != UNKNOWN) & ~np.isnat(day)
    past = dated & (known != UNKNOWN) & (first < now)
    earlier, far = past & (first < known), past & (now - first > _limit(rules, period))
    arriving = late == _ARRIVING
    questions = {
        "Q-BACK-EARLIER": earlier & ~arriving & ~far,
        "Q-BACK-TOO-FAR": far & ~(earlier & arriving),
        "Q-BACK-MIDDLE": past & middle & ~far & ~earlier,
    }
    told = past & ~far & ~(earlier & arriving)
    start = np.maximum(first, known)
    beyond = dated & (first > now)
    return Reach(
        late=late,
        first=start,
        count=np.where(told, np.maximum(now - start, 0), 0),
        questions=questions,
        remarks={
            "R-BACK-UNKNOWN": earlier & arriving & ~far & (known < now),
            "R-MONTH-SHORT": beyond & np.isin(late, _COMING),
            "R-MONTH-WORKED": beyond & ~np.isin(late, _COMING) & (late != _WAGE),
        },
    )


def _limit(rules: MovementRules, period: Period) -> int:
    return rules.law.back_dated_months(period.first_day)


def _own_days(cases: Cases, found: Events) -> tuple[Positions, Days]:
    """Return what happened to each person, and the day that the row gives for it."""
    event, status = found.event, cases.rows["TrangThai"]
    at_work = status.isin(["", "DangLam"]).to_numpy(bool)
    left = status.isin(["NghiViec", "ChuyenDonVi"]).to_numpy(bool)
    stated, contract = days(cases.rows, "NgayTrangThai"), days(cases.rows, "HDTuNgay")
    hired = np.where(np.isnat(stated) & ~cases.kin, contract, stated)
    joins, leaves = event == Event.JOIN, event == Event.LEAVE
    ours = pd.Series(found.codes).isin(_DATED_CODES).to_numpy(bool)
    wage = (event == Event.CHANGE) & found.plain & cases.because(Cause.WAGE)
    wage &= pd.Series(found.codes).isin(WAGE_CODES).to_numpy(bool)
    unpaid = cases.declared_condition == CONDITIONS.index("KhongLuong")
    late = np.select(
        [
            joins & at_work,
            (event == Event.BACK) & at_work & unpaid,
            (event == Event.BACK) & at_work,
            (event == Event.GONE) & left & found.death,
            (event == Event.GONE) & left,
            *(leaves & (cases.condition == CONDITIONS.index(name)) for name in _LEAVES),
            wage & at_work,
        ],
        [
            _ARRIVING,
            LATES.index(Late.RETURN),
            LATES.index(Late.RETURN_FROM_BENEFIT),
            LATES.index(Late.DEATH),
            LATES.index(Late.DEPARTURE),
            *(LATES.index(each) for each in _LEAVES.values()),
            _WAGE,
        ],
        UNKNOWN,
    )
    late = np.where(ours & ~(leaves & at_work), late, UNKNOWN)
    return late, np.where(joins, hired, stated)


def _first_months(late: Positions, day: Days, law: Law, period: Period) -> tuple[Positions, Mask]:
    """Return the first month that each day changes, and whose wage changes within a month.

    A month counts by the working days without pay in it (14: Luật BHXH 41/2024/QH15, Điều 33).
    """
    month = day.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    month = np.where(np.isnat(day), month_of(period), month)
    coming, wage = np.isin(late, _COMING), late == _WAGE
    recent = month_of(period) - law.back_dated_months(period.first_day) - 1
    lost = np.zeros(len(day), bool)
    for ahead, chosen in ((True, coming), (False, ~coming & ~wage)):
        mask = chosen & (late != UNKNOWN) & ~np.isnat(day) & (month >= recent)
        lost[mask] = _without_month(day[mask], law, ahead=ahead)
    inside = wage & ~np.isnat(day) & (day != day.astype("datetime64[M]"))
    later = np.where(coming, lost, ~lost & ~wage) | inside
    later &= (late != UNKNOWN) & ~np.isnat(day)
    return month + later, inside


def _without_month(day: Days, law: Law, *, ahead: bool) -> Mask:
    """Tell for which days so much of the month lies before (or after) that it does not count."""
    unique, where = np.unique(day, return_inverse=True)
    counts = [_unpaid(each, law, ahead=ahead) for each in unique.astype(object)]
    limits = [law.unpaid_days_limit(each) for each in unique.astype(object)]
    over: Mask = (np.array(counts, np.int64) >= np.array(limits, np.int64))[where]
    return over


def _unpaid(day: date, law: Law, *, ahead: bool) -> int:
    month = Period(day.year, day.month)
    if ahead:
        return law.working_days_between(month.first_day, day) - law.is_working_day(day)
    return law.working_days_between(day, month.last_day)


def _known_since(
    cases: Cases, late: Positions, declared: Declared, rules: MovementRules
) -> Positions:
    """Return since which month we know what is declared of each person; -1 = never."""
    starts = {unit: month_of(period) for unit, period in rules.opened.items()}
    opened = cases.rows["MaDonVi"].map(starts).fillna(UNKNOWN).to_numpy(np.int64)
    left = _left_in(cases, declared)
    said = np.where(late == _ARRIVING, left, months_of(cases.old["TuKy"]))
    return np.where(opened == UNKNOWN, UNKNOWN, np.maximum(opened, said))


def _left_in(cases: Cases, declared: Declared) -> Positions:
    """Return from which month on somebody was declared as gone; -1 = never."""
    at = positions(key(cases.rows, "MaDonVi", "MaNV"), key(declared.left, "MaDonVi", "MaNV"))
    return months_of(taken(declared.left, at)["TuThang"])
