"""A worker's age: 15 at least (Bộ luật Lao động 2019, điều 3), and no more than 100."""

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

YOUNGEST, OLDEST = 15, 100


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find births that make no worker: too late, too early, or still to come."""
    born = cells.dates("NgaySinh").astype("datetime64[M]")
    until = np.datetime64(context.today, "M")
    ends = cells.months("Ky")
    age = (np.where(np.isnat(ends), until, ends) - born).astype("timedelta64[M]")
    years = age.astype(np.float64) / 12
    with np.errstate(invalid="ignore"):
        wrong = (years < YOUNGEST) | (years > OLDEST)
    facts = {"youngest": YOUNGEST, "oldest": OLDEST}
    yield AGE.at("NgaySinh", cells.good("NgaySinh") & wrong & ~np.isnat(born), facts)
