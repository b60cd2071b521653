"""What happened to each person, and the movement code (PA) and group (Loai) that say so."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.codes import Codes
from outbox.cases import Cases
from outbox.compare import CONDITIONS, Mask
from outbox.lines import BACK, GONE, JOIN, LEAVE

_DEATH_WORDS: Final = frozenset({"chet", "tu vong", "qua doi"})
_ARRIVAL, _UP, _DEPARTURE, _DOWN, _OTHER = 1, 2, 3, 4, 5


class Event(IntEnum):
    """What happened to a person since the last declaration."""

    NONE = 0
    JOIN = 1
    GONE = 2
    LEAVE = 3
    BACK = 4
    CHANGE = 5


@dataclass(frozen=True, kw_only=True, eq=False)
class Events:
    """One value per case."""

    event: NDArray[np.int64]
    codes: NDArray[np.object_]
    """PA of the (first) line."""
    groups: NDArray[np.int64]
    """Loai of the (first) line."""
    second: Mask
    """A change of title (CD) follows the change of wage (DC)."""
    misfit: Mask
    """The sender's PA does not fit what happened."""
    death: Mask


def events(cases: Cases, codes: Codes, insisted: Mask) -> Events:
    """Decide what happened, first by the rows, then by the sender's own codes.

    Where the sender's code fits, it replaces ours; where it does not, it is a misfit and waits
    for a person, unless somebody has insisted on it.
    """
    ours = _ours(cases)
    given = cases.rows["PA"].to_numpy(object)
    for code in sorted({code for code in given if code}):
        chosen = given == code
        _apply(code, chosen, ours, declared=cases.declared, codes=codes, insisted=insisted)
    return ours


def _ours(cases: Cases) -> Events:
    wage, rose = cases.wage_change()
    title = cases.title_differs()
    event = _happened(cases, wage | title)
    change = event == Event.CHANGE
    death = (event == Event.GONE) & _died(cases.rows)
    return Events(
        event=event,
        codes=_our_codes(cases, event, wage, death),
        groups=np.select(
            [
                np.isin(event, (Event.JOIN, Event.BACK)),
                np.isin(event, (Event.GONE, Event.LEAVE)),
                change & wage & rose,
                change & wage,
            ],
            [_ARRIVAL, _DEPARTURE, _UP, _DOWN],
            _OTHER,
        ),
        second=change & wage & title,
        misfit=np.zeros(len(event), bool),
        death=death,
    )


def _happened(cases: Cases, differs: Mask) -> NDArray[np.int64]:
    stays = cases.declared & cases.employed
    working, declared_working = cases.condition == 0, cases.declared_condition == 0
    return np.select(
        [
            ~cases.declared & cases.employed,
            cases.declared & ~cases.employed,
            stays & ~working & (cases.condition != cases.declared_condition),
            stays & working & ~declared_working,
            stays & working & differs,
        ],
        [Event.JOIN, Event.GONE, Event.LEAVE, Event.BACK, Event.CHANGE],
        Event.NONE,
    )


def _our_codes(
    cases: Cases, event: NDArray[np.int64], wage: Mask, death: Mask
) -> NDArray[np.object_]:
    leaves = {name: code for code, name in LEAVE.items()}
    on_leave = np.array([leaves.get(name, "") for name in CONDITIONS], object)
    moved = (cases.away | (cases.rows["TrangThai"] == "ChuyenDonVi").to_numpy(bool)) & ~death
    numbered = cases.kin | (cases.number != "").to_numpy(bool)
    codes = np.full(len(event), "", object)
    for happened, chosen in (
        (Event.JOIN, np.where(numbered, "TD", "TM").astype(object)),
        (Event.GONE, np.where(moved, "GD", "GH").astype(object)),
        (Event.LEAVE, on_leave[cases.condition]),
        (Event.BACK, np.full(len(event), "ON", object)),
        (Event.CHANGE, np.where(wage, "DC", "CD").astype(object)),
    ):
        codes[event == happened] = chosen[event == happened]
    return codes


def _died(rows: pd.DataFrame) -> Mask:
    """Tell whose reason for leaving is death."""
    words = {reason: _folded(reason) in _DEATH_WORDS for reason in set(rows["LyDo"])}
    dead = rows["LyDo"].map(words).to_numpy(bool)
    told: Mask = dead & (rows["TrangThai"] == "NghiViec").to_numpy(bool)
    return told


def _folded(text: str) -> str:
    """Return text without accents and case: "Tử vong" -> "tu vong"."""
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def _apply(
    code: str, given: Mask, into: Events, *, declared: Mask, codes: Codes, insisted: Mask
) -> None:
    """Put a sender's code in the place of ours where it fits; mark it where it does not."""
    movement = codes.movements.get(code)
    groups = movement.groups if movement else ()
    if not groups:
        into.misfit[given] = True
        return
    done = given & (into.event == Event.NONE) & _nothing_left(code, declared)
    kept = given & (into.event == Event.CHANGE) & ((into.codes == code) | _both(code, into.second))
    fits = given & _fits(code, groups, into.event)
    into.misfit[given & ~done & ~kept & ~fits] = True
    forced = given & into.misfit & insisted
    into.event[forced] = _meaning(code, groups)
    replaced = fits | forced
    into.codes[replaced] = code
    into.second[replaced] = False
    into.groups[replaced] = _group(groups, into.groups, into.event)[replaced]


def _nothing_left(code: str, declared: Mask) -> Mask:
    """Tell where a code asks for what is declared already."""
    if code in GONE:
        return ~declared
    known: Mask = declared & (code in {*JOIN, *BACK, *LEAVE, "DC", "CD"})
    return known


def _both(code: str, second: Mask) -> Mask:
    return second & (code == "CD")


def _fits(code: str, groups: tuple[int, ...], event: NDArray[np.int64]) -> Mask:
    meaning = _meaning(code, groups)
    if meaning is Event.CHANGE:
        change: Mask = (event == Event.CHANGE) & (code not in {"DC", "CD"})
        joins: Mask = (event == Event.JOIN) & (_ARRIVAL in groups)
        return np.logical_or(change, joins)
    fitting: Mask = event == meaning
    return fitting


def _meaning(code: str, groups: tuple[int, ...]) -> Event:
    """Return what a code says that happened."""
    for listed, meaning in (
        (GONE, Event.GONE),
        (LEAVE, Event.LEAVE),
        (BACK, Event.BACK),
        (JOIN, Event.JOIN),
    ):
        if code in listed:
            return meaning
    return Event.JOIN if groups == (_ARRIVAL,) else Event.CHANGE


def _group(
    groups: tuple[int, ...], ours: NDArray[np.int64], event: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the group that allows a code: ours if it does, else 5, else its first.

    Ours are 1 for arrivals, 3 for departures, 2 and 4 for wages by direction, 5 for the rest.
    """
    wanted = np.select(
        [np.isin(event, (Event.JOIN, Event.BACK)), np.isin(event, (Event.GONE, Event.LEAVE))],
        [_ARRIVAL, _DEPARTURE],
        ours,
    )
    otherwise = _OTHER if _OTHER in groups else groups[0]
    return np.where(np.isin(wanted, groups), wanted, otherwise)
