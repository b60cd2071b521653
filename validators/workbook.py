"""The report as a workbook: what to mend, the sender's own sheets, and the list of findings.

Every text is written as text: nothing that looks like a formula or a link becomes one; the only
links lead to cells of the same workbook. The bytes depend on the report and the sender's cells.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from adapters.grid import column_letter
from adapters.model import RawTable
from validators.groups import SEVERITIES, Group, cut_short, figures, grouped, place_in_words
from validators.model import Finding, Report, Severity
from validators.sender_sheets import (
    LAST_ROW,
    WHOLE,
    Marks,
    Paints,
    Whole,
    column_of,
    fitting,
    kept_rows,
    prepare,
)
from validators.sheet_rows import Body
from validators.sheet_texts import cell_text, writable
from validators.workbook_package import fill

_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_NAME_LIMIT = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_HEADINGS = (
    "Mã / Code", "Mức / Severity", "Số lần / Count", "Hiện / Shown", "Nơi đầu tiên / First place",
    "Vấn đề", "Cách sửa", "Problem", "How to mend", "Căn cứ / Law",
)  # fmt: skip
_LIST_HEADINGS = (
    "Dòng / Row", "Cột / Column", "Tiêu đề / Heading", "Mã / Code", "Mức / Severity",
    "Giá trị / Value", "Đề xuất / Proposal", "Vấn đề", "Cách sửa", "Problem", "How to mend",
)  # fmt: skip
_SUMMARY_WIDTHS = (34, 19, 9, 9, 13, 42, 42, 42, 42, 36)
_LIST_WIDTHS = (8, 8, 22, 22, 19, 18, 18, 42, 42, 42, 42)
_LINE_HEIGHT = 15.0
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WORDS: Mapping[Severity, str] = {
    severity: " / ".join(words) for severity, words in SEVERITIES.items()
}


def write_workbook(
    report: Report, raw: RawTable, sheets: Sequence[RawTable] = (), *, most: Whole = WHOLE
) -> bytes:
    """Return the sheets as the bytes of an .xlsx file.

    `sheets` are all visible sheets of the sender's workbook, `raw` the one that was judged; of
    what is more than `most` only headings and rows with findings are given back.
    """
    target = io.BytesIO()
    own, at = _own(raw, sheets)
    name_for = _Names(own)
    marks = Marks.of(report, raw)
    complete = fitting(own, at, most)
    bodies: dict[int, Body] = {}
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": _MADE})
        paints = Paints(book)
        summary = book.add_worksheet(name_for("Tổng hợp"))
        told, cut = "", False
        for index, each in enumerate(own):
            sheet = book.add_worksheet(name_for(each.sheet or "Dữ liệu", own=True))
            its = marks if index == at else marks.elsewhere()
            kept = kept_rows(each, its, whole=index in complete)
            bodies[len(book.worksheets())] = prepare(sheet, each, kept, its, paints)
            told = sheet.get_name() if index == at else told
            cut |= marks.seen and not kept.all()
        _summary(summary, report, paints, link=_link_to(told, raw), whole=not cut)
        _list(book.add_worksheet(name_for("Chi tiết")), report, paints)
        for sheet in book.worksheets():
            sheet.set_paper(9)
            sheet.set_landscape()
    return fill(target.getvalue(), bodies)


def _own(raw: RawTable, sheets: Sequence[RawTable]) -> tuple[Sequence[RawTable], int]:
    """Return the sender's sheets, and which of them was judged: itself, or the one of its name."""
    same = [index for index, each in enumerate(sheets) if each is raw]
    same += [index for index, each in enumerate(sheets) if each.sheet == raw.sheet]
    return (sheets, same[0]) if same else ((raw,), 0)


class _Names:
    """Gives each sheet a name that Excel takes: the sender's as they are, ours beside them."""

    def __init__(self, own: Sequence[RawTable]) -> None:
        self._taken = {"history"}  # Excel keeps this name for itself
        self._reserved = {_allowed(each.sheet).casefold() for each in own if each.sheet}

    def __call__(self, wanted: str, *, own: bool = False) -> str:
        """Return the name, or one like it that is free."""
        name = _allowed(wanted)
        number = 1
        while name.casefold() in self._taken or (not own and name.casefold() in self._reserved):
            number += 1
            ending = f" ({number})"
            name = _allowed(wanted)[: _NAME_LIMIT - len(ending)] + ending
        self._taken.add(name.casefold())
        return name


def _allowed(name: str) -> str:
    """Return a sheet's name without what Excel refuses there."""
    kept = _FORBIDDEN.sub("_", writable(name)).encode("utf-16-le")[: 2 * _NAME_LIMIT]
    text = kept.decode("utf-16-le", "ignore").strip("'")
    return text or "_"


