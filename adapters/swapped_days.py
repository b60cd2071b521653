"""Days whose month was taken for the day by a spreadsheet that knows the order of another country.

In the order of the United States, Excel reads ``03/02/1990`` as the second of March and stores
that; ``25/03/1990`` is no day to it and stays text. So the dates all end at the 12th, and the
texts all begin after it.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from adapters import arrow

_DAY = r"^[0-9]{2}/[0-9]{2}/[0-9]{4}$"
_TO_THE_12TH = r"^(?:0[1-9]|1[0-2])/"
_FIRST = "01/"
_ENOUGH: Final = 5
"""Different days of either kind: by chance 144 of 365 days end at the 12th, so that 5 do and 5
others do not happens to 1 in 1,300 columns that mix both kinds; with 4 of each, to 1 in 300."""


def swapped(column: arrow.Text, stored: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which cells of a column of days were probably swapped: all that are stored as dates.

    Contracts begin on the first of a month, whoever typed it: such days count for nothing.
    """
    days = arrow.flags(arrow.matches(column, _DAY))
    early = arrow.flags(arrow.matches(column, _TO_THE_12TH))
    if (days & (early != stored)).any():
        return np.zeros(len(stored), np.bool_)
    dates, texts = (_different(column, days & kind) for kind in (stored, ~stored))
    told = sum(not day.startswith(_FIRST) for day in dates)
    return days & stored & (min(told, len(texts)) >= _ENOUGH)


def _different(column: arrow.Text, chosen: NDArray[np.bool_]) -> list[str]:
    return arrow.different(column.filter(chosen))
