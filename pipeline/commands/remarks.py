"""What a pass leaves to look at, as lines for people: one each, or one per reason of many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping

from config.settings import Settings
from pipeline.tally import Tally
from pipeline.views import Open

_MANY = 20
"""Things of one kind that are still told one by one."""
_WORDS = {
    "sent-back": (
        "có lỗi, xem report.xlsx trong returned/",
        "has errors, see its report.xlsx in returned/",
    ),
    "warned": (
        "có cảnh báo, xem report.xlsx trong returned/",
        "has warnings, see its report.xlsx in returned/",
    ),
    "refused": (
        "BHXH từ chối tất cả hoặc một số người",
        "VSS refused all or some of its people",
    ),
}


def heard(tally: Tally, waiting: Iterable[Open] = ()) -> Iterator[Open]:
    """Yield what makes the exit code 1 or 2 in this pass and in no later one.

    A trouble that something `waiting` tells of is not told again.
    """
    told = "\n".join(thing.words for thing in waiting)
    for word, reason in tally.troubles.items():
        if reason not in told:
            text = reason.removeprefix(f"{word}: ")
            yield Open(code="failed", thing=word, text_vi=text, text_en=text)
    things = {
        "sent-back": tally.refused,
        "warned": tally.warned,
        "refused": tally.refused_by_vss,
    }
    for code, (text_vi, text_en) in _WORDS.items():
        for thing in things[code]:
            look = f": `bhxh show {thing}`"
            yield Open(code=code, thing=thing, text_vi=text_vi + look, text_en=text_en + look)


def sandbox_off(settings: Settings, troubles: Container[str]) -> Iterator[Open]:
    """Yield what starts the I-VAN in a box, where a site for it reached nobody."""
    if "connection" in troubles and (settings.site / "sandbox").is_dir():
        command = f"`bhxh sandbox --site {settings.site}`"
        yield Open(
            code="sandbox",
            thing=f"{settings.sftp.host}:{settings.sftp.port}",
            text_vi=f"I-VAN thử nghiệm chưa chạy? {command} (ở cửa sổ khác)",
            text_en=f"is the I-VAN in a box not running? {command} (in another window)",
        )


def lines(things: Iterable[Open]) -> Iterator[str]:
    """Yield a line for each thing, and below it one for each of several reasons.

    Where more than twenty are of a kind, only one for each reason.
    """
    kinds: Mapping[str, list[Open]] = defaultdict(list)
    for thing in things:
        kinds[thing.code].append(thing)
    for alike in kinds.values():
        if len(alike) > _MANY:
            yield from _grouped(alike)
        else:
            yield from (line for thing in alike for line in _each(thing))


def _each(thing: Open) -> Iterator[str]:
    """Yield a thing with why it waits; what holds a file for several reasons has a line each."""
    first, *more = thing.words.split(" · ") if thing.code == "held" else [thing.words]
    yield f"{thing.code} {thing.thing}: {first}"
    yield from (f"    {reason}" for reason in more)


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
