"""What calamine does not tell about a sheet: how far it reaches, errors, formulas, hidden rows.

calamine reserves memory for the whole rectangle up to the last cell and aborts the process when
there is none, reads an error value and a formula without value as nothing, and knows no hidden
rows. So the sheet's XML (ECMA-376 part 1, 18.3) is looked through first, in pieces.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adapters.model import Defect
from adapters.refusals import refuse
from adapters.xlsx_extent import column_number

_LONGEST_ROW = 64 << 20
# How nearly all programs write a cell; five times as fast to find as every legal way.
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,9})"')
_PREFIXED_CELL = re.compile(rb'<x:c r="([A-Z]{1,3})([0-9]{1,9})"')
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
_FAR_ROW = 1000
_FAR_LETTERS = 2
_HIDDEN = re.compile(rb"<(?:\w+:)?row\s[^>]*\bhidden\s*=\s*[\"'](?:1|true)[\"']")
_WHOLE_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)(?<!/)>((?:(?!</?(?:\w+:)?c[\s>]).)*)</(?:\w+:)?c>", re.DOTALL
)
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]+)([0-9]+)[\"']")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
_ODD = (b't="e"', b"t='e'", b"<f", b":f>", b":f ")
_ERRORS = {b"#REF!", b"#N/A", b"#VALUE!", b"#DIV/0!", b"#NAME?", b"#NUM!", b"#NULL!"}


@dataclass
class Scan:
    """What was seen while a sheet's XML went by."""

    last_row: int = 0
    columns: int = 0
    hidden: int = 0
    defects: list[Defect] = field(default_factory=list)
    unclear: bool = False
    """Cells are written in a way that only a parser can measure."""


def scan_sheet(pieces: Iterable[bytes]) -> Scan:
    """Look through a sheet's XML."""
    scan = Scan()
    for rows in _whole_rows(pieces):
        _note_extent(scan, rows)
        if b"hidden" in rows:
            scan.hidden += len(_HIDDEN.findall(rows))
        if any(sign in rows for sign in _ODD):
            scan.defects += _odd_cells(rows)
    return scan


def _whole_rows(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the XML in pieces that end where a row ends."""
    tail = b""
    for piece in pieces:
        block = tail + piece
        cut = block.rfind(b"row>") + 4
        if cut < 4:  # noqa: PLR2004  # rfind found nothing
            cut = 0
        if len(block) - cut > _LONGEST_ROW:
            raise refuse("zip", found="XML")
        tail = block[cut:]
        yield block[:cut]
    yield tail


def _note_extent(scan: Scan, rows: bytes) -> None:
    """Widen the extent by the cells, or tell that it is unclear."""
    pattern = _PREFIXED_CELL if b"<x:c " in rows else _PLAIN_CELL
    named = pattern.findall(rows)
    if len(named) != sum(map(rows.count, _CELL_STARTS)) or _is_sparse(scan, rows, named):
        scan.unclear = True
    elif named:
        letters = max({letters for letters, _ in named}, key=lambda name: (len(name), name))
        scan.columns = max(scan.columns, column_number(letters.decode()))
        scan.last_row = max(scan.last_row, *map(int, {number for _, number in named}))


def _is_sparse(scan: Scan, rows: bytes, named: list[tuple[bytes, bytes]]) -> bool:
    """Tell whether cells stand far out, maybe with nothing but a style: look closer then."""
    if not named:
        return False
    near = scan.last_row + 4 * rows.count(b"row>") + _FAR_ROW
    last = max(map(int, {number for _, number in named}))
    return last > near or max(map(len, {letters for letters, _ in named})) > _FAR_LETTERS


def _odd_cells(rows: bytes) -> Iterator[Defect]:
    """Yield error values, and formulas that were never calculated."""
    for attributes, content in _WHOLE_CELL.findall(rows):
        place, kind = _REFERENCE.search(attributes), _TYPE.search(attributes)
        value = _VALUE.search(content)
        if place is None:
            continue
        row, letter = int(place[2]), place[1].decode()
        if kind is not None and kind[1] == b"e":
            shown = value[1] if value is not None and value[1] in _ERRORS else b"#ERROR"
            yield Defect(code="E-CELL", row=row, letter=letter, facts={"kind": shown.decode()})
        elif value is None and kind is None and re.search(rb"<(?:\w+:)?f[\s/>]", content):
            yield Defect(code="E-FORMULA", row=row, letter=letter)
