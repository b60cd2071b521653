"""The only writer of local files: temp name in the same folder, fsync, rename, fsync the folder.

Layout of a site: drop/ returned/ outbox/ inbox/ reports/ keep/ (see README). Nothing is ever made
under a name that came from outside, except below ``drop/.claim/<our name>/``.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20
_PRIVATE = 0o600
_SHARED = 0o640
FOLDERS = ("drop", "returned", "outbox", "inbox", "reports", "keep")


class NotRegularError(OSError):
    """A claimed name is no ordinary file, or has other names (hard links)."""


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
            folder = self.site / name
            folder.mkdir(parents=True, exist_ok=True)
        (self.site / "keep").chmod(0o700)

    def write(self, relative: str, data: bytes, *, shared: bool = False) -> Path:
        """Write a file whole or not at all, durably; an older one of that name is replaced."""
        target = self.site / relative
        target.parent.mkdir(parents=True, exist_ok=True)
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
        end.parent.mkdir(parents=True, exist_ok=True)
        start.rename(end)
        _sync_folder(end.parent)
        _sync_folder(start.parent)

    def original(self, sha256: str) -> Path:
        """Where the bytes of a dropped file are kept."""
        return self.site / "keep" / "originals" / sha256

    def claim(self, path: Path) -> Claim:
        """Take a file out of drop/ by rename; from here on its bytes are ours to lose."""
        drop = self.site / "drop"
        key = secrets.token_hex(6)
        relative = path.relative_to(drop)
        target = drop / ".claim" / key / relative
        target.parent.mkdir(parents=True)
        path.rename(target)
        _sync_folder(target.parent)
        _sync_folder(drop / ".claim")
        _sync_folder(path.parent)
        return Claim(id=key, path=target, relative=relative)

    def claims(self) -> Iterator[Claim]:
        """Yield the claims that an earlier run did not finish, and clear away empty ones."""
        for folder in sorted((self.site / "drop" / ".claim").iterdir()):
            files = [path for path in folder.rglob("*") if not path.is_dir() or path.is_symlink()]
            for path in files:
                yield Claim(id=folder.name, path=path, relative=path.relative_to(folder))
            if not files:
                _remove_folders(folder)

    def seal(self, claim: Claim) -> Sealed:
        """Copy a claim to its content's name, durably; NotRegularError if it is no plain file.

        The claim is read twice: if the bytes differ, somebody is still writing and OSError says so.
        """
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(claim.path, flags), "rb") as file:
            facts = os.fstat(file.fileno())
            if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1:
                raise NotRegularError(f"claim {claim.id} is no plain file of its own")
            temporary = self.site / "keep" / "originals" / f".{claim.id}.tmp"
            temporary.unlink(missing_ok=True)
            with os.fdopen(
                os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb"
            ) as copy:
                digest = hashlib.sha256()
                while chunk := file.read(_CHUNK):
                    digest.update(chunk)
                    copy.write(chunk)
                copy.flush()
                os.fsync(copy.fileno())
                size = copy.tell()
            file.seek(0)
            again = hashlib.file_digest(file, "sha256").hexdigest()
        if again != digest.hexdigest():
            temporary.unlink()
            raise OSError(f"claim {claim.id} is still being written")
        temporary.rename(self.original(again))
        _sync_folder(temporary.parent)
        return Sealed(sha256=again, size=size)

    def finish(self, claim: Claim) -> None:
        """Remove a claim whose bytes are kept and known to the ledger."""
        claim.path.unlink(missing_ok=True)
        _remove_folders(self.site / "drop" / ".claim" / claim.id)


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
