"""What each person's wage means in contributions: base, caps and amounts, per fund and payer.

Pure, and by column. An amount is whole VND, rounded half up per person, fund and payer; VSS has
published no rule of rounding. A base below the lowest one of the law is told and never raised.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from config.law import Fund, Group, Law, Payer
from config.model import Period
from config.settings import Unit
from outbox.bases import Amounts, Mask, bases, on_scale
from outbox.funds import LETTERS, foreigners
from outbox.keys import key
from outbox.lines import WORKING, regions

_FUNDS: Final = tuple(Fund)
_REGIONS: Final = (1, 2, 3, 4)

Shares = Mapping[tuple[Fund, Payer, Group], Decimal]


@dataclass(frozen=True)
class Total:
    """What the people of one unit owe to one fund, in whole VND."""

    unit: str
    fund: Fund
    people: int
    base: int
    employer: int
    employee: int

    @property
    def sum(self) -> int:
        """What both payers owe."""
        return self.employer + self.employee


@dataclass(frozen=True, kw_only=True, eq=False)
class Contributions:
    """One value per person; what a fund gets is worked out when somebody asks."""

    unit: pd.Series[str]
    wage: Amounts
    """The base before any cap."""
    social: Amounts
    """The base of BHXH, TNLĐ-BNN and BHYT."""
    unemployment: Amounts
    """The base of BHTN."""
    takes_part: Mask
    """A row per person, a column per fund in the order of `Fund`."""
    foreign: Mask
    low: Mask
    """Whose base is below the lowest one of the law although they contribute."""
    shares: Shares

    def people(self, fund: Fund) -> Mask:
        """Tell who takes part in a fund."""
        mask: Mask = self.takes_part[:, _FUNDS.index(fund)]
        return mask

    def base(self, fund: Fund) -> Amounts:
        """Return everybody's base for a fund; 0 for those who do not take part."""
        base = self.unemployment if fund is Fund.BHTN else self.social
        return np.where(self.people(fund), base, 0)

    def amount(self, fund: Fund, payer: Payer) -> Amounts:
        """Return what this payer owes to this fund for everybody."""
        base = self.base(fund)
        own, other = (
            _share_of(base, self.shares[fund, payer, group])
            for group in (Group.VIETNAMESE, Group.FOREIGN)
        )
        return np.where(self.foreign, other, own)

    def capped(self) -> Mask:
        """Tell whose wage is above the cap of a fund that they take part in."""
        social = (self.wage > self.social) & self.takes_part[:, :-1].any(axis=1)
        found: Mask = social | ((self.wage > self.unemployment) & self.people(Fund.BHTN))
        return found


def contributions(
    people: pd.DataFrame,
    period: Period,
    law: Law,
    units: tuple[Unit, ...],
    takes_part: Mask | None = None,
) -> Contributions:
    """Work out a month's contributions of declared people (ROSTER_COLUMNS).

    `takes_part` says who takes part in what, a column per fund; without it `participation` does.
    LawError where our tables do not reach that month.
    """
    on = period.first_day
    region = _regions(people, units)
    wage = bases(people, law.reference_level(on))
    social_cap = law.bhxh_cap(on)
    caps = np.array([law.bhtn_cap(number, on) for number in _REGIONS], np.int64)
    floors = np.array([law.base_floor(number, on) for number in _REGIONS], np.int64)
    # State-scale staff have the cap of the reference level for BHTN too (Luật Việc làm, Điều 58).
    unemployment_cap = np.where(on_scale(people), social_cap, caps[region - 1])
    part = participation(people, law, on) if takes_part is None else takes_part
    return Contributions(
        unit=people["MaDonVi"],
        wage=wage,
        social=np.minimum(wage, social_cap),
        unemployment=np.minimum(wage, unemployment_cap),
        takes_part=part,
        foreign=foreigners(people),
        low=part.any(axis=1) & (wage < floors[region - 1]),
        shares=shares(law, on),
    )


