"""Months as whole numbers (year * 12 + month - 1), so that they can be counted and compared."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from config.model import Period
from outbox.keys import Positions

UNKNOWN: Final = -1


def month_of(period: Period) -> int:
    """Return a period as a number of months.

    >>> month_of(Period(2026, 10))
    24321
    """
    return period.year * 12 + period.month - 1


def period_of(month: int) -> Period:
    """Return the period of a number of months.

    >>> period_of(24321)
    Period(year=2026, month=10)
    """
    return Period(year=month // 12, month=month % 12 + 1)


def months_of(periods: pd.Series[str]) -> Positions:
    """Return a column of MM/yyyy as numbers of months; -1 where there is none."""
    month = pd.to_numeric(periods.str.slice(0, 2), errors="coerce")
    year = pd.to_numeric(periods.str.slice(3, 7), errors="coerce")
    return (year * 12 + month - 1).fillna(UNKNOWN).to_numpy(np.int64)
