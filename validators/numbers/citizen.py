r"""Số định danh cá nhân (CCCD): 12 digits that hold birthplace, century with sex, and birth year.

Thông tư 07/2016/TT-BCA of 01/02/2016, Thông tư 59/2021/TT-BCA of 15/05/2021: digits 1-3 are the
province (0 and its two digits) or the country of birth registration, digit 4 is century and sex
(1900-1999: 0 male, 1 female; 2000-2099: 2 and 3), digits 5-6 the year of birth, the rest random.
Numbers did not change when the provinces merged on 01/07/2025, so the 63 old codes stay right. The
9-digit CMND is void since 01/01/2025 (Luật Căn cước 26/2023/QH15, điều 46).

>>> validate("079195000001")
'079195000001'
>>> birth_year("079195000001"), is_male("079195000001")
(1995, False)
>>> validate("023456789")
Traceback (most recent call last):
validators.errors.NumberError: obsolete
>>> validate("07919500001")
Traceback (most recent call last):
validators.errors.NumberError: length
>>> validate("003195000001")
Traceback (most recent call last):
validators.errors.NumberError: province
>>> validate("079595000001")
Traceback (most recent call last):
validators.errors.NumberError: century
>>> format("079 195 000 001")
'079195000001'
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from validators.columns import digits_at, matches
from validators.errors import NumberError

_OLD_CODES = (
    "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 "
    "48 49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 "
    "96"
)
PROVINCES = frozenset(_OLD_CODES.split())
"""The 63 provinces before 01/07/2025 (QĐ 124/2004/QĐ-TTg and its amendments)."""

_PLACES = rf"(?:0(?:{'|'.join(sorted(PROVINCES))})|[1-9][0-9]{{2}})"
PATTERN = rf"\A{_PLACES}[0-3][0-9]{{8}}\z"
DIGITS = r"\A[0-9]{12}\z"
ABROAD = r"\A[1-9]"
"""The birth was registered in another country; we hold no list of those that exist."""
OBSOLETE = r"\A[0-9]{9}\z"
PASSPORT = r"\A[A-Z0-9]{5,12}\z"
"""A foreigner's passport: letters and digits (ICAO Doc 9303 has 9, the forms hold 12)."""

_LENGTH = 12
_FIRST_CENTURY = 1900


def compact(number: str) -> str:
    """Take away the blanks, dots and hyphens that people type."""
    return re.sub(r"[ .\-]", "", number)


def validate(number: str) -> str:
    """Return the number as it may stand in a form; raise NumberError otherwise."""
    if re.fullmatch(r"[0-9]{9}", number):
        raise NumberError("obsolete")
    if len(number) != _LENGTH:
        raise NumberError("length")
    if not re.fullmatch(r"[0-9]{12}", number):
        raise NumberError("digits")
    if number[0] == "0" and number[1:3] not in PROVINCES:
        raise NumberError("province")
    if number[3] not in "0123":
        raise NumberError("century")
    return number


def is_valid(number: str) -> bool:
    """Tell whether the text is a personal number as it may stand in a form."""
    try:
        return bool(validate(number))
    except NumberError:
        return False


def format(number: str) -> str:
    """Return the number as the forms write it."""
    return compact(number)


def birth_year(number: str) -> int:
    """Return the year of birth that a valid number tells."""
    return _FIRST_CENTURY + int(number[3]) // 2 * 100 + int(number[4:6])


def is_male(number: str) -> bool:
    """Tell whether a valid number is a man's."""
    return int(number[3]) % 2 == 0


def wrong(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells are not a personal number; blank is not one either."""
    return ~matches(column, PATTERN)


def birth_years(column: pd.Series) -> NDArray[np.int64]:
    """Return the years of birth that the numbers tell; meaningful for valid ones only."""
    century = digits_at(column, 3, 1) // 2 * 100
    return _FIRST_CENTURY + century + digits_at(column, 4, 2)


def males(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which numbers are a man's; meaningful for valid ones only."""
    answers: NDArray[np.bool_] = digits_at(column, 3, 1) % 2 == 0
    return answers