def _link_to(sheet: str, raw: RawTable) -> Callable[[Finding], str]:
    """Return how to name the cell of a finding within this workbook; "" where it is not there."""
    quoted = sheet.replace("'", "''")

    def link(finding: Finding) -> str:
        if finding.row is None or finding.row not in raw.rows or finding.row > LAST_ROW:
            return ""
        return f"internal:'{quoted}'!{column_letter(column_of(finding, raw))}{finding.row}"

    return link


def _summary(
    sheet: Worksheet, report: Report, paints: Paints, *, link: Callable[[Finding], str], whole: bool
) -> None:
    """Write the first sheet: the figures, what happens next, then each rule and how to mend it."""
    lines = _Lines(sheet, _SUMMARY_WIDTHS)
    lines.write("Báo cáo kiểm tra / Report", form=paints.title)
    for name, figure in figures(report):
        lines.write(name, figure)
    groups = grouped(report)
    for remark in _remarks(report, groups, whole=whole):
        lines.write(remark)
    lines.write()
    lines.wrap(*_HEADINGS, form=paints.bold)
    sheet.repeat_rows(lines.next - 1)
    for group in groups:
        first = group.first
        target = link(first) if first else ""
        lines.wrap(*_told_group(group), form=paints.lines[group.severity])
        if first and target:
            sheet.write_url(
                lines.next - 1, 4, target, paints.links[group.severity], place_in_words(first)
            )


def _told_group(group: Group) -> Iterator[str]:
    """Yield the cells that tell one rule."""
    yield group.code
    yield _WORDS[group.severity]
    yield str(group.count)
    yield str(len(group.findings))
    yield place_in_words(group.first) if group.first else ""
    yield group.message_vi
    yield group.advice_vi
    yield group.message_en
    yield group.advice_en
    yield group.law


def _remarks(report: Report, groups: Sequence[Group], *, whole: bool) -> Iterator[str]:
    """Yield what happens next, and what this workbook does not show."""
    if report.onward is not None:
        yield f"Tiếp theo: {report.onward.vi}"
        yield f"What happens next: {report.onward.en}"
    if cut_short(groups := tuple(groups)):
        most = f"{report.SHOWN:,}"
        yield f"Mỗi quy tắc chỉ hiện nhiều nhất {most} chỗ đầu tiên; cột Số lần đếm tất cả."
        yield f"At most {most} findings of a rule are shown; Count is of all of them."
    if not whole:
        yield "Tệp lớn: chỉ ghi lại tiêu đề và các dòng có vấn đề, đúng số dòng của tệp gốc."
        yield "Hãy sửa trong tệp gốc; đừng gửi lại tệp này, vì thiếu các dòng khác."
        yield "A large file: only headings and rows with findings, at their own row numbers."
        yield "Mend your own file; do not drop this one again, the other rows are missing."


def _list(sheet: Worksheet, report: Report, paints: Paints) -> None:
    """Write the last sheet: one finding a line, as many as fit."""
    lines = _Lines(sheet, _LIST_WIDTHS)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    lines.wrap(*_LIST_HEADINGS, form=paints.bold)
    for finding in report.findings[: LAST_ROW - 1]:
        lines.wrap(*_told(finding), form=paints.lines[finding.severity])


def _told(finding: Finding) -> Iterator[str]:
    """Yield the cells that tell one finding."""
    yield str(finding.row or "")
    yield finding.column or ""
    yield finding.heading or finding.field or ""
    yield finding.code
    yield _WORDS[finding.severity]
    yield finding.value
    yield finding.proposal or ""
    yield finding.message_vi
    yield finding.advice_vi
    yield finding.message_en
    yield finding.advice_en


class _Lines:
    """A sheet of ours that is written from top to bottom, and printed as wide as the paper."""

    def __init__(self, sheet: Worksheet, widths: Sequence[int]) -> None:
        self._sheet = sheet
        self._widths = widths
        self.next = 0
        for index, width in enumerate(widths):
            sheet.set_column(index, index, width)
        sheet.fit_to_pages(1, 0)

    def write(self, *texts: str, form: Format | None = None) -> None:
        """Write the texts of one row and go to the next."""
        for column, text in enumerate(texts):
            self._sheet.write_string(self.next, column, cell_text(text), form)
        self.next += 1

    def wrap(self, *texts: str, form: Format) -> None:
        """Write one row whose texts are broken into lines; not every program measures them."""
        measured = zip(texts, self._widths, strict=False)
        most = max(-(-len(text) // (width - 2)) for text, width in measured)
        self._sheet.set_row(self.next, _LINE_HEIGHT * max(1, most))
        self.write(*texts, form=form)
