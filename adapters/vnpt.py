"""VNPT's import template FileMau_D02_TK1_VNPT.xlsx: movements, known by its row of field codes.

Headings repeat there and change with each edition, so the codes in row 3 decide; the data begin
in row 4. The template names neither unit nor period: the feed, the subfolder or the file name do.
"""

from __future__ import annotations

from adapters.first_row import unknown_column
from adapters.headings import row_of
from adapters.hints import Hints
from adapters.model import Defect, Kind, PayrollTable, RawTable
from adapters.reading import Plan, carry_out
from adapters.refusals import refuse

_TEMPLATE = """
STT HoTen MasoBHXH TenLoaiKhaiBao Loai TenPhuongAn PA ChucVu NoiLamViec TienLuong PhuCapCV
PhuCapTNVK PhuCapTNNghe PhuCapLuong PhuCapBosung TuThang DenThang NgayChet Ghichu TyleDong
TinhLai DaCoSo MucHuong MaPhongBan MavungSS MavungLTT Tk1_Save CMND Maho_Giadinh NgaySinh
GioiTinh TenQuocTich QuocTich TenDanToc DanToc TenTinhBenhVien MaTinhBenhVien TenBenhVien
MaBenhVien TenTinhKS Matinh_KS TenXaKS Maxa_KS TenTinhNN Matinh_NN TenXaNN Maxa_NN Diachi_NN
Ten_ChaMe_Giamho Dienthoai_LH Mucdong Phuongthuc Noidung_Thaydoi HosoKemtheo Email_LH
Diachi_KS Vtvl_nql_tungay Vtvl_nql_denngay Vtvl_cmktbc_tungay Vtvl_cmktbc_denngay
Vtvl_cmktbt_tungay Vtvl_cmktbt_denngay Vtvl_khac_tungay Vtvl_khac_denngay Nndh_tungay
Nndh_denngay Hdld_tungay Hdld_xdth_tungay Hdld_xdth_denngay Hdld_khac_tungay Hdld_khac_denngay
Nhan_BanDientu Nhan_Bangiay Diachi_NhanBangiay Tinh_NhanBangiay Matinh_NhanBangiay
Xa_NhanBangiay Maxa_NhanBangiay"""
TEMPLATE_CODES: tuple[str, ...] = tuple(_TEMPLATE.split())
MOVEMENT_FIELDS: tuple[str, ...] = ("MaNV", "MaDonVi", "Ky", *TEMPLATE_CODES)
_CODES = {code.casefold(): code for code in TEMPLATE_CODES}
_MARKS = {"HoTen", "PA", "Loai", "TienLuong", "TuThang"}
_HEADING_ROW = 2
_CODE_ROW = 3


class Vnpt:
    """Reads the sheet whose row 3 holds the template's field codes."""

    name = "vnpt"

    def claims(self, raw: RawTable) -> bool:
        """Tell whether row 3 holds the codes that only this template has."""
        return _MARKS.issubset({_CODES.get(code.casefold()) for code in _row(raw, _CODE_ROW)})

    def read(self, raw: RawTable, hints: Hints) -> PayrollTable:
        """Read the sheet; raise UnreadableError if unit or period are told nowhere."""
        codes = _row(raw, _CODE_ROW)
        if not self.claims(raw):
            raise refuse("heading-missing", headings=", ".join(sorted(_MARKS)))
        if not hints.unit_code:
            raise refuse("no-unit")
        if not hints.period_text:
            raise refuse("no-period")
        return carry_out(_plan(raw, codes), raw, hints)


def _plan(raw: RawTable, codes: list[str]) -> Plan:
    """Find the columns of every code; a code that stands there twice has two columns."""
    columns: dict[str, tuple[int, ...]] = {}
    for index, code in enumerate(codes):
        if known := _CODES.get(code.casefold()):
            columns[known] = (*columns.get(known, ()), index)
    for code, name in (("PA", "TenPhuongAn"), ("Loai", "TenLoaiKhaiBao")):
        columns[code] = (*columns[code], *columns.get(name, ()))
    headings = _row(raw, _HEADING_ROW) or codes
    return Plan(
        kind=Kind.MOVEMENTS,
        format=Vnpt.name,
        fields=MOVEMENT_FIELDS,
        columns=columns,
        headings=headings,
        first=int((raw.rows <= _CODE_ROW).sum()),
        unknown=tuple(_unknown(codes)),
    )


def _row(raw: RawTable, number: int) -> list[str]:
    """Return the cells of a physical row, each on one line; nothing if the row is blank."""
    places = (raw.rows[:_CODE_ROW] == number).nonzero()[0]
    return row_of(raw, int(places[0])) if len(places) else []


def _unknown(codes: list[str]) -> list[Defect]:
    """Return a warning for each code that the template does not have."""
    return [
        unknown_column(_CODE_ROW, index, code)
        for index, code in enumerate(codes)
        if code and code.casefold() not in _CODES
    ]
