"""The visible sheets of a workbook become tables of text that know the sheet's own rows."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import python_calamine as calamine
from numpy.typing import NDArray

from adapters import arrow
from adapters.grid import Grid, column_letter, spoken
from adapters.limits import Limits
from adapters.model import Defect
from adapters.refusals import refuse
from adapters.xlsx_extent import measure
from adapters.xlsx_looks import as_shown, framed
from adapters.xlsx_odd import known_errors
from adapters.xlsx_package import Package
from adapters.xlsx_scan import Scan, scan_sheet
from adapters.xlsx_strings import Lengths

_ROWS = 20_000
_CELLS = 1_000_000
"""Cells that may become Python's objects at once."""
_TEXT = 32 << 20
"""Bytes of text in a sheet of which all those rows may become Python's strings at once."""
_EXACT = 2**53  # whole numbers beyond it were rounded by the program that stored them

_NO_DAY = dt.date(1900, 2, 28)
"""What calamine makes of 60, which spreadsheets show as 29/02/1900, a day that never was."""
_NAMED = 5
_MERGED = 100_000
"""Rows in merged ranges: they may overlap, and a small file name each row a thousand times."""

Cell = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta


def read_sheets(path: Path, limits: Limits) -> Iterator[tuple[str, Grid]]:
    """Yield the name and the cells of every visible sheet that has any; UnreadableError."""
    found = False
    try:
        with Package(path, limits) as package:
            parts = package.sheet_parts()
            strings, styles = package.strings(), package.styles()
            package.verify()
            with calamine.load_workbook(path) as workbook:
                sheets = _Sheets(package, parts, strings, styles, limits)
                for sheet in _visible(sheets, workbook, limits):
                    found = True
                    yield sheet
    except calamine.PasswordError as error:
        raise refuse("sealed", found="XLSX") from error
    except calamine.CalamineError as error:
        raise refuse("zip", found="XML") from error
    if not found:
        raise refuse("empty")


@dataclass
class _Sheets:
    """Looks through sheets, and adds up what reading them will take."""

    package: Package
    parts: Mapping[str, str]
    strings: Lengths
    styles: Mapping[int, str]
    limits: Limits
    cells: int = 0
    text: int = 0

    def look_through(self, sheet: str) -> Scan:
        """Look through one sheet; raise UnreadableError if there is too much in those so far."""
        part = self.parts.get(sheet, "")
        with closing(self.package.pieces(part)) as pieces:
            scan = scan_sheet(pieces, self.strings, self.styles)
        self._refuse_text(scan.shared)
        if scan.unclear or self.text + scan.text > self.limits.text_bytes:
            self._measure(sheet, part, scan)
        self._refuse_text(scan.text)
        self.text += scan.text
        self.cells += scan.last_row * scan.columns
        if self.cells > self.limits.sheet_cells:
            raise refuse("dimension", sheet=sheet, rows=scan.last_row, columns=scan.columns)
        return scan

    def mended(self, sheet: str) -> calamine.CalamineWorkbook:
        """Return the workbook with a sheet whose error values calamine knows."""
        data = self.package.changed(self.parts.get(sheet, ""), known_errors)
        return calamine.load_workbook(io.BytesIO(data))

    def _refuse_text(self, more: int) -> None:
        """Raise if with so many more bytes the cells say too much."""
        if self.text + more > self.limits.text_bytes:
            limit = self.limits.text_bytes
            raise refuse("unfolded", limit=limit, unit_vi="byte", unit_en="bytes")

    def _measure(self, sheet: str, part: str, scan: Scan) -> None:
        """Let a parser say exactly what was estimated."""
        with closing(self.package.pieces(part)) as pieces:
            extent = measure(pieces, self.strings, self.styles)
        if extent.longest > self.limits.cell_characters:
            where = f"{sheet}!{extent.longest_at}"
            limit = self.limits.cell_characters
            raise refuse(
                "cell-length", found=extent.longest, limit=limit, where_vi=where, where_en=where
            )
        scan.last_row, scan.columns, scan.text = extent.rows, extent.columns, extent.text
        scan.looks, scan.hidden, scan.odd = extent.looks, extent.hidden, extent.odd


