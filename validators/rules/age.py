"""A worker's age: not below that of the law (Bộ luật Lao động 2019, điều 3), nor above 100."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from validators.cells import Cells
from validators.model import Context, Violation
from validators.wording import Wording

AGE = Wording(
    code="E-AGE",
    vi="Tuổi không nằm trong khoảng {youngest} đến {oldest}",
    en="The age is not between {youngest} and {oldest}",
    advice_vi="Kiểm tra năm sinh.",
    advice_en="Check the year of birth.",
)
WORDINGS = (AGE,)

OLDEST = 100
"""Nobody works at that age: a slip in the year of birth, whatever the law."""


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find births that make no worker: too late, too early, or still to come."""
    born = cells.dates("NgaySinh").astype("datetime64[M]")
    until = np.datetime64(context.today, "M")
    ends = cells.months("Ky")
    age = (np.where(np.isnat(ends), until, ends) - born).astype("timedelta64[M]")
    years = age.astype(np.float64) / 12
    youngest = context.law.work_age(context.today)
    with np.errstate(invalid="ignore"):
        wrong = (years < youngest) | (years > OLDEST)
    facts = {"youngest": youngest, "oldest": OLDEST}
    yield AGE.at("NgaySinh", cells.good("NgaySinh") & wrong & ~np.isnat(born), facts)
