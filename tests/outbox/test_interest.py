"""Late interest: from the day after the deadline, and only where the law gives a number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from config.law import load_law
from config.model import Period
from outbox.interest import late_interest

LAW = load_law()


@pytest.mark.parametrize(
    ("period", "paid", "days", "raw", "rounded"),
    [
        (Period(2025, 7), date(2025, 8, 31), 0, "0", 0),
        (Period(2025, 7), date(2025, 7, 1), 0, "0", 0),
        (Period(2025, 7), date(2025, 9, 1), 1, "1019.52", 1_020),
        (Period(2026, 1), date(2026, 3, 15), 15, "15292.8", 15_293),
        (Period(2026, 1), date(2027, 2, 28), 365, "372124.8", 372_125),
    ],
)
def test_interest_runs_from_the_day_after_the_deadline(period, paid, days, raw, rounded):
    found = late_interest(3_398_400, period, paid, LAW)

    assert found is not None
    assert (found.days, found.raw, found.rounded) == (days, Decimal(raw), rounded)


def test_half_a_dong_is_rounded_up():
    found = late_interest(5_000, Period(2026, 1), date(2026, 3, 1), LAW)

    assert found is not None
    assert (found.deadline, found.raw, found.rounded) == (date(2026, 2, 28), Decimal("1.5"), 2)


@pytest.mark.parametrize("period", [Period(2015, 6), Period(2025, 6)])
def test_before_july_2025_nobody_can_tell(period):
    assert late_interest(3_398_400, period, date(2026, 1, 1), LAW) is None
