r"""Số điện thoại: a Vietnamese number with its leading zero, 10 or 11 digits.

Thông tư 22/2014/TT-BTTTT of 22/12/2014 (numbering plan): mobile 10 digits, fixed lines 11 with the
area code of three digits, 10 and less common ones too.

>>> validate("0912345678")
'0912345678'
>>> validate("912345678")
Traceback (most recent call last):
validators.errors.NumberError: shape
>>> format("+84 912-345-678"), format("0912.345.678")
('0912345678', '0912345678')
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from validators.columns import matches_repeated
from validators.errors import NumberError

PATTERN = r"\A0[1-9][0-9]{8,9}\z"


def compact(number: str) -> str:
    """Take away what people type between the digits, and write 0 for the country."""
    return re.sub(r"^(\+84|84(?=[0-9]{9,10}$))", "0", re.sub(r"[ .()\-]", "", number))


def validate(number: str) -> str:
    """Return the text as it may stand in a form; raise NumberError otherwise."""
    if not re.fullmatch(r"0[1-9][0-9]{8,9}", number):
        raise NumberError("shape")
    return number


def is_valid(number: str) -> bool:
    """Tell whether the text is a phone number as it may stand in a form."""
    try:
        return bool(validate(number))
    except NumberError:
        return False


def format(number: str) -> str:
    """Return the text as the forms write it."""
    return compact(number)


def wrong(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells are not a phone number; blank is not one either."""
    return ~matches_repeated(column, PATTERN)
