"""The age of retirement by month of birth and sex: who draws a pension contributes no more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

import numpy as np

from config.law import RETIREMENT, Law, Row, Sex
from validators.by_month import lawful
from validators.cells import Cells, Mask
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
    for first, rows in lawful(cells, context):
        for woman in (True, False):
            found, by = retired(cells, context.law, woman, first)
            age = context.law.retirement_age(woman, first)
            facts = {"years": age // _YEAR, "months": age % _YEAR}
            yield REACHED.at("NgaySinh", rows & found & cells.vietnamese & cells.paid, facts, by)


def retired(cells: Cells, law: Law, woman: bool, on: date) -> tuple[Mask, tuple[Row[object], ...]]:
    """Tell which women or men have reached the age in that month or before, and by which row.

    The age grows from year to year, so who reached it in December does not lose it in January.
    """
    sex = Sex.WOMAN if woman else Sex.MAN
    steps = [row for row in law.rows[RETIREMENT.name, (sex.value,)] if row.valid_from <= on]
    people = cells.good("GioiTinh") & cells.holds("GioiTinh", "0" if woman else "1")
    if not steps:
        return np.zeros(len(cells), dtype=np.bool_), ()
    births = cells.dates("NgaySinh").astype("datetime64[M]")
    return people & (births <= max(_born(cast("Row[int]", row), on) for row in steps)), (steps[-1],)


def _born(row: Row[int], on: date) -> np.datetime64:
    """Return the last month of birth that had reached a row's age while it held."""
    until = on if row.valid_to is None else min(on, row.valid_to)
    return np.datetime64(until, "M") - np.timedelta64(row.value, "M")
