"""The sender's own sheets in our report: every cell where it stood, the wrong ones marked.

Every cell is a text; one that a spreadsheet would take for a formula when it is edited carries the
mark of a text (quote prefix), so its content stays what the sender wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from adapters.model import RawTable
from validators.columns import arrow
from validators.model import Finding, Report, Severity

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
WHOLE_LIMIT = 5_000
"""Sheets with more rows get only their headings and the rows with findings."""
HEAD_ROWS = 3
_CELL_LIMIT = 32_767
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ODD = r"\x{fffe}|\x{ffff}"
_RISKY = ("=", "+", "-", "@", "\t", "\r")
_NARROW, _WIDE = 6, 40
_MEASURED = 200

COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "#FFC7CE",
    Severity.WARNING: "#FFEB9C",
    Severity.NOTE: "#BDD7EE",
}
_ORDER = tuple(COLOURS)


class Paints:
    """The formats of cells: by severity, and with or without the mark of a text."""

    def __init__(self, book: Workbook) -> None:
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self._plain = {
            severity: book.add_format({"bg_color": colour}) for severity, colour in COLOURS.items()
        }
        self._marked: dict[Severity | None, Format] = {
            severity: book.add_format({"bg_color": colour, "quote_prefix": True})
            for severity, colour in COLOURS.items()
        }
        self._marked[None] = book.add_format({"quote_prefix": True})
        self.lines = {
            severity: book.add_format({"bg_color": colour, "text_wrap": True, "valign": "top"})
            for severity, colour in COLOURS.items()
        }
        self.links = {
            severity: book.add_format(
                {"bg_color": colour, "font_color": "#0563C1", "underline": 1, "valign": "top"}
            )
            for severity, colour in COLOURS.items()
        }

    def of(self, severity: Severity | None, text: str) -> Format | None:
        """Return the format of a cell of the sender's."""
        if text.startswith(_RISKY):
            return self._marked[severity]
        return self._plain[severity] if severity else None


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The findings of a report by row and column; one about a whole row is at its first cell."""

    places: Mapping[int, Mapping[int, Sequence[Finding]]]
    seen: bool
    """Whether anything is to be seen among the rows; notes about the whole file are not."""

    @classmethod
    def of(cls, report: Report) -> Marks:
        """Sort the findings of a report by their places."""
        places: dict[int, dict[int, list[Finding]]] = {}
        for finding in report.findings:
            if finding.row is not None:
                cells = places.setdefault(finding.row, {})
                cells.setdefault(_index(finding.column), []).append(finding)
        seen = any(
            finding.row is not None or finding.severity is not Severity.NOTE
            for finding in report.findings
        )
        return cls(places=places, seen=seen)

    def elsewhere(self) -> Marks:
        """Return what is marked in the sender's other sheets: nothing."""
        return Marks(places={}, seen=self.seen)


def kept_rows(raw: RawTable, marks: Marks) -> NDArray[np.bool_]:
    """Tell which rows are shown: all, or those that matter of a large or a clean file."""
    fits = raw.rows <= LAST_ROW
    if marks.seen and len(raw.rows) <= WHOLE_LIMIT:
        return fits
    matters: NDArray[np.bool_] = np.isin(raw.rows, np.array(list(marks.places), dtype=np.int64))
    matters[:HEAD_ROWS] = True
    return matters & fits


def write_rows(sheet: Worksheet, raw: RawTable, marks: Marks, paints: Paints) -> None:
    """Write the sender's rows where they stood, and mark the cells with findings."""
    kept = kept_rows(raw, marks)
    names = list(raw.cells.columns[:LAST_COLUMN])
    columns = [_texts(raw.cells[name][kept]) for name in names]
    for index, texts in enumerate(columns):
        longest = max(map(len, texts[:_MEASURED]), default=0)
        sheet.set_column(index, index, min(max(longest + 2, _NARROW), _WIDE))
    if len(raw.rows):
        sheet.freeze_panes(int(raw.rows[0]), 0)
        sheet.repeat_rows(int(raw.rows[0]) - 1)
    for number, row in zip(raw.rows[kept].tolist(), zip(*columns, strict=True), strict=True):
        marked = marks.places.get(number)
        _row(sheet, number - 1, row, paints)
        if marked is not None:
            _mark(sheet, number - 1, row, marked, paints)


def _texts(column: pd.Series) -> list[str]:
    """Return the cells of a column as a workbook can hold them."""
    cells = arrow(column)
    lengths = pc.max(pc.utf8_length(cells)).as_py() or 0
    texts: list[str] = list(cells.to_pylist())
    if lengths <= _CELL_LIMIT and not pc.any(pc.match_substring_regex(cells, _ODD)).as_py():
        return texts
    return [writable(text) for text in texts]


def _row(sheet: Worksheet, row: int, texts: Iterable[str], paints: Paints) -> None:
    """Write the filled cells of one row."""
    for column, text in enumerate(texts):
        if text:
            sheet.write_string(row, column, text, paints.of(None, text))


def _mark(
    sheet: Worksheet,
    row: int,
    texts: Sequence[str],
    marked: Mapping[int, Sequence[Finding]],
    paints: Paints,
) -> None:
    """Give the cells with findings the colour of the worst and a comment in Vietnamese."""
    for column, findings in marked.items():
        worst = min((finding.severity for finding in findings), key=_ORDER.index)
        text = texts[column] if column < len(texts) else ""
        if text:
            sheet.write_string(row, column, text, paints.of(worst, text))
        else:
            sheet.write_blank(row, column, None, paints.of(worst, ""))
        told = "\n".join(f"{one.code}: {one.message_vi}. {one.advice_vi}" for one in findings)
        sheet.write_comment(row, column, writable(told), _comment(told))


def _comment(told: str) -> dict[str, object]:
    """Return the options of a comment; its box grows with its text."""
    return {"author": "bhxh", "x_scale": 2.2, "y_scale": min(4.0, 0.6 + len(told) / 110)}


def _index(letter: str | None) -> int:
    """Return a column's index from its letter; 0 for a whole row."""
    index = 0
    for sign in letter or "A":
        index = index * 26 + ord(sign) - 64
    return index - 1


def writable(text: str) -> str:
    """Return what an .xlsx cell can hold: no half characters, not too long."""
    return _UNWRITABLE.sub("\ufffd", text)[:_CELL_LIMIT]
