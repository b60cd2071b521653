"""Looking through drop/: which files are complete, whose they are, and what nobody takes.

The sweep is the only authority; events merely wake it earlier.
"""

from __future__ import annotations

import fnmatch
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from config.settings import Feed
from pipeline.companions import ATTACHMENTS, DEEPEST, beside, is_companion, plain
from pipeline.feeds import in_order
from pipeline.settle import Settling, fault_of, is_open_for_writing, is_temporary

MARKERS = (".done", ".ok")


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """One file seen in drop/."""

    path: Path
    feed: Feed | None
    state: str
    """``complete``, ``settling``, ``refused`` (no plain file that we may read), ``nobody`` (no
    feed takes it) or ``alone`` (it goes with an export that is not there)."""
    beside: tuple[Path, ...] = ()
    """The companions that go with it: a file of households, a folder of attachments."""


def path_in(drop: Path, file: Path) -> Path:
    """Return a file's path below drop/ where it lies there, else its name alone.

    A link to a folder is followed, one to the file is not: its own name counts.
    """
    whole = file.parent.resolve() / file.name
    root = drop.resolve()
    return whole.relative_to(root) if whole.is_relative_to(root) else Path(file.name)


def feed_for(relative: Path, feeds: Sequence[Feed]) -> Feed | None:
    """Return the feed whose pattern takes that path below drop/: a folder's own, else the first.

    A pattern with a slash is held against the whole path, one without against the name alone;
    capitals and the way accents are composed make no difference.
    """
    for feed in in_order(feeds):
        subject = relative.as_posix() if "/" in feed.pattern else relative.name
        if fnmatch.fnmatchcase(plain(subject), plain(feed.pattern)):
            return feed
    return None


def look_through(
    drop: Path, feeds: Sequence[Feed], settling: Settling, now: float, *, quiet: bool = True
) -> list[Sighting]:
    """Look at every file below drop/ once, in the order of their names."""
    paths = list(_files(drop))
    companions = {path: list(_inside(path)) for path in paths if is_companion(path)}
    settling.keep_only([*paths, *(file for files in companions.values() for file in files)])
    alone = dict(companions)
    seen: list[Sighting | None] = []
    for path in paths:
        if is_companion(path):
            continue
        own = {each: alone.pop(each) for each in beside(path, alone)}
        export = _sighting(drop, path, feeds, settling, now, quiet=quiet)
        if export is not None:
            files = [file for inside in own.values() for file in inside]
            refused = [_refused(file) for file in files if not _is_ours(file)]
            seen += [_with(export, own, files, settling, now, quiet=quiet), *refused]
    seen += [Sighting(path=path, feed=None, state="alone") for path in alone]
    return [sighting for sighting in seen if sighting is not None]


def _with(
    export: Sighting,
    own: dict[Path, list[Path]],
    files: list[Path],
    settling: Settling,
    now: float,
    *,
    quiet: bool,
) -> Sighting:
    """Return an export with its companions: it is complete when all of them are."""
    feed = export.feed
    state = export.state
    if feed is not None:
        still = feed.quiet_seconds if quiet else 0.0
        # All are looked at each time: their quiet time runs beside that of the export.
        ready = [
            _is_ours(file) and settling.is_still(file, now, still) and not is_open_for_writing(file)
            for file in files
        ]
        state = "settling" if state == "complete" and not all(ready) else state
    return replace(export, state=state, beside=tuple(own))


def _refused(path: Path) -> Sighting:
    return Sighting(path=path, feed=None, state="refused")


def _is_ours(path: Path) -> bool:
    """Tell whether a name is a plain file that we may read."""
    try:
        return fault_of(path) is None
    except OSError:
        return False


def _inside(companion: Path, deepest: int = DEEPEST) -> Iterator[Path]:
    """Yield the files of a companion: itself, or everything in a folder of attachments.

    A link is yielded, never followed; a folder that we cannot read, or too deep, is, too.
    """
    if companion.is_symlink() or not companion.is_dir() or not deepest:
        yield companion
        return
    try:
        names = _names(companion)
    except OSError:
        yield companion
        return
    for path, is_folder in names:
        yield from _inside(path, deepest - 1) if is_folder else (path,)


def _sighting(
    drop: Path, path: Path, feeds: Sequence[Feed], settling: Settling, now: float, *, quiet: bool
) -> Sighting | None:
    feed = feed_for(path.relative_to(drop), feeds)
    try:
        fault = fault_of(path)
    except OSError:
        return None
    if fault is not None:
        return Sighting(path=path, feed=feed, state="refused")
    if feed is None:
        return None if path.suffix in MARKERS else Sighting(path=path, feed=None, state="nobody")
    if path.suffix in MARKERS and feed.marker:
        return None
    complete = _complete(path, feed, settling, now, quiet=quiet)
    return Sighting(path=path, feed=feed, state="complete" if complete else "settling")


def _complete(path: Path, feed: Feed, settling: Settling, now: float, *, quiet: bool) -> bool:
    if not is_marked(path, feed):
        return False
    still = settling.is_still(path, now, feed.quiet_seconds if quiet else 0.0)
    return still and not is_open_for_writing(path)


def is_marked(path: Path, feed: Feed) -> bool:
    """Tell whether the marker that a feed asks for stands beside a file; a folder is none."""
    return not feed.marker or path.with_name(path.name + feed.marker).is_file()


def _files(drop: Path) -> Iterator[Path]:
    """Yield names in drop/ and in its folders; hidden and temporary ones are not ours.

    A folder within a folder, or one that we cannot read, is yielded itself: no file, so refused.
    """
    for path, is_folder in _names(drop):
        if not is_folder or plain(path.name).endswith(ATTACHMENTS):
            yield path
            continue
        try:
            inner = _names(path)
        except OSError:
            yield path
        else:
            yield from (name for name, _ in inner)


def _names(folder: Path) -> list[tuple[Path, bool]]:
    """Return the names in one folder, sorted, and whether each is a folder itself."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    return [
        (Path(entry.path), entry.is_dir(follow_symlinks=False))
        for entry in found
        if not is_temporary(entry.name)
    ]
