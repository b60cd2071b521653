"""What a file's lines do to a month's contributions: all of a unit before and after, and who moves.

Pure. Only those whom lines are about are worked out twice; everybody else counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from config.law import Fund, Payer
from config.model import Period
from outbox import bases
from outbox.contributions import Contributions, Total, contributions, totals
from outbox.keys import key, positions
from outbox.lines import WAGE_FIELDS
from outbox.roster import fold
from outbox.rules import MovementRules

CHANGED_COLUMNS: Final = (
    *("unit", "person", "name", "base_before", "base_after", "sum_before", "sum_after"),
)
"""One row per person of whom the month's sum changes; bases are those of BHXH."""
CAPPED_COLUMNS: Final = ("unit", "person", "name", "wage", "social", "unemployment")
"""One row per person whose wage is above a cap, after the lines."""

_KEY = ("MaDonVi", "MaNV")
_READ = (*_KEY, "HoTen", "QuocTich", "MavungLTT", "TinhTrang", "Quy", *WAGE_FIELDS)
"""What of a roster contributions depend on, and what names a person."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Amounts:
    """A month's contributions of the units of one file."""

    period: Period
    before: tuple[Total, ...]
    """As declared before the file; the same units and funds as `after`."""
    after: tuple[Total, ...]
    changed: pd.DataFrame
    capped: pd.DataFrame


def amounts(
    roster: pd.DataFrame, lines: pd.DataFrame, period: Period, rules: MovementRules
) -> Amounts:
    """Work out what the declared people of a file's units owe, before its lines and after.

    LawError where our tables do not reach that month.
    """
    touched = positions(key(roster, *_KEY), key(lines, *_KEY)) >= 0
    old = np.flatnonzero(touched)
    fields = [name for name in _READ if name in roster]
    declared = roster[fields]
    new = fold(declared[touched].reset_index(drop=True), lines, {}, fields)[fields]
    people = pd.concat([declared, new], ignore_index=True)
    found = contributions(people, period, rules.law, rules.units)
    fresh = np.arange(len(people)) >= len(roster)
    stands = np.append(~touched, fresh[len(roster) :])
    return Amounts(
        period=period,
        before=totals(found, ~fresh),
        after=totals(found, stands),
        changed=_changed(people, old, np.flatnonzero(fresh), _owed(found), found.social),
        capped=_capped(people, found, np.flatnonzero(found.capped() & stands)),
    )


def _changed(
    people: pd.DataFrame,
    old: bases.Amounts,
    new: bases.Amounts,
    owed: bases.Amounts,
    social: bases.Amounts,
) -> pd.DataFrame:
    """Return those of whom the sum changes: who stay or leave first, then who arrive.

    `old` and `new` are the places of those whom lines are about, as they were and as they are.
    """
    keys = people[list(_KEY)]
    was, now = key(keys.take(old), *_KEY), key(keys.take(new), *_KEY)
    stay = positions(was, now)
    arrive = np.flatnonzero(positions(now, was) < 0)
    before = np.concatenate([old, np.full(len(arrive), -1)])
    after = np.concatenate([np.where(stay < 0, -1, np.append(new, -1)[stay]), new[arrive]])
    differ = np.flatnonzero(_at(owed, before) != _at(owed, after))
    before, after = before[differ], after[differ]
    return pd.DataFrame(
        {
            **_named(people, np.where(before < 0, after, before)),
            "base_before": _at(social, before),
            "base_after": _at(social, after),
            "sum_before": _at(owed, before),
            "sum_after": _at(owed, after),
        }
    )


def _capped(people: pd.DataFrame, found: Contributions, chosen: bases.Amounts) -> pd.DataFrame:
    each = {name: getattr(found, name)[chosen] for name in CAPPED_COLUMNS[3:]}
    return pd.DataFrame({**_named(people, chosen), **each})


def _owed(found: Contributions) -> bases.Amounts:
    """Return what both payers owe to all funds, per person."""
    owed = np.zeros(len(found.unit), np.int64)
    for fund in Fund:
        for payer in Payer:
            owed += found.amount(fund, payer)
    return owed


def _at(values: bases.Amounts, places: bases.Amounts) -> bases.Amounts:
    """Return the values at these places, 0 for -1."""
    return np.append(values, 0)[places]


def _named(people: pd.DataFrame, places: bases.Amounts) -> dict[str, list[str]]:
    fields = {"unit": "MaDonVi", "person": "MaNV", "name": "HoTen"}
    return {name: people[field].take(places).to_list() for name, field in fields.items()}
