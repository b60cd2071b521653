"""Looking through drop/: which files are complete, whose they are, and what nobody takes.

The sweep is the only authority; events merely wake it earlier.
"""

from __future__ import annotations

import fnmatch
import os
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.settings import Feed
from pipeline.settle import (
    Settling,
    is_open_for_writing,
    is_plain,
    is_readable,
    is_temporary,
)

MARKERS = (".done", ".ok")


@dataclass(frozen=True, kw_only=True)
class Sighting:
    """One file seen in drop/."""

    path: Path
    feed: Feed | None
    state: str
    """``complete``, ``settling``, ``refused`` (no plain file that we may read) or ``nobody`` (no
    feed takes it)."""


def feed_for(relative: Path, feeds: Sequence[Feed]) -> Feed | None:
    """Return the feed whose pattern takes that path below drop/: a folder's own, else the first.

    A pattern with a slash is held against the whole path, one without against the name alone;
    capitals and the way accents are composed make no difference.
    """
    # "*.csv" takes the files of every folder; who names a folder means it, wherever it is listed.
    for feed in sorted(feeds, key=lambda feed: "/" not in feed.pattern):
        subject = relative.as_posix() if "/" in feed.pattern else relative.name
        if fnmatch.fnmatchcase(_plain(subject), _plain(feed.pattern)):
            return feed
    return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


def look_through(
    drop: Path, feeds: Sequence[Feed], settling: Settling, now: float, *, quiet: bool = True
) -> list[Sighting]:
    """Look at every file below drop/ once, in the order of their names."""
    paths = list(_files(drop))
    settling.keep_only(paths)
    seen = [_sighting(drop, path, feeds, settling, now, quiet=quiet) for path in paths]
    return [sighting for sighting in seen if sighting is not None]


def _sighting(
    drop: Path, path: Path, feeds: Sequence[Feed], settling: Settling, now: float, *, quiet: bool
) -> Sighting | None:
    feed = feed_for(path.relative_to(drop), feeds)
    try:
        plain = is_plain(path) and is_readable(path)
    except OSError:
        return None
    if not plain:
        return Sighting(path=path, feed=feed, state="refused")
    if feed is None:
        return None if path.suffix in MARKERS else Sighting(path=path, feed=None, state="nobody")
    if path.suffix in MARKERS and feed.marker:
        return None
    complete = _complete(path, feed, settling, now, quiet=quiet)
    return Sighting(path=path, feed=feed, state="complete" if complete else "settling")


def _complete(path: Path, feed: Feed, settling: Settling, now: float, *, quiet: bool) -> bool:
    if feed.marker and not path.with_name(path.name + feed.marker).exists():
        return False
    still = settling.is_still(path, now, feed.quiet_seconds if quiet else 0.0)
    return still and not is_open_for_writing(path)


def _files(drop: Path) -> Iterator[Path]:
    """Yield names in drop/ and in its folders; hidden and temporary ones are not ours.

    A folder within a folder, or one that we cannot read, is yielded itself: no file, so refused.
    """
    for path, is_folder in _names(drop):
        if not is_folder:
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
