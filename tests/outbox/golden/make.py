"""Make the golden files again: ``python -m tests.outbox.golden.make``; read the diff first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from adapters.model import Kind
from config.model import Period
from outbox.dossier import build_forms, envelope
from outbox.model import Header
from tests.outbox.payroll import coded, codes, declared, row, work

FOLDER = Path(__file__).parent


def golden_lines() -> pd.DataFrame:
    """Return lines of every kind, written by hand and worked out."""
    known = declared(row(2), row(3), row(4))
    snapshot = work(
        row(1, MasoBHXH="", HoTen='Lê "Ân" & <Sơn>', ChucVu="Thợ\rmay > bậc 3", NgaySinh="1990"),
        row(2, TienLuong="9500000", ChucVu="Tổ trưởng", PhuCapLuong="500000"),
        row(3, TrangThai="ThaiSan", LyDo="Nghỉ sinh con"),
        row(4, TrangThai="NghiViec", LyDo="Tử vong", NgayTrangThai="12/10/2026"),
        row(5, QuocTich="KR", LoaiHD="XDTH", HDDenNgay="31/01/2027", ViTri="NQL"),
        row(6, MasoBHXH="", QuocTich="JP", NgaySinh="03/1988", GioiTinh="0"),
        known=known,
    )
    movements = work(
        coded(
            PA="AD",
            Loai="2",
            CMND=row(2)["CMND"],
            ChucVu="Tổ trưởng",
            NoiLamViec="Xưởng 1",
            TienLuong="9500000",
            NgaySinh="05/03/1990",
            GioiTinh="1",
            TuThang="08/2026",
            Vtvl_khac_tungay="01/02/2024",
            Hdld_tungay="01/02/2024",
            Tk1_Save="x",
            HosoKemtheo="Bản sao CCCD",
        ),
        known=known,
        kind=Kind.MOVEMENTS,
    )
    return pd.concat([snapshot.lines, movements.lines], ignore_index=True)


def header() -> Header:
    """Return the facts of an invented employer's envelope."""
    return Header(
        ivan_code="00040",
        ivan_name="I-VAN mẫu",
        employer="Công ty Dệt & May Phương Nam",
        unit="TA0001A",
        object_type=1,
        tax_code="0301234567",
        signer="Trần Thị Bích",
        phone="02838220000",
        agency="07906",
        procedure="600",
        procedure_name=codes().procedures["600"].name,
        period=Period(2026, 10),
        made_on=date(2026, 11, 3),
    )


def documents() -> dict[str, bytes]:
    """Return name and content of every golden file."""
    forms = build_forms(golden_lines(), codes())
    return {
        **{form.name: form.data for form in forms},
        "BHXHDienTu.xml": envelope(header(), forms),
    }


if __name__ == "__main__":
    for name, data in documents().items():
        (FOLDER / name).write_bytes(data)
