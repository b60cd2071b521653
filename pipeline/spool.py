"""The only writer of local files: temp name in the same folder, fsync, rename, fsync the folder.

Layout of a site: drop/ returned/ outbox/ inbox/ reports/ keep/ (see README). Nothing is ever made
under a name that came from outside, except below ``drop/.claim/<our name>/``.

What a crash leaves behind is harmless: a temp name that nobody reads (cleared after a day), or a
claim that the next start finishes.
"""

from __future__ import annotations

import errno
import hashlib
import io
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from pipeline.plain_file import NotRegularError, digest_of, open_plain

_CHUNK = 1 << 20
_PRIVATE = 0o600
_SHARED = 0o640
_LEFT_OVER_AFTER = 86400.0
"""Seconds after which a temp name of ours is a dead writer's; no write takes a day."""
_TEMPORARY = re.compile(r"\.[0-9a-f]{12,16}\.tmp")
_BESIDE = ".beside"
"""Ending of the folder, next to a claim's own, of what was taken along with it."""
__all__ = [
    "FOLDERS",
    "Claim",
    "NotRegularError",
    "Sealed",
    "Spool",
    "make_private_file",
    "open_log",
]
FOLDERS = ("drop", "returned", "outbox", "inbox", "reports", "keep")


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A file taken out of drop/: our name for it, and where it was below drop/."""

    id: str
    path: Path
    relative: Path


@dataclass(frozen=True, kw_only=True)
class Sealed:
    """The bytes of a claim, durable under their content's name."""

    sha256: str
    size: int


