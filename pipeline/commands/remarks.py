"""What a pass leaves to look at, as lines for people: one each, or one per reason of many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pipeline.tally import Tally
from pipeline.views import Open

_MANY = 20
"""Things of one kind that are still told one by one."""


def heard(tally: Tally) -> Iterator[Open]:
    """Yield what makes the exit code 1 or 2 in this pass and in no later one."""
    for drop in tally.refused:
        yield Open(
            code="sent-back",
            thing=drop,
            text_vi=f"có lỗi, xem report.xlsx trong returned/: `bhxh show {drop}`",
            text_en=f"has errors, see its report.xlsx in returned/: `bhxh show {drop}`",
        )
    for drop in tally.warned:
        yield Open(
            code="warned",
            thing=drop,
            text_vi=f"có cảnh báo, xem report.xlsx trong returned/: `bhxh show {drop}`",
            text_en=f"has warnings, see its report.xlsx in returned/: `bhxh show {drop}`",
        )
    for dossier in tally.refused_by_vss:
        yield Open(
            code="refused",
            thing=dossier,
            text_vi=f"BHXH từ chối tất cả hoặc một số người: `bhxh show {dossier}`",
            text_en=f"VSS refused all or some of its people: `bhxh show {dossier}`",
        )


def lines(things: Iterable[Open]) -> Iterator[str]:
    """Yield a line for each thing; where more than twenty are of a kind, one for each reason."""
    kinds: Mapping[str, list[Open]] = defaultdict(list)
    for thing in things:
        kinds[thing.code].append(thing)
    for alike in kinds.values():
        if len(alike) > _MANY:
            yield from _grouped(alike)
        else:
            yield from (f"{thing.code} {thing.thing}: {thing.words}" for thing in alike)


def _grouped(alike: Iterable[Open]) -> Iterator[str]:
    """Yield how many there are for each reason, the first as an example, and where to see all."""
    reasons: Mapping[str, list[Open]] = defaultdict(list)
    for thing in alike:
        reasons[_reason(thing)].append(thing)
    for members in sorted(reasons.values(), key=len, reverse=True):
        first = members[0]
        count = f"{first.code} × {len(members)}"
        yield f"{count}: `bhxh status` · ví dụ / such as {first.thing}: {first.words}"


def _reason(thing: Open) -> str:
    """Return what a text has in common with others: what waits, and the first word of why."""
    return ": ".join(thing.text_vi.replace(thing.thing, "").split(": ")[:2])
