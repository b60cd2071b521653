"""The sender's own movement codes (PA): they replace ours where they fit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from config.codes import Codes
from outbox.cases import Cases
from outbox.compare import Mask
from outbox.events import ARRIVAL, DEPARTURE, OTHER, Event, Events, happened
from outbox.lines import BACK, FUND_CODES, GONE, JOIN, LEAVE


def events(cases: Cases, codes: Codes, insisted: Mask) -> Events:
    """Decide what happened, first by the rows, then by the sender's own codes.

    Where the sender's code fits, it replaces ours; where it does not, it is a misfit and waits
    for a person, unless somebody has insisted on it.
    """
    ours = happened(cases)
    given = cases.rows["PA"].to_numpy(object)
    for code in sorted({code for code in given if code}):
        chosen = given == code
        _apply(code, chosen, ours, declared=cases.declared, codes=codes, insisted=insisted)
    return ours


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
    kept = given & (_same(code, into) | _among(code, into))
    fits = given & ~kept & _fits(code, groups, into.event)
    into.misfit[given & ~done & ~kept & ~fits] = True
    forced = given & into.misfit & insisted
    into.event[forced] = _meaning(code, groups)
    replaced = fits | forced
    into.codes[replaced] = code
    into.plain[replaced] = True
    into.second[replaced] = False
    into.gained[replaced] = 0
    into.lost[replaced] = 0
    into.groups[replaced] = _group(groups, into.groups, into.event)[replaced]


def _nothing_left(code: str, declared: Mask) -> Mask:
    """Tell where a code asks for what is declared already."""
    if code in GONE:
        return ~declared
    known: Mask = declared & (code in {*JOIN, *BACK, *LEAVE, "DC", "CD"})
    return known


def _same(code: str, ours: Events) -> Mask:
    """Tell where the sender says of a change what we say."""
    changes = np.isin(ours.event, (Event.CHANGE, Event.REJOIN, Event.GONE))
    same: Mask = changes & ours.plain & (ours.codes == code)
    return same


def _among(code: str, ours: Events) -> Mask:
    """Tell where a change has a line of that code beside its first one."""
    if code == "CD":
        return ours.second
    moved = ours.gained if code.startswith("T") else ours.lost
    among: Mask = (moved & FUND_CODES.get(code, 0)) > 0
    return among


def _fits(code: str, groups: tuple[int, ...], event: NDArray[np.int64]) -> Mask:
    meaning = _meaning(code, groups)
    if meaning is Event.CHANGE:
        change: Mask = (event == Event.CHANGE) & (code not in {"DC", "CD"})
        joins: Mask = (event == Event.JOIN) & (ARRIVAL in groups)
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
    return Event.JOIN if groups == (ARRIVAL,) else Event.CHANGE


def _group(
    groups: tuple[int, ...], ours: NDArray[np.int64], event: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the group that allows a code: ours if it does, else 5, else its first.

    Ours are 1 for arrivals, 3 for departures, 2 and 4 for wages by direction, 5 for the rest.
    """
    wanted = np.select(
        [np.isin(event, (Event.JOIN, Event.BACK)), np.isin(event, (Event.GONE, Event.LEAVE))],
        [ARRIVAL, DEPARTURE],
        ours,
    )
    otherwise = OTHER if OTHER in groups else groups[0]
    return np.where(np.isin(wanted, groups), wanted, otherwise)
