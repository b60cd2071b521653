"""The usual payroll export, known by its headings: everyone employed in the period, a row each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from adapters import arrow
from adapters.first_row import headings_of, lacking, refuse_twice, unknown_columns
from adapters.heading_proposals import propose, told
from adapters.hints import Hints
from adapters.model import Kind, PayrollTable, RawTable
from adapters.near import Words
from adapters.reading import Plan, carry_out
from adapters.refusals import refuse, refuse_missing
from adapters.words import fold

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        "MaNV": "Mã nhân viên",
        "MaDonVi": "Mã đơn vị",
        "Ky": "Kỳ",
        "HoTen": "Họ và tên",
        "MasoBHXH": "Mã số BHXH",
        "CMND": "Số CCCD",
        "NgaySinh": "Ngày sinh",
        "GioiTinh": "Giới tính",
        "QuocTich": "Quốc tịch",
        "DanToc": "Dân tộc",
        "ChucVu": "Chức vụ",
        "MaPhongBan": "Phòng ban",
        "NoiLamViec": "Nơi làm việc",
        "ViTri": "Nhóm vị trí",
        "ViTriTuNgay": "Ngày giữ vị trí",
        "LoaiHD": "Loại hợp đồng",
        "HDTuNgay": "Ngày bắt đầu HĐ",
        "HDDenNgay": "Ngày kết thúc HĐ",
        "TienLuong": "Mức lương đóng",
        "PhuCapCV": "Phụ cấp chức vụ",
        "PhuCapTNVK": "Thâm niên vượt khung",
        "PhuCapTNNghe": "Thâm niên nghề",
        "PhuCapLuong": "Phụ cấp lương",
        "PhuCapBosung": "Các khoản bổ sung",
        "MavungLTT": "Vùng lương tối thiểu",
        "MaBenhVien": "Mã bệnh viện KCB",
        "DienThoai": "Điện thoại",
        "Email": "Email",
        "Matinh_KS": "Mã tỉnh khai sinh",
        "Maxa_KS": "Mã xã khai sinh",
        "Diachi_KS": "Địa chỉ khai sinh",
        "Matinh_NN": "Mã tỉnh liên hệ",
        "Maxa_NN": "Mã xã liên hệ",
        "Diachi_NN": "Địa chỉ liên hệ",
        "TrangThai": "Trạng thái",
        "NgayTrangThai": "Ngày trạng thái",
        "NgayNghi": "Số ngày nghỉ",
        "LyDo": "Lý do",
        "PA": "Phương án",
    }
)
SNAPSHOT_FIELDS: tuple[str, ...] = tuple(HEADINGS)
REQUIRED: tuple[str, ...] = (
    "MaNV",
    "MaDonVi",
    "HoTen",
    "CMND",
    "NgaySinh",
    "GioiTinh",
    "ChucVu",
    "NoiLamViec",
    "LoaiHD",
    "HDTuNgay",
    "TienLuong",
)
# Headings of ours that no template of movements has.
_OURS = {"MaNV", "LoaiHD", "HDTuNgay"}
_FIELDS: Mapping[str, str] = MappingProxyType(
    {fold(name): field for field, heading in HEADINGS.items() for name in (field, heading)}
)


class Snapshot:
    """Reads exports whose first row that is not blank holds our headings or field codes."""

    name = "snapshot"

    def claims(self, raw: RawTable) -> bool:
        """Tell whether more than half of the required headings, one ours alone, are there."""
        fields = {_FIELDS.get(fold(heading)) for heading in headings_of(raw)}
        return bool(fields & _OURS) and len(fields.intersection(REQUIRED)) * 2 > len(REQUIRED)

    def read(self, raw: RawTable, hints: Hints) -> PayrollTable:
        """Read the table; raise UnreadableError if its headings will not do."""
        headings = headings_of(raw)
        fields = [_FIELDS.get(fold(heading)) for heading in headings]
        refuse_twice(
            (field or heading for field, heading in zip(fields, headings, strict=True)), HEADINGS
        )
        _refuse_missing(raw, headings, fields, hints)
        free = Words.of(heading for field, heading in HEADINGS.items() if field not in fields)
        plan = Plan(
            kind=Kind.SNAPSHOT,
            format=self.name,
            fields=SNAPSHOT_FIELDS,
            columns={field: (index,) for index, field in enumerate(fields) if field},
            headings=headings,
            first=1,
            required=REQUIRED,
            unknown=unknown_columns(raw, headings, fields, free.nearest),
        )
        return carry_out(plan, raw, hints)


def _refuse_missing(
    raw: RawTable, headings: Sequence[str], fields: Sequence[str | None], hints: Hints
) -> None:
    """Raise if a required heading is missing and nothing else tells what it would."""
    known = {*fields, *(["MaDonVi"] if hints.unit_code else [])}
    missing = lacking(REQUIRED, known, HEADINGS)
    if missing:
        strange = {
            index: heading
            for index, (heading, field) in enumerate(zip(headings, fields, strict=True))
            if heading and field is None
        }
        proposed = propose(missing, strange, lambda index: arrow.of_series(raw.cells[index])[1:])
        raise refuse_missing(list(missing.values()), told(proposed, missing, strange))
    if "Ky" not in known and not hints.period_text:
        raise refuse("no-period")
