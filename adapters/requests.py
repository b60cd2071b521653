"""Requests for insurance books and health cards (own): by employee number, a row each.

It says what is asked for; who the person is stands in the declared roster. Where it has a personal
field too, that is the new value. A unit is needed only for somebody who is declared in several.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from adapters.grid import column_letter
from adapters.hints import Hints
from adapters.model import Defect, Kind, PayrollTable, RawTable
from adapters.reading import Plan, carry_out
from adapters.refusals import refuse
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
        return set(REQUIRED).issubset(_fields(_headings(raw)))

    def read(self, raw: RawTable, hints: Hints) -> PayrollTable:
        """Read the table; raise UnreadableError if its headings will not do."""
        headings = _headings(raw)
        fields = _fields(headings)
        twice = [field for field, times in Counter(fields).items() if field and times > 1]
        if twice:
            raise refuse("heading-twice", headings=", ".join(HEADINGS[field] for field in twice))
        missing = [HEADINGS[field] for field in REQUIRED if field not in fields]
        if missing:
            raise refuse("heading-missing", headings=", ".join(missing))
        plan = Plan(
            kind=Kind.REQUESTS,
            format=self.name,
            fields=REQUEST_FIELDS,
            columns={field: (at,) for at, field in enumerate(fields) if field},
            headings=headings,
            first=1,
            unknown=tuple(_unknown(raw, headings, fields)),
        )
        return carry_out(plan, raw, hints)


def _headings(raw: RawTable) -> list[str]:
    return [" ".join(str(cell).split()) for cell in raw.cells.iloc[0]] if len(raw.rows) else []


def _fields(headings: Sequence[str]) -> list[str | None]:
    return [_FIELDS.get(fold(heading)) for heading in headings]


def _unknown(raw: RawTable, headings: Sequence[str], fields: Sequence[str | None]) -> list[Defect]:
    """Return a warning for each heading that we do not know."""
    return [
        Defect(code="W-COLUMN", row=int(raw.rows[0]), letter=column_letter(at),
               facts={"heading": heading[:60]})
        for at, (heading, field) in enumerate(zip(headings, fields, strict=True))
        if heading and field is None
    ]  # fmt: skip
