"""Households as a companion file and as a sheet of VNPT's template."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.errors import ReadFailedError, UnreadableError
from adapters.household import FORMAT, find_annex, read_companion
from adapters.model import Kind
from adapters.table import read_table
from adapters.unread_sheets import unread_sheets

CSV = """Mã nhân viên,Họ tên thành viên,Ngày sinh,Giới tính,Mối quan hệ,Số CCCD,Ghi chú riêng
NV00001,Lê Văn Chủ,5/3/1960,Nam,Chủ hộ,079060000011,x
NV00001,Trần Thị Vợ,03/1962,Nữ,1,,
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "kept"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_companion_is_read_by_its_headings(tmp_path):
    table, raw = read_companion(written(tmp_path, CSV), "luong.hogiadinh.csv")

    assert (table.kind, table.format, table.file) == (
        Kind.HOUSEHOLD,
        FORMAT,
        "luong.hogiadinh.csv",
    )
    assert table.frame["MoiQuanHe"].tolist() == ["00", "01"]
    assert table.frame["GioiTinh"].tolist() == ["1", "0"]
    assert table.frame["NgaySinh"].tolist() == ["05/03/1960", "03/1962"]
    assert table.rows.tolist() == [2, 3]
    assert [(defect.code, defect.letter) for defect in table.defects] == [("W-COLUMN", "G")]
    assert len(raw.rows) == 3


@pytest.mark.parametrize(
    ("old", "new"), [("Mối quan hệ", "Quan hệ gì"), ("Ghi chú riêng", "Ngày sinh")]
)
def test_a_companion_without_its_headings_is_refused(tmp_path, old, new):
    with pytest.raises(UnreadableError) as refused:
        read_companion(written(tmp_path, CSV.replace(old, new)), "luong.hogiadinh.csv")

    assert refused.value.code == "E-HEADER"


def test_a_companion_that_is_gone_can_be_tried_again(tmp_path):
    with pytest.raises(ReadFailedError):
        read_companion(tmp_path / "gone", "luong.hogiadinh.csv")


def template(folder: Path, *, rows: int = 1) -> Path:
    """Write a workbook with the sheet of households as the template has it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Phụ lục"
    sheet.append(["Ghi chú của mẫu"])
    sheet.append(
        ["ID Lao động lấy ở Sheet Dữ Liệu", "Họ tên Thành viên", "Ngày sinh", "Giới tính",
         "Mối quan hệ", "Mã quan hệ", "Người tham gia (0: Không 1: Có)", "Mã tỉnh hộ khẩu"]
    )  # fmt: skip
    sheet.append(["STT", "HoTen", "NgaySinh", "GioiTinh", "TenMoiQuanHe", "MoiQuanHe",
                  "NguoiThamGia", "Matinh"])  # fmt: skip
    for number in range(rows):
        sheet.append([number + 1, "Lê Văn Chủ", "1960", 1, "Chủ hộ", None, 1, "79"])
    path = folder / "mau.xlsx"
    book.save(path)
    return path


def test_the_sheet_of_the_template_is_found_by_its_codes(tmp_path):
    found = find_annex(read_table(template(tmp_path), "mau.xlsx"))

    assert found is not None
    table, _ = found
    (row,) = table.frame.to_dict("records")
    assert (table.sheet, table.rows.tolist()) == ("Phụ lục", [4])
    assert (row["STT"], row["MoiQuanHe"], row["MaTinh"], row["NguoiThamGia"]) == (
        "1",
        "00",
        "79",
        "1",
    )
    assert table.column("HoTen").heading == "Họ tên Thành viên"


def test_a_workbook_without_households_has_none(tmp_path):
    assert find_annex(read_table(template(tmp_path, rows=0), "mau.xlsx")) is None
    assert find_annex(read_table(written(tmp_path, CSV), "luong.csv")) is None


def test_the_template_s_sheet_of_households_is_none_that_nobody_reads(tmp_path):
    (annex,) = read_table(template(tmp_path), "mau.xlsx")
    data = read_table(written(tmp_path, CSV), "luong.csv")[0]

    assert list(unread_sheets([annex, data], data, "vnpt")) == []
    assert [each.code for each in unread_sheets([annex, data], data, "hr")] == ["N-SHEET"]
