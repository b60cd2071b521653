"""watchdog's only door: an event in drop/ is a hint to sweep sooner, never more."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver


class _Hint(FileSystemEventHandler):
    """Passes the hint on and does nothing that could fail: a failing handler kills the observer."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wake the sweep for changes; mere reading (our own, too) is none."""
        if event.event_type not in ("opened", "closed_no_write"):
            self._wake()


class Watcher:
    """Watches drop/ and wakes; the daemon asks `is_alive` and starts it again.

    It may fail to start (no such folder, no inotify watches left) or end with its folder; then
    `is_alive` says so, and the sweep goes on by the clock.
    """

    def __init__(self, drop: Path, wake: Callable[[], None]) -> None:
        self._drop = drop
        self._hint = _Hint(wake)
        self._folder: tuple[int, int] | None = None
        self._observer: BaseObserver = Observer()

    def start(self) -> None:
        """Begin to watch, if the system lets us."""
        self._observer.daemon = True
        self._observer.schedule(self._hint, str(self._drop), recursive=True)
        with suppress(OSError):
            self._folder = self._identity()
            self._observer.start()

    def stop(self) -> None:
        """Stop watching and wait for the thread."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def is_alive(self) -> bool:
        """Tell whether hints still come, and from the folder that is drop/ now."""
        try:
            same = self._folder == self._identity()
        except OSError:
            return False
        emitters = self._observer.emitters
        return (
            same
            and self._observer.is_alive()
            and bool(emitters)
            and all(emitter.is_alive() for emitter in emitters)
        )

    def restart(self) -> None:
        """Begin anew after the observer died or the folder came back."""
        self.stop()
        self._observer = Observer()
        self.start()

    def _identity(self) -> tuple[int, int]:
        facts = os.stat(self._drop)
        return facts.st_dev, facts.st_ino
