"""Workers that share a sweep: each has its own server, robot, process to kill, and sites."""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty, Queue

from tests.sweep.plays import CONTROL, PLAYS
from tests.sweep.stage import Stage, Trial

_PATIENCE = 120.0
"""Seconds in which some worker must end some trial."""
News = tuple[str, Trial] | None


def trials(plays: Sequence[str], workers: int, every: int) -> Iterator[tuple[str, Trial]]:
    """Let every worker play its share, and yield trials as they end."""
    context = multiprocessing.get_context("spawn")
    news: Queue[News] = context.Manager().Queue()
    crew = [
        context.Process(target=_work, args=(plays, part, workers, every, news))
        for part in range(workers)
    ]
    for worker in crew:
        worker.start()
    at_work = workers
    while at_work:
        try:
            told = news.get(timeout=_PATIENCE)
        except Empty:
            raise RuntimeError("a worker is silent") from None
        if told is None:
            at_work -= 1
        else:
            yield told
    for worker in crew:
        worker.join()
        if worker.exitcode:
            raise RuntimeError("a worker failed; it has said why")


def _work(plays: Sequence[str], part: int, parts: int, every: int, news: Queue[News]) -> None:
    """Play this worker's share of every play."""
    try:
        with tempfile.TemporaryDirectory(prefix="bhxh-sweep-") as folder, Stage(Path(folder)) as on:
            for name in plays:
                step = 1 if name == CONTROL else every
                for trial in PLAYS[name](on, slice(part * step, None, parts * step)):
                    news.put((name, trial))
    finally:
        news.put(None)
