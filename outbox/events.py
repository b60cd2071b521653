"""What happened to each person, and the movement code (PA) and group (Loai) that say so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from config.causes import Cause
from outbox.cases import Cases
from outbox.compare import CONDITIONS, Mask
from outbox.funds import ACCIDENT, HEALTH, SICK
from outbox.lines import LEAVE

ARRIVAL, UP, DEPARTURE, DOWN, OTHER = 1, 2, 3, 4, 5
"""The groups (Loai)."""
_WITHOUT_CODE: Final = SICK | HEALTH
"""Funds that nobody can join or leave alone: no movement code says so."""


class Event(IntEnum):
    """What happened to a person since the last declaration."""

    NONE = 0
    JOIN = 1
    GONE = 2
    LEAVE = 3
    BACK = 4
    CHANGE = 5
    REJOIN = 6
    """Takes part in another way, which no code of change can say: leaves and arrives."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Events:
    """One value per case."""

    event: NDArray[np.int64]
    codes: NDArray[np.object_]
    """PA of the line of the event itself."""
    groups: NDArray[np.int64]
    """Loai of that line."""
    plain: Mask
    """There is such a line: wage, title, arrival, departure …, not only funds on or off."""
    second: Mask
    """A change of title (CD) follows it."""
    gained: NDArray[np.int64]
    """Funds that go on with a line of their own each (TV, TL, TN)."""
    lost: NDArray[np.int64]
    """Funds that go off with a line of their own each (GV, GL, GN)."""
    misfit: Mask
    """The sender's PA does not fit what happened."""
    death: Mask
    uncovered: Mask
    """At work, but takes part in no fund."""


def happened(cases: Cases) -> Events:
    """Decide what happened by the rows alone, before the sender's own codes are looked at."""
    wage, rose = cases.wage_change()
    title = cases.title_differs()
    moved = cases.funds ^ cases.declared_funds
    event = _event(cases, wage | title, moved)
    change = event == Event.CHANGE
    death = (event == Event.GONE) & _died(cases)
    codes = _codes(cases, event, wage, death)
    return Events(
        event=event,
        codes=codes,
        groups=_groups(event, codes, change & wage, rose),
        plain=(event != Event.NONE) & ~(change & ~wage & ~title),
        second=change & wage & title,
        gained=np.where(change, moved & cases.funds, 0),
        lost=np.where(change, moved & ~cases.funds, 0),
        misfit=np.zeros(len(event), bool),
        death=death,
        uncovered=cases.employed & (cases.condition == 0) & (cases.funds == 0),
    )


def _event(cases: Cases, differs: Mask, moved: NDArray[np.int64]) -> NDArray[np.int64]:
    stays = cases.declared & cases.employed
    working, declared_working = cases.condition == 0, cases.declared_condition == 0
    at_work = stays & working & declared_working
    return np.select(
        [
            ~cases.declared & cases.employed & (cases.funds > 0),
            cases.declared & ~cases.employed,
            stays & ~working & (cases.condition != cases.declared_condition),
            stays & working & (cases.funds == 0),
            stays & working & ~declared_working,
            at_work & ((moved & _WITHOUT_CODE) > 0),
            at_work & (differs | (moved > 0)),
        ],
        [
            Event.JOIN,
            Event.GONE,
            Event.LEAVE,
            Event.GONE,
            Event.BACK,
            Event.REJOIN,
            Event.CHANGE,
        ],
        Event.NONE,
    )


def _codes(cases: Cases, event: NDArray[np.int64], wage: Mask, death: Mask) -> NDArray[np.object_]:
    leaves = {name: code for code, name in LEAVE.items()}
    on_leave = np.array([leaves.get(name, "") for name in CONDITIONS], object)
    codes = np.full(len(event), "", object)
    joins = np.isin(event, (Event.JOIN, Event.REJOIN))
    wages = np.where(cases.declared_funds == ACCIDENT, "DL", "DC").astype(object)
    for mask, chosen in (
        (joins, _arrival_codes(cases)),
        (event == Event.GONE, _departure_codes(cases, death)),
        (event == Event.LEAVE, on_leave[cases.condition]),
        (event == Event.BACK, np.full(len(event), "ON", object)),
        (event == Event.CHANGE, np.where(wage, wages, "CD").astype(object)),
    ):
        codes[mask] = chosen[mask]
    return codes


def _arrival_codes(cases: Cases) -> NDArray[np.object_]:
    """Return TL for the accident fund alone, else by number, origin and contract."""
    numbered = cases.declared | cases.kin | (cases.number != "").to_numpy(bool)
    return np.select(
        [
            cases.funds == ACCIDENT,
            ~numbered,
            cases.because(Cause.NEW_CONTRACT),
            cases.because(Cause.OTHER_PROVINCE) & ~cases.kin,
        ],
        ["TL", "TM", "TH", "TC"],
        "TD",
    ).astype(object)


def _departure_codes(cases: Cases, death: Mask) -> NDArray[np.object_]:
    """Return GH for the dead, GL for the accident fund alone, else by where they go."""
    moves = (cases.rows["TrangThai"] == "ChuyenDonVi").to_numpy(bool)
    return np.select(
        [
            death,
            cases.declared_funds == ACCIDENT,
            cases.away,
            cases.because(Cause.OTHER_PROVINCE),
            moves | cases.because(Cause.OTHER_UNIT),
        ],
        ["GH", "GL", "GD", "GC", "GD"],
        "GH",
    ).astype(object)


def _groups(
    event: NDArray[np.int64], codes: NDArray[np.object_], wage: Mask, rose: Mask
) -> NDArray[np.int64]:
    return np.select(
        [
            np.isin(event, (Event.JOIN, Event.BACK, Event.REJOIN)),
            codes == "GL",
            np.isin(event, (Event.GONE, Event.LEAVE)),
            wage & rose,
            wage,
        ],
        [ARRIVAL, DOWN, DEPARTURE, UP, DOWN],
        OTHER,
    )


def _died(cases: Cases) -> Mask:
    """Tell whose reason for leaving is death."""
    told: Mask = cases.because(Cause.DEATH) & (cases.rows["TrangThai"] == "NghiViec").to_numpy(bool)
    return told
