"""Invented people of an invented employer, as the rows of a payroll export."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache

import xlsxwriter

from config.model import Period

HERE, THERE = "TA0001A", "TB0002B"
HEADINGS: Mapping[str, str] = {
    "MaNV": "Mã nhân viên",
    "MaDonVi": "Mã đơn vị",
    "Ky": "Kỳ",
    "HoTen": "Họ và tên",
    "MasoBHXH": "Mã số BHXH",
    "CMND": "Số CCCD",
    "NgaySinh": "Ngày sinh",
    "GioiTinh": "Giới tính",
    "ChucVu": "Chức vụ",
    "NoiLamViec": "Nơi làm việc",
    "ViTri": "Nhóm vị trí",
    "LoaiHD": "Loại hợp đồng",
    "HDTuNgay": "Ngày bắt đầu HĐ",
    "TienLuong": "Mức lương đóng",
    "MaBenhVien": "Mã bệnh viện KCB",
    "DienThoai": "Điện thoại",
    "Matinh_KS": "Mã tỉnh khai sinh",
    "Maxa_KS": "Mã xã khai sinh",
    "Matinh_NN": "Mã tỉnh liên hệ",
    "Maxa_NN": "Mã xã liên hệ",
    "Diachi_NN": "Địa chỉ liên hệ",
    "TrangThai": "Trạng thái",
    "NgayTrangThai": "Ngày trạng thái",
    "NgayNghi": "Số ngày nghỉ",
    "LyDo": "Lý do",
    "PA": "Phương án",
}
"""Field -> heading, in the order of the columns."""

_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Đặng", "Bùi")
_GIVEN = ("Ánh Dương", "Bảo Châu", "Cẩm Tú", "Diệu Hiền", "Gia Hân", "Hải Đăng", "Khánh Vy")
_MOST = 70

Row = Mapping[str, str]


@cache
def month(number: int) -> Period:
    """Return the months of the story: 0 is that of the baseline, 1 and 2 follow; 2 is today's."""
    today = datetime.now(UTC).date()
    return Period(today.year, today.month).plus(number - 2)


def person(number: int, *, at: int = 1, unit: str = HERE, **told: str) -> Row:
    """Return the row of one person in one month; `told` replaces cells."""
    woman = number % 2
    usual = {
        "MaNV": f"NV{number:05}",
        "MaDonVi": unit,
        "Ky": str(month(at)),
        "HoTen": f"{_FAMILY[number % 10]} {_GIVEN[number // 10]}",
        "MasoBHXH": f"79{number:08}",
        "CMND": f"079{woman}90{number:06}",
        "NgaySinh": "05/03/1990",
        "GioiTinh": "Nữ" if woman else "Nam",
        "ChucVu": "Công nhân may",
        "NoiLamViec": "Xưởng 1",
        "ViTri": "KHAC",
        "LoaiHD": "KXDTH",
        "HDTuNgay": "01/02/2020",
        "TienLuong": str(wage(number)),
        "MaBenhVien": "79025",
        "DienThoai": f"0900{number:06}",
        "Matinh_KS": "79",
        "Maxa_KS": "26740",
        "Matinh_NN": "79",
        "Maxa_NN": "26740",
        "Diachi_NN": f"{number} Lê Lợi",
    }
    return {**dict.fromkeys(HEADINGS, ""), **usual, **told}


def wage(number: int) -> int:
    """Return the wage that a person has at first."""
    return 9_100_000 + number * 13_000


def staff(
    numbers: Iterable[int],
    changes: Mapping[int, Mapping[str, str]] | None = None,
    *,
    at: int = 1,
    unit: str = HERE,
) -> list[Row]:
    """Return one row for each number, with changes by number."""
    return [person(n, **{"at": at, "unit": unit, **(changes or {}).get(n, {})}) for n in numbers]


def declared(at: int = 0) -> list[Row]:
    """Return everybody of the usual baseline: 1 to 20 in one unit, 21 to 30 in the other."""
    return staff(range(1, 21), at=at) + staff(range(21, 31), at=at, unit=THERE)


def csv(rows: Iterable[Row]) -> bytes:
    """Write rows as a CSV snapshot; the first person stands in line 2."""
    lines = [",".join(HEADINGS.values()), *(",".join(row[f] for f in HEADINGS) for row in rows)]
    return ("\n".join(lines) + "\n").encode()


def xlsx(rows: Iterable[Row]) -> bytes:
    """Write rows as a workbook snapshot."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Bảng lương")
        sheet.write_row(0, 0, HEADINGS.values())
        for number, row in enumerate(rows, start=1):
            for column, field in enumerate(HEADINGS):
                sheet.write_string(number, column, row[field])
    return target.getvalue()


def letter(field: str) -> str:
    """Return the letter of a field's column; there are no more than 26."""
    return chr(ord("A") + list(HEADINGS).index(field))


@cache
def secrets() -> re.Pattern[str]:
    """Return what must stand in no log: names, numbers, phones, wages of everybody here."""
    fields = ("HoTen", "MasoBHXH", "CMND", "TienLuong", "DienThoai", "Diachi_NN", "NgaySinh")
    people = [person(number) for number in range(1, _MOST)]
    words = {row[field] for row in people for field in fields}
    # Whole words: a digest may hold any seven digits.
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(words))) + r")(?!\w)")
