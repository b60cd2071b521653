"""Tests of the clocks: real threads, waited for by a queue and never slept for."""

from __future__ import annotations

import queue
import threading
from datetime import UTC, datetime, timedelta

from config.settings import Schedule
from pipeline.schedule import Ticker

PATIENCE = 30.0


def collect_words(schedule, count):
    words: queue.SimpleQueue[str] = queue.SimpleQueue()
    ticker = Ticker(schedule, words.put)
    ticker.start()
    try:
        return [words.get(timeout=PATIENCE) for _ in range(count)]
    finally:
        ticker.stop()


def test_work_and_collect_are_said_again_and_again():
    said = collect_words(Schedule(work_every=0.02, collect_every=0.02), 8)

    assert set(said) == {"work", "collect"}
    assert said.count("work") >= 2


def test_nothing_is_said_before_the_start():
    words: queue.SimpleQueue[str] = queue.SimpleQueue()

    Ticker(Schedule(work_every=0.02), words.put)

    assert words.empty()


def test_a_listener_that_takes_its_time_loses_no_later_tick():
    go_on, words = threading.Event(), queue.SimpleQueue()

    def say(word):
        if word == "work":
            go_on.wait(timeout=PATIENCE)
        words.put(word)

    ticker = Ticker(Schedule(work_every=0.02, collect_every=0.02), say)
    ticker.start()
    first = [words.get(timeout=PATIENCE) for _ in range(3)]
    go_on.set()
    later = [words.get(timeout=PATIENCE)]
    while later[-1] != "work":
        later.append(words.get(timeout=PATIENCE))
    ticker.stop()

    assert set(first) == {"collect"}


def test_the_night_is_asked_for_at_its_hour_and_every_ten_minutes():
    ticker = Ticker(Schedule(reconcile_at="01:30"), lambda _: None)
    now = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)

    triggers = [job.trigger for job in ticker._scheduler.get_jobs() if job.args == ("reconcile",)]
    nightly = next(trigger for trigger in triggers if not hasattr(trigger, "interval"))
    again = next(trigger for trigger in triggers if hasattr(trigger, "interval"))

    assert nightly.get_next_fire_time(None, now).astimezone(UTC) == datetime(
        2026, 11, 5, 18, 30, tzinfo=UTC
    )
    assert again.interval == timedelta(minutes=10)


def test_a_late_tick_counts_and_missed_ones_are_one():
    ticker = Ticker(Schedule(), lambda _: None)
    ticker._scheduler.start(paused=True)

    jobs = ticker._scheduler.get_jobs()
    ticker.stop()

    assert {(job.misfire_grace_time, job.coalesce, job.max_instances) for job in jobs} == {
        (None, True, 1)
    }
