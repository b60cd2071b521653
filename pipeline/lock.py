"""One working instance per site: a flock that dies with its process, so no stale lock exists."""

from __future__ import annotations

import fcntl
import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pipeline.errors import SiteBusyError

_TRIES, _BETWEEN = 10, 0.01
"""How often, and after how many seconds each time, a lock is tried that somebody has."""


@contextmanager
def site_lock(site: Path, command: str, now: datetime) -> Iterator[None]:
    """Hold the site; SiteBusyError, naming the holder, if another instance does.

    The content of the lock file is for people, never for decisions.
    """
    path = site / "keep" / "instance.lock"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if not _taken(descriptor):
            raise SiteBusyError(holder(site) or "unknown")
        about = {
            "command": command,
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": now.isoformat(),
        }
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(about).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _taken(descriptor: int) -> bool:
    """Take the lock, unless an instance holds it; one that only looks has it for a moment."""
    for left in reversed(range(_TRIES)):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if left:
                time.sleep(_BETWEEN)
        else:
            return True
    return False


def is_held(site: Path) -> bool:
    """Tell whether a process works on the site now."""
    try:
        descriptor = os.open(site / "keep" / "instance.lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Shared, and given back at once: a pass that starts in this very moment tries again.
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        return False
    finally:
        os.close(descriptor)


def holder(site: Path) -> str | None:
    """Return who wrote the lock file last, in words; None if nobody did."""
    try:
        about = json.loads((site / "keep" / "instance.lock").read_bytes())
        return f"{about['command']} (pid {about['pid']} on {about['host']}, since {about['since']})"
    except (OSError, ValueError, LookupError, TypeError):
        return None
