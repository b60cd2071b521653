"""A CSV file becomes a table of text that knows the physical line of every row.

Files without a quote character go through pyarrow, all others through the csv module in strict
mode: pyarrow reads ``"2"x`` as ``2x`` and an unclosed quote as one long row.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from adapters import arrow
from adapters.encoding import TextFile, look_through
from adapters.grid import Grid
from adapters.limits import Limits
from adapters.line_ends import LineEnds
from adapters.model import Defect, RawTable
from adapters.refusals import refuse
from adapters.text_source import Source
from config.encodings import Encoding

DELIMITERS: Mapping[str, str] = MappingProxyType({";": ";", ",": ",", "\t": "tab", "|": "|"})
"""What stands between columns, the likeliest first, and what people call it."""
_BLOCK = 17 << 20  # larger than the longest line that look_through lets pass
_CHUNK = 8 << 20
_ROWS = 50_000
_OFFSET = 8
"""Bytes that Arrow takes for a cell besides its text."""
_TITLES = 40
"""Records among which the headings stand, where there may be titles above them."""


def read_csv(
    path: Path, name: str, limits: Limits, encoding: Encoding = "", told: str = ""
) -> RawTable:
    """Read a CSV file; raise UnreadableError if it cannot be taken as one table.

    A delimiter that is told may have titles of fewer columns above the headings.
    """
    if path.stat().st_size > limits.csv_lines:  # a line has one byte at least
        _refuse_lines(_lines(path), limits)
    seen = look_through(path, encoding)
    if not seen.header:
        raise refuse("empty")
    delimiter = told or _delimiter(seen)
    columns = _usual_width(seen, delimiter) if told else seen.header.count(delimiter) + 1
    _refuse_large(path, seen, columns, limits)
    grid = None if seen.quoted else _read_fast(seen, delimiter, columns)
    if grid is None:
        grid = _read_strict(seen, delimiter, columns if told else 0)
    if grid.longest_cell() > limits.cell_bytes:
        raise refuse("field-size", limit=limits.cell_bytes)
    if seen.controls:
        grid = grid.with_controls(limits.control_cells)
    table = grid.to_table(name, None)
    return table if not seen.source.converted else _noted(table, seen.source)


def _noted(table: RawTable, source: Source) -> RawTable:
    """Return a table that tells what its text was converted from."""
    code = source.code
    label = code.label if code else source.wide.upper()
    note = Defect(code="N-ENC", row=None, facts={"encoding": label})
    fonts = dict.fromkeys(range(table.cells.shape[1]), code.name) if code else {}
    return replace(table, defects=(*table.defects, note), fonts=fonts)


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


def _delimiter(seen: TextFile) -> str:
    """Tell the delimiter from the row of headings alone; raise if there is none or a choice.

    A line ``sep=;`` above it decides, as it does in Excel.
    """
    outside = "".join(seen.header.split('"')[::2])
    found = [delimiter for delimiter in DELIMITERS if delimiter in outside]
    if seen.separator in found:
        return seen.separator
    if seen.separator or len(found) != 1:
        told = [f"sep={seen.separator}"] if seen.separator else []
        names = [*told, *map(DELIMITERS.__getitem__, found)]
        raise refuse("delimiter", seen=" ".join(names) or "-")
    return found[0]


def _usual_width(seen: TextFile, delimiter: str) -> int:
    """Return how many columns most of the first records have; titles have fewer."""
    with io.TextIOWrapper(seen.source.open(), encoding="utf-8", newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        try:
            widths = Counter(len(record) for record in islice(reader, _TITLES) if record)
        except csv.Error as error:
            raise refuse("quote", row=reader.line_num) from error
    return max(widths, key=lambda width: (widths[width], width))


def _read_fast(seen: TextFile, delimiter: str, width: int) -> Grid | None:
    """Read a file without quotes; None if a line has another number of columns."""
    names = [str(index) for index in range(width)]
    blank: list[int] = []

    def judge(line: Any) -> str:  # noqa: ANN401  # pyarrow's InvalidRow has no annotations
        if line.text.strip():
            return "error"
        blank.append(line.number)
        return "skip"

    try:
        with (
            seen.source.open() as file,
            arrow_csv.open_csv(file, **_options(names, seen, delimiter, judge)) as reader,
        ):
            batches = [batch.columns for batch in reader]
    except pa.ArrowInvalid:
        return None
    columns = arrow.transposed(batches)
    last = seen.header_line + len(columns[0]) + len(blank)
    lines = np.arange(seen.header_line, last, dtype=np.int64)
    return Grid(columns=columns, rows=np.setdiff1d(lines, blank, assume_unique=True))


def _options(
    names: list[str], seen: TextFile, delimiter: str, judge: Callable[[Any], str]
) -> dict[str, Any]:
    """Return how pyarrow reads: every cell as text, every line or none."""
    return {
        "read_options": arrow_csv.ReadOptions(
            use_threads=False,
            column_names=names,
            skip_rows=seen.header_line - 1,
            block_size=_BLOCK,
        ),
        "parse_options": arrow_csv.ParseOptions(
            delimiter=delimiter,
            quote_char=False,
            double_quote=False,
            ignore_empty_lines=False,
            invalid_row_handler=judge,
        ),
        "convert_options": arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            check_utf8=False,
        ),
    }


def _read_strict(seen: TextFile, delimiter: str, width: int) -> Grid:
    """Read a file with quotes or with rows of uneven length, exactly as RFC 4180 says."""
    lines: list[int] = []
    defects: list[Defect] = []
    chunks: list[list[arrow.Text]] = []
    ends = LineEnds() if seen.mixed_ends else None
    with io.TextIOWrapper(seen.source.open(), encoding="utf-8", newline="") as file:
        watched = ends.watched(file) if ends else file
        reader = csv.reader(watched, delimiter=delimiter, strict=True)
        records = _records(reader, lines, ends)
        if seen.separator:
            next(records)
            lines.clear()
        while chunk := list(islice(records, _ROWS)):
            width = width or len(chunk[0])
            defects += _even(chunk, lines[-len(chunk) :], width)
            chunks.append([arrow.text(column) for column in zip(*chunk, strict=True)])
    if ends:
        ends.refuse_mixed()
    columns = arrow.transposed(chunks)
    return Grid(columns=columns, rows=np.array(lines, dtype=np.int64), defects=tuple(defects))


def _records(
    reader: Any,  # noqa: ANN401  # _csv.reader has no name to annotate with
    lines: list[int],
    ends: LineEnds | None,
) -> Iterator[list[str]]:
    """Yield the records that are not blank lines, noting the first physical line of each."""
    first = 1
    try:
        for record in reader:
            if len(record) > 1 or (record and record[0].strip()):
                lines.append(first)
                yield record
            if ends:
                ends.end_record(reader.line_num)
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
