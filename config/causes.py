"""What a free word of reason (Lý do) means for the declaration, and how such a word is read."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

_SEPARATORS = re.compile(r"[;:,(/]|\s[-–—]\s")


class Cause(StrEnum):
    """Why something happened, as far as it decides on a line; ``codes/reasons.csv`` has the words.

    A cause that is also a `config.participation.Kind` says by which rules the person takes part.
    """

    DEATH = "death"
    RETIREMENT = "retirement"
    OTHER_PROVINCE = "other-province"
    OTHER_UNIT = "other-unit"
    NEW_CONTRACT = "new-contract"
    FIRST_EMPLOYER = "first-employer"
    SECOND_EMPLOYER = "second-employer"
    PENSIONER = "pensioner"
    PENSION_ELIGIBLE = "pension-eligible"
    PROBATION = "probation"
    FOREIGN_EXEMPT = "foreign-exempt"
    WAGE = "wage"


def plain(text: str) -> str:
    """Return the words before the first separator, without accents, case and double blanks.

    >>> plain("Chuyển  tỉnh - theo nguyện vọng")
    'chuyen tinh'
    """
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(_SEPARATORS.split(bare, maxsplit=1)[0].split())
