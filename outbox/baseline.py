"""A unit's first snapshot as its declared roster, with what each person takes part in."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from config.codes import Codes
from config.law import Law
from config.model import Period
from outbox.funds import FUND_SETS, participation
from outbox.roster import opening


def baseline(
    frame: pd.DataFrame, units: Iterable[str], *, law: Law, codes: Codes, period: Period
) -> pd.DataFrame:
    """Return the roster that a first snapshot stands for: everybody who takes part in some fund.

    Who is on probation or draws a pension is employed, and yet not declared.
    """
    day = period.first_day
    part = participation(frame, np.full(len(frame), -1, np.int64), law, codes, day)
    rows = frame.assign(
        Quy=pd.Series(np.array(FUND_SETS, object)[part.funds], frame.index, dtype="str"),
        Dien=pd.Series(part.standing_words(), frame.index, dtype="str"),
        TuKy=str(period),
    )
    return opening(rows[part.funds > 0], units, unpaid_days_limit=law.unpaid_days_limit(day))
