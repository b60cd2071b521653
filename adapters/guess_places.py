"""Which field goes to which column? Each field to one, so that all of them together fit best."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.guess_scores import TAKEN, WORTH_ASKING, Scores
from config.headings import IDLE


def assigned(names: Sequence[str], scores: Scores, count: int) -> dict[int, str]:
    """Give each field to one column, the best pairs first: column -> field."""
    pairs = sorted(
        ((scores.of(index, name), -index, name) for index in range(count) for name in names),
        reverse=True,
    )
    found: dict[int, str] = {}
    for total, minus, name in pairs:
        index = -minus
        if total < WORTH_ASKING or index in found or name in found.values():
            continue
        if total > scores.of(index, IDLE):
            found[index] = name
    for index in set(range(count)) - set(found):
        _make_room(index, names, found, scores)
    return found


def _make_room(index: int, names: Sequence[str], found: dict[int, str], scores: Scores) -> None:
    """Give a column the field of another one that may as well be something free."""
    free = set(names) - set(found.values())
    for at, name in list(found.items()):
        other = max(free, key=lambda each: scores.of(at, each), default="")
        if not other or min(scores.of(index, name), scores.of(at, other)) < TAKEN:
            continue
        gained = scores.of(index, name) + scores.of(at, other)
        if gained > scores.of(at, name) + scores.of(index, IDLE):
            found[index], found[at] = name, other
            return
