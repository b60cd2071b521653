"""Files that nobody works on: in drop/ and taken by none, or sent back and not sent anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from pipeline.english import counted
from pipeline.lingering import lingering, the_first
from pipeline.parts import Parts
from pipeline.settle import Settling
from pipeline.states import DropState
from pipeline.steps.names import shown
from pipeline.sweep import look_through
from pipeline.untold import untold
from pipeline.views import Open

_TAKEN_BY_NONE = ("refused", "nobody", "alone")
_SENT_BACK = (DropState.INVALID, DropState.UNREADABLE)


def in_drop(parts: Parts, now: datetime) -> list[Open]:
    """Return what lies in drop/: for more than a day, or taken in by no pass."""
    old = lingering(parts.spool.site, now, parts.ledger.sightings.known())
    known = {thing.thing for thing in old}
    others = (thing for thing in _unclaimed(parts) if thing.thing not in known)
    return [*old, *the_first(others, "unclaimed")]


def _unclaimed(parts: Parts) -> Iterator[Open]:
    """Yield what lies in drop/ and no pass takes in, as `once` tells it."""
    drop = parts.spool.site / "drop"
    for seen in look_through(drop, parts.settings.feeds, Settling(), 0.0, quiet=False):
        if seen.state in _TAKEN_BY_NONE:
            name = f"drop/{shown(seen.path.relative_to(drop).as_posix())}"
            look = f": `bhxh explain {name}`"
            yield Open(
                code="unclaimed",
                thing=name,
                text_vi=f"chưa nhận{look}",
                text_en=f"not taken in{look}",
            )


def sent_back(parts: Parts, business_date: date) -> Iterator[Open]:
    """Yield the files that were sent back, unless one of their name came after them.

    In one night only: nothing closes them here, and a code that stays is not read. The same bytes
    once more mend nothing: they stand for the file that brought them first.
    """
    is_untold = untold(parts, business_date)
    known = {drop.id: drop for drop in parts.ledger.drops.all()}
    newest = {(drop.feed, drop.name): drop for drop in known.values()}
    told = {
        first.id: first
        for drop in newest.values()
        if is_untold(drop.arrived_at)
        and (first := known[drop.duplicate_of or drop.id]).state in _SENT_BACK
        and not first.is_withdrawn
    }
    for drop in told.values():
        look = f": `bhxh explain {drop.id}`"
        yield Open(
            code="sent-back",
            thing=drop.id,
            text_vi=f"{drop.name} bị trả lại ({drop.errors} lỗi){look}",
            text_en=f"{drop.name} was sent back ({counted(drop.errors, 'error')}){look}",
        )
