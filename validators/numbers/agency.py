r"""Mã cơ quan BHXH: the 5 characters of the agency that manages a unit.

Five characters, digits for most (07906); no official rule of its parts is published, so there is
no arithmetic on them (CoQuanQuanLy of the envelope).

>>> validate("07906")
'07906'
>>> validate("903")
Traceback (most recent call last):
validators.errors.NumberError: shape
>>> format("07 906")
'07906'
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from validators.columns import matches_repeated
from validators.errors import NumberError

PATTERN = r"\A[0-9A-Z]{5}\z"


def compact(number: str) -> str:
    """Take away blanks, dots and hyphens, and write capitals."""
    return re.sub(r"[ .\-]", "", number).upper()


def validate(number: str) -> str:
    """Return the text as it may stand in a form; raise NumberError otherwise."""
    if not re.fullmatch(r"[0-9A-Z]{5}", number):
        raise NumberError("shape")
    return number


def is_valid(number: str) -> bool:
    """Tell whether the text is an agency code as it may stand in a form."""
    try:
        return bool(validate(number))
    except NumberError:
        return False


def format(number: str) -> str:
    """Return the text as the forms write it."""
    return compact(number)


def wrong(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells are not an agency code; blank is not one either."""
    return ~matches_repeated(column, PATTERN)
