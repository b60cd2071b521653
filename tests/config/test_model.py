"""A period of declaration."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.model import Period

PERIODS = st.builds(Period, st.integers(2001, 2098), st.integers(1, 12))


def test_a_period_knows_its_days_and_names() -> None:
    period = Period.parse("02/2028")

    assert str(period) == "02/2028"
    assert period.compact == "202802"
    assert (period.first_day, period.last_day) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    "text", ["", "2/2026", "13/2026", "00/2026", "10-2026", "10/1999", "10/2026 "]
)
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match="not a period"):
        Period.parse(text)


@settings(deadline=None)
@given(PERIODS)
def test_a_period_reads_what_it_writes(period: Period) -> None:
    assert Period.parse(str(period)) == period


@settings(deadline=None)
@given(PERIODS, st.integers(-1000, 1000))
def test_months_forward_and_back_end_where_they_began(period: Period, months: int) -> None:
    moved = period.plus(months)

    assert moved.plus(-months) == period
    assert (moved > period) == (months > 0)


@settings(deadline=None)
@given(PERIODS)
def test_the_next_period_begins_on_the_day_after_the_last(period: Period) -> None:
    assert period.plus(1).first_day == period.last_day + timedelta(days=1)
