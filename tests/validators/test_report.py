import io
import json
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from adapters.model import Defect, RawTable
from tests.validators.people import context, person, table
from validators.layers import examine
from validators.model import Onward
from validators.report import summary, to_json, to_xlsx
from validators.sender_sheets import Whole

CONTEXT = context()


def case(rows, defects=()):
    checked = table(rows, defects=defects)
    report = examine(checked, sha256="ab" * 32, context=CONTEXT)
    headings = pd.DataFrame([[column.heading for column in checked.columns]])
    body = checked.frame.set_axis(range(len(checked.columns)), axis=1)
    cells = pd.concat([headings, body], ignore_index=True).astype("str")
    raw = RawTable(
        file=checked.file,
        sheet=None,
        cells=cells,
        rows=np.arange(1, len(cells) + 1, dtype=np.int64),
    )
    return report, raw


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def test_json_has_the_documented_shape():
    report, _ = case([person(1, GioiTinh="9"), person(2, MasoBHXH="")])

    told = json.loads(to_json(report))

    assert list(told) == [
        "file",
        "sheet",
        "sha256",
        "period",
        "units",
        "rows",
        "errors",
        "warnings",
        "counts",
        "amounts",
        "findings",
        "skipped",
        "version",
        "rules",
        "next",
    ]
    assert (told["rows"], told["errors"], told["warnings"]) == (2, 1, 1)
    assert told["counts"] == {"E-SEX": 1, "W-HOUSEHOLD": 1}
    assert told["findings"][0] == {
        "file": "luong.csv",
        "sheet": None,
        "row": 2,
        "column": "H",
        "heading": "Cột GioiTinh",
        "field": "GioiTinh",
        "code": "E-SEX",
        "severity": "error",
        "value": "*",
        "message_vi": "Giới tính không phải 1 (Nam) hoặc 0 (Nữ)",
        "message_en": "The sex is neither 1 (male) nor 0 (female)",
        "advice_vi": "Ghi Nam hoặc Nữ.",
        "advice_en": "Write Nam or Nữ.",
        "proposal": None,
    }


def test_no_whole_number_of_a_person_is_in_the_json():
    report, _ = case([person(1, CMND="003195123456")])

    assert b"003195123456" not in to_json(report)


def test_the_workbook_holds_the_senders_rows_where_they_stood():
    report, raw = case([person(1), person(2, GioiTinh="9")])

    sheets = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(report, raw)))

    assert sheets.sheet_names == ["Tổng hợp", "Dữ liệu", "Chi tiết"]
    found = sheets.get_sheet_by_name("Dữ liệu").to_python(skip_empty_area=False)
    assert [row[: len(raw.cells.columns)] for row in found] == [
        row[: len(found[0])] for row in raw.cells.to_numpy().tolist()
    ]


def test_wrong_cells_are_coloured_and_commented_in_vietnamese():
    rows = [person(1, GioiTinh="9"), person(2, MasoBHXH=""), person(3)]
    report, raw = case(rows, (Defect(code="N-TRIM", row=4, field="HoTen"),))

    sheet = opened(to_xlsx(report, raw))["Dữ liệu"]

    marked = {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type
    }
    assert marked == {"H2": "FFFFC7CE", "E3": "FFFFEB9C", "D4": "FFBDD7EE"}
    assert "Giới tính không phải" in sheet["H2"].comment.text
    assert sheet["E3"].value is None
    assert sheet["H3"].comment is None


def test_several_findings_of_a_cell_share_a_comment_and_the_worst_colour():
    rows = [person(1), person(2)]
    rows[0]["MasoBHXH"] = rows[1]["MasoBHXH"] = "079195000777"
    report, raw = case(rows)

    cell = opened(to_xlsx(report, raw))["Dữ liệu"]["E2"]

    assert cell.fill.fgColor.rgb == "FFFFC7CE"
    assert {"W-INSURANCE-12", "E-DUP-INSURANCE"} <= set(cell.comment.text.replace(":", " ").split())


def test_a_finding_about_a_row_marks_its_first_cell():
    report, raw = case([person(1), person(2)], (Defect(code="E-COLS", row=3),))

    sheet = opened(to_xlsx(report, raw))["Dữ liệu"]

    assert sheet["A3"].comment is not None


def test_the_first_sheet_tells_counts_and_how_to_mend_errors_first():
    rows = [person(1, MasoBHXH=""), person(2, GioiTinh="9"), person(3, GioiTinh="8")]
    report, raw = case(rows)

    sheet = opened(to_xlsx(report, raw))["Tổng hợp"]

    told = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=14)]
    assert [row[:3] for row in told] == [
        ["E-SEX", "Lỗi / Error", "2"],
        ["W-HOUSEHOLD", "Cảnh báo / Warning", "1"],
    ]
    assert [row[3:5] for row in told] == [["2", "H3"], ["1", "E2"]]
    assert told[0][6] == "Ghi Nam hoặc Nữ."
    assert told[0][8] == "Write Nam or Nữ."
    assert told[0][9] == "D02-LT (QĐ 490/QĐ-BHXH)"


