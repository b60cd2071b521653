"""Households: the members of an employee's household, from a companion file or VNPT's template.

The companion ``<name>.hogiadinh.csv`` names the employee by MaNV; the template's sheet Phụ lục by
the number in column A of the sheet Dữ Liệu. Both have one row for each member.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from adapters.errors import ReadFailedError
from adapters.first_row import headings_of, refuse_lacking, refuse_twice, unknown_columns
from adapters.headings import row_of
from adapters.hints import Hints
from adapters.model import Defect, Kind, PayrollTable, RawTable
from adapters.reading import Plan, carry_out
from adapters.table import Read, read_table
from adapters.words import fold
from config.encodings import Encoding

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "MaNV": "Mã nhân viên",
        "STT": "ID Lao động",
        "HoTen": "Họ tên thành viên",
        "MasoBHXH": "Mã số BHXH",
        "NgaySinh": "Ngày sinh",
        "GioiTinh": "Giới tính",
        "Matinh_KS": "Mã tỉnh khai sinh",
        "Maxa_KS": "Mã xã khai sinh",
        "DiachiDK_KS": "Địa chỉ đăng ký khai sinh",
        "MoiQuanHe": "Mối quan hệ",
        "CMND": "Số CCCD",
        "Ghichu": "Ghi chú",
        "NguoiThamGia": "Người tham gia",
        "DanToc": "Dân tộc",
        "QuocTich": "Quốc tịch",
        "DienThoai": "Số điện thoại",
        "LoaiGiayTo": "Loại giấy tờ",
        "SoGiayTo": "Số giấy tờ",
        "MaTinh": "Mã tỉnh hộ khẩu",
        "MaXa": "Mã xã hộ khẩu",
        "MaThon": "Tên thôn/xóm",
        "Maso_HoGiadinh": "Mã số hộ gia đình",
        "Diachi_HK": "Địa chỉ hộ khẩu",
    }
)
FIELDS: tuple[str, ...] = (*HEADINGS, "MaDonVi", "Ky")
REQUIRED = ("MaNV", "HoTen", "NgaySinh", "GioiTinh", "MoiQuanHe")
FORMAT = "hogiadinh"
_KNOWN = MappingProxyType(
    {fold(name): field for field, heading in HEADINGS.items() for name in (field, heading)}
    | {fold("TenMoiQuanHe"): "MoiQuanHe", fold("Mã quan hệ"): "MoiQuanHe"}
)
# Codes of the template's sheet that no other sheet has together.
_MARKS = {"STT", "HoTen", "MoiQuanHe", "NguoiThamGia"}
_CODE_ROWS = 4
"""The template's field codes stand in row 3; an edited sheet may have lost its first row."""


def read_companion(
    path: Path, name: str, read: Read = read_table, encoding: Encoding = ""
) -> tuple[PayrollTable, RawTable]:
    """Read a companion file; raise UnreadableError, or ReadFailedError if the disk does."""
    try:
        tables = read(path, name, encoding=encoding)
    except OSError as error:
        raise ReadFailedError("the file cannot be read") from error
    raw = tables[0]
    headings = headings_of(raw)
    fields = [_KNOWN.get(fold(heading)) for heading in headings]
    refuse_twice(fields, HEADINGS)
    refuse_lacking(REQUIRED, fields, HEADINGS)
    unknown = unknown_columns(raw, headings, fields)
    return _read(raw, _places(fields), headings, first=1, unknown=unknown), raw


def find_annex(tables: Sequence[RawTable]) -> tuple[PayrollTable, RawTable] | None:
    """Return the template's sheet of households, None if the workbook has none with data."""
    for raw in tables:
        at = annex_at(raw)
        if at is not None:
            codes = [_KNOWN.get(fold(cell)) for cell in row_of(raw, at)]
            return _read(raw, _places(codes), row_of(raw, max(0, at - 1)), first=at + 1), raw
    return None


def annex_at(raw: RawTable) -> int | None:
    """Return where the codes of the template's sheet of households stand, if it has data."""
    # From below: the headings above the codes may read like codes themselves.
    for at in range(min(_CODE_ROWS, len(raw.rows)))[::-1]:
        codes = (_KNOWN.get(fold(cell)) for cell in row_of(raw, at))
        if _MARKS.issubset(codes) and at + 1 < len(raw.rows):
            return at
    return None


def _places(fields: Sequence[str | None]) -> dict[str, tuple[int, ...]]:
    """Return the columns of each field; a field with two has the first that is not blank."""
    columns: dict[str, tuple[int, ...]] = {}
    for at, field in enumerate(fields):
        if field:
            columns[field] = (*columns.get(field, ()), at)
    return columns


def _read(
    raw: RawTable,
    columns: Mapping[str, tuple[int, ...]],
    headings: Sequence[str],
    *,
    first: int,
    unknown: tuple[Defect, ...] = (),
) -> PayrollTable:
    plan = Plan(
        kind=Kind.HOUSEHOLD,
        format=FORMAT,
        fields=FIELDS,
        columns=columns,
        headings=headings,
        first=first,
        unknown=unknown,
    )
    return carry_out(plan, raw, Hints(name=raw.file))
