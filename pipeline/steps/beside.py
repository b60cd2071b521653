"""What lay beside an export -> kept with it: a list of households and attachments, by content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath

from pipeline import companions
from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.spool import Claim, NotRegularError
from pipeline.steps.names import shown

_DEPTH = 2
"""Names of a file below its folder of attachments: the employee number, and its own."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One companion file, kept by its content. `person` is "" for households."""

    name: str
    sha256: str
    size: int
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Companions:
    """All that lay beside one export."""

    household: Kept | None = None
    files: tuple[Kept, ...] = ()
    strange: tuple[str, ...] = field(default=())
    """Names below the attachments that are no plain file in an employee's folder."""


def keep_beside(parts: Parts, claim: Claim) -> str | None:
    """Take along and keep what lies beside a claim; returns the SHA-256 of the list of it."""
    drop = parts.spool.site / "drop"
    export = drop / claim.relative
    there = [path for path in _siblings(export.parent) if companions.is_companion(path)]
    for path in companions.beside(export, there):
        parts.spool.claim_beside(claim, path)
    kept = _kept(parts, claim)
    if kept == Companions():
        return None
    data = json.dumps(asdict(kept), ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.sha256(data).hexdigest()
    parts.spool.write(_place(digest), data)
    parts.log.info(
        "drop.companions", drop=claim.id, household=kept.household is not None,
        attachments=len(kept.files), strange=len(kept.strange),
    )  # fmt: skip
    return digest


def companions_of(parts: Parts, drop: Drop) -> Companions:
    """Return what lay beside a file when it came."""
    if drop.companions is None:
        return Companions()
    told = json.loads(parts.spool.read(_place(drop.companions)))
    household = Kept(**told["household"]) if told["household"] else None
    files = tuple(Kept(**each) for each in told["files"])
    return Companions(household=household, files=files, strange=tuple(told["strange"]))


def _siblings(folder: Path) -> list[Path]:
    """Return what lies in a folder; nothing if it is gone by now."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _kept(parts: Parts, claim: Claim) -> Companions:
    """Keep every file that was taken along, by its content."""
    household: Kept | None = None
    files: list[Kept] = []
    strange: list[str] = []
    for file in parts.spool.beside(claim):
        folder, inside = _split(file.relative)
        if folder and len(inside) != _DEPTH:
            strange.append(shown(file.relative.as_posix()))
            _seal(parts, file)
            continue
        kept = _seal(parts, file, person=shown(inside[0]) if folder else "")
        if kept is None:
            strange.append(shown(file.relative.as_posix()))
        elif folder:
            files.append(kept)
        else:
            household = kept
    return Companions(household=household, files=tuple(files), strange=tuple(strange))


def _split(relative: Path) -> tuple[str, tuple[str, ...]]:
    """Return the folder of attachments that a file lies in, and its names below; "" for none."""
    path = PurePosixPath(relative.as_posix())
    for at, name in enumerate(path.parts[:-1]):
        if companions.plain(name).endswith(companions.ATTACHMENTS):
            return name, path.parts[at + 1 :]
    return "", ()


def _seal(parts: Parts, file: Claim, person: str = "") -> Kept | None:
    """Keep one file by its content; None if it is no plain one."""
    try:
        sealed = parts.spool.seal(file)
    except NotRegularError:
        return None
    name = shown(file.relative.name if person else file.relative.as_posix())
    return Kept(name=name, sha256=sealed.sha256, size=sealed.size, person=person)


def _place(digest: str) -> str:
    return f"keep/companions/{digest}.json"
