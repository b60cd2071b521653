"""Requests for insurance books and health cards (own): by employee number, a row each.

It says what is asked for; who the person is stands in the declared roster. Where it has a personal
field too, that is the new value. A unit is needed only for somebody who is declared in several.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from adapters.first_row import headings_of, refuse_lacking, refuse_twice, unknown_columns
from adapters.hints import Hints
from adapters.model import Kind, PayrollTable, RawTable
from adapters.reading import Plan, carry_out
from adapters.words import fold

HEADINGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "MaNV": "Mã nhân viên",
        "YeuCau": "Yêu cầu",
        "MaDonVi": "Mã đơn vị",
        "Ky": "Kỳ",
        "Noidung_Thaydoi": "Nội dung thay đổi",
        "HosoKemtheo": "Hồ sơ kèm theo",
        "HoTen": "Họ và tên",
        "NgaySinh": "Ngày sinh",
        "GioiTinh": "Giới tính",
        "QuocTich": "Quốc tịch",
        "DanToc": "Dân tộc",
        "CMND": "Số CCCD",
        "Matinh_KS": "Mã tỉnh khai sinh",
        "Maxa_KS": "Mã xã khai sinh",
        "Diachi_KS": "Địa chỉ khai sinh",
        "Matinh_NN": "Mã tỉnh liên hệ",
        "Maxa_NN": "Mã xã liên hệ",
        "Diachi_NN": "Địa chỉ liên hệ",
        "DienThoai": "Điện thoại",
        "Email": "Email",
        "MaBenhVien": "Mã bệnh viện KCB",
        "TuNgay": "Từ ngày",
        "Sothang": "Số tháng",
        "Tiendong": "Số tiền đóng",
        "SoBienLai": "Số biên lai",
        "NgayBienLai": "Ngày biên lai",
    }
)
REQUEST_FIELDS: Final = tuple(HEADINGS)
REQUIRED: Final = ("MaNV", "YeuCau")
_FIELDS = MappingProxyType(
    {fold(name): field for field, heading in HEADINGS.items() for name in (field, heading)}
)


class Requests:
    """Reads files whose first row holds an employee number and what is asked for."""

    name = "requests"

    def claims(self, raw: RawTable) -> bool:
        """Tell whether both required headings are there."""
        return set(REQUIRED).issubset(_fields(headings_of(raw)))

    def read(self, raw: RawTable, hints: Hints) -> PayrollTable:
        """Read the table; raise UnreadableError if its headings will not do."""
        headings = headings_of(raw)
        fields = _fields(headings)
        refuse_twice(fields, HEADINGS)
        refuse_lacking(REQUIRED, fields, HEADINGS)
        plan = Plan(
            kind=Kind.REQUESTS,
            format=self.name,
            fields=REQUEST_FIELDS,
            columns={field: (at,) for at, field in enumerate(fields) if field},
            headings=headings,
            first=1,
            unknown=unknown_columns(raw, headings, fields),
        )
        return carry_out(plan, raw, hints)


def _fields(headings: Sequence[str]) -> list[str | None]:
    return [_FIELDS.get(fold(heading)) for heading in headings]
