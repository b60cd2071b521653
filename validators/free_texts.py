"""Fields that people fill with words of their own: any letter may stand there, and no code."""

from __future__ import annotations

from typing import Final

PLACES: Final = (
    *("Diachi_KS", "Diachi_NN", "Diachi_NhanBangiay", "Tinh_NhanBangiay", "Xa_NhanBangiay"),
    *("DiachiDK_KS", "Diachi_HK", "MaThon"),
)
"""What says where somebody lives or was born."""
TEXTS: Final = (
    *("ChucVu", "MaPhongBan", "NoiLamViec", "Noidung_Thaydoi", "HosoKemtheo", "LyDo", "Ghichu"),
    *("TenLoaiVanBan", "SoVanBan", "CoQuanBanHanh", "TrichYeu", "NoiDungThamDinh"),
)
"""What says nothing of a person's name or home, so that a proposal may be shown."""
