"""What calamine does not tell about a sheet: its extent, errors, formulas, looks, hidden rows.

calamine reserves memory for the whole rectangle up to the last cell, and for each cell's own copy
of its text; it aborts the process when there is none. It reads an error value and a formula
without value as nothing, and knows no hidden rows. So the sheet's XML (ECMA-376 part 1, 18.3) is
looked through first, in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from adapters.model import Defect
from adapters.refusals import refuse
from adapters.xlsx_extent import column_number
from adapters.xlsx_hidden import Hidden
from adapters.xlsx_looks import NO_STYLES, Looks
from adapters.xlsx_odd import OddCells
from adapters.xlsx_strings import Lengths, whole

# How nearly all programs write a cell; five times as fast to find as every legal way.
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,9})"')
_PREFIXED_CELL = re.compile(rb'<x:c r="([A-Z]{1,3}[0-9]{1,9})"')
_DIGITS = b"0123456789"
_LETTERS_TO_BLANKS = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", b" " * 26)
_CELL_STARTS = (
    b"<c ",
    b"<c>",
    b"<c/",
    b"<c\n",
    b"<c\r",
    b"<c\t",
    b":c ",
    b":c>",
    b":c\n",
    b":c\r",
    b":c\t",
)
# A cell of a shared string, as most programs write it, and as the others do.
_PLAIN_SHARED = re.compile(rb't="s"><v>([0-9]{1,9})</v></c>')
_OTHER_SHARED = re.compile(rb't="s"(?: s="[0-9]+")?><(?:x:)?v>([0-9]{1,9})</(?:x:)?v></(?:x:)?c>')
_CELL_MARKUP = len(b'<c r="A1"')
_SHARED_MARKUP = len(b't="s"><v></v></c>')
_WINDOW = 16_384
"""Half of what a cell may hold: one that holds more fills a window without another's start."""
_MERGED = 100_000
"""Merged ranges in a sheet: nobody merges as many by hand, and each is an object of Python's."""
_FAR_ROW = 1000
_FAR_LETTERS = 2


@dataclass
class Scan:
    """What was seen while a sheet's XML went by."""

    looks: Looks
    last_row: int = 0
    columns: int = 0
    text: int = 0
    """Bytes that the cells say at most, each with its own copy of a shared string."""
    shared: int = 0
    """Bytes of those copies at least."""
    hidden: Hidden = field(default_factory=Hidden)
    odd: OddCells = field(default_factory=OddCells)
    unclear: bool = False
    """The sheet is written in a way that only a parser can tell what is in it."""

    def defects(self) -> Iterator[Defect]:
        """Yield what is hidden in the sheet and what is odd in it."""
        yield from self.hidden.all(self.columns)
        yield from self.odd.all()


def scan_sheet(
    pieces: Iterable[bytes], strings: Lengths, styles: Mapping[int, str] = NO_STYLES
) -> Scan:
    """Look through a sheet's XML; `strings` are the lengths of the shared strings."""
    scan = Scan(looks=Looks(styles))
    merged = 0
    for rows in whole(pieces, b"row>"):
        cells = _note_extent(scan, rows)
        if cells:
            _note_text(scan, rows, cells, strings)
        if (merged := merged + rows.count(b"mergeCell")) > _MERGED:
            raise refuse("zip", found="mergeCells")
        if not _is_plain(rows):
            scan.unclear = True
            continue
        scan.hidden.look(rows)
        scan.odd.look(rows)
        scan.looks.look(rows)
    return scan


def _is_plain(rows: bytes) -> bool:
    """Tell whether tags are all that is between brackets: no comments, no ``>`` in attributes."""
    return b"<!" not in rows and rows.count(b"<") == rows.count(b">")


def _note_extent(scan: Scan, rows: bytes) -> int:
    """Widen the extent by the cells, or tell that it is unclear; return how many there are."""
    pattern = _PREFIXED_CELL if b"<x:c " in rows else _PLAIN_CELL
    named = pattern.findall(rows)
    if not named or _starts(rows, len(named)) != len(named):
        scan.unclear |= _starts(rows, 0) > 0
        return len(named)
    joined = b" ".join(named)
    letters = set(joined.translate(None, _DIGITS).split())
    last = int(_numbers(joined.translate(_LETTERS_TO_BLANKS)).max())
    near = scan.last_row + 4 * rows.count(b"row>") + _FAR_ROW
    if last > near or max(map(len, letters)) > _FAR_LETTERS:
        # Cells stand far out, maybe with nothing but a style: look closer then.
        scan.unclear = True
        return len(named)
    farthest = max(letters, key=lambda name: (len(name), name))
    scan.columns = max(scan.columns, column_number(farthest.decode()))
    scan.last_row = max(scan.last_row, last)
    return len(named)


def _numbers(text: bytes) -> NDArray[np.int64]:
    """Return the numbers between the blanks."""
    return np.fromstring(text.decode(), dtype=np.int64, sep=" ")


def _starts(rows: bytes, expected: int) -> int:
    """Count what may be the start of a cell; the quick way if it gives what is expected."""
    if rows.count(b"<c") == expected and b":c" not in rows:
        return expected
    return sum(map(rows.count, _CELL_STARTS))


def _note_text(scan: Scan, rows: bytes, cells: int, strings: Lengths) -> None:
    """Add what the cells say: shared strings exactly, the rest as all that is no mark-up."""
    count = rows.count(b'"s"') + rows.count(b"'s'")
    shared = _PLAIN_SHARED.findall(rows)
    if len(shared) != count:
        shared = _OTHER_SHARED.findall(rows)
    if len(shared) != count or _has_long_cell(rows):
        scan.unclear = True
        return
    joined = b" ".join(shared)
    indices = _numbers(joined)
    copies = int(strings[indices[indices < len(strings)]].sum())
    markup = cells * _CELL_MARKUP + len(shared) * (_SHARED_MARKUP - 1) + len(joined)
    scan.shared += copies
    scan.text += copies + max(len(rows) - markup, 0)


def _has_long_cell(rows: bytes) -> bool:
    """Tell whether some stretch is longer than a cell may be; a parser will say if it is one."""
    return any(
        rows.find(b' r="', start, start + _WINDOW) < 0
        for start in range(0, len(rows) - _WINDOW, _WINDOW)
    )
