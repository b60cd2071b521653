"""A worker's age: not below that of the law, nor above 100; and who is not an adult yet."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from config.law import RULES, Rule
from validators.by_month import by_month, law_day
from validators.cells import Cells
from validators.model import Context, Violation
from validators.wording import Wording

AGE = Wording(
    code="E-AGE",
    vi="Tuổi không nằm trong khoảng {youngest} đến {oldest}",
    en="The age is not between {youngest} and {oldest}",
    advice_vi="Kiểm tra năm sinh.",
    advice_en="Check the year of birth.",
    law="Bộ luật Lao động 10/2012/QH13, 45/2019/QH14, Điều 3 khoản 1: rules work-age-years",
)
MINOR = Wording(
    code="N-MINOR",
    vi="Người lao động chưa đủ {adult} tuổi",
    en="The worker is not {adult} yet",
    advice_vi="Hợp đồng cần sự đồng ý của người đại diện; giờ làm và công việc bị hạn chế.",
    advice_en="The contract needs a guardian's consent; hours and kinds of work are limited.",
    law="Bộ luật Lao động 10/2012/QH13, Điều 161; 45/2019/QH14, Điều 143: rules adult-age-years",
)
HAZARD = Wording(
    code="W-MINOR-HAZARD",
    vi="Người chưa đủ {adult} tuổi làm nghề nặng nhọc, độc hại",
    en="Somebody who is not {adult} yet does hazardous work",
    advice_vi="Kiểm tra năm sinh và thời gian làm nghề nặng nhọc, độc hại.",
    advice_en="Check the year of birth and the days of hazardous work.",
    law="Bộ luật Lao động 10/2012/QH13, Điều 165; 45/2019/QH14, Điều 147: rules adult-age-years",
)
WORDINGS = (AGE, MINOR, HAZARD)

OLDEST = 100
"""Nobody works at that age: a slip in the year of birth, whatever the law."""


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find births that make no worker of their period: too late, too early, or still to come."""
    periods = cells.months("Ky")
    until = np.where(np.isnat(periods), np.datetime64(context.today, "M"), periods)
    years = _years(cells, until)
    for first, rows in by_month(until):
        on = law_day(context.law, first, context.today)
        working = context.law.row(RULES, (Rule.WORK_AGE.value,), on)
        adult = context.law.row(RULES, (Rule.ADULT_AGE.value,), on)
        facts = {"youngest": working.value, "oldest": OLDEST}
        with np.errstate(invalid="ignore"):
            wrong = rows & ((years < working.value) | (years > OLDEST))
            minor = rows & ~wrong & (years < adult.value) & ~cells.leaving
        yield AGE.at("NgaySinh", wrong, facts, (working,))
        yield MINOR.at("NgaySinh", minor, {"adult": adult.value}, (adult,))
        hazard = minor & cells.good("Nndh_tungay")
        yield HAZARD.at("Nndh_tungay", hazard, {"adult": adult.value}, (adult,))


def _years(cells: Cells, until: NDArray[np.datetime64]) -> NDArray[np.float64]:
    """Return everybody's age in a month, in years; NaN, which is no age, where none is known."""
    born = cells.dates("NgaySinh").astype("datetime64[M]")
    months = (until - born).astype("timedelta64[M]")
    return np.where(np.isnat(born), np.nan, months.astype(np.float64) / 12)
