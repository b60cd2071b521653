"""What room 3 and room 4 ask of a provider's folder, whatever serves it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from outbox.model import RemoteFile

POSIX_RENAME = "posix-rename"
"""The capability of one atomic rename that replaces its target."""
FSYNC = "fsync"
"""The capability of making a written file durable before it is closed."""


class RemoteFolder(Protocol):
    """One connection to a provider, for one thread. Paths are ours, hence text; names in a
    listing are theirs, hence bytes. Every method raises only `outbox.errors.TransportError`;
    after a `ConnectionLostError` the connection is over and every further call says so.
    """

    def list(self, folder: str, limit: int) -> tuple[RemoteFile, ...]:
        """Return the entries sorted by name, links not followed; RemoteRefusedError over limit."""
        ...

    def size(self, path: str) -> int | None:
        """Return how many bytes stand at a path; None if nothing does."""
        ...

    def create(self, path: str, data: bytes) -> None:
        """Write a new file whole and durably; RemoteExistsError if anything stands there.

        Whatever went wrong, the file may exist, in part or whole: it is never opened again.
        """
        ...

    def read(self, folder: str, name: bytes, limit: int) -> bytes:
        """Return a regular file; RemoteContentError if it changes meanwhile or is over limit."""
        ...

    def rename(self, source: str, target: str) -> None:
        """Rename atomically, replacing the target; RemoteMissingError, UnsupportedError."""
        ...

    def plain_rename(self, source: str, target: str) -> None:
        """Rename in steps that a crash can part; RemoteExistsError if the target stands there."""
        ...

    def remove(self, path: str) -> None:
        """Remove a file; RemoteMissingError if there is none."""
        ...

    def folder_exists(self, path: str) -> bool:
        """Return whether a folder stands at a path."""
        ...

    def capabilities(self) -> frozenset[str]:
        """Return which of POSIX_RENAME and FSYNC the server has."""
        ...

    def evidence(self) -> Mapping[str, str]:
        """Return who the server was: its banner, host key and extensions."""
        ...

    def close(self) -> None:
        """End the connection; a second call does nothing."""
        ...
