"""The sites of the corpus, taken through their passes once, whoever of the workers comes first."""

from __future__ import annotations

import fcntl
import os
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.corpus.make import cases
from tests.corpus.stage import Stage, prepare
from tests.end_to_end.site import Site
from tests.sshd import Sshd

Act = Callable[[int], Stage]


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Act:
    """Return a site of the corpus by its half, everything dropped and taken.

    The tests of one file may run in two processes; a lock and a pickle let both look at one site.
    """
    root = tmp_path_factory.getbasetemp()
    home = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    known: dict[int, Stage] = {}

    def of(half: int) -> Stage:
        if half not in known:
            with (home / f"corpus-{half}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                known[half] = _once(home, half)
        return known[half]

    return of


def _once(home: Path, half: int) -> Stage:
    kept = home / f"corpus-{half}.pickle"
    if not kept.exists():
        kept.write_bytes(pickle.dumps(_acted(home / f"corpus-{half}", half)))
    stage: Stage = pickle.loads(kept.read_bytes())  # noqa: S301 - written a line above
    return stage


def _acted(home: Path, half: int) -> Stage:
    made = [case for case in cases() if case.half == half]
    (home / "sshd").mkdir(parents=True)
    template = Site.made(home / "template")
    with Sshd(home / "sshd") as server:
        stage = Stage(Site.copy_of(template.folder, home / "site", server))
        prepare(stage.site, made)
        stage.act(made)
    return stage
