# ruff: noqa: E501  # a table reads best with one case a line
from __future__ import annotations

import doctest
import unicodedata
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters import arrow, canonical, grid, hints, movement_text, words, xlsx_table
from config import names
from config.codes import load_codes


@pytest.mark.parametrize(
    "module", [canonical, grid, hints, movement_text, names, words, xlsx_table]
)
def test_examples_in_the_docstrings_hold(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


def read(field: str, *cells: str) -> list[str]:
    return canonical.canonical(field, arrow.normalised(arrow.text(cells))).to_pylist()


@pytest.mark.parametrize(
    ("field", "written", "read_as"),
    [
        ("GioiTinh", ["Nam", " nữ ", "NU", "1", "0", "2", ""], ["1", "0", "0", "1", "0", "2", ""]),
        ("NgaySinh", ["1/2/1990", "01-02-1990", "1990", "13/14/1990"], ["01/02/1990"] * 2 + ["1990", "13/14/1990"]),
        ("NgaySinh", ["1990-02-01", "1990-02-01 00:00:00", "1/2-1990"], ["01/02/1990"] * 2 + ["1/2-1990"]),
        ("Hdld_tungay", ["1/2/2020", ""], ["01/02/2020", ""]),
        ("TienLuong", ["12500000", "12.500.000", "12,500,000", "12500000.00"], ["12500000"] * 4),
        ("TienLuong", ["12.500.000,00", "0,00", "12.500", "12.500.000,5"], ["12500000", "0", "12.500", "12.500.000,5"]),
        ("TienLuong", ["12.500,000", "-5", "5e6", "12 500 000", "2,34"], ["12.500,000", "-5", "5e6", "12 500 000", "2,34"]),
        ("PhuCapCV", ["0,45", "500.000.000", "1,500"], ["0.45", "500000000", "1,500"]),
        ("TyleDong", ["32,5", "32.5", "x"], ["32.5", "32.5", "x"]),
        ("Ky", ["10/2026", "9/2026", "2026-10", "202610", "01/10/2026", "15/10/2026"], ["10/2026", "09/2026", "10/2026", "10/2026", "10/2026", "15/10/2026"]),
        ("TrangThai", ["", "đang làm việc", "NGHỈ VIỆC", "Nghỉ ốm đau", "khong luong", "Bay"], ["DangLam", "DangLam", "NghiViec", "OmDau", "KhongLuong", "Bay"]),
        ("LoaiHD", ["kxdth", "Không xác định\nthời hạn", "Khác", ""], ["KXDTH", "KXDTH", "KHAC", ""]),
        ("ViTri", ["Nhà quản lý", "CMKT bậc cao", "cmktbt"], ["NQL", "CMKTBC", "CMKTBT"]),
        ("MavungLTT", ["1", "II", "Vùng 3", "04", "5"], ["01", "02", "03", "04", "5"]),
        ("PA", ["ON - Đi làm lại", "on", "TM", "Tăng mới"], ["ON", "ON", "TM", "Tăng mới"]),
        ("PA", ["GH - TM", "TS-GH", "AD – SB", "tm - gh", "GH — TM - Tăng mới"], ["GH - TM", "TS-GH", "AD – SB", "tm - gh", "GH — TM - Tăng mới"]),
        ("PA", ["TS - Giảm hẳn", "GH - Giảm hẳn, TM", "TS/GH"], ["TS - Giảm hẳn", "GH - Giảm hẳn, TM", "TS/GH"]),
        ("PA", ["TS-Thai sản", "kl - nghỉ không lương", "OF - Nghỉ không lương", "GD - CN Thủ Đức", "GC - HN", "GH - GH"], ["TS", "KL", "OF", "GD", "GC", "GH"]),
        ("PA", ["TL - Tăng tham gia TNLĐ, BNN", "OF - Nghỉ do ốm đau/Nghỉ không lương", "ON - đi làm lại sau TS"], ["TL", "OF", "ON"]),
        ("Loai", ["1", "Tăng lao động", "9"], ["1", "1", "9"]),
        ("QuocTich", ["Việt Nam", "VN", "JP"], ["VN", "VN", "JP"]),
        ("DanToc", ["Kinh", "kinh ", "01", "KHMER", "H'Mông", "Ê Đê", "Bru Vân Kiều"], ["01", "01", "01", "05", "08", "12", "23"]),
        ("DanToc", ["Kinh (Việt)", "1", "77", "", "Người nước ngoài"], ["Kinh (Việt)", "1", "77", "", "99"]),
        ("TrangThai", ["離職", "-", "???", "１", "Nghỉ việc.", "Đi-làm", "Đi làm?"], ["離職", "-", "???", "１", "NghiViec", "DangLam", "Đi làm?"]),
        ("GioiTinh", ["-1", "Nam?", "0?", "(Nam)", "Ｎam"], ["-1", "Nam?", "0?", "1", "Ｎam"]),
        ("MavungLTT", ["-01", "I, I", "0.1", "0 1", "Vùng-I"], ["-01", "I, I", "0.1", "0 1", "01"]),
        ("Loai", ["-3", "3 - Giảm lao động", "3"], ["-3", "3", "3"]),
        ("HoTen", ["\u00a0 Nguyễn  A\t", "NA"], ["Nguyễn  A", "NA"]),
        ("CMND", ["0123", "1.2E+11"], ["0123", "1.2E+11"]),
    ],
)  # fmt: skip
def test_cells_are_read_where_no_guess_is_needed(
    field: str, written: list[str], read_as: list[str]
) -> None:
    assert read(field, *written) == read_as


def test_the_ethnicities_are_those_of_the_official_list() -> None:
    official = load_codes().ethnicities

    assert read("DanToc", *official.values()) == list(official)
    assert set(words.ETHNICITY.values()) == set(official)


@pytest.mark.parametrize("field", ["HoTen", "TienLuong", "TrangThai", "NgaySinh", "GioiTinh"])
def test_what_is_canonical_stays_so(field: str) -> None:
    cells = ("", "Nguyễn", "12500000", "DangLam", "01/02/1990", "1")

    once = read(field, *cells)

    assert read(field, *once) == once


def test_a_column_already_canonical_is_not_copied() -> None:
    column = arrow.text(["Nguyễn Văn Đức", "Trần"])

    assert canonical.canonical("HoTen", arrow.normalised(column)) is column


@given(st.text("AaĐđ ễêư\u0303\u0323\u0302oơ\u00a0\u200b한\u1100\u1161", max_size=12))
def test_decomposed_names_read_like_composed_ones(name: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, name) for form in ("NFC", "NFD"))

    assert read("HoTen", composed) == read("HoTen", decomposed) == read("HoTen", name)
    assert unicodedata.is_normalized("NFC", read("HoTen", name)[0])
