"""Documents of invented people for the schemas: ours to write, theirs to read."""

from __future__ import annotations

import base64

SIGNATURE = (
    '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#" Id="sigid">'
    '<SignedInfo><Reference URI=""/></SignedInfo>'
    "<SignatureValue>AA==</SignatureValue><KeyInfo><X509Data/></KeyInfo>"
    '<Object Id="proid"><SigningTime xmlns="http://example.org/#signatureProperties">'
    "2026-11-05T01:00:00Z</SigningTime></Object></Signature>"
)
ROOT = (
    ' xmlns:xsd="http://www.w3.org/2001/XMLSchema"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)

D02_FIELDS = {
    "STT": "1",
    "HoTen": "Nguyễn Văn Mẫu",
    "MasoBHXH": "7900000001",
    "ChucVu": "Thợ may",
    "NoiLamViec": "Xưởng 1",
    "TienLuong": "9500000",
    "PhuCapCV": "",
    "PhuCapTNVK": "",
    "PhuCapTNNghe": "0.00",
    "PhuCapLuong": "500000",
    "PhuCapBosung": "",
    "TuThang": "10/2026",
    "DenThang": "",
    "Ghichu": "",
    "PA": "TM",
    "TyleDong": "32.0",
    "TinhLai": "0",
    "DaCoSo": "1",
    "MucHuong": "4",
    "MaPhongBan": "",
    "MavungSS": "",
    "MavungLTT": "01",
    "ID": "NV00001",
    "Loai": "1",
    "CoGiamChet": "0",
    "NgayChet": "",
    "NgaySinh": "01/02/1990",
    "GioiTinh": "1",
    "CMND": "079090000001",
    "Vtvl_nql_tungay": "",
    "Vtvl_nql_denngay": "",
    "Vtvl_cmktbc_tungay": "",
    "Vtvl_cmktbc_denngay": "",
    "Vtvl_cmktbt_tungay": "",
    "Vtvl_cmktbt_denngay": "",
    "Vtvl_khac_tungay": "01/10/2026",
    "Vtvl_khac_denngay": "",
    "Nndh_tungay": "",
    "Nndh_denngay": "",
    "Hdld_tungay": "01/10/2026",
    "Hdld_xdth_tungay": "",
    "Hdld_xdth_denngay": "",
    "Hdld_khac_tungay": "",
    "Hdld_khac_denngay": "",
}
TK1_FIELDS = {
    "STT": "1",
    "HoTen": "Lê Thị Thử",
    "NgaySinh": "03/04/2001",
    "GioiTinh": "0",
    "QuocTich": "VN",
    "DanToc": "01",
    "Matinh_KS": "79",
    "Mahuyen_KS": "",
    "Maxa_KS": "26734",
    "Diachi_NN": "1 Đường Mẫu",
    "Matinh_NN": "79",
    "Mahuyen_NN": "",
    "Maxa_NN": "26734",
    "Ten_ChaMe_Giamho": "",
    "MasoBHXH": "",
    "Dienthoai_LH": "0900000000",
    "CMND": "079301000001",
    "Maho_Giadinh": "",
    "Mucdong": "",
    "Phuongthuc": "",
    "MaTinhBenhVien": "79",
    "MaBenhVien": "79C05",
    "Noidung_Thaydoi": "",
    "HosoKemtheo": "",
    "CCNS": "0",
    "ID": "NV00002",
    "Diachi_KS": "",
    "Email_LH": "thu@example.vn",
    "PhuLuc": "",
}
HOUSEHOLD = (
    "<Hoten_Chuho>Lê Văn Hộ</Hoten_Chuho><DienThoai></DienThoai><SoGiayTo></SoGiayTo>"
    "<LoaiGiayTo>1</LoaiGiayTo><MaTinh>79</MaTinh><MaHuyen></MaHuyen><MaXa>26734</MaXa>"
    "<MaThon></MaThon><Maso_HoGiadinh></Maso_HoGiadinh><Diachi_HK></Diachi_HK><DSThanhVien>"
    "<ThanhVien><STT>1</STT><HoTen>Lê Văn Hộ</HoTen><MasoBHXH></MasoBHXH><NgaySinh>1970</NgaySinh>"
    "<GioiTinh>1</GioiTinh><Matinh_KS></Matinh_KS><Mahuyen_KS></Mahuyen_KS><Maxa_KS></Maxa_KS>"
    "<MoiQuanHe>00</MoiQuanHe><CMND></CMND><Ghichu></Ghichu><CCNS>2</CCNS>"
    "<NguoiThamGia>0</NguoiThamGia><DanToc>01</DanToc><QuocTich>VN</QuocTich>"
    "<DiachiDK_KS></DiachiDK_KS></ThanhVien></DSThanhVien>"
)


def elements(fields: dict[str, str]) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())


