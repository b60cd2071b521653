from __future__ import annotations

from pathlib import Path

import pytest

from adapters.feed import Hints, read_export
from adapters.model import Defect, PayrollTable
from adapters.named import fill
from config.codes import load_codes
from config.mapping_files import load_mapping
from tests.adapters.vnpt_template import CODES, write_template

HINTS = Hints(name="D02-2026-10.xlsx", unit="TA0001A")
PERSON = {
    "HoTen": "Phạm Thị Hạnh", "Loai": "1", "PA": "TM", "TienLuong": 9800000, "TuThang": "10/2026",
    "TyleDong": "32", "CMND": "040195000045", "NgaySinh": "8/12/1995", "GioiTinh": "Nữ",
}  # fmt: skip


def read(folder: Path, *rows: dict[str, str], format: str = "vnpt") -> PayrollTable:
    path = folder / "a.xlsx"
    write_template(path, [{**PERSON, **row} for row in rows])
    known = format if format == "vnpt" else load_mapping("vnpt", None)
    return fill(read_export(path, hints=HINTS, format=known)[0], load_codes())


def told(table: PayrollTable) -> list[Defect]:
    return [defect for defect in table.defects if defect.code == "N-NAMED"]


@pytest.mark.parametrize(
    ("field", "name", "text", "code"),
    [
        ("DanToc", "TenDanToc", "Tày", "02"),
        ("DanToc", "TenDanToc", "02 - Tày", "02"),
        ("DanToc", "TenDanToc", "Khmer", "05"),
        ("QuocTich", "TenQuocTich", "LÀO", "LA"),
        ("QuocTich", "TenQuocTich", "Mỹ", "US"),
        ("Matinh_NN", "TenTinhNN", "Hà Nội", "01"),
        ("Matinh_KS", "TenTinhKS", "Thành phố Hồ Chí Minh", "79"),
        ("Matinh_KS", "TenTinhKS", "Tỉnh Phú Thọ", "25"),
        ("MaTinhBenhVien", "TenTinhBenhVien", "TP. Hà Nội", "01"),
        # Three old provinces are Phú Thọ now, and a hospital's code keeps the old one.
        ("MaTinhBenhVien", "TenTinhBenhVien", "Phú Thọ", ""),
        # An old province, a name of no list, a name beside another code.
        ("Matinh_NN", "TenTinhNN", "Bình Dương", ""),
        ("QuocTich", "TenQuocTich", "Lào?", ""),
        ("DanToc", "TenDanToc", "01 - Tày", ""),
        ("Maxa_NN", "TenXaNN", "Phường Ba Đình", ""),
        ("MaBenhVien", "TenBenhVien", "Bệnh viện Bạch Mai", ""),
    ],
)
def test_a_blank_code_is_filled_where_our_lists_know_the_name_exactly(
    tmp_path: Path, field: str, name: str, text: str, code: str
) -> None:
    table = read(tmp_path, {name: text})

    assert (table.frame[field][0], table.frame[name][0]) == (code, text)
    assert len(told(table)) == (code != "")


def test_what_was_filled_in_is_counted_at_the_first_cell_of_its_column(tmp_path: Path) -> None:
    rows = [{"DanToc": "01", "TenDanToc": "Tày"}, {"TenDanToc": "Tày"}, {"TenDanToc": "Kinh"}, {}]

    table = read(tmp_path, *rows)

    assert table.frame["DanToc"].tolist() == ["01", "02", "01", ""]
    assert told(table) == [
        Defect(
            code="N-NAMED",
            row=5,
            field="DanToc",
            letter="AI",
            facts={"cells": 2, "pairs": "Kinh = 01, Tày = 02"},
        )
    ]
    assert CODES.index("DanToc") == 34


def test_a_mapping_fills_them_in_as_the_format_does(tmp_path: Path) -> None:
    row = {"TenDanToc": "Tày", "TenQuocTich": "Lào"}

    usual, mapped = read(tmp_path, row), read(tmp_path, row, format="mapping")

    assert mapped.frame[usual.frame.columns].equals(usual.frame)
    assert told(mapped) == told(usual)
    assert len(told(usual)) == 2
