"""Files that nobody works on: in drop/ and taken by none, or sent back and not sent anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from pipeline.english import counted
from pipeline.lingering import lingering, told, told_lingering
from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.settle import Settling
from pipeline.states import DropState
from pipeline.steps.names import shown
from pipeline.sweep import look_through
from pipeline.views import Open

_TAKEN_BY_NONE = ("refused", "nobody", "alone")
_SENT_BACK = (DropState.INVALID, DropState.UNREADABLE)


def in_drop(parts: Parts, now: datetime) -> list[Open]:
    """Return what lies in drop/: for more than a day, or taken in by no pass."""
    old = lingering(parts.spool.site, now, parts.ledger.sightings.known())
    known = set(old)
    others = [name for name in _unclaimed(parts) if name not in known]
    return [*told_lingering(old), *told(others, "unclaimed", "chưa nhận", "not taken in")]


def _unclaimed(parts: Parts) -> Iterator[str]:
    """Name what lies in drop/ and no pass takes in, as `once` tells it."""
    drop = parts.spool.site / "drop"
    for seen in look_through(drop, parts.settings.feeds, Settling(), 0.0, quiet=False):
        if seen.state in _TAKEN_BY_NONE:
            yield f"drop/{shown(seen.path.relative_to(drop).as_posix())}"


def sent_back(drops: Iterable[Drop], is_untold: Callable[[datetime], bool]) -> Iterator[Open]:
    """Yield the files that were sent back, unless one of their name came after them.

    In one night only: nothing closes them here, and a code that stays is not read. The same bytes
    once more mend nothing: they are told by their own name, with the report of what came first.
    """
    known = {drop.id: drop for drop in drops}
    newest = {(drop.feed, drop.name): drop for drop in known.values()}
    for drop in newest.values():
        first = known[drop.duplicate_of or drop.id]
        back = first.state in _SENT_BACK and not first.is_withdrawn
        if back and is_untold(drop.arrived_at):
            look = f": `bhxh explain {first.id}`"
            yield Open(
                code="sent-back",
                thing=first.id,
                text_vi=f"{drop.name} bị trả lại ({first.errors} lỗi){look}",
                text_en=f"{drop.name} was sent back ({counted(first.errors, 'error')}){look}",
            )
