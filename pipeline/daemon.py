"""The daemon: hints and ticks arrive on one queue, one thread works them off."""

from __future__ import annotations

import queue
import threading
import time

from pipeline.errors import LeaseLostError, LedgerError
from pipeline.parts import Parts
from pipeline.runner import Runner, Tally
from pipeline.schedule import Ticker
from pipeline.watch import Watcher

_GLANCE = 1.0
"""Seconds between looks at the stop flag and at files that are settling."""


def serve(parts: Parts, runner: Runner, stop: threading.Event) -> int:
    """Work until told to stop; returns the worst exit code of the passes (0, 1 or 2)."""
    hints: queue.SimpleQueue[str] = queue.SimpleQueue()
    ticker = Ticker(parts.settings.schedule, hints.put)
    watcher = Watcher(parts.spool.site / "drop", lambda: hints.put("work"))
    watcher.start()
    ticker.start()
    parts.log.info("daemon.started", epoch=parts.ledger.store.epoch)
    for word in ("work", "collect", "reconcile"):
        hints.put(word)
    worst = 0
    try:
        while not stop.is_set():
            words = _words(hints)
            if not watcher.is_alive():
                parts.log.error("watcher.dead", advice="restarted; the sweep goes on by the clock")
                watcher.restart()
            if words:
                code, settling = _keep_going(words, parts, runner)
                worst = max(worst, code)
                if settling:
                    # Nothing tells us that a file has become still: look again by ourselves.
                    hints.put("work")
                    time.sleep(_GLANCE)
    finally:
        ticker.stop()
        watcher.stop()
        parts.log.info("daemon.stopped")
    return worst


def _words(hints: queue.SimpleQueue[str]) -> set[str]:
    """Wait a moment for hints and return them all, each word once."""
    words: set[str] = set()
    try:
        words.add(hints.get(timeout=_GLANCE))
        while True:
            words.add(hints.get_nowait())
    except queue.Empty:
        return words


def _keep_going(words: set[str], parts: Parts, runner: Runner) -> tuple[int, bool]:
    """Attend; a ledger that cannot be used now (a full disk) is told and tried at the next tick."""
    try:
        return _attend(words, parts, runner)
    except LeaseLostError:
        raise
    except LedgerError as failure:
        parts.log.error("ledger.unusable", reason=str(failure), advice="tried at the next tick")
        return 2, False


def _attend(words: set[str], parts: Parts, runner: Runner) -> tuple[int, bool]:
    """Do what the words ask; returns an exit code and whether files are settling."""
    tally = Tally()
    if "work" in words:
        runner.work(tally)
    if "collect" in words:
        runner.collect(tally)
        runner.work(tally)
    if "reconcile" in words:
        runner.reconcile(tally)
    for name in tally.unclaimed:
        parts.log.debug("drop.unclaimed", name=name)
    settling, tally.settling = tally.settling > 0, 0  # it is looked at again, and no remark
    return tally.exit_code(waiting=False), settling
