"""The rows of a sheet as XML (ECMA-376-1, 18.3.1.73), written by columns and in pieces.

No Python object is made for a cell unless it is marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters.grid import column_letter
from validators.sheet_texts import TEXT, Texts, run_together, side_by_side

_PIECE = 500_000
"""Cells that become XML at once: some 20 MB."""
_RISKY_SIGNS = ("=", "+", "-", "@", "\t", "\r")
_RISKY = rf"\A[{re.escape(''.join(_RISKY_SIGNS))}]"

Styles = Sequence[str]
"""Numbers of the styles: plain, plain as text, then the same for each severity."""


@dataclass(frozen=True, kw_only=True)
class Body:
    """What stands in one sheet: the numbers of its rows, its texts, and its marks."""

    numbers: NDArray[np.int64]
    texts: Texts
    marks: Mapping[int, Mapping[int, int]]
    """Column -> position of the row -> rank of the severity, 1 = the worst."""

    @property
    def extent(self) -> str:
        """Where its cells stand, as a spreadsheet names it."""
        columns = self.texts.columns.keys() | self.marks.keys()
        if not columns:
            return "A1"
        left, right = column_letter(min(columns)), column_letter(max(columns))
        return f"{left}{self.numbers[0]}:{right}{self.numbers[-1]}"

    def rows(self, first: int, styles: Styles, piece: int = _PIECE) -> Iterator[pa.Buffer]:
        """Yield the rows; the first of its texts is item `first` of those of the workbook."""
        endings = _endings(self.texts.different, first, styles)
        nothing = np.zeros(len(self.numbers), dtype=np.int32)
        columns = [
            _Column(
                letter=column_letter(at),
                indices=self.texts.columns.get(at, nothing),
                marks=_Marks.of(self, at, first, styles),
            )
            for at in sorted(self.texts.columns.keys() | self.marks.keys())
        ]
        step = max(1, piece // max(1, len(columns)))
        for start in range(0, len(self.numbers), step):
            rows = slice(start, start + step)
            numbers = pa.array(self.numbers[rows]).cast(TEXT)
            cells = [column.cells(rows, numbers, endings) for column in columns]
            told = side_by_side('<row r="', numbers, '">', *cells, "</row>", missing="skip")
            yield run_together(told)


@dataclass(frozen=True, kw_only=True)
class _Marks:
    """The marked cells of a column: where they are, and how each ends."""

    positions: NDArray[np.intp]
    endings: pa.Array

    @classmethod
    def of(cls, body: Body, at: int, first: int, styles: Styles) -> _Marks | None:
        """Write the marked cells of a column, if there are any."""
        ranks = body.marks.get(at)
        if not ranks:
            return None
        positions = sorted(ranks)
        column = body.texts.columns.get(at)
        items = [0] * len(positions) if column is None else column[positions].tolist()
        texts = body.texts.different.take(pa.array(items)).to_pylist()
        told = [
            _marked(first + item, text, ranks[position], styles)
            for position, item, text in zip(positions, items, texts, strict=True)
        ]
        return cls(positions=np.array(positions, dtype=np.intp), endings=pa.array(told, TEXT))

    def over(self, endings: pa.Array, rows: slice) -> pa.Array:
        """Return the endings of some rows with those of the marked cells among them."""
        start, stop = np.searchsorted(self.positions, (rows.start, rows.stop)).tolist()
        mask = np.zeros(len(endings), dtype=np.bool_)
        mask[self.positions[start:stop] - rows.start] = True
        told = self.endings.slice(start, stop - start)
        return pc.replace_with_mask(endings, pa.array(mask), told)


@dataclass(frozen=True, kw_only=True)
class _Column:
    """One column: which text stands in each row, and what is marked."""

    letter: str
    indices: NDArray[np.int32]
    marks: _Marks | None

    def cells(self, rows: slice, numbers: pa.Array, endings: pa.Array) -> pa.Array:
        """Return the cells of some rows; missing where there is nothing to write."""
        found = endings.take(pa.array(self.indices[rows]))
        if self.marks is not None:
            found = self.marks.over(found, rows)
        return side_by_side(f'<c r="{self.letter}', numbers, found)


def _endings(texts: pa.Array, first: int, styles: Styles) -> pa.Array:
    """Return what follows the row number in a cell that is not marked, for each text."""
    risky = pc.match_substring_regex(texts, _RISKY)
    start = pc.if_else(risky, pa.scalar(f'" s="{styles[1]}" t="s"><v>', TEXT), '" t="s"><v>')
    items = pa.array(np.arange(first, first + len(texts))).cast(TEXT)
    endings = side_by_side(start, items, "</v></c>")
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, TEXT), endings)


def _marked(item: int, text: str, rank: int, styles: Styles) -> str:
    """Return what follows the row number in a cell that is marked."""
    if not text:
        return f'" s="{styles[2 * rank]}"/>'
    return f'" s="{styles[2 * rank + text.startswith(_RISKY_SIGNS)]}" t="s"><v>{item}</v></c>'
