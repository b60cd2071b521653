r"""Mã số BHXH: the number of a person's social-insurance record, 10 digits for life.

Printed on book and card (QĐ 1351/QĐ-BHXH 16/11/2015). No check digit is published, so only the
shape can be proved. Since 01/08/2025 the 12-digit personal number takes its place (CV
1804/BHXH-QLT), but the field of the forms still holds 10 digits.

>>> validate("7912345678")
'7912345678'
>>> validate("079195000001")
Traceback (most recent call last):
validators.errors.NumberError: length
>>> validate("79123O5678")
Traceback (most recent call last):
validators.errors.NumberError: digits
>>> compact(" 79 1234 5678")
'7912345678'
>>> format("79 12345678")
'7912345678'
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from validators.columns import matches
from validators.errors import NumberError

PATTERN = r"\A[0-9]{10}\z"
PERSONAL = r"\A[0-9]{12}\z"
"""A personal number where the insurance number belongs: the person has one, the field cannot."""

_LENGTH = 10


def compact(number: str) -> str:
    """Take away the blanks, dots and hyphens that people type."""
    return re.sub(r"[ .\-]", "", number)


def validate(number: str) -> str:
    """Return the number as it may stand in a form; raise NumberError otherwise."""
    if len(number) != _LENGTH:
        raise NumberError("length")
    if not re.fullmatch(r"[0-9]{10}", number):
        raise NumberError("digits")
    return number


def is_valid(number: str) -> bool:
    """Tell whether the text is an insurance number as it may stand in a form."""
    try:
        return bool(validate(number))
    except NumberError:
        return False


def format(number: str) -> str:
    """Return the number as the forms write it."""
    return compact(number)


def wrong(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells are not an insurance number; blank is not one either."""
    return ~matches(column, PATTERN)
