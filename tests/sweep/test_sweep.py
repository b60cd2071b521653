"""A short sample of the kill sweep; `make sweep` is the whole of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sweep.calls import NETWORK, Point, StraceMissingError, strace
from tests.sweep.plays import uploading
from tests.sweep.stage import Stage, Trial

SHIP, COLLECT = 4, 3


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    strace()
    with Stage(tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture(scope="module")
def points(stage: Stage) -> list[Point]:
    return stage.points(stage.shipping)


def _spread(points: list[Point], count: int) -> list[Point]:
    return points[:: -(-len(points) // count)]


def _wrong(trials: list[Trial]) -> list[tuple[Point, object]]:
    return [(trial.point, trial.problems) for trial in trials if trial.problems]


def test_without_strace_the_package_to_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(StraceMissingError, match="Debian package strace"):
        strace()


def test_the_points_cover_every_way_to_make_something_happen(points: list[Point]) -> None:
    calls = {point.call for point in points}
    renamed = " ".join(point.about for point in points if point.call.startswith("rename"))

    assert {"openat", "write", "pwrite64", "fsync", "fdatasync", "rename", "unlink"} <= calls
    assert calls & set(NETWORK)
    assert [name for name in ("drop", "keep", "outbox", "returned") if name not in renamed] == []
    assert len(points) > 300


def test_a_file_killed_on_its_way_arrives_exactly_once(stage: Stage, points: list[Point]) -> None:
    chosen = _spread(points, SHIP)

    trials = [stage.ship(point, verify=number == 0) for number, point in enumerate(chosen)]

    assert _wrong(trials) == []
    assert sum(trial.killed for trial in trials) >= SHIP - 2


def test_a_receipt_killed_on_its_way_is_applied_exactly_once(stage: Stage) -> None:
    points = stage.points(stage.collecting)
    filed = next(place for place, point in enumerate(points) if "inbox" in point.about)

    trials = [stage.collect(point) for point in _spread(points[filed:], COLLECT)]

    assert _wrong(trials) == []
    assert sum(trial.killed for trial in trials) >= COLLECT - 2


def test_the_known_bad_uploader_files_people_twice(stage: Stage) -> None:
    points = stage.points(stage.shipping, naive=True)
    later = [point for point in points[uploading(points) :] if point.call == "fdatasync"]

    trials = [stage.ship(point, naive=True) for point in later[4:6]]

    assert any(kind in trial.kinds for trial in trials for kind in ("twice", "lost", "partial"))
