"""Who of VSS's list is who of ours: by insurance number, then citizen id, then name and birth.

Only a sure match counts: a key that stands twice on either side matches nobody, and a person whose
numbers lead to two others is in doubt.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters import arrow
from outbox.keys import Positions, key, positions

Mask: TypeAlias = NDArray[np.bool_]

NAMED: Final = ("HoTen", "NgaySinh", "GioiTinh")
_CITIZEN = r"^[0-9]{12}$"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
"""The five marks of tone; old and new spelling put them on different letters (hoà, hòa)."""


class By(StrEnum):
    """What made two entries the same person."""

    NUMBER = "number"
    CITIZEN = "citizen"
    NAME = "name"


class Doubt(StrEnum):
    """Why an entry of the list cannot be matched surely."""

    TWICE = "twice"
    """Its number or citizen id stands more than once, there or with us."""
    TORN = "torn"
    """Its insurance number is one person's, its citizen id another's."""
    ONLY_NAME = "only-name"
    """Name and birth date are somebody's, but no number and no sex proves it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Matched:
    """For each entry of the list: who it is of ours, -1 for nobody, and how that is known."""

    ours: Positions
    by: NDArray[np.object_]
    """`By`, or "" where nobody is matched."""
    doubts: NDArray[np.object_]
    """`Doubt`, or "" where there is none."""
    perhaps: Positions
    """Whom of ours a doubt concerns; -1 for nobody."""


def match(listed: pd.DataFrame, ours: pd.DataFrame) -> Matched:
    """Match a list with our people; both have MasoBHXH, CMND and the fields of `NAMED`."""
    found = _Finding(len(listed))
    theirs, mine = _citizens(listed), _citizens(ours)
    by_number = positions(key(listed, "MasoBHXH"), key(ours, "MasoBHXH"))
    by_citizen = positions(theirs, mine)
    torn = (by_number >= 0) & (by_citizen >= 0) & (by_number != by_citizen)
    found.doubt(torn, Doubt.TORN, by_number)
    ways = (
        (By.NUMBER, by_number, (key(listed, "MasoBHXH"), key(ours, "MasoBHXH"))),
        (By.CITIZEN, by_citizen, (theirs, mine)),
        (By.NAME, *_by_name(listed, ours)),
    )
    often = [
        _repeated(there) | np.append(_repeated(here), False)[at] for _, at, (there, here) in ways
    ]
    for (by, at, _), twice in zip(ways, often, strict=True):
        found.take((at >= 0) & ~twice, by, at)
    for (_, at, _), twice in zip(ways, often, strict=True):
        found.doubt((at >= 0) & twice, Doubt.TWICE, at)
    name_only, _ = _by_name(listed, ours, fields=NAMED[:2])
    free = ~np.isin(name_only, found.taken)
    found.doubt((name_only >= 0) & free, Doubt.ONLY_NAME, name_only)
    return found.settled()


class _Finding:
    """What is known so far; the surer key comes first, and nobody of ours is taken twice."""

    def __init__(self, entries: int) -> None:
        self._ours = np.full(entries, -1, np.int64)
        self._perhaps = np.full(entries, -1, np.int64)
        self._by = np.full(entries, "", object)
        self._doubts = np.full(entries, "", object)

    @property
    def taken(self) -> Positions:
        """Who of ours is matched."""
        return self._ours[self._ours >= 0]

    def take(self, these: Mask, by: By, at: Positions) -> None:
        """Match entries that nothing matched or doubted before, with people nobody has taken."""
        fresh = these & self._open() & ~np.isin(at, self.taken)
        self._ours[fresh], self._by[fresh] = at[fresh], str(by)

    def doubt(self, these: Mask, why: Doubt, at: Positions) -> None:
        """Doubt entries that nothing matched or doubted before."""
        fresh = these & self._open()
        self._doubts[fresh], self._perhaps[fresh] = str(why), at[fresh]

    def settled(self) -> Matched:
        """Return all that was found."""
        return Matched(ours=self._ours, by=self._by, doubts=self._doubts, perhaps=self._perhaps)

    def _open(self) -> Mask:
        open_: Mask = (self._ours < 0) & (self._doubts == "")
        return open_


def spelling(name: str) -> str:
    """Return a name as people hear it: no capitals, tones at the end of each word.

    >>> spelling("HOÀ  Thuý") == spelling("Hòa Thúy"), spelling("Hoa") == spelling("Hòa")
    (True, False)
    """
    words = unicodedata.normalize("NFD", name.casefold()).split()
    return " ".join(
        "".join(letter for letter in word if letter not in _TONES)
        + "".join(letter for letter in word if letter in _TONES)
        for word in words
    )


def spelled(names: pd.Series[str]) -> pd.Series[str]:
    """Return a column of names as people hear them."""
    return names.map(spelling).astype("str")


def _by_name(
    listed: pd.DataFrame, ours: pd.DataFrame, fields: Sequence[str] = NAMED
) -> tuple[Positions, tuple[arrow.Text, arrow.Text]]:
    """Return whom the list's names mean, where all the fields are told, and both columns of keys.

    An entry and a person with different insurance numbers, or citizen ids, are two people.
    """
    keys = _names(listed, fields), _names(ours, fields)
    at = positions(*keys)
    for field in ("MasoBHXH", "CMND"):
        theirs = listed[field].to_numpy(object)
        mine = np.append(ours[field].to_numpy(object), "")[at]
        at = np.where((theirs != "") & (mine != "") & (theirs != mine), -1, at)
    return at, keys


def _names(people: pd.DataFrame, fields: Sequence[str]) -> arrow.Text:
    whole = np.logical_and.reduce([(people[field] != "").to_numpy(bool) for field in fields])
    told = people.assign(HoTen=spelled(people["HoTen"]))
    return pc.if_else(whole, key(told, *fields), "")


def _citizens(people: pd.DataFrame) -> arrow.Text:
    """Return citizen ids; since 01/08/2025 one may be the insurance number (CV 1804/BHXH-QLT)."""
    own, number = key(people, "CMND"), key(people, "MasoBHXH")
    return arrow.filled(own, pc.if_else(arrow.matches(number, _CITIZEN), number, ""))


def _repeated(column: arrow.Text) -> Mask:
    """Tell which keys that say something stand there more than once."""
    series = pd.Series(column.to_pylist(), dtype="str")
    again: Mask = (series.duplicated(keep=False) & (series != "")).to_numpy(bool)
    return again
