"""The report as a workbook: what to mend, the sender's own rows, and the list of findings.

Every text is written as text: nothing that looks like a formula or a link becomes one. The bytes
depend on the report alone, so the same report gives the same file.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

import numpy as np
import xlsxwriter
from numpy.typing import NDArray
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from adapters.model import RawTable
from validators.model import Finding, Report, Severity

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
WHOLE_LIMIT = 5_000
"""Files with more rows get only their headings and the rows with findings."""
HEAD_ROWS = 3
_CELL_LIMIT = 32_767
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)

_COLOURS = {
    Severity.ERROR: "#FFC7CE",
    Severity.WARNING: "#FFEB9C",
    Severity.NOTE: "#BDD7EE",
}
_WORDS = {
    Severity.ERROR: "Lỗi / Error",
    Severity.WARNING: "Cảnh báo / Warning",
    Severity.NOTE: "Ghi chú / Note",
}
_ORDER = list(_COLOURS)

Formats = Mapping[Severity, Format]
Places = Mapping[int, Mapping[int, list[Finding]]]


def write_workbook(report: Report, raw: RawTable) -> bytes:
    """Return the three sheets as the bytes of an .xlsx file."""
    target = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": _MADE})
        bold = book.add_format({"bold": True, "text_wrap": True})
        formats = {
            severity: book.add_format({"bg_color": colour}) for severity, colour in _COLOURS.items()
        }
        kept = _kept(report, raw)
        _summary(
            book.add_worksheet("Tổng hợp"),
            report,
            bold,
            formats,
            whole=bool(kept.all()) or not _has_marks(report),
        )
        _rows(book.add_worksheet("Dữ liệu"), report, raw, kept, formats)
        _list(book.add_worksheet("Chi tiết"), report, bold, formats)
    return target.getvalue()


def _kept(report: Report, raw: RawTable) -> NDArray[np.bool_]:
    """Tell which rows are shown: all, or those that matter of a large or a clean file."""
    fits = raw.rows <= LAST_ROW
    if _has_marks(report) and len(raw.rows) <= WHOLE_LIMIT:
        return fits
    wrong = np.array([finding.row or 0 for finding in report.findings], dtype=np.int64)
    matters: NDArray[np.bool_] = np.isin(raw.rows, wrong)
    matters[:HEAD_ROWS] = True
    return matters & fits


def _has_marks(report: Report) -> bool:
    """Tell whether anything is to be seen among the rows; notes about the whole file are not."""
    return any(
        finding.row is not None or finding.severity is not Severity.NOTE
        for finding in report.findings
    )


def _summary(
    sheet: Worksheet, report: Report, bold: Format, formats: Formats, *, whole: bool
) -> None:
    """Write the first sheet: the figures, then each kind of finding and how to mend it."""
    lines = _Lines(sheet)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 2, 12)
    sheet.set_column(3, 6, 60)
    lines.write("Tệp / File", report.file)
    lines.write("SHA-256", report.sha256)
    lines.write("Kỳ / Period", report.period or "")
    lines.write("Đơn vị / Units", ", ".join(report.units))
    lines.write("Số dòng / Rows", str(report.rows))
    lines.write("Số lỗi / Errors", str(report.errors))
    lines.write("Cảnh báo / Warnings", str(report.warnings))
    if not whole:
        lines.write("Tệp lớn: chỉ ghi lại tiêu đề và các dòng có vấn đề, đúng số dòng của tệp gốc.")
        lines.write("A large file: only headings and rows with findings, at their own row numbers.")
    lines.write()
    headings = ("Mã / Code", "Mức / Severity", "Số lần / Count", "Vấn đề", "Cách sửa")
    lines.write(*headings, "Problem", "How to mend", form=bold)
    for finding in _one_of_each(report):
        lines.write(
            finding.code,
            _WORDS[finding.severity],
            str(report.counts[finding.code]),
            finding.message_vi,
            finding.advice_vi,
            finding.message_en,
            finding.advice_en,
            form=formats[finding.severity],
        )


def _one_of_each(report: Report) -> list[Finding]:
    """Return the first finding of each code, errors first, the most frequent first."""
    first: dict[str, Finding] = {}
    for finding in report.findings:
        first.setdefault(finding.code, finding)
    return sorted(
        first.values(),
        key=lambda one: (_ORDER.index(one.severity), -report.counts[one.code], one.code),
    )


def _rows(
    sheet: Worksheet, report: Report, raw: RawTable, kept: NDArray[np.bool_], formats: Formats
) -> None:
    """Write the sender's rows where they stood, and mark the cells with findings."""
    places = _by_place(report)
    numbers = raw.rows[kept]
    cells = raw.cells[kept]
    for number, texts in zip(numbers, cells.itertuples(index=False, name=None), strict=True):
        marked = places.get(int(number), {})
        for column, text in enumerate(texts[:LAST_COLUMN]):
            place = (int(number) - 1, column)
            _cell(sheet, place, str(text), marked.get(column, []), formats)


