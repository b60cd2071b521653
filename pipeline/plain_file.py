"""Opening what calls itself a file: links are not followed, pipes and devices not waited for."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import stat
from pathlib import Path

_NO_FILE = (errno.ELOOP, errno.ENXIO, errno.ENODEV, errno.EISDIR)
"""What open(2) says of a link, a socket, a device without driver, a folder."""


class NotRegularError(OSError):
    """A claimed name is no ordinary file, or has other names (hard links)."""


def open_plain(path: Path) -> io.BufferedReader:
    """Open a claim without following or waiting for anything; NotRegularError if it is no file."""
    refused = "a claim is no plain file of its own"
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except OSError as failed:
        if failed.errno in _NO_FILE:
            raise NotRegularError(refused) from failed
        raise
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1:
        os.close(descriptor)
        raise NotRegularError(refused)
    return os.fdopen(descriptor, "rb")


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file, "" if it is no plain one."""
    try:
        with open_plain(path) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except NotRegularError:
        return ""
