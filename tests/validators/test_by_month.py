"""Months in which rows are judged."""

from datetime import date

import numpy as np

from tests.validators.dated import arrival, codes
from tests.validators.people import context
from validators.by_month import by_month, law_day


def test_rows_of_several_months_come_month_by_month() -> None:
    months = np.array(["2026-10", "NaT", "2015-01", "2026-10"], "datetime64[M]")

    found = [(first, rows.tolist()) for first, rows in by_month(months)]

    assert found == [
        (date(2015, 1, 1), [False, False, True, False]),
        (date(2026, 10, 1), [True, False, False, True]),
    ]


def test_no_rows_have_no_month() -> None:
    assert list(by_month(np.array([], "datetime64[M]"))) == []


def test_rows_of_a_month_before_our_law_are_not_judged_by_it() -> None:
    row = arrival("10/2026", TuThang="01/2014", DenThang="02/2014", PA="AD", Loai="2")

    assert "E-WAGE-FLOOR" not in codes({**row, "TienLuong": "1200000"})


def test_a_month_without_law_is_judged_by_todays() -> None:
    law, today = context().law, date(2026, 11, 3)

    assert law_day(law, date(2014, 1, 1), today) == today
    assert law_day(law, date(2015, 1, 1), today) == date(2015, 1, 1)
