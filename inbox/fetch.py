"""Answers out of the provider's folder: bytes untouched, kept before anything happens to them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from config.profile import Download
from inbox.model import FetchReport
from outbox.errors import (
    ConnectionLostError,
    HostKeyError,
    LoginRefusedError,
    RemoteContentError,
    RemoteMissingError,
    TransportError,
)
from outbox.model import RemoteFile
from outbox.transport import RemoteFolder

_SAFE_NAME = re.compile(rb"[A-Za-z0-9._-]{1,120}")
_SHOWN = 120
"""How many bytes of a strange name are told."""


@dataclass
class _Tally:
    """What a round has come to so far."""

    kept: list[bytes] = field(default_factory=list)
    known: int = 0
    malformed: list[str] = field(default_factory=list)
    irregular: list[str] = field(default_factory=list)
    oversized: list[bytes] = field(default_factory=list)
    growing: list[bytes] = field(default_factory=list)
    refused: list[bytes] = field(default_factory=list)
    deleted: int = 0


def fetch(
    folder: RemoteFolder,
    download: Download,
    *,
    known: Callable[[bytes, int, int], bool],
    keep: Callable[[bytes, RemoteFile], None],
) -> FetchReport:
    """Hand every new answer in the folder to `keep` (data, entry); one bad entry stops no other.

    `known` (name, size, mtime) spares a download where the profile leaves files in place; `keep`
    must have stored the bytes durably when it returns, and must not mind the same bytes again.
    Raises TransportError if the folder cannot be listed or the connection ends: what was kept is.
    """
    entries = folder.list(download.folder, download.max_entries)
    tally = _Tally()
    for entry in _readable(entries, download, tally):
        if download.after == "leave" and known(entry.name, entry.size, entry.modified):
            tally.known += 1
            continue
        # With "delete" size and time are not asked: a replaced answer that looks the same would
        # be removed unread.
        try:
            _take(folder, download, entry, keep, tally)
        except (ConnectionLostError, HostKeyError, LoginRefusedError):
            raise
        except RemoteMissingError:
            continue
        except RemoteContentError:
            tally.growing.append(entry.name)
        except TransportError:
            tally.refused.append(entry.name)
    return _report(len(entries), tally)


def _readable(
    entries: Iterable[RemoteFile], download: Download, tally: _Tally
) -> Iterable[RemoteFile]:
    """Give the entries that may be read, each name once, the oldest first; tally the others."""
    pattern = re.compile(download.pattern.encode())
    seen: set[bytes] = set()
    for entry in sorted(entries, key=lambda one: (one.modified, one.name)):
        safe = _SAFE_NAME.fullmatch(entry.name)
        hidden = safe and entry.name.startswith(b".")
        if hidden or entry.name in seen:
            continue
        seen.add(entry.name)
        if not entry.regular:
            tally.irregular.append(entry.name[:_SHOWN].hex())
        elif not (safe and pattern.fullmatch(entry.name)):
            tally.malformed.append(entry.name[:_SHOWN].hex())
        elif entry.size > download.max_bytes:
            tally.oversized.append(entry.name)
        elif entry.size < 1:
            tally.growing.append(entry.name)
        else:
            yield entry


def _take(
    folder: RemoteFolder,
    download: Download,
    entry: RemoteFile,
    keep: Callable[[bytes, RemoteFile], None],
    tally: _Tally,
) -> None:
    """Read and keep one answer; only then, and if the profile says so, remove it there."""
    name = entry.name
    data = folder.read(download.folder, name, download.max_bytes)
    keep(data, entry)
    tally.kept.append(name)
    if download.after == "delete":
        path = f"{download.folder}/{name.decode('ascii')}"
        if folder.size(path) not in (None, len(data)):
            raise RemoteContentError("remove", path, "it changed after it was read")
        folder.remove(path)
        tally.deleted += 1


def _report(listed: int, tally: _Tally) -> FetchReport:
    """Freeze what the round came to."""
    return FetchReport(
        listed=listed,
        kept=tuple(tally.kept),
        known=tally.known,
        malformed=tuple(tally.malformed),
        irregular=tuple(tally.irregular),
        oversized=tuple(tally.oversized),
        growing=tuple(tally.growing),
        refused=tuple(tally.refused),
        deleted=tally.deleted,
    )
