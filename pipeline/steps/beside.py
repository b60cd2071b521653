"""What lay beside an export -> kept with it: a list of households and attachments, by content."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
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
    """One companion file, kept by its content. `person` is "" for lists."""

    name: str
    sha256: str
    size: int
    person: str = ""


@dataclass(frozen=True, kw_only=True)
class Companions:
    """All that lay beside one export."""

    household: Kept | None = None
    proofs: Kept | None = None
    files: tuple[Kept, ...] = ()
    strange: tuple[str, ...] = field(default=())
    """Names below the attachments that are no plain file in an employee's folder."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """Companions, and where the bytes of each are."""

    companions: Companions
    where: Callable[[Kept], Path]


def kept_beside(parts: Parts, drop: Drop) -> Found:
    """Return what lay beside a file when it came."""
    return Found(
        companions=companions_of(parts, drop),
        where=lambda each: parts.spool.original(each.sha256),
    )


def seen_beside(export: Path) -> Found:
    """Return what lies beside a file now; nothing is kept, no link is followed."""
    there = _companions_in(export.parent)
    lists: dict[str, Kept] = {}
    files: list[Kept] = []
    strange: list[str] = []
    paths: dict[Kept, Path] = {}
    for companion in companions.beside(export, there):
        for path in sorted(_below(companion)):
            relative = path.relative_to(export.parent)
            folder, inside = _split(relative)
            if path.is_symlink() or not path.is_file() or not _has_place(relative):
                strange.append(shown(relative.as_posix()))
                continue
            kept = Kept(
                name=shown(path.name), sha256="", size=path.stat().st_size,
                person=shown(inside[0]) if folder else "",
            )  # fmt: skip
            paths[kept] = path
            if folder:
                files.append(kept)
            else:
                lists[list_of(path.name)] = kept
    found = Companions(
        household=lists.get("household"), proofs=lists.get("proofs"),
        files=tuple(files), strange=tuple(strange),
    )  # fmt: skip
    return Found(companions=found, where=paths.__getitem__)


def keep_beside(parts: Parts, claim: Claim) -> str | None:
    """Take along and keep what lies beside a claim; returns the SHA-256 of the list of it."""
    drop = parts.spool.site / "drop"
    export = drop / claim.relative
    there = _companions_in(export.parent)
    for path in companions.beside(export, there):
        parts.spool.claim_beside(claim, path)
    kept = _kept(parts, claim)
    if kept == Companions():
        return None
    told = asdict(kept)
    if kept.proofs is None:
        # As it was written before there were such lists: the same companions are the same.
        del told["proofs"]
    data = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    digest = hashlib.sha256(data).hexdigest()
    parts.spool.write(_place(digest), data)
    parts.log.info(
        "drop.companions", drop=claim.id, household=kept.household is not None,
        proofs=kept.proofs is not None,
        attachments=len(kept.files), strange=len(kept.strange),
    )  # fmt: skip
    return digest


def companions_of(parts: Parts, drop: Drop) -> Companions:
    """Return what lay beside a file when it came."""
    if drop.companions is None:
        return Companions()
    told = json.loads(parts.spool.read(_place(drop.companions)))
    household, proofs = (
        Kept(**told[name]) if told.get(name) else None for name in ("household", "proofs")
    )
    files = tuple(Kept(**each) for each in told["files"])
    return Companions(
        household=household, proofs=proofs, files=files, strange=tuple(told["strange"])
    )


def _below(companion: Path, deepest: int = companions.DEEPEST) -> Iterator[Path]:
    """Yield a companion, or all that lies in it; no link is followed, nor a folder too deep."""
    if companion.is_symlink() or not companion.is_dir() or not deepest:
        yield companion
        return
    try:
        inside = list(companion.iterdir())
    except OSError:
        yield companion
        return
    for path in inside:
        yield from _below(path, deepest - 1)


def _companions_in(folder: Path) -> list[Path]:
    """Return the companions that lie in a folder; nothing if it is gone by now.

    Of folders only those of attachments are some, as `pipeline.sweep` sees them.
    """
    try:
        return [
            path
            for path in folder.iterdir()
            if companions.is_companion(path)
            and not (list_of(path.name) and path.is_dir() and not path.is_symlink())
        ]
    except OSError:
        return []


def _kept(parts: Parts, claim: Claim) -> Companions:
    """Keep every file that was taken along, by its content."""
    lists: dict[str, Kept] = {}
    files: list[Kept] = []
    strange: list[str] = []
    for file in parts.spool.beside(claim):
        folder, inside = _split(file.relative)
        if not _has_place(file.relative):
            strange.append(shown(file.relative.as_posix()))
            _seal(parts, file)
            continue
        kept = _seal(parts, file, person=shown(inside[0]) if folder else "")
        if kept is None:
            strange.append(shown(file.relative.as_posix()))
        elif folder:
            files.append(kept)
        else:
            lists[list_of(file.relative.name)] = kept
    return Companions(
        household=lists.get("household"),
        proofs=lists.get("proofs"),
        files=tuple(files),
        strange=tuple(strange),
    )


def list_of(name: str) -> str:
    """Return which list a companion file is: ``household`` or ``proofs``; "" if it is none."""
    named = ((companions.HOUSEHOLD, "household"), (companions.PROOFS, "proofs"))
    plain = companions.plain(name)
    return next((kind for ending, kind in named if plain.endswith(ending)), "")


def _has_place(relative: Path) -> bool:
    """Tell whether a file is a list, or lies in an employee's folder of attachments.

    A plain file may stand where the folder of attachments would.
    """
    folder, inside = _split(relative)
    return len(inside) == _DEPTH if folder else bool(list_of(relative.name))


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
