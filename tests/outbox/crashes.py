"""Crashes on request: a wrapper that dies at its n-th call, before or after the call's effect."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from config.profile import Upload
from outbox.attempts import Attempts
from outbox.model import Shipment, ShipResult
from outbox.transport import RemoteFolder
from tests.fakes import AttemptsFake

DATA = b"<Hoso>" + b"x" * 70_000 + b"</Hoso>"
SHIPMENT = Shipment(
    dossier="TA0001A-202610-600-01",
    name="TA0001A_202610_600_01_1a2b3c4d.xml",
    data=DATA,
    sha256=hashlib.sha256(DATA).hexdigest(),
)
Ship = Callable[[Shipment, RemoteFolder, Attempts, Upload], ShipResult]


class Killed(BaseException):
    """The process is no more. No `except` of the product may hear of it."""


@dataclass
class Fuse:
    """Counts the calls of one life; burns at `at`: even = before a call, odd = after it."""

    at: int
    passed: int = 0
    log: list[str] = field(default_factory=list)

    def tick(self) -> None:
        """Let one instant pass, or die."""
        if self.passed == self.at:
            raise Killed
        self.passed += 1


class Mortal:
    """Anything whose calls a fuse can cut."""

    def __init__(self, inner: object, fuse: Fuse) -> None:
        self._inner = inner
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._inner, name)

        def call(*arguments: Any, **named: Any) -> Any:
            self._fuse.tick()
            self._fuse.log.append(name)
            result = method(*arguments, **named)
            self._fuse.tick()
            return result

        return call


NEVER = 1_000_000


@dataclass
class History:
    """What was left of several lives: the ledger, and how often a committing one uploaded."""

    attempts: AttemptsFake
    late_uploads: int = 0
    instants: int = 0
    """How many instants the last life had."""


def history(
    ship: Ship, upload: Upload, connect: Callable[[], RemoteFolder], *deaths: int
) -> History:
    """Live and die at each given instant, then live on undisturbed; always the same ledger."""
    past = History(attempts=AttemptsFake())
    for at in (*deaths, NEVER):
        if SHIPMENT.dossier in past.attempts.ends:
            break
        found = past.attempts.open(SHIPMENT.dossier)
        life = _live(ship, upload, connect(), past.attempts, at)
        past.instants = life.passed
        if found is not None and found.committing:
            past.late_uploads += life.log.count("create")
    return past


def _live(
    ship: Ship, upload: Upload, folder: RemoteFolder, attempts: AttemptsFake, at: int
) -> Fuse:
    fuse = Fuse(at)
    with suppress(Killed):
        ship(SHIPMENT, Mortal(folder, fuse), Mortal(attempts, fuse), upload)
    folder.close()
    return fuse
