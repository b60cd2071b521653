"""Make the golden files again: ``python -m tests.outbox.golden.make``; read the diff first."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from adapters.model import Kind
from config.model import Period
from config.registrations import Act
from outbox.compose import build_forms
from outbox.dossier import envelope
from outbox.forms import d01_ts, d03_ts, household, tk3_ts
from outbox.model import Header
from outbox.papers import gather
from outbox.registration import Registration, Seal
from outbox.registration import build as register
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


def members() -> pd.DataFrame:
    """Return the household of the first person, who is in its third row and not the head."""
    blank = dict.fromkeys(household.COLUMNS, "")
    told = [
        {"HoTen": "Lê Văn Chủ & Con", "NgaySinh": "1960", "GioiTinh": "1", "MoiQuanHe": "00",
         "CMND": "079060000011", "DienThoai": "0900000011", "LoaiGiayTo": "1", "SoGiayTo": "SHK 12",
         "MaTinh": "79", "MaXa": "26734", "MaThon": "Ấp 1", "Maso_HoGiadinh": "7900000012",
         "Diachi_HK": "1 Đường <Một>"},
        {"HoTen": "Trần Thị Vợ", "NgaySinh": "03/1962", "GioiTinh": "0", "MoiQuanHe": "01",
         "MasoBHXH": "7900000013", "DanToc": "01", "Matinh_KS": "79", "Maxa_KS": "26734"},
        {"HoTen": "Lê Ân Sơn", "NgaySinh": "05/03/1990", "GioiTinh": "1", "MoiQuanHe": "08",
         "NguoiThamGia": "1", "QuocTich": "VN", "Ghichu": "Người tham gia",
         "DiachiDK_KS": "2 Đường Hai"},
    ]  # fmt: skip
    return pd.DataFrame([{**blank, **each, "row": 2} for each in told])


def proofs() -> pd.DataFrame:
    """Return the papers of a D01-TS."""
    return pd.DataFrame(
        [
            {
                "HoTen": "Nguyễn Văn An",
                "MasoBHXH": "7900000001",
                "TenLoaiVanBan": "Hợp đồng lao động",
                "SoVanBan": "12/HĐLĐ",
                "NgayBanHanh": "01/10/2026",
                "NgayHieuLuc": "01/10/2026",
                "CoQuanBanHanh": "Công ty Dệt & May Phương Nam",
                "TrichYeu": "Hợp đồng không xác định thời hạn",
                "NoiDungThamDinh": "Lương 9.500.000 đồng",
            }
        ]
    )


def insured() -> pd.DataFrame:
    """Return somebody of a D03-TS."""
    told = {
        "HoTen": "Phạm Thu Dung", "MasoBHXH": "7900000004", "NgaySinh": "1985", "GioiTinh": "0",
        "MaTinhBenhVien": "79", "MaBenhVien": "79025", "PA": "TM", "Loai": "1", "Sothang": "12",
        "TuNgay": "01/11/2026", "ID": "0000000001", "MucHuong": "4",
    }  # fmt: skip
    return pd.DataFrame([{**dict.fromkeys(d03_ts.FIELDS, ""), **told}])


def unit() -> dict[str, str]:
    """Return what a TK3-TS says of an invented unit."""
    return {
        "TenDonVi": "Chi nhánh Dệt & May Thủ Đức", "MaDonVi": "TA0001A", "MaSoThue": "0301234567",
        "DiaChiDKKD": "1 Đường Một", "DienThoai": "02838220000", "Email": "bhxh@example.vn",
        "NoiDungThayDoi": "Đổi địa chỉ liên hệ", "DiaChiLienHe": "2 Đường Hai",
    }  # fmt: skip


def registration(code: str) -> Registration:
    """Return what an invented unit registers, with the form of that code."""
    form = codes().registrations[code]
    procedures = {each: codes().procedures[each].name for each in ("600", "607")}
    seal = Seal(
        serial="1a2b3c4d5e6f",
        issuer="CN=CA doanh nghiệp mẫu,C=VN",
        subject="UID=MST:0301234567,CN=Dệt & May Phương Nam,C=VN",
        valid_from=date(2025, 1, 1),
        valid_to=date(2028, 1, 1),
    )
    ceases = form.act is Act.CEASE
    return Registration(
        form=form, header=header(), unit_name="Chi nhánh Thủ Đức", email="bhxh@example.vn",
        procedures=procedures, seal=seal, stops_on=date(2026, 11, 30) if ceases else None,
        reason="Đổi tổ chức I-VAN" if ceases else "",
    )  # fmt: skip


@cache
def documents() -> dict[str, bytes]:
    """Return name and content of every golden file."""
    lines = golden_lines()
    papers = gather(lines, members(), None)
    forms = build_forms(lines, codes(), codes().procedures["600"], papers)
    return {
        **{form.name: form.data for form in forms},
        "BHXHDienTu.xml": envelope(header(), forms),
        "D01-TS.xml": d01_ts.build(proofs(), goes_with="D02-TS"),
        "D03-TS.xml": d03_ts.build(insured(), {"SoTheBHYT": "1"}),
        "TK3-TS.xml": tk3_ts.build(unit()),
        "04_DK-IVAN.xml": register(registration("04-DK-IVAN")),
        "06_NG-IVAN.xml": register(registration("06-NG-IVAN")),
        "02_SD-GD.xml": register(registration("02-SD-GD")),
    }


if __name__ == "__main__":
    for name, data in documents().items():
        (FOLDER / name).write_bytes(data)