def participation(people: pd.DataFrame, law: Law, on: date) -> Mask:
    """Return who takes part in which fund: by the roster's own word (Quy), else by nationality.

    Nobody on a declared leave does (Luật BHXH 41/2024/QH15, Điều 33 khoản 5; QĐ 595, Điều 42). A
    foreigner takes no part in a fund that only Vietnamese pay into.
    """
    rates = shares(law, on)
    open_to = np.array([[_pays(rates, fund, group) for fund in Fund] for group in Group])
    follows: Mask = open_to[foreigners(people).astype(int)]
    condition = people["TinhTrang"] if "TinhTrang" in people else people["TrangThai"]
    works = condition.isin(["", WORKING]).to_numpy(bool)
    if "Quy" in people:
        words = pc.dictionary_encode(key(people, "Quy"))
        distinct = words.dictionary.to_pylist()
        sets = np.array([[letter in word for letter in LETTERS] for word in distinct], bool)
        at = words.indices.to_numpy(zero_copy_only=False)
        told = np.array([word != "" for word in distinct], bool)[at]
        follows = np.where(told[:, None], sets.reshape(-1, len(LETTERS))[at], follows)
    return follows & works[:, None]


def shares(law: Law, on: date) -> Shares:
    """Return the percentage of each fund, payer and group on a day."""
    return {
        (fund, payer, group): law.rate(fund, payer, group, on)
        for fund, payer, group in product(Fund, Payer, Group)
    }


def totals(found: Contributions, counted: Mask | None = None) -> tuple[Total, ...]:
    """Add up per unit and fund: the units in order, the funds as `Fund` has them.

    With `counted`, only the people whom it marks.
    """
    codes, names = pd.factorize(found.unit, sort=True)
    some = np.arange(len(codes)) if counted is None else np.flatnonzero(counted)

    def per_unit(values: np.ndarray[Any, Any]) -> list[int]:
        # Sums of whole numbers below 2 ** 53, which a float holds exactly.
        added = np.bincount(codes[some], values[some], minlength=len(names))
        return [int(value) for value in added]

    columns = {
        fund: [
            per_unit(values)
            for values in (
                found.people(fund),
                found.base(fund),
                *(found.amount(fund, payer) for payer in Payer),
            )
        ]
        for fund in Fund
    }
    return tuple(
        Total(unit, fund, *(values[place] for values in columns[fund]))
        for place, unit in enumerate(names)
        for fund in Fund
    )


def _regions(people: pd.DataFrame, units: tuple[Unit, ...]) -> Amounts:
    """Return each person's wage region; 1, the highest wage, where neither row nor unit says it."""
    column = regions(people, units)
    words = pc.dictionary_encode(key(people.assign(MavungLTT=column), "MavungLTT"))
    known = {f"{number:02}": number for number in _REGIONS}
    numbers = np.array([known.get(word, 1) for word in words.dictionary.to_pylist()], np.int64)
    found: Amounts = numbers[words.indices.to_numpy(zero_copy_only=False)]
    return found


def _pays(rates: Shares, fund: Fund, group: Group) -> bool:
    """Tell whether a group takes part in a fund: somebody pays for it, or nobody does for anyone.

    A rate of 0 for all (NQ 68/NQ-CP, TNLĐ-BNN in 07/2021 to 06/2022) excludes nobody.
    """
    owed = {each: sum(rates[fund, payer, each] for payer in Payer) for each in Group}
    return owed[group] > 0 or not any(owed.values())


def _share_of(base: Amounts, percent: Decimal) -> Amounts:
    """Return that percentage of each base, whole and rounded half up.

    >>> _share_of(np.array([9_876_500, 7_654_321]), Decimal("0.5")).tolist()
    [49383, 38272]
    """
    part, whole = (percent / 100).as_integer_ratio()
    rounded: Amounts = (2 * base * part + whole) // (2 * whole)
    return rounded