def test_the_third_sheet_lists_the_findings():
    rows = [person(1, ChucVu=""), person(2, ChucVu="", GioiTinh="9")]
    report, raw = case(rows, (Defect(code="W-HIDDEN", row=None),))

    sheet = opened(to_xlsx(report, raw))["Chi tiết"]

    told = [[cell.value for cell in row][:4] for row in sheet.iter_rows(min_row=2)]
    assert told == [
        ["", "", "", "W-HIDDEN"],
        ["", "K", "Cột ChucVu", "E-REQUIRED-COLUMN"],
        ["3", "H", "Cột GioiTinh", "E-SEX"],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://example.vn")', "@SUM(A1)", "+1", "http://example.vn"]
)
def test_text_that_looks_like_a_formula_or_a_link_stays_text(text):
    report, raw = case([person(1, HoTen=text), person(2)])

    cell = opened(to_xlsx(report, raw))["Dữ liệu"]["D2"]

    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_what_a_cell_cannot_hold_is_replaced_or_cut():
    report, raw = case([person(1, ChucVu="a\ufffeb"), person(2, NoiLamViec="x" * 40_000)])

    sheet = opened(to_xlsx(report, raw))["Dữ liệu"]

    assert sheet["K2"].value == "a\ufffdb"
    assert len(sheet["M3"].value) == 32_767


def test_of_a_large_file_only_headings_and_rows_with_findings_are_written():
    report, raw = case([person(number) for number in range(1, 9)] + [person(9, GioiTinh="9")])

    book = opened(to_xlsx(report, raw, most=Whole(cells=raw.cells.size - 1)))

    filled = [row[0].row for row in book["Dữ liệu"].iter_rows() if row[0].value]
    assert filled == [1, 2, 3, 10]
    told = [row[0].value for row in book["Tổng hợp"].iter_rows()]
    assert any(text and text.startswith("Tệp lớn") for text in told)


def test_rows_beyond_the_end_of_a_sheet_are_left_out():
    report, raw = case([person(1, GioiTinh="9"), person(2, GioiTinh="9")])
    report = replace(
        report, findings=(report.findings[0], replace(report.findings[1], row=2_000_000))
    )
    far = replace(raw, rows=np.array([1, 2, 2_000_000]))

    book = opened(to_xlsx(report, far))

    assert book["Dữ liệu"].max_row == 2
    assert book["Chi tiết"]["A3"].value == "2000000"


def test_the_same_report_gives_the_same_bytes():
    report, raw = case([person(1, GioiTinh="9")])

    assert to_xlsx(report, raw) == to_xlsx(report, raw)


def test_the_summary_tells_figures_and_the_first_findings():
    rows = [person(number, GioiTinh="9") for number in range(1, 5)]
    report, _ = case(rows, (Defect(code="W-HIDDEN", row=None),))

    lines = summary(report, 2).split("\n")

    assert lines[0] == "luong.csv: 4 dòng/rows, 4 lỗi/errors, 1 cảnh báo/warnings"
    assert lines[2].startswith("  Lỗi/Error         E-SEX     4  Giới tính không phải")
    assert lines[3].startswith("  Cảnh báo/Warning  W-HIDDEN  1  Tệp có phần bị ẩn")
    assert lines[5].startswith("E-SEX: Giới tính không phải")
    assert lines[6] == "  → Ghi Nam hoặc Nữ. / Write Nam or Nữ."
    assert lines[7:10] == ["  H2  [Cột GioiTinh] *", "  H3  [Cột GioiTinh] *", "  … 2 nữa/more"]
    assert lines[13] == "  -"


def test_the_summary_tells_what_was_meant_and_what_differs_within_a_rule():
    rows = [person(1, MaDonVi="TA001A"), person(2), person(3)]
    told = tuple(Defect(code="E-COLS", row=at, facts={"found": at}) for at in (3, 4))
    report, _ = case(rows, told)

    lines = summary(report).split("\n")

    assert "  B2  [Cột MaDonVi] TA001A → TA0001A?" in lines
    assert "  dòng/row 3" in lines
    assert any(line.startswith("  dòng/row 4  Dòng có số cột khác") for line in lines)


def test_the_summary_says_what_happens_next_and_moves_no_cursor():
    report, _ = case([person(1, GioiTinh="9")])
    following = Onward(
        policy="all", goes_on=False, rows_on=0, rows_left_out=1, vi="Dừng.", en="Stops."
    )
    finding = replace(report.findings[0], heading="\x1b[2J\u202eĐẹp\n2026-10-01 INFO")

    told = summary(replace(report, file="a\r\x9b.csv", findings=(finding,), onward=following))

    assert told.split("\n")[-2:] == ["→ Dừng.", "→ Stops."]
    assert told.startswith("a··.csv: ")
    assert "[·[2J·Đẹp·2026-10-01 INFO]" in told
    assert all(sign.isprintable() for sign in told.replace("\n", ""))


def test_the_summary_of_a_good_file_is_one_line():
    report, _ = case([person(1)])

    assert summary(report) == "luong.csv: 1 dòng/rows, 0 lỗi/errors, 0 cảnh báo/warnings"


def test_a_file_name_that_is_no_text_does_not_stop_the_report():
    report, raw = case([person(1)])
    odd = replace(report, file="luong\udcff.csv")

    assert json.loads(to_json(odd))["file"] == "luong\udcff.csv"
    assert opened(to_xlsx(odd, raw))["Tổng hợp"]["B2"].value == "luong\ufffd.csv"
    assert "\udcff" not in summary(odd)


def test_a_remark_without_advice_is_told_without_an_arrow():
    report, _ = case([person(1, GioiTinh="9")])
    remark = replace(report.findings[0], advice_vi="", advice_en="")

    told = summary(replace(report, findings=(remark,)))

    assert told.endswith(
        "E-SEX: " + f"{remark.message_vi} / {remark.message_en}\n  H2  [Cột GioiTinh] *"
    )
