"""Cells that no form can do without (D02-LT and TK1-TS, QĐ 490/QĐ-BHXH of 28/03/2023)."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.model import Kind
from validators.cells import Cells, Mask
from validators.model import Context, Violation
from validators.wording import Wording

REQUIRED = Wording(
    code="E-REQUIRED",
    vi="Ô bắt buộc nhưng đang để trống",
    en="A required cell is blank",
    advice_vi="Điền ô này rồi gửi lại tệp.",
    advice_en="Fill in the cell and send the file again.",
    law="D02-LT, TK1-TS (QĐ 490/QĐ-BHXH)",
)
COLUMN = Wording(
    code="E-REQUIRED-COLUMN",
    vi="Cột bắt buộc {field} để trống ở mọi dòng",
    en="The required column {field} is blank in every row",
    advice_vi="Điền cột này (hoặc kiểm tra lại cách xuất dữ liệu từ phần mềm tính lương).",
    advice_en="Fill the column (or look at how the payroll system exports it).",
    law="D02-LT, TK1-TS (QĐ 490/QĐ-BHXH)",
)
PERSON = Wording(
    code="E-PERSON",
    vi="Không có số CCCD lẫn mã số BHXH: không biết là ai",
    en="Neither a citizen id nor an insurance number: nobody knows who this is",
    advice_vi="Điền số CCCD (12 số) hoặc mã số BHXH (10 số).",
    advice_en="Fill in the citizen id (12 digits) or the insurance number (10 digits).",
    law="D02-LT cột 3, 6 (QĐ 490/QĐ-BHXH)",
)
WORDINGS = (REQUIRED, COLUMN, PERSON)

SNAPSHOT_ALWAYS = ("MaNV", "MaDonVi", "Ky", "HoTen", "CMND", "NgaySinh", "GioiTinh")
SNAPSHOT_PRESENT = ("ChucVu", "NoiLamViec", "LoaiHD", "HDTuNgay")
SNAPSHOT_PAID = ("TienLuong",)
MOVEMENTS = (
    "MaDonVi",
    "Ky",
    "HoTen",
    "NgaySinh",
    "GioiTinh",
    "Loai",
    "PA",
    "ChucVu",
    "NoiLamViec",
    "TienLuong",
    "TuThang",
    "TyleDong",
)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find blank cells that must be filled; a column that is blank throughout is told once."""
    for field, rows in _needed(cells):
        blank = cells.blank(field) & rows
        if len(cells) > 1 and blank.all():
            yield COLUMN.of_file(field, {"field": field})
        else:
            yield REQUIRED.at(field, blank)
    if cells.table.kind is Kind.MOVEMENTS:
        yield PERSON.at("CMND", cells.blank("CMND") & cells.blank("MasoBHXH"))


def _needed(cells: Cells) -> Iterator[tuple[str, Mask]]:
    """Say which rows need which field; people who left need fewer."""
    everyone = ~cells.unread
    if cells.table.kind is Kind.MOVEMENTS:
        yield from ((field, everyone) for field in MOVEMENTS)
        return
    yield from ((field, everyone) for field in SNAPSHOT_ALWAYS)
    yield from ((field, ~cells.leaving) for field in SNAPSHOT_PRESENT)
    yield from ((field, cells.paid) for field in SNAPSHOT_PAID)
