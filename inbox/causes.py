"""Why a statement differs from what we declare: the fewest causes that our data can offer.

Differences are a vector: the amounts of four columns, then the people of the same four. Each
possible cause is such a vector too. Pure search; what it finds is likely, not proven.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from inbox.against import COLUMNS, Gap

Vectors: TypeAlias = NDArray[np.int64]

_NAMES: Final = tuple(COLUMNS)
_WIDTH: Final = len(_NAMES)
_PAIRS, _TRIPLES = 300, 40
"""Of how many different candidates pairs, and triples, are tried."""
_KNOWN, _STRANGER, _ODD, _UNEXPLAINED = 10, 12, 10, 50
"""What it costs to say: a change that we know of, a person who is missing, people that do not fit
an amount, an amount that nothing explains."""


class Why(StrEnum):
    """What may have become of a person."""

    PENDING = "pending"
    REPORTED = "reported"
    REFUSED = "refused"
    LATE = "late"
    MISSING = "missing"


WORDS: Final = {
    Why.PENDING: ("hồ sơ chưa được BHXH chấp nhận", "the dossier is not accepted yet"),
    Why.REPORTED: ("biến động tháng này chưa được tính", "this month's change is not counted yet"),
    Why.REFUSED: ("đã bị từ chối nhưng vẫn được tính", "was refused and is counted all the same"),
    Why.LATE: ("báo muộn, ở kỳ sau", "was reported late, in a later period"),
    Why.MISSING: ("không có trong số của cơ quan BHXH", "is missing from what VSS counts"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Candidate:
    """Something that may explain a difference: one person, or all people of a dossier."""

    why: Why
    people: tuple[str, ...]
    dossier: str
    effect: Vectors
    """What the statement says more, or less, than we declare if this is so."""


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One cause of the differences; if several people fit equally, one of them is meant."""

    why: Why
    column: str
    """The one column that is concerned, "" for all."""
    people: tuple[str, ...]
    alternatives: int
    """How many candidates fit equally well; 1 is certain as far as our data go."""
    dossier: str
    effect: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Explained:
    """The causes found, and what they leave unexplained."""

    causes: tuple[Cause, ...]
    rest: tuple[tuple[str, int], ...]
    """Column ("bhxh" for amounts, "bhxh people" for people) and what is left of it."""


def explain(
    found: Sequence[Gap],
    candidates: Sequence[Candidate],
    persons: Sequence[str],
    owed: Vectors,
) -> Explained:
    """Explain gaps by known changes, else by people of whom the statement seems to know nothing.

    `owed` has a row per person of `persons`: amounts and heads by column.
    """
    search = _Search(_vector(found), _slack(found), candidates, persons, owed)
    return search.best()


def _vector(found: Sequence[Gap]) -> Vectors:
    vector = np.zeros(2 * _WIDTH, np.int64)
    for gap in found:
        vector[_NAMES.index(gap.column) + (0 if gap.line == "B.3" else _WIDTH)] = gap.more
    return vector


def _slack(found: Sequence[Gap]) -> Vectors:
    """Return by how much an amount may be off, for rounding."""
    slack = np.zeros(_WIDTH, np.int64)
    for gap in found:
        if gap.line == "B.3":
            slack[_NAMES.index(gap.column)] = gap.most - gap.least
    return slack