class Spool:
    """A site's folder, written safely."""

    def __init__(self, site: Path) -> None:
        self.site = site

    def prepare(self) -> None:
        """Make the folders that are missing; private ones for this user alone."""
        for name in (*FOLDERS, "keep/originals", "drop/.claim"):
            _make_folder(self.site / name)
        self.close("keep")
        for name in FOLDERS[1:]:
            _clear_left_over(self.site / name, time.time() - _LEFT_OVER_AFTER)

    def close(self, relative: str) -> None:
        """Let this user alone look into a folder."""
        (self.site / relative).chmod(0o700)

    def write(self, relative: str, data: bytes, *, shared: bool = False) -> Path:
        """Write a file whole or not at all, durably; an older one of that name is replaced."""
        target = self.site / relative
        _make_folder(target.parent)
        temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
        mode = _SHARED if shared else _PRIVATE
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.rename(target)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return target

    def read(self, relative: str) -> bytes:
        """Return the bytes of a file of the site."""
        return (self.site / relative).read_bytes()

    def move(self, source: str, target: str) -> None:
        """Rename within the site, durably; nothing to do if it was done before."""
        start, end = self.site / source, self.site / target
        if start == end or (not start.exists() and end.exists()):
            return
        _make_folder(end.parent)
        start.rename(end)
        _sync_folder(end.parent)
        _sync_folder(start.parent)

    def original(self, sha256: str) -> Path:
        """Where the bytes of a dropped file are kept."""
        return self.site / "keep" / "originals" / sha256

    def claim(self, path: Path, *, marker: str = "") -> Claim:
        """Take a file out of drop/ by rename; from here on its bytes are ours to lose.

        Its `marker` (such as ``.done``) goes with it, so that it does not speak for the next file.
        """
        drop = self.site / "drop"
        key = secrets.token_hex(6)
        relative = path.relative_to(drop)
        target = drop / ".claim" / key / relative
        _make_folder(target.parent)
        try:
            _take_from(path, target, follow=path.parent == drop)
        except OSError:
            _remove_folders(drop / ".claim" / key)
            raise
        if marker:
            path.with_name(path.name + marker).unlink(missing_ok=True)
        _sync_folder(target.parent)
        _sync_folder(path.parent)
        return Claim(id=key, path=target, relative=relative)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims that an earlier run did not finish, and clear away empty ones."""
        claims = self.site / "drop" / ".claim"
        if claims.is_symlink():
            # Whoever may write into drop/ may have put it there: what it leads to is not ours.
            claims.unlink()
        _make_folder(claims)
        for folder in sorted(claims.iterdir()):
            if folder.is_symlink():
                continue
            if folder.name.endswith(_BESIDE):
                if not folder.with_suffix("").exists():
                    self._clear_beside(folder.stem)
                continue
            files = [path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]
            for path in files:
                yield Claim(id=folder.name, path=path, relative=path.relative_to(folder))
            if not files:
                _remove_folders(folder)

    def seal(self, claim: Claim) -> Sealed:
        """Copy a claim to its content's name, durably; NotRegularError if it is no plain file.

        The claim is read twice: if the bytes differ, somebody is still writing and OSError says so.
        """
        with open_plain(claim.path) as file:
            temporary = self.site / "keep" / "originals" / f".{claim.id}.tmp"
            temporary.unlink(missing_ok=True)
            try:
                digest, size = _copy(file, temporary)
                file.seek(0)
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise OSError(errno.ETXTBSY, f"claim {claim.id} is still being written")
                temporary.rename(self.original(digest))
            except OSError:
                temporary.unlink(missing_ok=True)
                raise
        _sync_folder(temporary.parent)
        return Sealed(sha256=digest, size=size)

    def claim_beside(self, claim: Claim, path: Path) -> None:
        """Take a companion out of drop/ too; what was taken in its place before stays."""
        drop = self.site / "drop"
        target = self._beside(claim.id) / path.relative_to(drop)
        if target.exists() or not (path.exists() or path.is_symlink()):
            return
        _make_folder(target.parent)
        _take_from(path, target, follow=path.parent == drop)
        _sync_folder(target.parent)
        _sync_folder(path.parent)

    def beside(self, claim: Claim) -> list[Claim]:
        """Return the files that were taken along with a claim, each as one of its own."""
        folder = self._beside(claim.id)
        return [
            Claim(id=claim.id, path=path, relative=path.relative_to(folder))
            for path in sorted(folder.rglob("*"))
            if path.is_symlink() or not path.is_dir()
        ]

    def finish(self, claim: Claim) -> None:
        """Remove a claim whose bytes are kept and known to the ledger, and then its companions."""
        claim.path.unlink(missing_ok=True)
        _remove_folders(self.site / "drop" / ".claim" / claim.id)
        self._clear_beside(claim.id)

    def _beside(self, key: str) -> Path:
        return self.site / "drop" / ".claim" / f"{key}{_BESIDE}"

    def _clear_beside(self, key: str) -> None:
        """Remove the companions of a finished claim; what is not kept stays where it is."""
        folder = self._beside(key)
        everything = [*sorted(folder.rglob("*"), reverse=True), folder] if folder.exists() else []
        for path in everything:
            if path.is_dir() and not path.is_symlink():
                with suppress(OSError):
                    path.rmdir()
            elif self.original(digest_of(path)).exists():
                path.unlink()


def make_private_file(path: Path) -> None:
    """Make an empty file for this user alone, if there is none."""
    if not path.exists():
        path.touch(mode=_PRIVATE)


def open_log(path: Path) -> TextIO:
    """Open a log of its own, line by line; a crash may cost it the last line, and nothing else."""
    return path.open("w", encoding="utf-8", buffering=1)


def _take_from(path: Path, target: Path, *, follow: bool) -> None:
    """Rename out of a folder; one that has become a link meanwhile is not followed, if so asked."""
    flags = os.O_RDONLY | os.O_DIRECTORY | (0 if follow else os.O_NOFOLLOW)
    folder = os.open(path.parent, flags)
    try:
        os.rename(path.name, target, src_dir_fd=folder)
    finally:
        os.close(folder)


def _copy(source: io.BufferedReader, target: Path) -> tuple[str, int]:
    """Copy into a new private file, durably; returns the SHA-256 and size of what was read."""
    digest = hashlib.sha256()
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(target, flags, _PRIVATE), "wb") as copy:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
        return digest.hexdigest(), copy.tell()


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it, each durable in the one that holds it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    _sync_folder(folder.parent)


def _clear_left_over(folder: Path, before: float) -> None:
    """Remove temp names of ours that were last written before a moment."""
    for path in folder.rglob(".*.tmp"):
        with suppress(FileNotFoundError):
            if _TEMPORARY.fullmatch(path.name) and path.lstat().st_mtime < before:
                path.unlink()


def _remove_folders(folder: Path) -> None:
    """Remove a claim's empty folders, innermost first."""
    if not folder.is_dir():
        return
    for inner in sorted(folder.rglob("*"), reverse=True):
        inner.rmdir()
    folder.rmdir()


def _sync_folder(folder: Path) -> None:
    """Make a rename durable."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
