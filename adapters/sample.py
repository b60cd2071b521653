"""Where do the headings of an unknown table stand, and what do its columns hold?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from adapters import arrow
from adapters.guess_headings import HeadingJudge
from adapters.headings import are_numbers_of_columns, joined, row_of
from adapters.looks import Cells, look_at
from adapters.model import RawTable
from adapters.refusals import refuse
from adapters.words import fold

_SEARCHED: Final = 30
_LOOKED_AT: Final = 300
_ENOUGH: Final = 3
_GOOD: Final = 0.6
_FEW: Final = 5
"""One heading of so many may hold a digit: 10,5%, Ca 3."""
_DATA: Final = re.compile(r"[0-9]{5,}|[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}.*")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """The headings of a table and what stands below them."""

    at: int
    """Index of the first row of headings."""
    rows: int
    """How many rows the headings take."""
    first: int
    """Index of the first row of data."""
    codes: bool
    """A row of technical names stands between headings and data."""
    headings: tuple[tuple[str, str], ...]
    """The whole heading of each column, and its lowest part."""
    cells: tuple[Cells, ...]


def take_sample(raw: RawTable, judge: HeadingJudge) -> Sample:
    """Find the headings of a table, look at its columns; UnreadableError without rows of both.

    A person's row is never taken for headings: those are written into files and shown in clear.
    """
    at, rows = _headings_at(raw, judge)
    if _are_data(row_of(raw, at + rows - 1)):
        raise refuse("no-headings")
    whole, lowest = joined([row_of(raw, at + below) for below in range(rows)])
    first = at + rows
    if are_numbers_of_columns(row_of(raw, first)):
        first += 1
    codes = _are_names(row_of(raw, first), judge)
    first += codes
    if first >= len(raw.rows):
        raise refuse("empty")
    places = np.unique(np.linspace(first, len(raw.rows) - 1, _LOOKED_AT).astype(np.int64))
    surnames = judge.vocabulary.words.get("surname", {})
    cells = tuple(look_at(_texts(raw, index, places), surnames) for index in range(len(whole)))
    return Sample(
        at=at, rows=rows, first=first, codes=codes,
        headings=tuple(zip(whole, lowest, strict=True)), cells=cells,
    )  # fmt: skip


def _texts(raw: RawTable, index: int, places: np.ndarray) -> list[str]:
    column = arrow.of_series(raw.cells[index]).take(places)
    return [str(text) for text in arrow.normalised(column).to_pylist()]


def _headings_at(raw: RawTable, judge: HeadingJudge) -> tuple[int, int]:
    """Return the first row of headings, and how many there are."""
    rows = [row_of(raw, at) for at in range(min(_SEARCHED, len(raw.rows)))]
    known = [sum(map(judge.knows, row)) for row in rows]
    best = max(range(len(rows)), key=lambda at: (known[at], -at))
    if known[best] < _ENOUGH:
        best = max(range(len(rows)), key=lambda at: (_worded(rows[at]), -at))
    candidates = [(best, 1)]
    for at in (best - 1, best):
        if 0 <= at < len(rows) - 1 and _spans(rows[at], rows[at + 1]):
            candidates.append((at, 2))
    return max(candidates, key=lambda each: (_worth(rows, judge, *each), -each[1]))


def _worth(rows: Sequence[Sequence[str]], judge: HeadingJudge, at: int, count: int) -> float:
    """Return how many columns such headings name."""
    whole, lowest = joined(rows[at : at + count])
    total = 0.0
    for texts in zip(whole, lowest, strict=True):
        fits = [fit.score for text in set(texts) if text for fit in judge.fits(text).values()]
        best = max(fits, default=0.0)
        total += best if best > _GOOD else 0.0
    return total


def _spans(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell whether a row may be groups above a row of headings."""
    below = [text for over, text in zip(upper, lower, strict=True) if not over and text]
    filled = [text for text in lower if text]
    if sum(map(bool, upper)) == 1 and 2 * len(below) > len(filled):
        return False  # a title
    counted = sum(any(sign.isdigit() for sign in text) for text in filled)
    return bool(below) and counted * _FEW <= len(filled)


def _worded(row: Sequence[str]) -> int:
    """Count the cells of a row that are words and none of them twice."""
    words = [fold(cell) for cell in row if any(sign.isalpha() for sign in cell)]
    digits = sum(any(sign.isdigit() for sign in cell) for cell in row)
    return len(set(words)) - 2 * digits


def _are_data(row: Sequence[str]) -> bool:
    """Tell whether a row holds a number of many digits or a day: headings hold neither."""
    return any(_DATA.fullmatch(cell) for cell in row)


def _are_names(row: Sequence[str], judge: HeadingJudge) -> bool:
    """Tell whether a row below the headings holds the columns' technical names."""
    filled = [cell for cell in row if cell]
    plain = all(cell.isascii() and " " not in cell for cell in filled)
    return plain and len(filled) > _ENOUGH and sum(map(judge.knows, filled)) * 2 > len(filled)
