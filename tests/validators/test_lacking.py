"""A cell that must be filled in a column that the file has not: which to add, marked where."""

from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd

from adapters.model import Kind, PayrollTable, RawTable
from tests.validators.people import context, of_frame, person
from validators.cells import Cells
from validators.lacking import with_column
from validators.layers import examine
from validators.model import Finding, Report
from validators.report import summary, to_html, to_xlsx
from validators.wording import Wording

DEFINITE = {"LoaiHD": "XDTH"}
NO_RELATION = Wording(code="E-X", vi="x", en="x", advice_vi="Ghi.", advice_en="Write it.")


def without(*fields: str, **cells: str) -> PayrollTable:
    """Return two people of a file that lacks these columns, as an adapter would read it."""
    rows = pd.DataFrame([person(1), person(2, **cells)], dtype="str")
    whole = of_frame(rows)
    kept = of_frame(rows.drop(columns=list(fields)))
    return replace(whole, columns=kept.columns)


def judged(table: PayrollTable) -> tuple[Report, Finding]:
    report = examine(table, sha256="ab" * 32, context=context())
    (finding,) = report.findings
    return report, finding


def raw_of(table: PayrollTable) -> RawTable:
    """Return the sender's sheet: only the columns that it has."""
    fields = [column.field for column in table.columns]
    headings = [column.heading for column in table.columns]
    cells = pd.DataFrame([headings, *table.frame[fields].to_numpy().tolist()], dtype="str")
    return RawTable(file=table.file, sheet=None, cells=cells, rows=np.arange(1, len(cells) + 1))


def test_a_column_that_the_file_lacks_is_named_and_asked_for():
    _, finding = judged(without("HDDenNgay", **DEFINITE))

    assert (finding.code, finding.row, finding.column) == ("E-CONTRACT-END", 3, None)
    assert finding.message_vi.endswith("(tệp không có cột “Ngày kết thúc HĐ”)")
    assert finding.message_en.endswith("(the file has no column “Ngày kết thúc HĐ”)")
    assert finding.advice_vi == "Thêm cột “Ngày kết thúc HĐ”. Điền ngày kết thúc hợp đồng."
    assert finding.advice_en.startswith("Add the column “Ngày kết thúc HĐ”. Fill in")


def test_a_mapping_is_told_the_line_that_it_needs():
    _, finding = judged(replace(without("HDDenNgay", **DEFINITE), format="own"))

    line = 'HDDenNgay = ["Ngày kết thúc HĐ"]'
    assert f"khai ở [columns] của bản ánh xạ own: {line}." in finding.advice_vi
    assert f"name it in [columns] of the mapping own: {line}." in finding.advice_en


def test_a_column_that_is_there_or_told_from_outside_is_not_asked_for():
    _, blank = judged(of_frame(pd.DataFrame([person(1), person(2, **DEFINITE)], dtype="str")))
    _, outside = judged(without("MaDonVi", MaDonVi="ZZ0000Z"))

    assert "cột" not in blank.message_vi
    assert (outside.code, "cột" in outside.message_vi) == ("E-UNIT", False)


def test_a_companion_file_has_no_mapping_and_its_own_fields():
    households = replace(without("DanToc"), kind=Kind.HOUSEHOLD, format="household")

    told = with_column(NO_RELATION.of_file("MoiQuanHe"), Cells(households))

    assert told.advice_en == "Add the column “MoiQuanHe”. Write it."


def test_its_mark_stands_right_of_the_row_and_accuses_no_other_cell():
    table = without("HDDenNgay", **DEFINITE)
    report, _ = judged(table)

    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(report, raw_of(table))))

    sheet, right = book.worksheets[1], len(table.columns) + 1
    assert sheet.cell(3, 1).comment is None
    assert "Ngày kết thúc HĐ" in sheet.cell(3, right).comment.text
    assert sheet.cell(3, right).fill.start_color.rgb == "FFFFC7CE"
    assert sheet.cell(3, right).value is None
    place = next(cell for row in book.worksheets[0] for cell in row if cell.hyperlink)
    assert place.value == "dòng/row 3"
    assert place.hyperlink.location.endswith(f"{sheet.cell(3, right).coordinate}")


def test_a_row_alone_is_called_one_on_terminal_and_page():
    report, _ = judged(without("HDDenNgay", **DEFINITE))

    assert "\n  dòng/row 3" in summary(report)
    assert '<td class="place">dòng/row 3</td>' in to_html(report).decode()
