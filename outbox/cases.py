"""The people of a snapshot who may have something to report, with all that is known of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.causes import Cause
from config.codes import Codes
from outbox.compare import Comparison, Conditions, Mask
from outbox.funds import CAUSES, FUND_SETS, causes
from outbox.keys import Positions, key, positions, taken
from outbox.lines import IDENTITY_FIELDS, TITLE_FIELDS, WAGE_FIELDS
from outbox.roster import ELSEWHERE_COLUMNS, Declared

NUMBER_LENGTH: Final = 10
LONG_NUMBER_LENGTH: Final = 12
_SCALE = 10_000
"""Amounts are compared as whole ten-thousandths, because a coefficient has up to 4 decimals."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Cases:
    """One value per person to look at; frames have a plain index."""

    at: Positions
    """Position in the export."""
    rows: pd.DataFrame
    old: pd.DataFrame
    """The roster's row of the same unit, blank for somebody who is not declared there."""
    declared: Mask
    employed: Mask
    condition: Conditions
    declared_condition: Conditions
    twice: Mask
    number: pd.Series[str]
    """The insurance number as far as anybody knows it: the row's, else a declared one."""
    kin: Mask
    """Declared in another own unit."""
    same_id: Mask
    """Not declared in the unit, but the citizen id is, under another employee number."""
    away: Mask
    """At work in another own unit."""
    kinds: Positions
    """By which rules the person takes part now, as an index of config.participation.Kind."""
    funds: Positions
    """The set of funds in which the person takes part now."""
    declared_funds: Positions
    unsure: Mask
    """The contract does not tell whether it is long enough to take part at all."""
    cause: Positions
    """What the reason means, as an index of outbox.funds.CAUSES; -1 = only text."""

    def because(self, *wanted: Cause) -> Mask:
        """Tell whose reason means one of these."""
        return np.isin(self.cause, [CAUSES.index(cause) for cause in wanted])

    def long_number(self) -> Mask:
        """Tell who has a number of 12 digits, which the 10-digit field cannot carry."""
        return (self.number.str.len() == LONG_NUMBER_LENGTH).to_numpy(bool)

    def title_differs(self) -> Mask:
        """Tell whose post, place of work or position differs; a blank position says nothing."""
        found = np.zeros(len(self.at), bool)
        for field in TITLE_FIELDS:
            told = self.rows[field]
            found |= ((told != self.old[field]) & (told != "")).to_numpy(bool)
        return found

    def identity_differs(self) -> Mask:
        """Tell whose personal data are not those declared; a new number is no difference."""
        found = np.zeros(len(self.at), bool)
        for field in IDENTITY_FIELDS:
            found |= (self.rows[field] != self.old[field]).to_numpy(bool)
        told, known = self.rows["MasoBHXH"], self.old["MasoBHXH"]
        found |= ((told != known) & (told != "") & (known != "")).to_numpy(bool)
        return found & self.declared

    def wage_change(self) -> tuple[Mask, Mask]:
        """Tell whose wage differs, and whether it did not fall.

        The whole of the money decides; where it is equal the percentages and coefficients, then
        the wage itself.
        """
        change = _amounts(self.rows) - _amounts(self.old)
        money = change[:, [0, 4, 5]].sum(axis=1)
        shares = change[:, 1:4].sum(axis=1)
        decisive = np.where(money != 0, money, np.where(shares != 0, shares, change[:, 0]))
        return (change != 0).any(axis=1), decisive >= 0


def gather(
    frame: pd.DataFrame,
    comparison: Comparison,
    chosen: Positions,
    declared: Declared,
    codes: Codes,
) -> Cases:
    """Return the chosen rows of the export with what the roster says about them."""
    part = comparison.part
    told = frame.take(chosen).reset_index(drop=True)
    rows = told.assign(
        Quy=pd.Series(np.array(FUND_SETS, object)[part.funds[chosen]], dtype="str"),
        Dien=pd.Series(part.standing_words()[chosen], dtype="str"),
    )
    own = comparison.own[chosen]
    old = taken(declared.roster, own)
    relatives, kin, same_id = _kin(rows, own, declared)
    return Cases(
        at=chosen,
        rows=rows,
        old=old,
        declared=own >= 0,
        employed=comparison.employed[chosen],
        condition=comparison.condition[chosen],
        declared_condition=comparison.declared_condition[chosen],
        twice=comparison.twice[chosen],
        number=_number(rows["MasoBHXH"], old["MasoBHXH"], relatives["MasoBHXH"]),
        kin=kin,
        same_id=same_id,
        away=_away(rows, frame, comparison, chosen, declared.elsewhere),
        kinds=part.kinds[chosen],
        funds=part.funds[chosen],
        declared_funds=comparison.declared_funds[chosen],
        unsure=part.unsure[chosen],
        cause=causes(rows, codes),
    )


def found_by(people: pd.DataFrame, among: pd.DataFrame) -> Positions:
    """Return where people stand in another frame, by employee number or else by citizen id."""
    by_person = positions(key(people, "MaNV"), key(among, "MaNV"))
    by_id = positions(key(people, "CMND"), key(among, "CMND"))
    return np.where(by_person >= 0, by_person, by_id)


def _kin(rows: pd.DataFrame, own: Positions, declared: Declared) -> tuple[pd.DataFrame, Mask, Mask]:
    """Find who is not declared in the unit but elsewhere with the employer."""
    columns = list(ELSEWHERE_COLUMNS)
    stranger = own < 0
    if not stranger.any():
        blank = taken(declared.elsewhere.iloc[:0][columns], own)
        return blank, stranger, stranger
    family = pd.concat([declared.roster[columns], declared.elsewhere[columns]])
    at = np.where(stranger, found_by(rows, family.reset_index(drop=True)), -1)
    relatives = taken(family, at)
    here = (relatives["MaDonVi"] == rows["MaDonVi"]).to_numpy(bool)
    return relatives, (at >= 0) & ~here, here


def _away(
    rows: pd.DataFrame,
    frame: pd.DataFrame,
    comparison: Comparison,
    chosen: Positions,
    elsewhere: pd.DataFrame,
) -> Mask:
    """Tell who has left this unit and is at work in another one of the employer's."""
    left = ~comparison.employed[chosen]
    away = np.zeros(len(chosen), bool)
    if left.any():
        leavers = rows[left]
        working = frame.loc[comparison.employed, ["MaDonVi", "MaNV", "CMND"]]
        at = found_by(leavers, working)
        other = taken(working, at)["MaDonVi"].to_numpy() != leavers["MaDonVi"].to_numpy()
        away[left] = ((at >= 0) & other) | (found_by(leavers, elsewhere) >= 0)
    return away


def _number(told: pd.Series[str], own: pd.Series[str], kin: pd.Series[str]) -> pd.Series[str]:
    known = own.mask(own == "", kin)
    short = known.str.len() == NUMBER_LENGTH
    return told.mask((told == "") | ((told.str.len() != NUMBER_LENGTH) & short), known)


def _amounts(people: pd.DataFrame) -> NDArray[np.int64]:
    columns = [
        pd.to_numeric(people[field].replace("", "0").astype(object), errors="coerce").fillna(0)
        for field in WAGE_FIELDS
    ]
    amounts = np.column_stack([column.to_numpy(float) for column in columns])
    whole: NDArray[np.int64] = np.rint(amounts * _SCALE).astype(np.int64)
    return whole
