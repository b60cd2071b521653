"""The age of retirement by month of birth and sex: who draws a pension contributes no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

import numpy as np

from config.law import RETIREMENT, Law, Row, Sex
from validators.by_month import lawful
from validators.cells import Cells
from validators.model import Context, Violation
from validators.wording import Wording

REACHED = Wording(
    code="W-RETIREMENT",
    vi="Đã đủ tuổi nghỉ hưu (đến tháng này là {years} tuổi {months} tháng)",
    en="The age of retirement is reached ({years} years and {months} months by this month)",
    advice_vi="Đang hưởng lương hưu thì không đóng BHXH, BHTN và không kê khai; chưa hưởng thì"
    " không cần làm gì.",
    advice_en="Who draws a pension pays no social or unemployment insurance and is not declared;"
    " else there is nothing to do.",
    law="Bộ luật Lao động 2012, Điều 187; 2019, Điều 169; NĐ 135/2020/NĐ-CP, Điều 4:"
    " retirement_ages",
)
WORDINGS = (REACHED,)

_YEAR = 12


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find Vietnamese workers who have reached the age of retirement of their month."""
    births = cells.dates("NgaySinh").astype("datetime64[M]")
    people = cells.vietnamese & cells.paid & cells.good("GioiTinh")
    for first, rows in lawful(cells, context):
        for woman, sex in ((True, "0"), (False, "1")):
            latest, by = retired(context.law, woman, first)
            old = rows & people & (births <= latest) & cells.holds("GioiTinh", sex)
            age = context.law.retirement_age(woman, first)
            facts = {"years": age // _YEAR, "months": age % _YEAR}
            yield REACHED.at("NgaySinh", old, facts, by)


def retired(law: Law, woman: bool, on: date) -> tuple[np.datetime64, tuple[Row[object], ...]]:
    """Return the last month of birth that has reached the age by a month, and the row that says so.

    The age grows from year to year, so who reached it in December does not lose it in January.
    NaT, which nobody is before, where our table has not begun.
    """
    sex = Sex.WOMAN if woman else Sex.MAN
    steps = [row for row in law.rows[RETIREMENT.name, (sex.value,)] if row.valid_from <= on]
    if not steps:
        return np.datetime64("NaT", "M"), ()
    return max(_born(cast("Row[int]", row), on) for row in steps), (steps[-1],)


def _born(row: Row[int], on: date) -> np.datetime64:
    """Return the last month of birth that had reached a row's age while it held."""
    until = on if row.valid_to is None else min(on, row.valid_to)
    return np.datetime64(until, "M") - np.timedelta64(row.value, "M")
