"""The XSDs of the default profile, as lxml, xmlschema and xmllint understand them."""

from __future__ import annotations

import base64
import csv
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import xmlschema
from lxml import etree

from config.profile import load_profile

FOLDER = load_profile("default").folder
CODES = Path(__file__).parents[2] / "config" / "codes"

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


def by_lxml(document: str, schema: str) -> bool:
    return etree.XMLSchema(file=str(FOLDER / schema)).validate(etree.fromstring(document.encode()))


def by_xmlschema(document: str, schema: str) -> bool:
    return xmlschema.XMLSchema10(FOLDER / schema, allow="local").is_valid(document)


def by_xmllint(document: str, schema: str) -> bool:
    done = subprocess.run(
        ["xmllint", "--nonet", "--noout", "--schema", str(FOLDER / schema), "-"],
        input=document.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr
    return done.returncode == 0


ENGINES = [by_lxml, by_xmlschema, by_xmllint]
Engine = Callable[[str, str], bool]

every_engine = pytest.mark.parametrize("accepts", ENGINES)

GOOD = {
    "D02-TS": (d02(), "d02-ts.xsd"),
    "D02-TS before signing": (d02(signature=""), "d02-ts.xsd"),
    "D02-TS of a leaver": (
        d02(PA="GH", Loai="3", CoGiamChet="1", NgayChet="05/10/2026"),
        "d02-ts.xsd",
    ),
    "D02-TS with a coefficient": (d02(TienLuong="2.34", PhuCapCV="0.4"), "d02-ts.xsd"),
    "TK1-TS": (tk1(), "tk1-ts.xsd"),
    "TK1-TS with a household": (tk1(PhuLuc=HOUSEHOLD), "tk1-ts.xsd"),
    "envelope": (hoso(), "hoso.xsd"),
    "envelope with both signatures": (hoso(f"<CKy_iVan>{SIGNATURE}</CKy_iVan>"), "hoso.xsd"),
    "submission": (submission(), "xn-nop.xsd"),
    "notice": (numbered(), "tb-gd.xsd"),
    "result": (result(), "tb-ts.xsd"),
    "result without a person": (result(""), "tb-ts.xsd"),
    "statement": (statement(), "c12-ts.xsd"),
    "unknown elements in an answer": (
        result()
        .replace("<NGAY_TRA>", "<MOI><SAU/></MOI><NGAY_TRA>")
        .replace("<BHXH>", "<BHXH><THEM/>"),
        "tb-ts.xsd",
    ),
    "an answer in another order": (
        submission(dossier="").replace("<SO_HSO/>", f"{NAME}<SO_HSO/>"),
        "xn-nop.xsd",
    ),
}

BAD = {
    "D02-TS in the wrong order": (
        d02({key: D02_FIELDS[key] for key in ("HoTen", "STT", *list(D02_FIELDS)[2:])}),
        "d02-ts.xsd",
    ),
    "D02-TS without an element": (
        d02({key: value for key, value in D02_FIELDS.items() if key != "DenThang"}),
        "d02-ts.xsd",
    ),
    "D02-TS with an element more": (d02(Moi="1"), "d02-ts.xsd"),
    "movement code": (d02(PA="XX"), "d02-ts.xsd"),
    "group": (d02(Loai="6"), "d02-ts.xsd"),
    "sex 2": (d02(GioiTinh="2"), "d02-ts.xsd"),
    "no wage": (d02(TienLuong="0"), "d02-ts.xsd"),
    "wage with points": (d02(TienLuong="9.500.000"), "d02-ts.xsd"),
    "comma in a rate": (d02(TyleDong="32,5"), "d02-ts.xsd"),
    "rate over 100": (d02(TyleDong="101"), "d02-ts.xsd"),
    "ISO date": (d02(NgaySinh="1990-02-01"), "d02-ts.xsd"),
    "month 13": (d02(TuThang="13/2026"), "d02-ts.xsd"),
    "12-digit insurance number": (d02(MasoBHXH="079090000001"), "d02-ts.xsd"),
    "name too long": (d02(HoTen="A" * 101), "d02-ts.xsd"),
    "note too long": (d02(Ghichu="A" * 501), "d02-ts.xsd"),
    "wage region": (d02(MavungLTT="1"), "d02-ts.xsd"),
    "two signatures": (d02(signature=SIGNATURE * 2), "d02-ts.xsd"),
    "something else where the signature stands": (d02(signature="<Khac/>"), "d02-ts.xsd"),
    "district written": (tk1(Mahuyen_KS="quận 1"), "tk1-ts.xsd"),
    "e-mail": (tk1(Email_LH="thu"), "tk1-ts.xsd"),
    "hospital code": (tk1(MaBenhVien="7901"), "tk1-ts.xsd"),
    "household without members": (
        tk1(PhuLuc=re.sub("<ThanhVien>.*</ThanhVien>", "", HOUSEHOLD)),
        "tk1-ts.xsd",
    ),
    "period": (hoso(KyKeKhai="102026"), "hoso.xsd"),
    "no file": (hoso(files=0), "hoso.xsd"),
    "two files of one name": (hoso(files=2), "hoso.xsd"),
    "namespace": (hoso().replace("<Hoso", '<Hoso xmlns="urn:x"', 1), "hoso.xsd"),
    "answer to no dossier": (submission(dossier=""), "xn-nop.xsd"),
    "answer to two dossiers": (submission(dossier=NAME * 2), "xn-nop.xsd"),
    "answer to nobody": (submission(unit=UNIT.replace("TA0001A", "")), "xn-nop.xsd"),
    "answer of another form": (numbered(), "tb-ts.xsd"),
    "notice without a result": (numbered(result=""), "tb-gd.xsd"),
    "hash": (submission().replace("a0", "xy"), "xn-nop.xsd"),
    "a line answered twice": (result(LINE * 2), "tb-ts.xsd"),
    "a line without its form": (result(LINE.replace("MaToKhai", "Khac")), "tb-ts.xsd"),
    "statement of no month": (statement(month=""), "c12-ts.xsd"),
    "amount in words": (statement(due="hai triệu"), "c12-ts.xsd"),
}


@every_engine
@pytest.mark.parametrize("name", GOOD)
def test_every_engine_accepts_what_is_right(name: str, accepts: Engine) -> None:
    document, schema = GOOD[name]

    assert accepts(document, schema)


@every_engine
@pytest.mark.parametrize("name", BAD)
def test_every_engine_refuses_what_is_wrong(name: str, accepts: Engine) -> None:
    document, schema = BAD[name]

    assert not accepts(document, schema)


def test_the_schema_of_d02_knows_exactly_our_movement_codes() -> None:
    with (CODES / "movements.csv").open(encoding="utf-8", newline="") as file:
        ours = [row["code"] for row in csv.DictReader(file)]

    theirs = etree.parse(FOLDER / "d02-ts.xsd").xpath(
        "//*[local-name()='simpleType'][@name='MovementCode']//@value"
    )

    assert theirs == ours


def test_no_schema_asks_for_a_document_type_or_the_network() -> None:
    texts = [path.read_text(encoding="utf-8") for path in FOLDER.glob("*.xsd")]

    located = [name for text in texts for name in re.findall(r'schemaLocation="([^"]+)"', text)]

    assert not any("<!DOCTYPE" in text for text in texts)
    assert located
    assert all((FOLDER / name).is_file() for name in located)
