"""A short sample of the acts of the kill sweep; `make sweep` is the whole of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sweep.acting import Acting
from tests.sweep.acts import ACTS
from tests.sweep.calls import strace
from tests.sweep.portrait import differences
from tests.sweep.stage import Stage

TRIALS = 3


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    strace()
    with Stage(tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.mark.parametrize("name", ACTS)
def test_an_act_killed_on_its_way_ends_as_if_it_had_not_been(stage: Stage, name: str) -> None:
    acting = Acting(stage, name)
    instants = list(acting.instants())
    step = len(instants) // TRIALS

    trials = [acting.trial(each) for each in instants[step // 2 :: step][:TRIALS]]

    assert [(trial.point, trial.problems) for trial in trials if trial.problems] == []
    assert sum(trial.killed for trial in trials) >= TRIALS - 1


def test_what_is_lost_or_there_twice_is_seen(stage: Stage) -> None:
    acting = Acting(stage, "export")
    (given,) = (stage.site / "handed").iterdir()

    given.rename(given.with_name("twice.xml"))
    (stage.site / "returned" / "more.txt").write_text("more")

    kinds = [kind for kind, _ in differences(stage.traces(), acting.left)]
    assert sorted(set(kinds)) == ["lost", "partial", "twice"]
