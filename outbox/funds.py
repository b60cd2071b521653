"""In which funds people take part, and what share of the wage those funds get.

A set of funds is a number of five bits while it is worked with, and a word of letters in a column:
S sickness-maternity, R retirement-death, A accident, H health, U unemployment; "-" is no fund.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters.arrow import text
from config.causes import Cause, plain
from config.codes import Codes
from config.law import PARTICIPATION, Fund, Group, Law, Payer, Row
from config.model import Period
from config.participation import Kind
from outbox.keys import Positions, key, positions

Mask: TypeAlias = NDArray[np.bool_]
Days: TypeAlias = NDArray[np.datetime64]

SICK, RETIREMENT, ACCIDENT, HEALTH, UNEMPLOYMENT = 1, 2, 4, 8, 16
ALL_FUNDS: Final = 31
LETTERS: Final = "SRAHU"
FUND_SETS: Final = tuple(
    "".join(letter for bit, letter in enumerate(LETTERS) if number >> bit & 1) or "-"
    for number in range(ALL_FUNDS + 1)
)
CAUSES: Final = tuple(Cause)
_KINDS: Final = tuple(Kind)
_NO_KIND: Final = -1


@dataclass(frozen=True, kw_only=True, eq=False)
class Participation:
    """One value per person."""

    kinds: Positions
    """By which rules, as an index of Kind."""
    funds: Positions
    """The set of funds, as a number."""
    standing: Positions
    """The kind that a reason gave, as an index of Kind, until another reason ends it; -1: none."""
    unsure: Mask
    """The contract does not tell whether it lasts a month."""

    def standing_words(self) -> NDArray[np.object_]:
        """Return the standing kinds as words, "" for none."""
        words: NDArray[np.object_] = np.array([*_KINDS, ""], object)[self.standing]
        return words


def participation(
    people: pd.DataFrame, standing: Positions, law: Law, codes: Codes, on: date
) -> Participation:
    """Return who takes part in what on a day, by reason, nationality and contract.

    `standing` are the kinds that earlier reasons gave. People of a roster have no reason (LyDo).
    """
    now = _standing(causes(people, codes), standing)
    kinds, unsure = _kinds(people)
    kinds = np.where(now == _NO_KIND, kinds, now)
    table = np.array([number(law.funds(kind, on)) for kind in _KINDS], np.int64)
    return Participation(
        kinds=kinds, funds=table[kinds], standing=now, unsure=unsure & (now == _NO_KIND)
    )


def rests_on(frame: pd.DataFrame, law: Law, codes: Codes, period: Period) -> Iterator[Row[object]]:
    """Yield who takes part in what, of the kinds that the rows themselves tell."""
    day = period.first_day
    nobody = np.full(len(frame), _NO_KIND, np.int64)
    kinds = np.unique(participation(frame, nobody, law, codes, day).kinds)
    told = {_KINDS[kind].value for kind in kinds}
    return (row for row in law.rows_of(PARTICIPATION, day) if row.key[0] in told)


def remembered(roster: pd.DataFrame, law: Law, codes: Codes, on: date) -> tuple[Positions, ...]:
    """Return the sets of funds and the standing kinds that a roster says; -1 for no kind.

    Where it does not say a set (a baseline of an older version), the contract does.
    """
    standing = positions(key(roster, "Dien"), text(_KINDS))
    said = positions(key(roster, "Quy"), text(FUND_SETS))
    if (said >= 0).all():
        return said, standing
    follows = participation(roster, standing, law, codes, on).funds
    return np.where(said < 0, follows, said), standing


def causes(people: pd.DataFrame, codes: Codes) -> Positions:
    """Return what the reasons mean, as an index of CAUSES; -1: nothing that we know."""
    if "LyDo" not in people:
        return np.full(len(people), -1, np.int64)
    encoded = pc.dictionary_encode(key(people, "LyDo"))
    meant = [codes.reasons.get(plain(word)) for word in encoded.dictionary.to_pylist()]
    index = np.array([-1 if cause is None else CAUSES.index(cause) for cause in meant], np.int64)
    meanings: Positions = index[encoded.indices.to_numpy(zero_copy_only=False)]
    return meanings


def number(funds: Iterable[Fund]) -> int:
    """Return a set of funds as a number.

    >>> number([Fund.BHXH_SICK, Fund.BHYT])
    9
    """
    return sum(1 << list(Fund).index(fund) for fund in funds)


def shares(law: Law, on: date) -> NDArray[np.object_]:
    """Return the percentage of every set of funds on a day: a row for Vietnamese, one for others.

    >>> from config.law import load_law
    >>> shares(load_law(), date(2026, 10, 1))[0, ALL_FUNDS]
    '32.0'
    """
    each = [
        [sum((law.rate(fund, payer, group, on) for payer in Payer), Decimal(0)) for fund in Fund]
        for group in Group
    ]
    return np.array(
        [[_share(rates, number) for number in range(ALL_FUNDS + 1)] for rates in each], object
    )


def rates(funds: Positions, foreign: Mask, law: Law, on: date) -> NDArray[np.object_]:
    """Return TyleDong: the percentage of everybody's own funds."""
    table: NDArray[np.object_] = shares(law, on)[foreign.astype(int), funds]
    return table


