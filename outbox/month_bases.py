"""On what, and at which rate, people contribute in each of many months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.law import Law
from config.settings import Unit
from outbox.bases import Amounts, Mask, bases
from outbox.funds import UNEMPLOYMENT, shares
from outbox.keys import Positions
from outbox.lines import regions
from outbox.months import period_of

Value = TypeVar("Value")
_REGIONS: Final = (1, 2, 3, 4)


def by_month(months: Positions, value: Callable[[date], Value]) -> tuple[list[Value], Positions]:
    """Return a value for each month from the first to the last, and where each month's stands."""
    first = int(months.min())
    days = (period_of(month).first_day for month in range(first, int(months.max()) + 1))
    return [value(day) for day in days], months - first


def month_rates(
    funds: Positions, foreign: Mask, months: Positions, law: Law
) -> NDArray[np.object_]:
    """Return TyleDong of each person and month."""
    tables, at = by_month(months, lambda day: shares(law, day))
    rates: NDArray[np.object_] = np.array(tables)[at, foreign.astype(int), funds]
    return rates


def month_bases(
    people: pd.DataFrame, funds: Positions, months: Positions, law: Law, units: tuple[Unit, ...]
) -> tuple[Amounts, Amounts]:
    """Return the base for insurance and that for unemployment, between the floor and the caps."""
    limits, at = by_month(months, lambda day: _limits(law, day))
    level, cap, *caps = np.array(limits, np.int64)[at].T
    region = pd.to_numeric(regions(people, units), errors="coerce").fillna(1).clip(1, len(_REGIONS))
    money = _wages(people, level)
    jobless_cap = np.array(caps)[region.to_numpy(np.int64) - 1, np.arange(len(people))]
    jobless = np.where(funds & UNEMPLOYMENT, np.minimum(money, jobless_cap), 0)
    return np.clip(money, level, cap), jobless


def _limits(law: Law, day: date) -> list[int]:
    """Return floor, cap, and the caps for unemployment of each region."""
    caps = [law.bhtn_cap(region, day) for region in _REGIONS]
    return [law.reference_level(day), law.bhxh_cap(day), *caps]


def _wages(people: pd.DataFrame, levels: Amounts) -> Amounts:
    """Return everybody's base before any cap, each by the level of their own month."""
    money = np.zeros(len(people), np.int64)
    for level in np.unique(levels):
        at = np.flatnonzero(levels == level)
        money[at] = bases(people.take(at), int(level))
    return money
