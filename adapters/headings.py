"""Where the headings of a table stand, and which column each of them names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from adapters.grid import column_letter
from adapters.model import RawTable
from adapters.people import could_be_people
from adapters.refusals import refuse
from adapters.words import fold
from config.mapping import LETTER, ExportMapping

_NUMBERED: Final = 3
"""Columns that such a row numbers at least; fewer cells may be data."""


@dataclass(frozen=True, kw_only=True)
class Head:
    """The headings of a table, and where its data begin."""

    at: int
    """Index of the first row of headings in the table of text."""
    first: int
    """Index of the first row of data."""
    headings: tuple[str, ...]
    """Blank where the table has none."""
    lowest: tuple[str, ...]
    """The part of each heading that stands in the last row of headings."""
    places: Mapping[str, tuple[int, ...]]
    """Field -> its columns."""
    left_out: tuple[int, ...] = ()
    """Rows, as the sender counts them, between headings and data."""


def row_of(raw: RawTable, at: int) -> list[str]:
    """Return the cells of a row, each on one line; blank ones below the table's end."""
    if not 0 <= at < len(raw.rows):
        return [""] * raw.cells.shape[1]
    return [" ".join(str(cell).split()) for cell in raw.cells.iloc[at]]


def find_head(raw: RawTable, mapping: ExportMapping) -> Head | None:
    """Find the headings that a mapping names; None if the table has none of them."""
    if mapping.header:
        found = (raw.rows[: mapping.header] == mapping.header).nonzero()[0].tolist()
    else:
        found = list(range(min(mapping.search, len(raw.rows))))
    named = {at: len(_named(raw, mapping, at)[2]) for at in found}
    best = max(named, key=lambda at: (named[at], -at), default=0)
    return _head(raw, mapping, best) if named.get(best) else None


def _named(
    raw: RawTable, mapping: ExportMapping, at: int
) -> tuple[list[str], list[str], dict[str, tuple[int, ...]]]:
    """Return headings that begin in a row, their lowest parts, and which field stands where."""
    headings, lowest = joined([row_of(raw, at + below) for below in range(mapping.header_rows)])
    return headings, lowest, _places(headings, lowest, mapping.columns)


def _head(raw: RawTable, mapping: ExportMapping, at: int) -> Head:
    headings, lowest, places = _named(raw, mapping, at)
    below = at + mapping.header_rows
    first = _first(raw, mapping, at, places)
    if first <= at:
        headings = lowest = [""] * len(headings)
    return Head(
        at=at,
        first=first,
        headings=tuple(headings),
        lowest=tuple(lowest),
        places=places,
        left_out=tuple(int(raw.rows[row]) for row in _worded(raw, below, first)),
    )


def _first(
    raw: RawTable, mapping: ExportMapping, at: int, places: Mapping[str, tuple[int, ...]]
) -> int:
    """Return where the data begin; a row that could be somebody's counts, whatever was told.

    `first` says where they began in one file: the next may have a title more or a row less.
    """
    below = at + mapping.header_rows
    if not mapping.first:
        return below + are_numbers_of_columns(row_of(raw, below))
    told = int((raw.rows < mapping.first).sum())
    begins = 0 if mapping.headless else below
    rows = _worded(raw, begins, told) if told >= begins else list(range(told, at))
    people = could_be_people(raw, places, np.array(rows, dtype=np.intp))
    if people.any():
        return rows[int(people.argmax())]
    return max(told, begins)


def _worded(raw: RawTable, begin: int, end: int) -> list[int]:
    """Return the rows of a range that do more than number the columns."""
    rows = range(begin, min(end, len(raw.rows)))
    return [row for row in rows if not are_numbers_of_columns(row_of(raw, row))]


def joined(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return the whole heading of each column and its lowest part; a group spans blank cells.

    >>> joined([["Họ tên", "Hợp đồng", "", ""], ["", "Từ", "Đến", ""]])[0]
    ['Họ tên', 'Hợp đồng / Từ', 'Hợp đồng / Đến', '']
    """
    carried = [""] * len(rows)
    whole, lowest = [], []
    for column in zip(*rows, strict=True):
        parts = []
        for level, text in enumerate(column):
            below = column[level + 1 :]
            if text:
                carried[level:] = [text, *[""] * len(below)]
            elif not any(below):
                carried[level] = ""
            if text or (carried[level] and any(below)):
                parts.append(carried[level])
        whole.append(" / ".join(parts))
        lowest.append(parts[-1] if parts else "")
    return whole, lowest


def are_numbers_of_columns(cells: Iterable[str]) -> bool:
    """Tell whether a row below the headings only numbers the columns: A, B, 1, 2, 3 = 1 + 2.

    >>> are_numbers_of_columns(["(1)", "(2)", "(3)", "(4)=(2)+(3)"])
    True
    >>> are_numbers_of_columns(["1", "Nguyễn Văn An", "0", "1"])
    False
    """
    bare = [cell.replace(" ", "").strip("()[]") for cell in cells if cell]
    plain = [cell for cell in bare if "=" not in cell]
    numbers = [cell for cell in plain if cell.isdecimal()]
    letters = [cell for cell in plain if not cell.isdecimal()]
    counted = numbers == [str(number) for number in range(1, len(numbers) + 1)]
    lettered = letters == [column_letter(index) for index in range(len(letters))]
    return counted and lettered and len(plain) >= _NUMBERED


def _places(
    headings: Sequence[str], lowest: Sequence[str], columns: Mapping[str, Sequence[str]]
) -> dict[str, tuple[int, ...]]:
    """Return the columns of each field, in the order of the headings that the mapping names."""
    whole: dict[str, list[int]] = {}
    ends: dict[str, list[int]] = {}
    for index, (heading, end) in enumerate(zip(headings, lowest, strict=True)):
        if heading:
            whole.setdefault(fold(heading), []).append(index)
            ends.setdefault(fold(end), []).append(index)
    letters = {column_letter(index): index for index in range(len(headings))}
    found: dict[str, tuple[int, ...]] = {}
    for field, names in columns.items():
        places: dict[int, None] = {}
        for name in names:
            if LETTER.fullmatch(name):
                at = [letters[name[1:]]] if name[1:] in letters else []
            else:
                at = whole.get(fold(name)) or ends.get(fold(name), [])
            places.update(dict.fromkeys(at))
        if places:
            found[field] = tuple(places)
    return found


def fits(patterns: Iterable[str], text: str) -> bool:
    """Tell whether a text is one of those, by letters and digits; ``*`` stands for any rest."""
    folded = fold(text)
    for pattern in patterns:
        wanted = fold(pattern)
        if folded == wanted or (pattern.endswith("*") and folded.startswith(wanted)):
            return True
    return False


def refuse_twice(head: Head, mapping: ExportMapping, called: Mapping[str, str]) -> None:
    """Raise if a field has several columns and the mapping does not say which one counts."""
    twice = [
        called[field]
        for field, at in head.places.items()
        if len(at) > 1 and field not in mapping.join
    ]
    if twice and mapping.twice == "refuse":
        raise refuse("heading-twice", headings=", ".join(twice))
