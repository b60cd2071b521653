"""What is swept: the way out, the way out killed twice, the way back, acts, and the bad control."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from tests.sweep.acting import Acting
from tests.sweep.acts import ACTS
from tests.sweep.calls import NETWORK, Point
from tests.sweep.stage import Stage, Trial

CONTROL = "control"
_VERIFIED_EVERY = 10
_TWICE_EVERY = 8
_CONTROL_EVERY = 4
_ACT_EVERY = 4
"""Most of an act's instants are those of any pass, and `ship` dies at all of these."""
_HANDSHAKE = 5
"""Sends of the main thread before the first that is about a file."""
Play = Callable[[Stage, slice], Iterator[Trial]]


def ship(stage: Stage, share: slice) -> Iterator[Trial]:
    """Kill the way of one file from drop/ to the provider at every point."""
    for number, point in enumerate(stage.points(stage.shipping)[share]):
        yield stage.ship(point, verify=number % _VERIFIED_EVERY == 0)


def ship_twice(stage: Stage, share: slice) -> Iterator[Trial]:
    """Kill at some points, and the restart too at one by chance."""
    points = stage.points(stage.shipping)
    dice = random.Random(len(points) + (share.start or 0))
    for number, point in enumerate(points[::_TWICE_EVERY][share]):
        later = dice.choice(points)
        again = replace(later, number=dice.randint(1, later.number))
        yield stage.ship(point, again, verify=number % _VERIFIED_EVERY == 0)


def collect(stage: Stage, share: slice) -> Iterator[Trial]:
    """Kill the way back of three receipts at every point."""
    for point in stage.points(stage.collecting)[share]:
        yield stage.collect(point)


def ship_badly(stage: Stage, share: slice) -> Iterator[Trial]:
    """Kill the known-bad uploader at some points from the first upload on."""
    points = stage.points(stage.shipping, naive=True)
    for point in points[uploading(points) :][::_CONTROL_EVERY][share]:
        yield stage.ship(point, naive=True)


def uploading(points: list[Point]) -> int:
    """Return where the first file begins to move."""
    return next(
        place
        for place, point in enumerate(points)
        if point.call in NETWORK and point.main and point.number > _HANDSHAKE
    )


def acted(name: str) -> Play:
    """Return the play that kills the commands of an act at some of their points."""

    def play(stage: Stage, share: slice) -> Iterator[Trial]:
        acting = Acting(stage, name)
        for instant in list(acting.instants())[::_ACT_EVERY][share]:
            yield acting.trial(instant)

    return play


PLAYS: Mapping[str, Play] = {
    "ship": ship,
    "ship-twice-killed": ship_twice,
    "collect": collect,
    **{name: acted(name) for name in ACTS},
    CONTROL: ship_badly,
}
