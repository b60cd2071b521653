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
from outbox.compare import Mask
from outbox.funds import UNEMPLOYMENT, shares
from outbox.keys import Positions
from outbox.lines import WAGE_FIELDS, regions
from outbox.months import period_of

Amounts = NDArray[np.float64]
Value = TypeVar("Value")
_COEFFICIENT: Final = 100
"""A wage up to this is a coefficient of the base wage (the portal's own rule for D02-TS)."""
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


def bases(
    people: pd.DataFrame, funds: Positions, months: Positions, law: Law, units: tuple[Unit, ...]
) -> tuple[Amounts, Amounts]:
    """Return the base for insurance and that for unemployment, between the floor and the caps."""
    limits, at = by_month(months, lambda day: _limits(law, day))
    level, cap, *caps = np.array(limits, float)[at].T
    region = pd.to_numeric(regions(people, units), errors="coerce").fillna(1).clip(1, len(_REGIONS))
    wage = _wages(people)
    money = np.where(wage <= _COEFFICIENT, wage * level, wage)
    jobless_cap = np.array(caps)[region.to_numpy(np.int64) - 1, np.arange(len(people))]
    jobless = np.where(funds & UNEMPLOYMENT, np.minimum(money, jobless_cap), 0)
    return np.clip(money, level, cap), jobless


def _limits(law: Law, day: date) -> list[int]:
    """Return floor, cap, and the caps for unemployment of each region."""
    caps = [law.bhtn_cap(region, day) for region in _REGIONS]
    return [law.reference_level(day), law.bhxh_cap(day), *caps]


def _wages(people: pd.DataFrame) -> Amounts:
    """Return the wage with what is paid on top of it; a coefficient stays one."""
    wage, post, beyond, craft, extra, more = (
        pd.to_numeric(people[field].astype(object), errors="coerce").fillna(0).to_numpy(float)
        for field in WAGE_FIELDS
    )
    coefficient = (wage + post) * (1 + (beyond + craft) / 100)
    amounts: Amounts = np.where(wage <= _COEFFICIENT, coefficient, wage + extra + more)
    return amounts
