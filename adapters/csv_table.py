"""A CSV file becomes a table of text that knows the physical line of every row.

Files without a quote character go through pyarrow, all others through the csv module in strict
mode: pyarrow reads ``"2"x`` as ``2x`` and an unclosed quote as one long row.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from adapters import arrow
from adapters.encoding import TextFile, look_through
from adapters.grid import Grid
from adapters.limits import Limits
from adapters.model import Defect, RawTable
from adapters.refusals import refuse

_DELIMITERS = {",": ",", ";": ";", "\t": "tab", "|": "|"}
_BLOCK = 17 << 20  # larger than the longest line that look_through lets pass
_CHUNK = 8 << 20
_ROWS = 50_000
_OFFSET = 8
"""Bytes that Arrow takes for a cell besides its text."""


def read_csv(path: Path, name: str, limits: Limits) -> RawTable:
    """Read a CSV file; raise UnreadableError if it cannot be taken as one table."""
    if path.stat().st_size > limits.csv_lines:  # a line has one byte at least
        _refuse_lines(_lines(path), limits)
    seen = look_through(path)
    if not seen.header:
        raise refuse("empty")
    delimiter = _delimiter(seen.header)
    columns = seen.header.count(delimiter) + 1
    _refuse_large(path, seen, columns, limits)
    grid = None if seen.quoted else _read_fast(path, seen, delimiter)
    if grid is None:
        grid = _read_strict(path, delimiter)
    if grid.longest_cell() > limits.cell_bytes:
        raise refuse("field-size", limit=limits.cell_bytes)
    if seen.controls:
        grid = grid.with_controls(limits.control_cells)
    return grid.to_table(name, None)


def _refuse_large(path: Path, seen: TextFile, columns: int, limits: Limits) -> None:
    """Raise if a file would take more memory than there is, as far as its size foretells."""
    _refuse_lines(seen.lines - seen.header_line, limits)
    if columns > limits.columns or columns * seen.lines > limits.csv_cells:
        raise refuse("dimension", sheet="CSV", rows=seen.lines, columns=columns)
    if path.stat().st_size + columns * seen.lines * _OFFSET > limits.reader_memory:
        raise refuse("reader-memory", limit=limits.reader_memory >> 20)


def _refuse_lines(found: int, limits: Limits) -> None:
    if found > limits.csv_lines:
        raise refuse("lines", found=found, limit=limits.csv_lines)


def _lines(path: Path) -> int:
    """Count line ends, a tenth of the work of looking through a file; the heading is no line."""
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(_CHUNK), b"")) - 1


def _delimiter(header: str) -> str:
    """Tell the delimiter from the row of headings alone; raise if there is none or a choice."""
    outside = "".join(header.split('"')[::2])
    found = [delimiter for delimiter in _DELIMITERS if delimiter in outside]
    if len(found) != 1:
        raise refuse("delimiter", seen=" ".join(map(_DELIMITERS.__getitem__, found)) or "-")
    return found[0]


def _read_fast(path: Path, seen: TextFile, delimiter: str) -> Grid | None:
    """Read a file without quotes; None if a line has another number of columns."""
    names = [str(index) for index in range(seen.header.count(delimiter) + 1)]
    blank: list[int] = []

    def judge(line: Any) -> str:  # noqa: ANN401  # pyarrow's InvalidRow has no annotations
        if line.text.strip():
            return "error"
        blank.append(line.number)
        return "skip"

    try:
        with arrow_csv.open_csv(
            path,
            read_options=arrow_csv.ReadOptions(
                use_threads=False,
                column_names=names,
                skip_rows=seen.header_line - 1,
                block_size=_BLOCK,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=delimiter,
                quote_char=False,
                double_quote=False,
                ignore_empty_lines=False,
                invalid_row_handler=judge,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()),
                strings_can_be_null=False,
                check_utf8=False,
            ),
        ) as reader:
            batches = [batch.columns for batch in reader]
    except pa.ArrowInvalid:
        return None
    columns = arrow.transposed(batches)
    last = seen.header_line + len(columns[0]) + len(blank)
    lines = np.arange(seen.header_line, last, dtype=np.int64)
    return Grid(columns=columns, rows=np.setdiff1d(lines, blank, assume_unique=True))


def _read_strict(path: Path, delimiter: str) -> Grid:
    """Read a file with quotes or with rows of uneven length, exactly as RFC 4180 says."""
    lines: list[int] = []
    defects: list[Defect] = []
    chunks: list[list[arrow.Text]] = []
    width = 0
    with path.open(encoding="utf-8-sig", newline="") as file:
        records = _records(csv.reader(file, delimiter=delimiter, strict=True), lines)
        while chunk := list(islice(records, _ROWS)):
            width = width or len(chunk[0])
            defects += _even(chunk, lines[-len(chunk) :], width)
            chunks.append([arrow.text(column) for column in zip(*chunk, strict=True)])
    columns = arrow.transposed(chunks)
    return Grid(columns=columns, rows=np.array(lines, dtype=np.int64), defects=tuple(defects))


def _records(reader: Any, lines: list[int]) -> Iterator[list[str]]:  # noqa: ANN401  # _csv.reader has no name to annotate with
    """Yield the records that are not blank lines, noting the first physical line of each."""
    first = 1
    try:
        for record in reader:
            if len(record) > 1 or (record and record[0].strip()):
                lines.append(first)
                yield record
            first = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error) and reader.line_num <= first:
            raise refuse("field-size", limit=csv.field_size_limit()) from error
        raise refuse("quote", row=first) from error


def _even(chunk: list[list[str]], lines: list[int], width: int) -> Iterator[Defect]:
    """Pad or cut the records of another length, and tell of each."""
    for record, line in zip(chunk, lines, strict=True):
        if (found := len(record)) != width:
            record[:] = (record + [""] * width)[:width]
            yield Defect(code="E-COLS", row=line, facts={"expected": width, "found": found})