class _Search:
    """All ways of explaining, each with its cost; the cheapest wins, known changes first."""

    def __init__(
        self,
        gap: Vectors,
        slack: Vectors,
        candidates: Sequence[Candidate],
        persons: Sequence[str],
        owed: Vectors,
    ) -> None:
        self._slack = slack
        self._alike: dict[tuple[int, ...], list[Candidate]] = {}
        for each in candidates:
            if each.effect.any():
                self._alike.setdefault(tuple(int(x) for x in each.effect), []).append(each)
        self._effects = list(self._alike)
        self._ways = _subsets(len(self._effects))
        known = np.array([*self._effects, (0,) * (2 * _WIDTH)], np.int64)
        self._left = np.array([gap - known[list(way)].sum(axis=0) for way in self._ways])
        self._persons, self._owed = persons, owed

    def best(self) -> Explained:
        """Return the cheapest way in words."""
        lone = self._missing(self._left)
        left = self._left + lone
        amounts, heads = left[:, :_WIDTH], left[:, _WIDTH:]
        single = self._single(amounts)
        open_ = np.abs(amounts) > self._slack
        cost = _KNOWN * np.array([len(way) for way in self._ways]) + _STRANGER * lone.any(axis=1)
        cost += np.where(open_, np.where(single, _STRANGER, _UNEXPLAINED), 0).sum(axis=1)
        cost += _ODD * ((heads + single) != 0).sum(axis=1)
        at = int(np.argmin(cost))
        return self._told(self._ways[at], lone[at], left[at], single[at])

    def _missing(self, left: Vectors) -> Vectors:
        """Return for each way the person whose absence would close BHXH; nothing where none."""
        nobody = np.zeros_like(left)
        distinct = np.unique(self._owed, axis=0) if len(self._owed) else self._owed
        if not len(distinct):
            return nobody
        at = np.searchsorted(distinct[:, 0], -left[:, 0] - self._slack[0])
        close = distinct[np.minimum(at, len(distinct) - 1)]
        fits = (np.abs(close[:, 0] + left[:, 0]) <= self._slack[0]) & (left[:, 0] < 0)
        # One person's absence must not open columns that are closed.
        worse = (np.abs((left + close)[:, :_WIDTH]) > self._slack).sum(axis=1)
        fits &= worse < (np.abs(left[:, :_WIDTH]) > self._slack).sum(axis=1)
        return np.where(fits[:, None], close, nobody)

    def _single(self, amounts: Vectors) -> NDArray[np.bool_]:
        """Tell for each way and column whether one person's amount is what is missing."""
        single = np.zeros(amounts.shape, bool)
        for column in range(_WIDTH if len(self._owed) else 0):
            known = np.unique(self._owed[:, column])
            wanted, slack = -amounts[:, column], self._slack[column]
            at = np.minimum(np.searchsorted(known, wanted - slack), len(known) - 1)
            single[:, column] = (np.abs(known[at] - wanted) <= slack) & (wanted > slack)
        return single

    def _told(
        self, way: tuple[int, ...], lone: Vectors, left: Vectors, single: NDArray[np.bool_]
    ) -> Explained:
        causes = [self._known(self._effects[number]) for number in way]
        if lone.any():
            who = np.flatnonzero((self._owed == lone).all(axis=1))
            causes.append(self._person("", who, -lone))
        for column in np.flatnonzero(single):
            gone = np.zeros(2 * _WIDTH, np.int64)
            gone[[column, column + _WIDTH]] = left[column], -1
            near = np.abs(self._owed[:, column] + left[column]) <= self._slack[column]
            causes.append(self._person(_NAMES[column], np.flatnonzero(near), gone))
            left = left - gone
        names = (*_NAMES, *(f"{name} people" for name in _NAMES))
        slack = np.concatenate([self._slack, np.zeros(_WIDTH, np.int64)])
        rest = [
            (name, int(amount))
            for name, amount, least in zip(names, left, slack, strict=True)
            if abs(amount) > least
        ]
        return Explained(causes=tuple(causes), rest=tuple(rest))

    def _known(self, effect: tuple[int, ...]) -> Cause:
        alike = self._alike[effect]
        first = alike[0]
        return Cause(
            why=first.why, column="", people=first.people, alternatives=len(alike),
            dossier=first.dossier, effect=effect,
        )  # fmt: skip

    def _person(self, column: str, who: NDArray[np.intp], effect: Vectors) -> Cause:
        return Cause(
            why=Why.MISSING, column=column, people=(self._persons[int(who[0])],),
            alternatives=len(who), dossier="", effect=tuple(int(x) for x in effect),
        )  # fmt: skip


def _subsets(count: int) -> list[tuple[int, ...]]:
    """Return which candidates are tried together: none, each, pairs and triples of the first."""
    ways: list[tuple[int, ...]] = [(), *((each,) for each in range(count))]
    ways += combinations(range(min(count, _PAIRS)), 2)
    ways += combinations(range(min(count, _TRIPLES)), 3)
    return ways
