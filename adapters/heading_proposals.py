"""A required heading is missing: which of the columns that we do not know was probably meant?

By its name, or because it alone holds what that field holds. A proposal for the sender's eye.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from adapters import arrow
from adapters.canonical import canonical
from adapters.first_row import shown
from adapters.grid import column_letter
from adapters.near import Words
from adapters.words import fold

_ENOUGH = 0.9
_LOOKED_AT = 1_000
_SHORTEST_PART = 6
_DAY = r"^[0-9]{2}/[0-9]{2}/[0-9]{4}$"
_SHAPES: Mapping[str, str] = MappingProxyType(
    {
        "MaDonVi": r"^[A-Z]{2}[A-Z0-9]{5}$",
        "CMND": r"^([0-9]{12}|[0-9]{9})$",
        "NgaySinh": _DAY,
        "GioiTinh": r"^[01]$",
        "LoaiHD": r"^(KXDTH|XDTH|KHAC)$",
        "HDTuNgay": _DAY,
        "TienLuong": r"^[1-9][0-9]{5,8}$",
    }
)
"""What cells of a field look like once they are read, where that tells it from others."""


def propose(
    missing: Mapping[str, str],
    strange: Mapping[int, str],
    column: Callable[[int], arrow.Text],
) -> dict[str, int]:
    """Return for each missing field the one column that was probably meant for it.

    `missing` holds fields and our headings, `strange` the columns that nobody knows.
    """
    found: dict[str, int] = {}
    for field, heading in missing.items():
        places = _named(field, heading, strange) or [
            index for index in strange if _holds(field, column(index))
        ]
        if len(places) == 1:
            found[field] = places[0]
    meant = list(found.values())
    return {field: index for field, index in found.items() if meant.count(index) == 1}


def told(
    proposed: Mapping[str, int], missing: Mapping[str, str], strange: Mapping[int, str]
) -> Sequence[tuple[str, str, str]]:
    """Return each proposal: our heading, the letter of the column, and the heading there."""
    return [
        (missing[field], column_letter(index), _as_told(field, missing[field], strange[index]))
        for field, index in proposed.items()
    ]


def _as_told(field: str, ours: str, heading: str) -> str:
    """Return the heading that stands there, "…" for what may be a cell about somebody."""
    if _named(field, ours, {0: heading}):
        return shown(heading)
    of_a_person = _may_be_name(heading) or _holds(field, arrow.text([heading]))
    return "…" if of_a_person else shown(heading)


def _may_be_name(heading: str) -> bool:
    """Tell whether all words begin with a capital letter; a heading is known by its letter too."""
    words = heading.split()
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _named(field: str, heading: str, strange: Mapping[int, str]) -> list[int]:
    """Return the columns whose name nearly is ours, or a good part of it."""
    wanted = Words({field: heading, heading: heading})
    near = [index for index, name in strange.items() if wanted.nearest(name)]
    return near or [index for index, name in strange.items() if _part(fold(name), fold(heading))]


def _part(one: str, other: str) -> bool:
    """Tell whether one name holds the other, and that is long enough to mean something."""
    return min(len(one), len(other)) >= _SHORTEST_PART and (one in other or other in one)


def _holds(field: str, cells: arrow.Text) -> bool:
    """Tell whether nearly all filled cells look like that field."""
    if field not in _SHAPES:
        return False
    texts = canonical(field, arrow.normalised(cells[:_LOOKED_AT]))
    filled = int(arrow.flags(arrow.matches(texts, ".")).sum())
    right = int(arrow.flags(arrow.matches(texts, _SHAPES[field])).sum())
    return filled > 0 and right >= filled * _ENOUGH
