"""When is a dropped file complete? Still for its feed's quiet time, and nobody writes to it."""

from __future__ import annotations

import errno
import fcntl
import math
import os
import signal
import stat
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from adapters.limits import Limits

_BLOCK = 512
"""Bytes that st_blocks counts in (stat(2))."""
_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload", ".writing", ".swp", ".camellock")


def is_temporary(name: str) -> bool:
    """Tell whether a name says that its file is not finished, or not for us.

    >>> is_temporary("~$luong.xlsx"), is_temporary("luong.csv.filepart"), is_temporary("luong.csv")
    (True, True, False)
    """
    return name.startswith((".", "~$")) or name.lower().endswith(_UNFINISHED)


@dataclass(frozen=True)
class Look:
    """What a file looked like: unchanged means all of these are."""

    inode: int
    size: int
    modified_ns: int


@dataclass
class Settling:
    """Remembers when each file last changed, by our own monotonic clock, never by its mtime."""

    _still_since: dict[Path, tuple[Look, float]] = field(default_factory=dict)
    _came_ns: dict[Path, int] = field(default_factory=dict)
    """Last change of each file's inode (ctime), which nobody can set."""

    def is_still(self, path: Path, now: float, quiet: float) -> bool:
        """Look once more; True when nothing changed for the quiet time (seconds)."""
        try:
            facts = path.lstat()
        except OSError:
            self.forget(path)
            return False
        look = Look(facts.st_ino, facts.st_size, facts.st_mtime_ns)
        known, since = self._still_since.get(path, (None, now))
        if known != look:
            since = now
        self._still_since[path] = (look, since)
        self._came_ns[path] = facts.st_ctime_ns
        return now - since >= quiet

    def turn(self, path: Path) -> tuple[float, int, int]:
        """Return by what files are put in order: the one that is older goes first.

        When it was seen first as it is now; of files first seen together, when it was written (a
        copy may keep that of its original), and then when it came. Those never looked at are last.
        """
        if path not in self._still_since:
            return math.inf, 0, 0
        look, since = self._still_since[path]
        return since, look.modified_ns, self._came_ns[path]

    def keep_only(self, paths: Collection[Path]) -> None:
        """Drop the memory of every file that is not among those seen now."""
        for path in self._still_since.keys() - set(paths):
            self.forget(path)

    def forget(self, path: Path) -> None:
        """Drop the memory of a file that was taken or is gone."""
        self._still_since.pop(path, None)
        self._came_ns.pop(path, None)


class Fault(StrEnum):
    """Why a name in drop/ is left where it is."""

    NO_FILE = "no-file"
    """A link, a pipe, a device, a socket, a folder within a folder."""
    SECOND_NAME = "second-name"
    """A hard link: somebody may change it under another name after it was taken."""
    NOT_OURS = "not-ours"
    """We may not read it."""
    TOO_LARGE = "too-large"
    """More bytes than any export may have."""
    HOLES = "holes"
    """A sparse file: it takes less room than it says, and no text or workbook has holes."""


def fault_of(path: Path) -> Fault | None:
    """Return why a name is no file that we take, None if it is one; OSError if it is gone."""
    facts = path.lstat()
    if not stat.S_ISREG(facts.st_mode):
        return Fault.NO_FILE
    if facts.st_nlink != 1:
        return Fault.SECOND_NAME
    if not os.access(path, os.R_OK, effective_ids=True):
        return Fault.NOT_OURS
    if facts.st_size > Limits().file_bytes:
        return Fault.TOO_LARGE
    return Fault.HOLES if _has_holes(path, facts) else None


def _has_holes(path: Path, facts: os.stat_result) -> bool:
    """Ask the file system for the first hole, where a file takes less room than it says."""
    if facts.st_blocks * _BLOCK >= facts.st_size:
        return False
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        return os.lseek(descriptor, 0, os.SEEK_HOLE) < facts.st_size
    finally:
        os.close(descriptor)


def is_open_for_writing(path: Path) -> bool:
    """Ask the kernel for a read lease: refused while a writer has the file open (fcntl(2)).

    False where the system cannot tell (not our file, a network share): then stillness decides.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # Whoever opens the file while we hold the lease makes the kernel signal us; the usual
        # SIGIO would end the process, SIGURG is ignored unless asked for.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as refused:
        return refused.errno == errno.EAGAIN
    finally:
        os.close(descriptor)
    return False
