"""Which feeds can never get a file, because one before them takes all of theirs."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator, Sequence

from config.settings import Feed
from pipeline.companions import plain

_ANY_TEXT = ("", "\ue000", "\ue000" * 7)
"""What a ``*`` may stand for: signs that no pattern names, so that only a ``*`` takes them all."""
_ANY_SIGN = "\ue001"


def in_order(feeds: Sequence[Feed]) -> list[Feed]:
    """Return the feeds as names are held against them: those of a folder, then those of all.

    ``*.csv`` takes the files of every folder; who names a folder means it, wherever it is listed.
    """
    return sorted(feeds, key=lambda feed: "/" not in feed.pattern)


def shadowed(feeds: Sequence[Feed]) -> Iterator[tuple[Feed, Feed]]:
    """Yield each feed that never gets a file, with the one before it that takes them."""
    ordered = in_order(feeds)
    for at, feed in enumerate(ordered):
        wider = next((one for one in ordered[:at] if _takes_all(one.pattern, feed.pattern)), None)
        if wider is not None:
            yield feed, wider


def _takes_all(wide: str, narrow: str) -> bool:
    """Tell whether a pattern takes every name that another one takes; no, where it is not sure."""
    wide, narrow = plain(wide), plain(narrow)
    if wide == narrow:
        return True
    if "[" in wide + narrow or ("/" in wide) != ("/" in narrow):
        return False
    names = (narrow.replace("?", _ANY_SIGN).replace("*", text) for text in _ANY_TEXT)
    return all(fnmatch.fnmatchcase(name, wide) for name in names)