def foreigners(people: pd.DataFrame) -> Mask:
    """Tell who is not Vietnamese; a blank nationality is Vietnamese."""
    nation = key(people, "QuocTich")
    plain_ = pc.or_(pc.equal(nation, "VN"), pc.equal(nation, ""))
    other: Mask = ~plain_.to_numpy(zero_copy_only=False)
    return other


def days(people: pd.DataFrame, field: str) -> Days:
    """Return a column of dd/MM/yyyy as days; NaT where there is none."""
    read = pc.strptime(key(people, field), format="%d/%m/%Y", unit="s", error_is_null=True)
    found: Days = (
        read.cast(pa.timestamp("s")).to_numpy(zero_copy_only=False).astype("datetime64[D]")
    )
    return found


def _share(rates: Sequence[Decimal], funds: int) -> str:
    total = sum((rate for bit, rate in enumerate(rates) if funds >> bit & 1), Decimal(0))
    return f"{total:.1f}" if total == round(total, 1) else f"{total.normalize():f}"


def _standing(meant: Positions, before: Positions) -> Positions:
    """Return the kind that stands after the reasons of this month."""
    kinds = [
        _KINDS.index(Kind(cause.value)) if cause.value in set(_KINDS) else _NO_KIND
        for cause in CAUSES
    ]
    given = np.array([*kinds, _NO_KIND], np.int64)[meant]
    ended = meant == CAUSES.index(Cause.FIRST_EMPLOYER)
    return np.where(given != _NO_KIND, given, np.where(ended, _NO_KIND, before))


def _kinds(people: pd.DataFrame) -> tuple[Positions, Mask]:
    """Return kinds by nationality and contract, and whose contract does not tell its length."""
    foreign = foreigners(people)
    contract = key(people, "LoaiHD")
    definite = pc.or_(pc.equal(contract, "XDTH"), pc.equal(contract, "KHAC"))
    some = np.flatnonzero(definite.to_numpy(zero_copy_only=False))
    kinds = np.where(foreign, _KINDS.index(Kind.FOREIGN), _KINDS.index(Kind.EMPLOYEE))
    unsure = np.zeros(len(people), bool)
    if len(some):
        few = people[["LoaiHD", "HDTuNgay", "HDDenNgay"]].take(some)
        start, end = days(few, "HDTuNgay"), days(few, "HDDenNgay")
        abroad = foreign[some]
        kinds[some] = np.select(
            [
                _shorter(start, end, 1),
                abroad & _shorter(start, end, 12),
                ~abroad & _shorter(start, end, 3),
            ],
            [
                _KINDS.index(kind)
                for kind in (Kind.UNDER_1_MONTH, Kind.FOREIGN_SHORT, Kind.UNDER_3_MONTHS)
            ],
            kinds[some],
        )
        open_ = np.isnat(start) | np.isnat(end)
        unsure[some] = open_ & (few["LoaiHD"] == "KHAC").to_numpy(bool)
    return kinds, unsure


def _shorter(start: Days, end: Days, months: int) -> Mask:
    """Tell which contracts are shorter than so many months, none where a day lacks."""
    month = start.astype("datetime64[M]")
    later = (month + months).astype("datetime64[D]") + (start - month.astype("datetime64[D]"))
    following = (month + months + 1).astype("datetime64[D]")
    whole = np.minimum(later, following) - 1
    found: Mask = end < whole
    return found
