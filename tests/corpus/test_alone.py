"""What no single file shows: a race (N04), a flood (N11), and the folder itself (N12).

A file that is gone before it is claimed (N09) is in `tests/pipeline/steps/test_arrive.py`, one that
we may not read (N07) in `tests/pipeline/test_sweep.py`.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.settings import Feed
from pipeline.settle import Settling
from pipeline.spool import NotRegularError, Spool
from pipeline.sweep import look_through
from tests.corpus.stage import Stage

RACES = 100
FLOOD = 5_000
_SECRET, _PLAIN = b"not for us", b"a,b\n1,2\n"


@contextmanager
def swapping(path: Path, secret: Path) -> Iterator[None]:
    """Let somebody put a file and a link there in turns."""
    stop = threading.Event()
    beside = path.with_name(".next")

    def swap() -> None:
        while not stop.is_set():
            beside.write_bytes(_PLAIN)
            beside.replace(path)
            beside.symlink_to(secret)
            beside.replace(path)

    worker = threading.Thread(target=swap)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def test_a_file_that_is_swapped_for_a_link_is_never_read_through_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(_SECRET)
    spool = Spool(tmp_path / "site")
    spool.prepare()
    path = tmp_path / "site" / "drop" / "luong.csv"
    taken: list[bytes] = []

    with swapping(path, secret):
        while len(taken) < RACES:
            try:
                claim = spool.claim(path)
                taken.append(spool.original(spool.seal(claim).sha256).read_bytes())
            except NotRegularError:
                taken.append(b"refused")
            except FileNotFoundError:
                continue

    assert set(taken) <= {_PLAIN, b"refused"}


@pytest.mark.parametrize("named", [FLOOD])
def test_a_flood_of_files_is_seen_in_the_order_of_their_names(tmp_path: Path, named: int) -> None:
    for number in range(named):
        os.close(os.open(tmp_path / f"{number:06}.csv", os.O_CREAT | os.O_WRONLY))
    settling = Settling()

    seen = look_through(tmp_path, (Feed(name="all"),), settling, 0.0, quiet=False)

    assert [sighting.path.name for sighting in seen] == sorted(os.listdir(tmp_path))
    assert {sighting.state for sighting in seen} == {"complete"}


@pytest.mark.long  # it needs a site of the whole corpus
def test_a_drop_folder_that_all_may_write_to_is_told(stage: Callable[[int], Stage]) -> None:
    site = stage(0).site
    drop = site.folder / "drop"
    before = drop.stat().st_mode
    drop.chmod(0o777)

    told = site.bhxh("doctor", "--offline", "--json").json
    drop.chmod(before)

    assert ("drop", "look") in [(check["name"], check["level"]) for check in told]
