r"""Mã đơn vị: the 7 characters under which VSS knows a unit of an employer.

Two letters, then letters and digits, as on every notice (mẫu C12-TS, QĐ 595/QĐ-BHXH of
14/04/2017). Whether the unit is ours is a question for the settings, not for the shape.

>>> validate("TA0001A")
'TA0001A'
>>> validate("ta0001a")
Traceback (most recent call last):
validators.errors.NumberError: shape
>>> format(" ta 0001a")
'TA0001A'
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from validators.columns import matches_repeated
from validators.errors import NumberError

PATTERN = r"\A[A-Z]{2}[A-Z0-9]{5}\z"


def compact(number: str) -> str:
    """Take away blanks, dots and hyphens, and write capitals."""
    return re.sub(r"[ .\-]", "", number).upper()


def validate(number: str) -> str:
    """Return the text as it may stand in a form; raise NumberError otherwise."""
    if not re.fullmatch(r"[A-Z]{2}[A-Z0-9]{5}", number):
        raise NumberError("shape")
    return number


def is_valid(number: str) -> bool:
    """Tell whether the text is a unit code as it may stand in a form."""
    try:
        return bool(validate(number))
    except NumberError:
        return False


def format(number: str) -> str:
    """Return the text as the forms write it."""
    return compact(number)


def wrong(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells are not a unit code; blank is not one either."""
    return ~matches_repeated(column, PATTERN)
