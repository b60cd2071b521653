"""The sender's own sheets in our report: every cell where it stood, the wrong ones marked.

Every cell is a text; one that a spreadsheet would take for a formula when it is edited carries the
mark of a text (quote prefix), so its content stays what the sender wrote.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from adapters.model import RawTable
from validators.columns import arrow
from validators.model import Finding, Report, Severity
from validators.sheet_rows import Body
from validators.sheet_texts import Texts, writable

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
HEAD_ROWS = 3
_NARROW, _WIDE = 6, 40
_MEASURED = 200

COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "#FFC7CE",
    Severity.WARNING: "#FFEB9C",
    Severity.NOTE: "#BDD7EE",
}
_ORDER = tuple(COLOURS)


@dataclass(frozen=True, kw_only=True)
class Whole:
    """How much of the sender's sheets is given back whole, all together (docs/why.md)."""

    cells: int = 8_000_000
    """Rows times columns: 200,000 people in 40 columns."""
    text: int = 128_000_000
    """Bytes of text in them: long texts must not take what the cells leave."""


WHOLE = Whole()
NOTHING_WRONG = Whole(cells=400_000)
"""The same of a file that nobody has to mend: 10,000 people, more than anybody reads through."""


class Paints:
    """The formats of cells: by severity, and with or without the mark of a text."""

    def __init__(self, book: Workbook) -> None:
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.stencil = [book.add_format({"quote_prefix": True})]
        """In the order of `sheet_rows.Styles`, but for the first, which is none."""
        for colour in COLOURS.values():
            self.stencil.append(book.add_format({"bg_color": colour}))
            self.stencil.append(book.add_format({"bg_color": colour, "quote_prefix": True}))
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


@dataclass(frozen=True, kw_only=True)
class Marks:
    """The findings of a report by row and column."""

    places: Mapping[int, Mapping[int, Sequence[Finding]]]
    seen: bool
    """Whether anything is to be seen among the rows; notes about the whole file are not."""

    @classmethod
    def of(cls, report: Report, raw: RawTable) -> Marks:
        """Sort the findings of a report by their places in the sheet that was judged."""
        places: dict[int, dict[int, list[Finding]]] = {}
        for finding in report.findings:
            if finding.row is not None:
                cells = places.setdefault(finding.row, {})
                cells.setdefault(column_of(finding, raw), []).append(finding)
        seen = any(
            finding.row is not None or finding.severity is not Severity.NOTE
            for finding in report.findings
        )
        return cls(places=places, seen=seen)

    def elsewhere(self) -> Marks:
        """Return what is marked in the sender's other sheets: nothing."""
        return Marks(places={}, seen=self.seen)

    def among(self, numbers: NDArray[np.int64]) -> Iterator[tuple[int, int, Sequence[Finding]]]:
        """Yield row, column and findings of each marked cell in these rows."""
        wanted = np.array(sorted(self.places), dtype=np.int64)
        for number in wanted[np.isin(wanted, numbers)].tolist():
            for column, findings in self.places[number].items():
                yield number, column, findings


def fitting(own: Sequence[RawTable], judged: int, most: Whole) -> frozenset[int]:
    """Tell which sheets are given back whole: the judged one first, as long as there is room."""
    cells, text, found = most.cells, most.text, set()
    for index in sorted(range(len(own)), key=lambda each: each != judged):
        size = own[index].cells.size
        if size <= cells and (length := _length(own[index])) <= text:
            cells, text = cells - size, text - length
            found.add(index)
    return frozenset(found)


def _length(raw: RawTable) -> int:
    """Return how many bytes the texts of a sheet have."""
    columns = (arrow(raw.cells[name]) for name in raw.cells.columns)
    return sum(pc.sum(pc.binary_length(column)).as_py() or 0 for column in columns)


def kept_rows(raw: RawTable, marks: Marks, *, whole: bool) -> NDArray[np.bool_]:
    """Tell which rows are shown: all, or those that matter of a large or a clean file."""
    fits = raw.rows <= LAST_ROW
    if marks.seen and whole:
        return fits
    matters: NDArray[np.bool_] = np.isin(raw.rows, np.array(list(marks.places), dtype=np.int64))
    matters[:HEAD_ROWS] = True
    return matters & fits


def prepare(
    sheet: Worksheet, raw: RawTable, kept: NDArray[np.bool_], marks: Marks, paints: Paints
) -> Body:
    """Set a sheet up, with its comments, and return the rows that belong into it."""
    body = _body(raw, kept, marks)
    for index, items in body.texts.columns.items():
        measured = body.texts.different.take(pa.array(items[:_MEASURED]))
        longest = pc.max(pc.utf8_length(measured)).as_py() or 0
        sheet.set_column(index, index, min(max(longest + 2, _NARROW), _WIDE))
    if len(raw.rows):
        sheet.freeze_panes(int(raw.rows[0]), 0)
        sheet.repeat_rows(int(raw.rows[0]) - 1)
    for row, form in enumerate(paints.stencil):
        sheet.write_blank(row, 0, None, form)
    for number, column, findings in marks.among(body.numbers):
        told = "\n".join(map(_told, findings))
        sheet.write_comment(number - 1, column, writable(told), _comment(told))
    return body


def _body(raw: RawTable, kept: NDArray[np.bool_], marks: Marks) -> Body:
    """Return the rows that are shown, with the worst severity of each marked cell."""
    numbers = raw.rows[kept]
    ranks: dict[int, dict[int, int]] = {}
    for number, column, findings in marks.among(numbers):
        worst = min(_ORDER.index(finding.severity) for finding in findings)
        ranks.setdefault(column, {})[int(np.searchsorted(numbers, number))] = worst + 1
    every = kept.all()
    columns = {
        index: raw.cells[name] if every else raw.cells[name][kept]
        for index, name in enumerate(raw.cells.columns[:LAST_COLUMN])
    }
    return Body(numbers=numbers, texts=Texts.of(columns), marks=ranks)


def _told(finding: Finding) -> str:
    """Return the words of a comment, in both languages."""
    return (
        f"{finding.code}: {finding.message_vi}. {finding.advice_vi}\n"
        f"{finding.message_en}. {finding.advice_en}"
    )


def _comment(told: str) -> dict[str, object]:
    """Return the options of a comment; its box grows with its text."""
    return {"author": "bhxh", "x_scale": 2.2, "y_scale": min(4.0, 0.6 + len(told) / 110)}


def column_of(finding: Finding, raw: RawTable) -> int:
    """Return the index of the column where a finding is marked.

    One about a whole row is at its first cell; one about a column that the sheet has not, right of
    all that it has: it accuses no other cell.
    """
    if finding.column is None:
        return 0 if finding.field is None else min(raw.cells.shape[1], LAST_COLUMN - 1)
    index = 0
    for sign in finding.column:
        index = index * 26 + ord(sign) - 64
    return index - 1
