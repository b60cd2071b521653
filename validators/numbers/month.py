r"""Kỳ and tháng: a month written MM/yyyy, as in KyKeKhai, TuThang and DenThang (mẫu D02-LT).

>>> validate("10/2026")
'10/2026'
>>> validate("13/2026")
Traceback (most recent call last):
validators.errors.NumberError: shape
>>> format("7/2026")
'07/2026'
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from validators.columns import matches_repeated
from validators.errors import NumberError

PATTERN = r"\A(?:0[1-9]|1[0-2])/20[0-9]{2}\z"


def compact(number: str) -> str:
    """Take away outer blanks and write the month with two digits."""
    return re.sub(r"^([1-9])/", r"0\1/", number.strip())


def validate(number: str) -> str:
    """Return the text as it may stand in a form; raise NumberError otherwise."""
    if not re.fullmatch(r"(?:0[1-9]|1[0-2])/20[0-9]{2}", number):
        raise NumberError("shape")
    return number


def is_valid(number: str) -> bool:
    """Tell whether the text is a month as it may stand in a form."""
    try:
        return bool(validate(number))
    except NumberError:
        return False


def format(number: str) -> str:
    """Return the text as the forms write it."""
    return compact(number)


def wrong(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells are not a month; blank is not one either."""
    return ~matches_repeated(column, PATTERN)
