"""Totals and signatures are left out and told; a row that could be somebody's never is."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from adapters.hints import Hints
from adapters.model import PayrollTable
from tests.adapters.mapped import codes, lines, own, read

HEAD = ["Bộ phận", "Mã NV", "Tên", "CCCD", "Sinh"]
ROWS = """kind = "snapshot"
[columns]
MaPhongBan = ["Bộ phận"]
MaNV = ["Mã NV"]
HoTen = ["Tên"]
CMND = ["CCCD"]
NgaySinh = ["Sinh"]
[constants]
GioiTinh = "1"
ChucVu = "Thợ"
NoiLamViec = "Xưởng"
LoaiHD = "KXDTH"
HDTuNgay = "01/01/2020"
TienLuong = "9000000"
"""


def told(folder: Path, rows: list[list[str]], keys: str = "", footer: str = "") -> PayrollTable:
    path = lines(folder / "a.csv", rows)
    return read(path, own(folder, f"{keys}\n{ROWS}[footer]\n{footer}"))


@pytest.mark.parametrize("name", ["Tổng kho", "Công nghệ thông tin", "Tống Văn Bình", "Cộng đồng"])
def test_a_person_is_data_whatever_the_department(tmp_path: Path, name: str) -> None:
    rows = [HEAD, [name, "NV1", "An", "079085000012", "15/03/1985"]]

    table = told(tmp_path, rows, footer='skip = ["Tổng*", "Cộng*"]\nend = ["Công*", "Tống*"]')

    assert table.rows.tolist() == [2]
    assert table.defects == ()


def test_a_person_of_whom_one_number_is_known_is_data(tmp_path: Path) -> None:
    rows = [HEAD, ["Tổng kho", "", "An", "", "15/03/1985"], ["Tổng kho", "NV 2", "Bình", "", ""]]
    rows += [["Tổng kho", "", "Cúc", "079 085 000 013", ""], ["Tổng kho", "", "", "", ""]]

    table = told(tmp_path, rows, footer='skip = ["Tổng*"]')

    assert table.rows.tolist() == [2, 3, 4]
    assert [(each.code, each.facts) for each in table.defects] == [
        ("N-LEFT-OUT", {"rows": 1, "at": "5"})
    ]


def test_a_number_that_a_formula_does_not_tell_may_be_a_person_s(tmp_path: Path) -> None:
    book = Workbook()
    for row in (HEAD, ["Kho", "NV1", "An", "1", ""], ["Tổng kho", "=X1", "Bình", "", ""]):
        book.active.append(row)
    book.active.append(["Tổng cộng", "", "=X2", "", ""])
    book.save(tmp_path / "a.xlsx")

    mapping = own(tmp_path, f'{ROWS}[footer]\nskip = ["Tổng*"]\n')
    table = read(tmp_path / "a.xlsx", mapping, Hints(name="a-2026-10.xlsx", unit="TA0001A"))

    assert table.rows.tolist() == [2, 3]
    assert codes(table) == [("E-FORMULA", 3, "B"), ("N-LEFT-OUT", None, None)]


@pytest.mark.parametrize(
    ("pattern", "cell", "fits"),
    [
        ("Tổng*", "TỔNG CỘNG:", True),
        ("Tổng*", "Tống", False),
        ("Tổng*", "Tổngkho", False),
        ("Tổng cộng", "Tổng  cộng (VNĐ)", False),
        ("Tong*", "Tổng cộng", True),
        ("Dung*", "- ĐỪNG -", True),
        ("Ngày * tháng*", "Ngày 31 tháng 10 năm 2026", True),
        ("Ngày * tháng*", "Ngày … tháng … năm …", True),
        ("*, ngày * tháng*", "TP. Thủ Đức, ngày 31 tháng 10 năm 2026", True),
        ("*lập biểu", "Người lập biểu", True),
        ("*lập biểu", "Người lập biểu mẫu", False),
    ],
)  # fmt: skip
def test_a_pattern_fits_whole_words(tmp_path: Path, pattern: str, cell: str, fits: bool) -> None:
    rows = [HEAD, ["", "NV1", "An", "079085000012", ""], [cell, "", "", "", ""]]

    table = told(tmp_path, rows, footer=f'skip = ["{pattern}"]')

    assert table.rows.tolist() == ([2] if fits else [2, 3])


def test_who_stands_below_the_end_is_told(tmp_path: Path) -> None:
    rows = [HEAD, ["Kho", "NV1", "An", "", ""], ["Ngày 31 tháng 10 năm 2026", "", "", "", ""]]
    rows += [["Người lập biểu", "", "", "", "Giám đốc"], ["Kho", "NV2", "Bình", "", ""]]

    table = told(tmp_path, rows, footer='end = ["Ngày * tháng*"]')

    assert table.rows.tolist() == [2, 5]
    assert codes(table) == [("E-BELOW-END", 5, None), ("N-LEFT-OUT", None, None)]
    assert [each.facts for each in table.defects] == [{"end": 3}, {"rows": 2, "at": "3-4"}]


NAMES = ["ORGEH", "P0001-PERNR", "ENAME", "P0002-PERID", "GBDAT"]
PEOPLE = [["Kho", "NV1", "An", "", "15/03/1985"], ["Kho", "NV2", "Bình", "", "15/03/1985"]]
TITLE = ["CÔNG TY MẪU", "", "", "", ""]


@pytest.mark.parametrize(
    ("rows", "data", "left_out"),
    [
        ([HEAD, NAMES, *PEOPLE], [3, 4], ["2"]),
        ([HEAD, *PEOPLE], [2, 3], []),
        ([HEAD, ["1", "2", "3", "4", "5"], *PEOPLE], [3, 4], []),
        ([TITLE, TITLE, TITLE, HEAD, *PEOPLE], [5, 6], []),
        ([TITLE, TITLE, PEOPLE[0], HEAD, PEOPLE[1]], [3, 4, 5], []),
    ],
)  # fmt: skip
def test_the_first_row_of_data_loses_nobody(
    tmp_path: Path, rows: list[list[str]], data: list[int], left_out: list[str]
) -> None:
    table = told(tmp_path, rows, keys='first = 3\ndelimiter = ";"')

    assert table.rows.tolist() == data
    assert [each.facts["at"] for each in table.defects] == left_out


def test_who_stands_above_the_first_row_of_a_sheet_without_headings_is_data(tmp_path: Path) -> None:
    text = ROWS
    for letter, heading in zip("ABCDE", HEAD, strict=True):
        text = text.replace(f'"{heading}"', f'"@{letter}"')
    mapping = own(tmp_path, f"first = 3\n{text}")

    table = read(lines(tmp_path / "a.csv", [*PEOPLE, PEOPLE[0]]), mapping)
    titled = read(lines(tmp_path / "b.csv", [HEAD, NAMES, *PEOPLE]), mapping)

    assert table.rows.tolist() == [1, 2, 3]
    assert {each.heading for each in table.columns} == {""}
    assert titled.rows.tolist() == [3, 4]