def _visible(
    looked: _Sheets, workbook: calamine.CalamineWorkbook, limits: Limits
) -> Iterator[tuple[str, Grid]]:
    """Yield the cells of the visible sheets; hidden ones are counted, never read."""
    sheets = [s for s in workbook.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
    shown = [s.name for s in sheets if s.visible == calamine.SheetVisibleEnum.Visible]
    since_1904 = looked.package.since_1904()
    noted = tuple(_unseen([s.name for s in sheets if s.name not in shown]))
    for sheet in shown:
        scan = looked.look_through(sheet)
        book = looked.mended(sheet) if scan.odd.unknown else workbook
        grid = _grid(book.get_sheet_by_name(sheet), scan, noted, limits)
        if grid is not None:
            yield sheet, replace(grid, since_1904=since_1904).without_blank_rows()


def _unseen(names: list[str]) -> Iterator[Defect]:
    """Yield one defect that names the hidden sheets, the first of them."""
    if names:
        named = ", ".join(name[:31] for name in names[:_NAMED])
        yield Defect(code="W-HIDDEN", row=None, facts={"sheets": len(names), "names": named})


def _grid(
    sheet: calamine.CalamineSheet, scan: Scan, noted: tuple[Defect, ...], limits: Limits
) -> Grid | None:
    """Read the cells of one sheet, None if it has none."""
    chunks: list[list[arrow.Text]] = []
    flags: list[list[NDArray[np.bool_]]] = []
    days: list[list[NDArray[np.bool_]]] = []
    rows = sheet.iter_rows()  # begins with row 1, but with the first column that has a cell
    left = sheet.start[1] if sheet.start else 0
    # One rare sign makes every letter of a Python string four bytes long.
    few = _CELLS // max(1, scan.columns)
    at_once = max(1, min(few, _ROWS * _TEXT // max(scan.text, _TEXT)))
    while chunk := list(islice(rows, at_once)):
        columns = [("",) * len(chunk)] * left + list(zip(*chunk, strict=True))
        chunks.append([_text(column) for column in columns])
        flags.append([_are(column, float) for column in columns])
        days.append([_are(column, dt.date, dt.datetime) for column in columns])
    if not chunks:
        return None
    defects = (*noted, *scan.defects(), *_merged(sheet))
    joined = arrow.transposed(chunks)
    # calamine's sheet ends with its last value, be it that errors stand below.
    last = min(max(spoken(defects), default=0), scan.last_row)
    if below := max(last - len(joined[0]), 0):
        joined = tuple(arrow.lengthened(column, below) for column in joined)
    numeric = _joined(flags, below)
    grid = Grid(
        columns=tuple(as_shown(joined, numeric, scan.looks)),
        rows=np.arange(1, len(joined[0]) + 1, dtype=np.int64),
        defects=defects,
        numeric=numeric,
        dated=_joined(days, below),
        framed=framed(numeric, scan.looks),
    )
    return grid.with_controls(limits.control_cells)


def _merged(sheet: calamine.CalamineSheet) -> Iterator[Defect]:
    """Yield a defect for each row that a merged range touches: only its first cell has a value."""
    ranges = sheet.merged_cell_ranges or []
    ends = (min(bottom, sheet.total_height) - top + 1 for (top, _), (bottom, _) in ranges)
    if sum(ends) > _MERGED:
        raise refuse("zip", found="mergeCells")
    for (top, left), (bottom, right) in ranges:
        letter = column_letter(left)
        span = f"{letter}{top + 1}:{column_letter(right)}{bottom + 1}"
        for row in range(top, min(bottom, sheet.total_height) + 1):
            facts: dict[str, str | int] = {"kind": "merged", "range": span}
            yield Defect(code="E-CELL", row=row + 1, letter=letter, facts=facts)


def _are(column: tuple[Cell, ...], *kinds: type) -> NDArray[np.bool_]:
    """Tell which cells of a column were stored as something of that kind."""
    if not set(map(type, column)).intersection(kinds):
        return np.zeros(len(column), dtype=np.bool_)
    return np.fromiter((type(cell) in kinds for cell in column), np.bool_, len(column))


def _joined(pieces: list[list[NDArray[np.bool_]]], below: int) -> dict[int, NDArray[np.bool_]]:
    """Return the flags of whole columns, of those that have any, and none for rows below."""
    whole = (np.pad(np.concatenate(each), (0, below)) for each in zip(*pieces, strict=True))
    return {index: flags for index, flags in enumerate(whole) if flags.any()}


def _text(column: tuple[Cell, ...]) -> arrow.Text:
    """Return a column of cells as a person would have typed them."""
    if set(map(type, column)) == {str}:
        return arrow.text(column)  # type: ignore[arg-type]  # the line above says so
    return arrow.text([cell if type(cell) is str else _typed(cell) for cell in column])


def _typed(cell: Cell) -> str:
    """Return a number, date or truth value as text.

    >>> _typed(12500000.0), _typed(1.5), _typed(True), _typed(dt.date(1990, 2, 1))
    ('12500000', '1.5', 'TRUE', '01/02/1990')
    """
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, dt.datetime):
        clock = "" if cell.time() == dt.time() else " %H:%M:%S"
        return cell.strftime(f"%d/%m/%Y{clock}")
    if cell == _NO_DAY:
        return "29/02/1900"
    return cell.strftime("%d/%m/%Y") if isinstance(cell, dt.date) else str(cell)
