"""The provider's robot: takes final files away within milliseconds, and keeps every version.

Whoever asks "is it there?" after a crash hears "no" although it was delivered.
"""

from __future__ import annotations

import os
import random
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_PATIENCE = (0.001, 0.020)
_TICK = 0.001


class Robot:
    """Watches one folder; `versions` are all files that ever stood there under a final name."""

    def __init__(self, inbound: Path, taken: Path) -> None:
        self._inbound = inbound
        self._taken = taken
        self._due: dict[int, float] = {}
        self._kept: dict[int, Path] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._dice = random.Random(20261122)
        taken.mkdir()

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def versions(self) -> list[tuple[str, bytes]]:
        """Take what is left, and return name and bytes of every version, oldest first."""
        with self._lock:
            self._look(in_haste=True)
            return [
                (path.name.partition("-")[2], path.read_bytes()) for path in self._kept.values()
            ]

    def forget(self) -> None:
        """Begin again: nothing was ever taken, and nothing lies in the folder."""
        with self._lock:
            for path in (*self._taken.iterdir(), *self._inbound.iterdir()):
                path.unlink()
            self._kept.clear()
            self._due.clear()

    def _watch(self) -> None:
        while not self._stop.wait(_TICK):
            with self._lock:
                self._look()

    def _look(self, *, in_haste: bool = False) -> None:
        """Keep every new version by a second name, and take away what has stood long enough."""
        now = time.monotonic()
        for name in os.listdir(self._inbound):
            if name.startswith("."):
                continue
            with suppress(FileNotFoundError):
                inode = self._keep(name)
                if in_haste or now >= self._due[inode]:
                    self._take(name)

    def _keep(self, name: str) -> int:
        inode = (self._inbound / name).stat().st_ino
        if inode not in self._kept:
            copy = self._taken / f"{len(self._kept)}-{name}"
            os.link(self._inbound / name, copy)
            self._kept[inode] = copy
            self._due[inode] = time.monotonic() + self._dice.uniform(*_PATIENCE)
        return inode

    def _take(self, name: str) -> None:
        away = self._taken / "away"
        (self._inbound / name).rename(away)
        inode = away.stat().st_ino
        if inode in self._kept:
            away.unlink()
        else:
            self._kept[inode] = away.rename(self._taken / f"{len(self._kept)}-{name}")
