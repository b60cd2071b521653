"""Mã số thuế (MST): the employer's tax code, 10 digits with a check digit, a branch's with -NNN.

Thông tư 105/2020/TT-BTC of 03/12/2020; python-stdnum proves the check digit. Since 01/07/2025 a
household business uses its owner's 12-digit personal number (Thông tư 86/2024/TT-BTC).

>>> validate("0301234567")
Traceback (most recent call last):
validators.errors.NumberError: check
>>> validate("0100109106")
'0100109106'
>>> validate("0314409058-002")
'0314409058-002'
>>> validate("079195000001")
'079195000001'
>>> validate("0100109106 ")
Traceback (most recent call last):
validators.errors.NumberError: shape
>>> compact("0100.109.106"), format("0314409058002")
('0100109106', '0314409058-002')
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray
from stdnum.vn import mst

from validators.columns import arrow
from validators.errors import NumberError
from validators.numbers import citizen

_SHAPE = r"[0-9]{10}(-[0-9]{3})?"
_HEAD, _BRANCH = 10, 13


def compact(number: str) -> str:
    """Take away the blanks and dots that people type; the hyphen of a branch stays."""
    return re.sub(r"[ .]", "", number)


def validate(number: str) -> str:
    """Return the code as it may stand in a form; raise NumberError otherwise."""
    if citizen.is_valid(number):
        return number
    if not re.fullmatch(_SHAPE, number):
        raise NumberError("shape")
    if not mst.is_valid(number):
        raise NumberError("check")
    return number


def is_valid(number: str) -> bool:
    """Tell whether the text is a tax code as it may stand in a form."""
    try:
        return bool(validate(number))
    except NumberError:
        return False


def format(number: str) -> str:
    """Return the code as the forms write it: a branch after a hyphen."""
    plain = compact(number).replace("-", "")
    return f"{plain[:_HEAD]}-{plain[_HEAD:]}" if len(plain) == _BRANCH else plain


def wrong(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells are not a tax code; each distinct code is proved once."""
    distinct = pc.dictionary_encode(arrow(column))
    bad = [not is_valid(code) for code in distinct.dictionary.to_pylist()]
    rows = distinct.indices.to_numpy(zero_copy_only=False)
    answers: NDArray[np.bool_] = np.asarray(bad, dtype=np.bool_)[rows]
    return answers
