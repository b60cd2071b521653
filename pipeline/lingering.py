"""What lies in drop/ for more than a day and was not taken in: writers that never finish."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType

from pipeline.companions import DEEPEST
from pipeline.parts import Parts
from pipeline.steps.names import shown
from pipeline.views import Open

_DAY = 86400.0
_NOTHING: Mapping[str, datetime] = MappingProxyType({})
_MOST = 100
"""Names told one by one; who has more of them has one problem, not many."""


def lingering(site: Path, now: datetime, seen: Mapping[str, datetime] = _NOTHING) -> list[str]:
    """Name what has been in drop/ for a day and was not taken in, as ``drop/NAME``.

    By the time of the inode's last change, which a sender's tool cannot set as it can set the
    modification time, and by when its name was `seen` first, which no writer can renew.
    """
    drop, oldest = site / "drop", now.timestamp() - _DAY
    return [
        f"drop/{shown(path.relative_to(drop).as_posix())}"
        for path, changed in _files(drop)
        if min(changed, _since(drop, path, seen, now)) < oldest
    ]


def told(names: Sequence[str], code: str, text_vi: str, text_en: str) -> Iterator[Open]:
    """Tell of names in drop/: so many of them, then how many more there are."""
    for name in names[:_MOST]:
        look = f"`bhxh explain {name}`"
        yield Open(
            code=code, thing=name, text_vi=f"{text_vi}: {look}", text_en=f"{text_en}: {look}"
        )
    if (more := len(names) - _MOST) > 0:
        yield Open(code=code, thing="drop/", text_vi=f"… {more} nữa", text_en=f"… {more} more")


def told_lingering(names: Sequence[str]) -> Iterator[Open]:
    """Tell of what waits for a day."""
    vi, en = "nằm hơn 24 giờ chưa được nhận", "has waited for more than 24 hours"
    return told(names, "lingering", vi, en)


def remember(parts: Parts) -> None:
    """Write down what lies in drop/ now, so that it is known later since when."""
    drop = parts.spool.site / "drop"
    parts.ledger.sightings.keep([_key(drop, path) for path, _ in _files(drop)])


def _key(drop: Path, path: Path) -> str:
    """Return a path below drop/ as the ledger has it: any bytes fit."""
    return os.fsencode(path.relative_to(drop)).hex()


def _since(drop: Path, path: Path, seen: Mapping[str, datetime], now: datetime) -> float:
    """Return when a name was seen first; just now, if never."""
    return seen.get(_key(drop, path), now).timestamp()


def _files(folder: Path, deepest: int = DEEPEST + 1) -> Iterator[tuple[Path, float]]:
    """Yield names below a folder, temporary ones too, and when each changed; ours are not.

    A folder that is too deep is one name, whatever lies in it.
    """
    try:
        with os.scandir(folder) as entries:
            found = sorted(entries, key=lambda entry: os.fsencode(entry.name))
    except OSError:
        return
    for entry in found:
        if entry.name == ".claim":
            continue
        if entry.is_dir(follow_symlinks=False) and deepest:
            yield from _files(Path(entry.path), deepest - 1)
            continue
        try:
            yield Path(entry.path), entry.stat(follow_symlinks=False).st_ctime
        except OSError:
            continue