def d02(fields: dict[str, str] | None = None, signature: str = SIGNATURE, **changed: str) -> str:
    person = elements({**(fields or D02_FIELDS), **changed})
    return (
        f"<D02-TS{ROOT}><ThongTinKhac><SoToBiaSoBHXH></SoToBiaSoBHXH><SoToRoiSoBHXH>"
        f"</SoToRoiSoBHXH><SoTheBHYT>1</SoTheBHYT></ThongTinKhac><NoiDung><LaoDong>{person}"
        f"</LaoDong></NoiDung><Cky>{signature}</Cky></D02-TS>"
    )


def tk1(**changed: str) -> str:
    person = f"<LaoDong>{elements({**TK1_FIELDS, **changed})}</LaoDong>"
    return f"<TK1-TS{ROOT}><NoiDung>{person}</NoiDung><Cky>{SIGNATURE}</Cky></TK1-TS>"


def hoso(after: str = "", files: int = 1, **changed: str) -> str:
    content = base64.b64encode(d02().encode()).decode()
    file = {
        "MaToKhai": "D02-TS",
        "MoTaToKhai": "Danh sách",
        "TenFile": "D02-TS-595.xml",
        "LoaiFile": ".xml",
        "DoDaiFile": str(len(content)),
        "NoiDungFile": content,
    }
    fields = {
        "TenThuTuc": "Báo tăng",
        "MaThuTuc": "600",
        "KyKeKhai": "10/2026",
        "NgayLap": "05/11/2026",
        "SoLuongFile": "1",
        "QuyTrinhISO": "",
        "ToKhais": f"<FileToKhai>{elements(file)}</FileToKhai>" * files,
    }
    return (
        f"<Hoso{ROOT}><NoiDung><ThongTinIVAN><MaIVAN>00040</MaIVAN><TenIVAN>I-VAN mẫu</TenIVAN>"
        "</ThongTinIVAN><ThongTinDonVi><TenDoiTuong>Công ty Mẫu</TenDoiTuong>"
        "<MaSoBHXH>TA0001A</MaSoBHXH><LoaiDoiTuong>1</LoaiDoiTuong><MaSoThue>0301234567</MaSoThue>"
        "<NguoiKy>Trần Thị Bích</NguoiKy><DienThoai>02838220000</DienThoai>"
        "<CoQuanQuanLy>07906</CoQuanQuanLy></ThongTinDonVi>"
        f"<ThongTinHoSo>{elements({**fields, **changed})}</ThongTinHoSo></NoiDung>"
        f"<CKy_Dvi>{SIGNATURE}</CKy_Dvi>{after}</Hoso>"
    )


