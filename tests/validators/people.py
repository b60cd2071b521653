"""Invented people as a checked export would hold them: good rows to spoil one cell at a time."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from adapters.model import Column, Defect, Kind, PayrollTable
from config.codes import load_codes
from config.settings import Unit
from tests.config.laws import confirmed
from validators.model import Context

UNITS = (
    Unit(code="TA0001A", name="Chi nhánh Thủ Đức", agency="07906", wage_region=1),
    Unit(code="TA0002B", name="Chi nhánh Bến Cát", agency="07907", wage_region=2),
)

SNAPSHOT = {
    "MaNV": "NV0001",
    "MaDonVi": "TA0001A",
    "Ky": "10/2026",
    "HoTen": "Nguyễn Thị Ánh",
    "MasoBHXH": "7912345600",
    "CMND": "079195000001",
    "NgaySinh": "02/03/1995",
    "GioiTinh": "0",
    "QuocTich": "VN",
    "DanToc": "01",
    "ChucVu": "Công nhân may",
    "MaPhongBan": "PX1",
    "NoiLamViec": "Xưởng 1, Thủ Đức",
    "ViTri": "KHAC",
    "ViTriTuNgay": "01/02/2020",
    "LoaiHD": "KXDTH",
    "HDTuNgay": "01/02/2020",
    "HDDenNgay": "",
    "TienLuong": "9500000",
    "PhuCapCV": "",
    "PhuCapTNVK": "",
    "PhuCapTNNghe": "",
    "PhuCapLuong": "500000",
    "PhuCapBosung": "0",
    "MavungLTT": "01",
    "MaBenhVien": "79025",
    "DienThoai": "0912345678",
    "Email": "anh.nguyen@example.vn",
    "Matinh_KS": "79",
    "Maxa_KS": "",
    "Diachi_KS": "12 Lê Lợi",
    "Matinh_NN": "79",
    "Maxa_NN": "",
    "Diachi_NN": "12 Lê Lợi",
    "TrangThai": "DangLam",
    "NgayTrangThai": "",
    "NgayNghi": "0",
    "LyDo": "",
    "PA": "",
}

MOVEMENT = {
    "MaDonVi": "TA0001A",
    "Ky": "10/2026",
    "MaNV": "",
    "HoTen": "Trần Văn Bình",
    "MasoBHXH": "7912345700",
    "CMND": "079090000002",
    "Maho_Giadinh": "7900000001",
    "NgaySinh": "05/06/1990",
    "GioiTinh": "1",
    "Loai": "1",
    "PA": "TM",
    "ChucVu": "Thợ máy",
    "NoiLamViec": "Xưởng 2",
    "TienLuong": "8000000",
    "PhuCapLuong": "",
    "PhuCapBosung": "",
    "TuThang": "10/2026",
    "DenThang": "",
    "TyleDong": "32",
    "Phuongthuc": "",
    "MaTinhBenhVien": "97",
    "MaBenhVien": "97001",
    "Ten_ChaMe_Giamho": "",
    "CoGiamChet": "",
    "NgayChet": "",
    "Dienthoai_LH": "",
    "Email_LH": "",
    "Hdld_tungay": "",
    "Hdld_xdth_tungay": "01/10/2026",
    "Hdld_xdth_denngay": "30/09/2027",
}


def context() -> Context:
    """Return what rules know: today's law, all verified, and codes, two units of ours."""
    return Context(law=confirmed(), codes=load_codes(), units=UNITS, today=date(2026, 11, 3))


def person(number: int, **cells: str) -> dict[str, str]:
    """Return the good snapshot row of one invented woman, with some cells replaced."""
    return {
        **SNAPSHOT,
        "MaNV": f"NV{number:07}",
        "CMND": f"079195{number:06}",
        "MasoBHXH": f"79{number:08}",
        **cells,
    }


def movement(number: int, **cells: str) -> dict[str, str]:
    """Return one good movement row, with some cells replaced."""
    return {
        **MOVEMENT,
        "CMND": f"079090{number:06}",
        "MasoBHXH": f"78{number:08}",
        **cells,
    }


def table(
    rows: list[dict[str, str]],
    kind: Kind = Kind.SNAPSHOT,
    defects: tuple[Defect, ...] = (),
) -> PayrollTable:
    """Return the table that an adapter would make of these rows, data from line 2 on."""
    fields = list(SNAPSHOT if kind is Kind.SNAPSHOT else MOVEMENT)
    return of_frame(pd.DataFrame(rows, columns=fields, dtype="str"), kind, defects)


def of_frame(
    frame: pd.DataFrame, kind: Kind = Kind.SNAPSHOT, defects: tuple[Defect, ...] = ()
) -> PayrollTable:
    """Return a frame as a table with a column letter for each field."""
    columns = tuple(
        Column(field=field, heading=f"Cột {field}", letter=letter(index))
        for index, field in enumerate(frame.columns)
    )
    return PayrollTable(
        file="luong.csv",
        sheet=None,
        kind=kind,
        format="snapshot" if kind is Kind.SNAPSHOT else "vnpt",
        columns=columns,
        frame=frame,
        rows=np.arange(2, len(frame) + 2, dtype=np.int64),
        defects=defects,
    )


def letter(index: int) -> str:
    """Return the spreadsheet letter of a column, 0 = A."""
    first, last = divmod(index, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)