def _by_place(report: Report) -> Places:
    """Sort the findings by row and column; one about a whole row goes to its first cell."""
    places: dict[int, dict[int, list[Finding]]] = {}
    for finding in report.findings:
        if finding.row is not None:
            column = _index(finding.column) if finding.column else 0
            places.setdefault(finding.row, {}).setdefault(column, []).append(finding)
    return places


def _index(letter: str) -> int:
    """Return the number of a column letter, A = 0."""
    number = 0
    for sign in letter:
        number = number * 26 + ord(sign) - ord("A") + 1
    return number - 1


def _cell(
    sheet: Worksheet,
    place: tuple[int, int],
    text: str,
    findings: list[Finding],
    formats: Formats,
) -> None:
    """Write one cell; with findings it gets the colour of the worst and a comment."""
    if not findings:
        if text:
            sheet.write_string(*place, _clean(text))
        return
    worst = min((finding.severity for finding in findings), key=_ORDER.index)
    if text:
        sheet.write_string(*place, _clean(text), formats[worst])
    else:
        sheet.write_blank(*place, None, formats[worst])
    told = "\n".join(f"{one.code}: {one.message_vi}. {one.advice_vi}" for one in findings)
    sheet.write_comment(*place, _clean(told), {"author": "bhxh", "x_scale": 2, "y_scale": 1.5})


def _list(sheet: Worksheet, report: Report, bold: Format, formats: Formats) -> None:
    """Write the third sheet: one finding a line, as many as fit."""
    lines = _Lines(sheet)
    sheet.set_column(0, 5, 14)
    sheet.set_column(6, 9, 60)
    headings = ("Dòng / Row", "Cột / Column", "Tiêu đề / Heading", "Mã / Code", "Mức / Severity")
    lines.write(*headings, "Giá trị / Value", "Vấn đề", "Cách sửa", "Problem", "Advice", form=bold)
    for finding in report.findings[: LAST_ROW - 1]:
        lines.write(*_told(finding), form=formats[finding.severity])


def _told(finding: Finding) -> Iterator[str]:
    """Yield the cells that tell one finding."""
    yield str(finding.row or "")
    yield finding.column or ""
    yield finding.heading or finding.field or ""
    yield finding.code
    yield _WORDS[finding.severity]
    yield finding.value
    yield finding.message_vi
    yield finding.advice_vi
    yield finding.message_en
    yield finding.advice_en


class _Lines:
    """A sheet that is written from top to bottom."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._next = 0

    def write(self, *texts: str, form: Format | None = None) -> None:
        """Write the texts of one row and go to the next."""
        for column, text in enumerate(texts):
            self._sheet.write_string(self._next, column, _clean(text), form)
        self._next += 1


def _clean(text: str) -> str:
    """Return what an .xlsx cell can hold: no half characters, not too long."""
    return _UNWRITABLE.sub("\ufffd", text)[:_CELL_LIMIT]
