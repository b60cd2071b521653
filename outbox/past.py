"""Lines of past months: one for each run of months at equal rate and base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.law import Law
from config.model import Period
from config.participation import Kind, Late
from outbox.cases import Cases
from outbox.compare import Mask
from outbox.events import Events
from outbox.funds import FUND_SETS, HEALTH, foreigners, number
from outbox.keys import Positions
from outbox.lines import WAGE_FIELDS, joined, shortened
from outbox.month_bases import by_month, month_bases, month_rates
from outbox.months import period_of
from outbox.reach import COMING, LATES, Reach
from outbox.rules import MovementRules

_KINDS: Final = tuple(Kind)
_BACK: Final = (Late.RETURN, Late.RETURN_FROM_BENEFIT)
_NOW: Final = (*COMING, Late.WAGE)
"""What is owed by the wage of now."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Months:
    """One value for each past month of each person."""

    case: Positions
    month: Positions
    funds: Positions
    """The funds of the line on the whole wage (AD, SB)."""
    health: Positions
    """The health fund where it has a line of its own (TT, TU), else 0."""


def past_lines(
    lines: pd.DataFrame,
    chosen: Positions,
    cases: Cases,
    found: Events,
    reached: Reach,
    *,
    rules: MovementRules,
    period: Period,
) -> pd.DataFrame:
    """Return lines of past months for those who report; `lines` are their lines of now."""
    count = np.where(found.plain, reached.count, 0)[chosen]
    person = np.repeat(np.arange(len(chosen)), count)
    if not len(person):
        return lines.iloc[:0]
    months = _months(chosen[person], count, cases, reached, (rules.law, period.first_day))
    up = _goes_up(cases, reached)[months.case]
    parts = []
    for funds, codes in ((months.funds, ("AD", "SB")), (months.health, ("TT", "TU"))):
        some = np.flatnonzero(funds > 0)
        if not len(some):
            continue
        start, end = _runs(months, funds, some, cases, rules)
        told = _written(lines.take(person[start]), months, funds, start, end)
        told = told.assign(
            PA=_text(np.where(up[start], *codes)),
            Loai=_text(np.where(up[start], "2", "4")),
            **_wages_then(told, cases, reached, months.case[start]),
            Ghichu=_notes(told, cases, reached, months.case[start]),
        )
        rates = month_rates(funds[start], foreigners(told), months.month[start], rules.law)
        parts.append(told.assign(TyleDong=_text(rates)).set_axis(lines.index[person[start]]))
    return pd.concat([lines.iloc[:0], *parts])


def _goes_up(cases: Cases, reached: Reach) -> Mask:
    """Tell for whom past months owe more than was declared."""
    _, rose = cases.wage_change()
    coming = np.isin(reached.late, [LATES.index(late) for late in COMING])
    up: Mask = coming | ((reached.late == LATES.index(Late.WAGE)) & rose)
    return up


def _months(
    case: Positions,
    count: Positions,
    cases: Cases,
    reached: Reach,
    on: tuple[Law, date],
) -> _Months:
    """Lay out every past month of every person, with the funds that it concerns."""
    ends = np.cumsum(count)
    month = reached.first[case] + np.arange(len(case)) - np.repeat(ends - count, count)
    coming = np.isin(reached.late[case], [LATES.index(late) for late in COMING])
    funds = np.where(coming, _covered(cases.kinds[case], month, on[0]), cases.declared_funds[case])
    treated = [on[0].past_health(late, on[1]) for late in LATES]
    health = np.array(treated)[reached.late[case]]
    return _Months(
        case=case,
        month=month,
        funds=np.where(health == 1, funds, funds & ~HEALTH),
        health=np.where(health == 2, funds & HEALTH, 0),  # noqa: PLR2004 - a line of its own
    )


def _covered(kinds: Positions, months: Positions, law: Law) -> Positions:
    """Return the funds of each kind in each month."""
    table, at = by_month(months, lambda day: [number(law.funds(kind, day)) for kind in _KINDS])
    covered: Positions = np.array(table, np.int64)[at, kinds]
    return covered


def _runs(
    months: _Months, funds: Positions, some: Positions, cases: Cases, rules: MovementRules
) -> tuple[Positions, Positions]:
    """Return the first and the last of the months of each run at equal rate and base."""
    case, month, few = months.case[some], months.month[some], funds[some]
    rates = month_rates(few, foreigners(cases.rows)[case], month, rules.law)
    keys = (
        case,
        np.unique(rates.astype(str), return_inverse=True)[1],
        *month_bases(cases.rows.take(case), few, month, rules.law, rules.units),
        *month_bases(cases.old.take(case), few, month, rules.law, rules.units),
    )
    breaks = np.ones(len(some), bool)
    breaks[1:] = np.any([each[1:] != each[:-1] for each in keys], axis=0)
    breaks[1:] |= month[1:] != month[:-1] + 1
    start = np.flatnonzero(breaks)
    return some[start], some[np.append(start[1:], len(some)) - 1]


def _written(
    lines: pd.DataFrame, months: _Months, funds: Positions, start: Positions, end: Positions
) -> pd.DataFrame:
    """Return lines of past months from lines of now; they change nothing that holds now."""
    spans = (months.month[start], months.month[end])
    first, last = (_text([str(period_of(int(month))) for month in each]) for each in spans)
    return lines.reset_index(drop=True).assign(
        TuThang=first,
        DenThang=last,
        Quy=_text(np.array(FUND_SETS, object)[funds[start]]),
        gone=False,
        TruyLui="1",
        TinhTrang="",
        CoGiamChet="0",
        NgayChet="",
    )


def _wages_then(
    lines: pd.DataFrame, cases: Cases, reached: Reach, case: Positions
) -> dict[str, pd.Series[str]]:
    """Return the wage of past months: what was declared, where somebody was declared too long."""
    then = cases.old.take(case).reset_index(drop=True)
    now = pd.Series(np.isin(reached.late[case], [LATES.index(each) for each in _NOW]))
    return {field: lines[field].where(now, then[field]) for field in WAGE_FIELDS}


def _notes(lines: pd.DataFrame, cases: Cases, reached: Reach, case: Positions) -> pd.Series[str]:
    """Return Ghichu: since when, and of a wage both what was declared and what it is."""
    rows, old = (each.take(case).reset_index(drop=True) for each in (cases.rows, cases.old))
    late = reached.late[case]
    wages = "mức lương đã báo " + old["TienLuong"] + ", đúng là " + rows["TienLuong"]
    notes = joined(lines["Ghichu"], wages, "; ").where(
        late == LATES.index(Late.WAGE), lines["Ghichu"]
    )
    for wanted, words in (
        *((each, "đi làm lại từ ") for each in _BACK),
        (Late.DEPARTURE, "nghỉ từ "),
    ):
        since = joined(notes, words + rows["NgayTrangThai"], "; ")
        notes = notes.mask(pd.Series(late == LATES.index(wanted)), since)
    return shortened(notes)


def _text(values: Sequence[str] | NDArray[Any]) -> pd.Series[str]:
    return pd.Series(values, dtype="str")
