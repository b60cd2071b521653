"""What a C12-TS should say of a unit and month, from the people that we declare.

The columns of the form (Mẫu C12-TS, QĐ 595/QĐ-BHXH of 14/04/2017): BHXH, BHYT, BHTN, BHTNLĐ-BNN.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import numpy as np

from config.law import Fund, Group, Payer
from outbox.bases import Amounts
from outbox.contributions import Contributions

COLUMNS: Final[Mapping[str, tuple[Fund, ...]]] = {
    "bhxh": (Fund.BHXH_SICK, Fund.BHXH_RETIREMENT),
    "bhyt": (Fund.BHYT,),
    "bhtn": (Fund.BHTN,),
    "bhtnld": (Fund.TNLD_BNN,),
}


@dataclass(frozen=True, kw_only=True)
class Due:
    """What a column's people should owe: between these, however the sum is rounded."""

    least: int
    most: int


def due(found: Contributions) -> dict[str, Due]:
    """Return what all these people owe, by column.

    VSS has published no rule of rounding: a share may be rounded per payer, or the sum at the end.
    """
    told = {}
    for column, funds in COLUMNS.items():
        shares = sum(int(found.amount(fund, payer).sum()) for fund in funds for payer in Payer)
        whole = sum((_unrounded(found, fund) for fund in funds), Decimal(0))
        once = int(whole.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        told[column] = Due(least=min(shares, once), most=max(shares, once))
    return told


def heads(found: Contributions) -> dict[str, int]:
    """Return how many of these people take part, by column."""
    return {column: int(each.sum()) for column, each in zip(COLUMNS, _heads(found), strict=True)}


def each_person(found: Contributions) -> Amounts:
    """Return a row per person: what they owe in each column, then 1 where they take part."""
    owed = [
        sum((found.amount(fund, payer) for fund in funds for payer in Payer), np.int64(0))
        for funds in COLUMNS.values()
    ]
    return np.column_stack([*owed, *_heads(found)]).astype(np.int64)


def _heads(found: Contributions) -> list[Amounts]:
    return [
        np.logical_or.reduce([found.people(fund) for fund in funds]).astype(np.int64)
        for funds in COLUMNS.values()
    ]


def _unrounded(found: Contributions, fund: Fund) -> Decimal:
    """Return what both payers owe to a fund before any rounding."""
    base, total = found.base(fund), Decimal(0)
    for group in Group:
        members = found.foreign if group is Group.FOREIGN else ~found.foreign
        percent = sum((found.shares[fund, payer, group] for payer in Payer), Decimal(0))
        total += int(base[members].sum()) * percent / 100
    return total
