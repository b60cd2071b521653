"""watchdog's only door: an event in drop/ is a hint to sweep sooner, never more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer


class _Hint(FileSystemEventHandler):
    """Passes the hint on and does nothing that could fail: a failing handler kills the observer."""

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Wake the sweep for changes; mere reading (our own, too) is none."""
        if event.event_type not in ("opened", "closed_no_write"):
            self._wake()


class Watcher:
    """Watches drop/ and wakes; the daemon asks `is_alive` and starts it again."""

    def __init__(self, drop: Path, wake: Callable[[], None]) -> None:
        self._drop = drop
        self._hint = _Hint(wake)
        self._observer = self._new()

    def _new(self) -> Observer:  # type: ignore[valid-type]  # chosen by watchdog per platform
        observer = Observer()
        observer.schedule(self._hint, str(self._drop), recursive=True)
        observer.daemon = True
        return observer

    def start(self) -> None:
        """Begin to watch."""
        self._observer.start()

    def stop(self) -> None:
        """Stop watching and wait for the thread."""
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def is_alive(self) -> bool:
        """Tell whether hints still come."""
        return bool(self._observer.is_alive())

    def restart(self) -> None:
        """Begin anew after the observer died or the folder came back."""
        self.stop()
        self._observer = self._new()
        self.start()
