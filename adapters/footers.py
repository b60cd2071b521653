"""Rows below or between the data that are no data: totals, signatures, headings of departments."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters import arrow
from adapters.headings import Head
from adapters.model import Defect, RawTable
from adapters.people import could_be_people
from config.mapping import Footer

_LOOKED_AT: Final = 4
"""Columns in which the first cell of such a row may stand."""
_SIGN: Final = r"[^\pL\pM\pN]"
_SPANS: Final = 9
"""So many runs of rows are named in a note."""


def without_footers(
    raw: RawTable, head: Head, footer: Footer
) -> tuple[RawTable, tuple[Defect, ...]]:
    """Return a table without the rows that a mapping leaves out, and what is to be said of them.

    A row that could be somebody's is never left out; below the end of the data it is wrong.
    """
    if not (footer.end or footer.skip or head.left_out):
        return raw, ()
    begins = first_cells(raw, head.first)
    ends, fitting = among(begins, footer.end), among(begins, footer.skip)
    left = ends | fitting
    _spare_people(left, raw, head)
    end = int((ends & left).argmax()) if (ends & left).any() else len(left)
    left[end:] = True
    _spare_people(left, raw, head)
    rows = raw.rows[head.first :]
    defects = [
        Defect(code="E-BELOW-END", row=int(row), facts={"end": int(rows[end])})
        for row in rows[end:][~left[end:]]
    ]
    gone = [*head.left_out, *rows[left].tolist()]
    if gone:
        facts: dict[str, str | int] = {"rows": len(gone), "at": spans(gone)}
        defects.append(Defect(code="N-LEFT-OUT", row=None, facts=facts))
    return _kept(raw, head.first, ~left), tuple(defects)


def _spare_people(left: NDArray[np.bool_], raw: RawTable, head: Head) -> None:
    """Take the rows that could be somebody's out of those that are left out."""
    at = np.flatnonzero(left)
    left[at[could_be_people(raw, head.places, head.first + at)]] = False


def _kept(raw: RawTable, first: int, kept: NDArray[np.bool_]) -> RawTable:
    """Return a table with only those of its rows of data."""
    if kept.all():
        return raw
    rows = np.concatenate([np.ones(first, dtype=np.bool_), kept])
    left = set(raw.rows[rows].tolist())
    return replace(
        raw,
        cells=raw.cells.loc[rows].reset_index(drop=True),
        rows=raw.rows[rows],
        defects=tuple(each for each in raw.defects if each.row is None or each.row in left),
        numeric={index: flags[rows] for index, flags in raw.numeric.items()},
        dated={index: flags[rows] for index, flags in raw.dated.items()},
        framed={index: flags[rows] for index, flags in raw.framed.items()},
    )


def first_cells(raw: RawTable, first: int) -> arrow.Text:
    """Return the first cell of each row of data that has anything in it."""
    columns = range(min(_LOOKED_AT, raw.cells.shape[1]))
    found = arrow.blank(len(raw.rows) - first)
    for index in columns:
        found = arrow.filled(found, arrow.normalised(arrow.of_series(raw.cells[index])[first:]))
    return found


def among(cells: arrow.Text, patterns: Iterable[str]) -> NDArray[np.bool_]:
    """Tell which cells fit one of the patterns, word by word."""
    found = np.zeros(len(cells), dtype=np.bool_)
    bare = None
    for pattern in patterns:
        if pattern.isascii() and bare is None:
            bare = pc.utf8_normalize(cells, form="NFD")
        column = bare if pattern.isascii() else cells
        found |= arrow.flags(arrow.matches(column, _expression(pattern)))
    return found


def _expression(pattern: str) -> str:
    """Return the regular expression (RE2) of a pattern; one without accents fits any."""
    letter = r"\pM*" if pattern.isascii() else ""
    parts = [_words(part, letter) for part in pattern.split("*")]
    between = f"(?:{_SIGN}(?:.*{_SIGN})?)"
    opening, closing = f"(?:.*{_SIGN})?", f"(?:{_SIGN}.*)?"
    whole = between.join(part for part in parts if part)
    before = opening if not parts[0] else f"{_SIGN}*"
    behind = closing if not parts[-1] else f"{_SIGN}*"
    return f"(?i)^{before}{whole}{behind}$"


def _words(text: str, letter: str) -> str:
    """Return the expression of words one after another; `letter` is what may follow a letter."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))
    spelled = ("".join(_letter(sign, letter) for sign in word) for word in words)
    return f"{_SIGN}+".join(spelled)


def _letter(sign: str, letter: str) -> str:
    return f"[dđ]{letter}" if letter and sign in "dD" else sign + letter


def spans(rows: Sequence[int]) -> str:
    """Return row numbers as people write them, the first runs of them.

    >>> spans([3, 5, 6, 7, 12])
    '3, 5-7, 12'
    """
    runs = [
        [row for _, row in run]
        for _, run in groupby(enumerate(sorted(rows)), key=lambda each: each[1] - each[0])
    ]
    told = [str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs[:_SPANS]]
    return ", ".join([*told, *(["…"] if len(runs) > _SPANS else [])])
