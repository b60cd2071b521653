"""Tests of the watcher: real events in a real folder, waited for and never slept for."""

from __future__ import annotations

import queue
import time

import pytest
from watchdog.events import FileClosedNoWriteEvent, FileCreatedEvent, FileOpenedEvent

from pipeline.watch import Watcher, _Hint

PATIENCE = 30.0


class Hints(queue.SimpleQueue):
    def wake(self):
        self.put("work")

    def came(self):
        """Wait for a hint, then forget all others."""
        self.get(timeout=PATIENCE)
        while not self.empty():
            self.get_nowait()
        return True


@pytest.fixture
def hints():
    return Hints()


@pytest.fixture
def watcher(tmp_path, hints):
    (tmp_path / "drop").mkdir()
    made = Watcher(tmp_path / "drop", hints.wake)
    made.start()
    yield made
    made.stop()


def wait_until_dead(watcher):
    end = time.monotonic() + PATIENCE
    while watcher.is_alive() and time.monotonic() < end:
        pass
    return not watcher.is_alive()


def test_a_new_file_wakes(tmp_path, watcher, hints):
    (tmp_path / "drop" / "luong.csv").write_bytes(b"1")

    assert hints.came()
    assert watcher.is_alive()


def test_a_file_that_is_moved_in_wakes(tmp_path, watcher, hints):
    (tmp_path / "luong.csv").write_bytes(b"1")

    (tmp_path / "luong.csv").rename(tmp_path / "drop" / "luong.csv")

    assert hints.came()


def test_a_file_in_a_new_folder_wakes(tmp_path, watcher, hints):
    (tmp_path / "drop" / "thuduc").mkdir()
    assert hints.came()

    (tmp_path / "drop" / "thuduc" / "luong.csv").write_bytes(b"1")

    assert hints.came()


def test_a_name_of_any_bytes_wakes_and_kills_nothing(tmp_path, watcher, hints):
    path = bytes(tmp_path / "drop") + b"/\xff\n.csv"

    with open(path, "wb"):
        pass

    assert hints.came()
    assert watcher.is_alive()


def test_reading_is_no_reason_to_wake(hints):
    hint = _Hint(hints.wake)

    for event in (FileOpenedEvent("x"), FileClosedNoWriteEvent("x")):
        hint.on_any_event(event)
    silent = hints.empty()
    hint.on_any_event(FileCreatedEvent("x"))

    assert silent
    assert not hints.empty()


def test_a_watcher_whose_folder_is_deleted_is_dead_and_starts_again(tmp_path, watcher, hints):
    (tmp_path / "drop").rmdir()
    died = wait_until_dead(watcher)
    (tmp_path / "drop").mkdir()

    watcher.restart()
    (tmp_path / "drop" / "luong.csv").write_bytes(b"1")

    assert died
    assert watcher.is_alive()
    assert hints.came()


def test_a_watcher_whose_folder_was_swapped_is_dead(tmp_path, watcher):
    (tmp_path / "drop").rename(tmp_path / "old")
    (tmp_path / "drop").mkdir()

    assert not watcher.is_alive()


def test_without_a_folder_the_watcher_is_dead_but_the_daemon_is_not(tmp_path, hints):
    watcher = Watcher(tmp_path / "drop", hints.wake)

    watcher.start()
    alive = watcher.is_alive()
    watcher.restart()
    (tmp_path / "drop").mkdir()
    watcher.restart()

    assert not alive
    assert watcher.is_alive()
    watcher.stop()


def test_stopping_twice_is_stopping(watcher):
    watcher.stop()
    watcher.stop()

    assert not watcher.is_alive()
