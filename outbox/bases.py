"""The base of contributions before any cap: the wage and the allowances that count.

A wage in money counts with its allowances and additions in money. A wage of up to 100 is a
coefficient of the state's scale (TienLuong of D02-LT, QĐ 490/QĐ-BHXH of 28/03/2023): it counts
with the allowances in coefficients and percent, times the base wage (NĐ 204/2004/NĐ-CP).
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters.arrow import Text, flags, longest
from outbox.keys import key

Amounts: TypeAlias = NDArray[np.int64]
Mask: TypeAlias = NDArray[np.bool_]

MONEY: Final = ("TienLuong", "PhuCapLuong", "PhuCapBosung")
SCALE: Final = ("TienLuong", "PhuCapCV", "PhuCapTNVK", "PhuCapTNNghe")

_PLAIN = r"\A[0-9]{1,12}\z"
_NOTHING = r"\A0+(?:[.,]0+)?\z"
_COEFFICIENT = r"\A(?:[1-9]?[0-9](?:[.,][0-9]{1,4})?|100(?:[.,]0{1,4})?)\z"


def on_scale(people: pd.DataFrame) -> Mask:
    """Tell whose wage is a coefficient of the state's scale."""
    wage = key(people, "TienLuong")
    nothing = pc.match_substring_regex(wage, _NOTHING)
    return flags(pc.and_not(pc.match_substring_regex(wage, _COEFFICIENT), nothing))


def bases(people: pd.DataFrame, level: int) -> Amounts:
    """Return everybody's base in whole VND, before caps; `level` is what a coefficient of 1 is.

    A cell that is no number counts as nothing: other rooms refuse it before anybody asks here.
    """
    scale = on_scale(people)
    total = np.zeros(len(people), np.int64)
    for field in MONEY:
        total += _whole(key(people, field))
    if scale.any():
        total[scale] = _scaled(people.loc[scale, list(SCALE)], level)
    return total


def _whole(column: Text) -> Amounts:
    """Return plain digits as integers, anything else as 0."""
    if not longest(column):
        return np.zeros(len(column), np.int64)
    plain = pc.if_else(pc.match_substring_regex(column, _PLAIN), column, "0")
    numbers: Amounts = pc.cast(plain, pa.int64()).to_numpy(zero_copy_only=False)
    return numbers


def _scaled(people: pd.DataFrame, level: int) -> Amounts:
    """Return bases of coefficients: a scale has few steps, so each is worked out once."""
    steps = people.groupby(list(SCALE), sort=False).ngroup().to_numpy()
    each = people.drop_duplicates()
    worth = [
        _worth([_number(text) for text in texts], level)
        for texts in zip(*(each[field] for field in SCALE), strict=True)
    ]
    return np.array(worth, np.int64)[steps]


def _worth(numbers: list[Decimal], level: int) -> int:
    """Return what a step of the scale is worth, in whole VND, half up.

    Seniority beyond the scale is a percentage of the coefficient, seniority of the trade one of
    coefficient, post allowance and seniority beyond the scale together (NĐ 204/2004/NĐ-CP).

    >>> _worth([Decimal("4.98"), Decimal("0.5"), Decimal(6), Decimal(10)], 2_340_000)
    14874631
    """
    coefficient, post, beyond, trade = numbers
    basis = coefficient * (100 + beyond) / 100 + post
    whole = basis * (100 + trade) / 100 * level
    return int(whole.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _number(text: str) -> Decimal:
    """Read a coefficient or a percentage; blank or anything else is 0."""
    read = text.replace(",", ".")
    whole, _, part = read.partition(".")
    return Decimal(read) if whole.isdecimal() and (part == "" or part.isdecimal()) else Decimal(0)
