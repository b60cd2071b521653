"""The daemon: hints wake it, files settle, a dead watcher comes back, failures do not end it."""

from __future__ import annotations

import threading

import pytest

from pipeline import daemon
from pipeline.daemon import serve
from pipeline.errors import LedgerError
from pipeline.ledger.drops import Drops
from pipeline.night import is_owed
from pipeline.runner import Tally
from tests.pipeline.parts import Bench, csv, feed, staff

RISE = csv(staff(1, TienLuong="9900000"), staff(2, 3))


@pytest.fixture(autouse=True)
def _short_glances(monkeypatch):
    monkeypatch.setattr(daemon, "_GLANCE", 0.05)


class _Stops:
    """A bench whose daemon runs what is planned at each connection, and then stops."""

    def __init__(self, bench: Bench, *plan) -> None:
        self.bench, self.plan, self.stop = bench, list(plan), threading.Event()
        bench.change(connect=self)

    def __call__(self):
        if self.plan:
            self.plan.pop(0)()
        else:
            self.stop.set()
        return self.bench.folder.reconnect()

    def serve(self) -> int:
        runner = self.bench.runner(patient=True, stop=self.stop.is_set)
        return serve(self.bench.parts, runner, self.stop)


def test_it_makes_up_for_an_owed_night_and_stops_when_told(opened):
    code = _Stops(opened).serve()

    assert code == 0
    assert not is_owed(opened.parts)
    assert [line["event"] for line in opened.log][-1] == "daemon.stopped"
    assert len(opened.said("night.reconciled")) == 1


def test_a_file_wakes_it(opened):
    stops = _Stops(opened, lambda: opened.drop("luong.csv", RISE))

    stops.serve()

    assert opened.dropped().balance.reported == 1


def test_it_looks_again_at_a_file_that_is_settling(opened):
    (usual,) = opened.parts.settings.feeds
    slow = usual.model_copy(update={"quiet_seconds": 2.0})
    opened.change(settings=opened.parts.settings.model_copy(update={"feeds": (slow,)}))
    opened.drop("luong.csv", RISE)
    stops = _Stops(opened, lambda: None)
    seconds = iter(range(1000))
    runner = opened.runner(patient=True, stop=stops.stop.is_set)
    runner.monotonic = lambda: float(next(seconds))

    serve(opened.parts, runner, stops.stop)

    assert opened.dropped().balance.reported == 1


def test_a_dead_watcher_is_restarted(opened):
    drop = opened.site / "drop"

    def harm():
        drop.rename(opened.site / "gone")
        opened.parts.spool.prepare()

    def bring():
        opened.drop("luong.csv", RISE)

    stops = _Stops(opened, harm, bring)
    hints = threading.Timer(0.5, stops.stop.set)
    hints.start()
    stops.serve()
    hints.cancel()

    assert opened.said("watcher.dead")


def test_errors_of_a_pass_are_its_exit_code(opened):
    opened.folder.refused.add("list")

    assert _Stops(opened).serve() == 2


def test_warnings_of_a_pass_are_its_exit_code(opened):
    opened.drop("luong.csv", csv(staff(1, 2, 3), staff(4, MasoBHXH="")))

    code = _Stops(opened).serve()

    assert opened.dropped().warnings > 0
    assert code == 1


def test_a_night_that_fails_is_owed_and_does_not_end_it(opened):
    plain = opened.ledger.nights.done

    def full(*_told):
        raise OSError(28, "No space left on device")

    opened.ledger.nights.done = full
    tally = Tally()
    opened.runner().reconcile(tally)
    opened.ledger.nights.done = plain

    assert tally.errors == 1
    assert is_owed(opened.parts)


def test_names_that_nobody_takes_are_in_the_log(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(pattern="*.xlsx")])
    bench.drop("luong.csv", RISE)

    _Stops(bench).serve()

    assert bench.said("drop.unclaimed")[0]["name"] == "luong.csv"


class _FullOnce(Drops):
    """A shelf on a disk that is full once."""

    full = True

    def due(self, *told):
        if self.full:
            type(self).full = False
            raise LedgerError("database or disk is full")
        return super().due(*told)


def test_a_ledger_that_is_full_for_a_while_does_not_end_it(opened):
    often = opened.parts.settings.schedule.model_copy(
        update={"work_every": 0.2, "collect_every": 0.2}
    )
    opened.change(settings=opened.parts.settings.model_copy(update={"schedule": often}))
    opened.drop("luong.csv", RISE)
    opened.ledger.drops = _FullOnce(opened.ledger.store)
    stops = _Stops(opened, lambda: None)

    code = stops.serve()

    assert code == 2
    assert len(opened.said("ledger.unusable")) == 1
    assert opened.dropped().balance.reported == 1
