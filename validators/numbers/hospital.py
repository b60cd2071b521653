r"""Mã cơ sở KCB ban đầu: the hospital of first contact, 2 digits and 3 digits or letters.

The two digits are the province before 01/07/2025, so they need not be the province of today
(Thông tư 01/2025/TT-BYT on initial registration; list of the VSS portal).

>>> validate("01258"), validate("01C05")
('01258', '01C05')
>>> validate("1258")
Traceback (most recent call last):
validators.errors.NumberError: shape
>>> format("01 258")
'01258'
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from validators.columns import matches_repeated
from validators.errors import NumberError

PATTERN = r"\A[0-9]{2}[0-9A-Z]{3}\z"


def compact(number: str) -> str:
    """Take away blanks, dots and hyphens, and write capitals."""
    return re.sub(r"[ .\-]", "", number).upper()


def validate(number: str) -> str:
    """Return the text as it may stand in a form; raise NumberError otherwise."""
    if not re.fullmatch(r"[0-9]{2}[0-9A-Z]{3}", number):
        raise NumberError("shape")
    return number


def is_valid(number: str) -> bool:
    """Tell whether the text is a hospital code as it may stand in a form."""
    try:
        return bool(validate(number))
    except NumberError:
        return False


def format(number: str) -> str:
    """Return the text as the forms write it."""
    return compact(number)


def wrong(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells are not a hospital code; blank is not one either."""
    return ~matches_repeated(column, PATTERN)