UNIT = (
    "<TTDVI><DIADIEM>TP. Hồ Chí Minh</DIADIEM><NGAY_THONGBAO>2026-11-05</NGAY_THONGBAO><TEN_DVI/>"
    "<TEN_COQUAN/><MA_DVI>TA0001A</MA_DVI><MST>0301234567</MST></TTDVI>"
)
NAME = "<MA_GDICH>TA0001A_202610_600_01_1a2b3c4d</MA_GDICH>"
LINE = (
    "<ROW_CTIET><STT>1</STT><MaToKhai>D02-TS</MaToKhai><STT_LAODONG>1</STT_LAODONG><HoTen>Lê</HoTen>"
    "<MasoBHXH/><CMND/><MA_KQUA>1</MA_KQUA><MA_LOI/><MOTA_LOI/>"
    "<MasoBHXH_CAP>7900000002</MasoBHXH_CAP><SoTheBHYT>DN4797900000002</SoTheBHYT>"
    "<TuNgay_The>01/10/2026</TuNgay_The><DenNgay_The>2026-12-31</DenNgay_The></ROW_CTIET>"
)


def notice(form: str, dossier: str, place: str = "CKy_BHXH", unit: str = UNIT) -> str:
    return (
        f'<BHXH><XACNHAN_GDICH mau="{form}">{unit}<TTGDICH>{dossier}</TTGDICH></XACNHAN_GDICH>'
        f"<{place}>{SIGNATURE}</{place}></BHXH>"
    )


def submission(dossier: str = NAME, **parts: str) -> str:
    return notice(
        "XN-NOP",
        f"<SO_HSO/><NGAY_GDICH>05/11/2026 08:15:30</NGAY_GDICH>{dossier}"
        f"<MA_BAM>{'a0' * 32}</MA_BAM>"
        "<CTIET_GDICH><ROW_CTIET><STT>1</STT><TEN_HSO>D02-TS</TEN_HSO><SO_LUONG>1</SO_LUONG>"
        "</ROW_CTIET></CTIET_GDICH>",
        place="CKy_iVan",
        **parts,
    )


def numbered(result: str = "<MA_KQUA>1</MA_KQUA>") -> str:
    return notice(
        "01/TB-GD",
        "<SO_HSO>00012/2026/07906</SO_HSO><TEN_GDICH/><MALOAI_HSO>600</MALOAI_HSO>"
        "<NGAY_GDICH>2026-11-05T08:16:00+07:00</NGAY_GDICH><KY_KKHAI>10/2026</KY_KKHAI>"
        f"{NAME}{result}<KQUA/><MA_LOI/><MOTA_LOI/>",
    )


def result(lines: str = LINE) -> str:
    return notice(
        "03/TB-TS",
        f"<SO_HSO>00012/2026/07906</SO_HSO>{NAME}<GIO_NHAN>08:16</GIO_NHAN>"
        "<NGAY_NHAN>05/11/2026</NGAY_NHAN><NGAY_TRA>12/11/2026</NGAY_TRA><MA_KQUA>2</MA_KQUA><KQUA/>"
        f"<CTIET_GDICH><DTHOAI_HTRO/>{lines}</CTIET_GDICH>",
        unit=UNIT.replace("DIADIEM", "DiaDiem").replace("2026-11-05", "05/11/2026"),
    )


def statement(month: str = "10/2026", due: str = "2655000") -> str:
    return (
        "<C12-TS><ThongTin><TenDonVi>Chi nhánh</TenDonVi><MaDonVi>TA0001A</MaDonVi>"
        f"<MaCoQuan>07906</MaCoQuan><Thang>{month}</Thang></ThongTin><NoiDung><Dong><stt>B.3</stt>"
        f"<noiDung>Phải đóng</noiDung><bhxh>{due}</bhxh><bhyt>477900</bhyt><bhtn>212400</bhtn>"
        "<bhtnld>53100</bhtnld><cong>3398400</cong></Dong><Dong><stt>B.5.2</stt><noiDung/>"
        f"<bhxh>0.644</bhxh></Dong></NoiDung><CKy_BHXH>{SIGNATURE}</CKy_BHXH></C12-TS>"
    )
