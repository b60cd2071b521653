"""Writes a workbook laid out like VNPT's FileMau_D02_TK1_VNPT.xlsx (edition of 2025)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

# Row 3 of sheet "Dữ Liệu", A to CD: AR and AS have no code, AX and AY repeat the two before.
CODES: tuple[str, ...] = (
    *("STT", "HoTen", "MasoBHXH", "TenLoaiKhaiBao", "Loai", "TenPhuongAn", "PA", "ChucVu"),
    *("NoiLamViec", "TienLuong", "PhuCapCV", "PhuCapTNVK", "PhuCapTNNghe", "PhuCapLuong"),
    *("PhuCapBosung", "TuThang", "DenThang", "NgayChet", "Ghichu", "TyleDong", "TinhLai"),
    *("DaCoSo", "MucHuong", "MaPhongBan", "MavungSS", "MavungLTT", "Tk1_Save", "CMND"),
    *("Maho_Giadinh", "NgaySinh", "GioiTinh", "TenQuocTich", "QuocTich", "TenDanToc", "DanToc"),
    *("TenTinhBenhVien", "MaTinhBenhVien", "TenBenhVien", "MaBenhVien", "TenTinhKS", "Matinh_KS"),
    *("TenXaKS", "Maxa_KS", "", "", "TenTinhNN", "Matinh_NN", "TenXaNN", "Maxa_NN", "TenXaNN"),
    *("Maxa_NN", "Diachi_NN", "Ten_ChaMe_Giamho", "Dienthoai_LH", "Mucdong", "Phuongthuc"),
    *("Noidung_Thaydoi", "HosoKemtheo", "Email_LH", "Diachi_KS"),
    *("Vtvl_nql_tungay", "Vtvl_nql_denngay", "Vtvl_cmktbc_tungay", "Vtvl_cmktbc_denngay"),
    *("Vtvl_cmktbt_tungay", "Vtvl_cmktbt_denngay", "Vtvl_khac_tungay", "Vtvl_khac_denngay"),
    *("Nndh_tungay", "Nndh_denngay", "Hdld_tungay", "Hdld_xdth_tungay", "Hdld_xdth_denngay"),
    *("Hdld_khac_tungay", "Hdld_khac_denngay", "Nhan_BanDientu", "Nhan_Bangiay"),
    *("Diachi_NhanBangiay", "Tinh_NhanBangiay", "Matinh_NhanBangiay", "Xa_NhanBangiay"),
    "Maxa_NhanBangiay",
)
_HEADINGS: Mapping[str, str] = {
    "STT": "ID Lao động",
    "HoTen": "Họ tên ",
    "MasoBHXH": "Mã số\nBHXH",
    "ChucVu": "Chức vụ",
    "NoiLamViec": "Nơi làm việc",
    "TienLuong": "Tiền lương/ Hệ số lương",
    "CMND": "CMND",
    "NgaySinh": "Ngày sinh",
    "GioiTinh": "Giới tính",
    "": "Xã - Khai sinh",
}
_ANNEX = ("STT", "HoTen", "MasoBHXH", "NgaySinh", "GioiTinh", "MoiQuanHe", "CMND", "Ghichu")


def write_template(path: Path, rows: Sequence[Mapping[str, str | float]]) -> None:
    """Write a filled template: for each row, the value of each field code."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Dữ Liệu")
        sheet.merge_range(0, 0, 0, 10, "Các cột màu xanh đậm là bắt buộc")
        for index, code in enumerate(CODES):
            sheet.write_string(1, index, _HEADINGS.get(code, "Ngày bắt đầu"))
            sheet.write_string(2, index, code)
        for number, row in enumerate(rows, start=3):
            _write_row(sheet, number, row)
        annex = book.add_worksheet("Phụ lục")
        annex.write_row(2, 0, _ANNEX)
        annex.write_row(3, 0, ("1", "Nguyễn Văn Chủ Hộ"))
        for name in ("Tinh", "Tổng hợp "):
            book.add_worksheet(name).write_row(0, 0, ("Mã", "Tên"))


def _write_row(
    sheet: xlsxwriter.workbook.Worksheet, number: int, row: Mapping[str, object]
) -> None:
    for code, value in row.items():
        index = CODES.index(code)
        if isinstance(value, str):
            sheet.write_string(number, index, value)
        else:
            sheet.write(number, index, value)
