"""Rows by the month whose law judges them: a snapshot's period, a movement's first month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from adapters.model import Kind
from config.law import Law
from validators.cells import Cells, Mask
from validators.model import Context

Months = NDArray[np.datetime64]


def months_of_law(cells: Cells) -> Months:
    """Return the month of each row whose law judges it; NaT where the row names no good one."""
    return cells.months("Ky" if cells.table.kind is Kind.SNAPSHOT else "TuThang")


def by_month(months: Months) -> Iterator[tuple[date, Mask]]:
    """Yield the first day of each month that there is, and its rows."""
    # Most files have one month only, and need not be sorted to find it.
    one = len(months) > 0 and bool((months == months[0]).all())
    for month in months[:1] if one else np.unique(months[~np.isnat(months)]):
        yield first_day(month), months == month


def lawful(cells: Cells, context: Context) -> Iterator[tuple[date, Mask]]:
    """Yield each month whose law we hold, by its first day, and the rows that it judges."""
    for first, rows in by_month(months_of_law(cells)):
        if context.law.is_complete(first):
            yield first, rows


def first_day(month: np.datetime64) -> date:
    """Return the first day of a month.

    >>> first_day(np.datetime64("2026-10"))
    datetime.date(2026, 10, 1)
    """
    day: date = month.astype("datetime64[D]").item()
    return day


def law_day(law: Law, first: date, today: date) -> date:
    """Return the day whose law judges a month: its first, or today's where we hold none."""
    return first if law.is_complete(first) else today
