"""Each mapping that is shipped reads an invented file of its kind, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.feed import Hints, read_export
from adapters.requests import REQUEST_FIELDS
from adapters.requests import REQUIRED as REQUIRED_REQUESTS
from adapters.snapshot import HEADINGS, REQUIRED, SNAPSHOT_FIELDS
from adapters.vnpt import MOVEMENT_FIELDS
from config.fields import load_fields
from config.mapping_files import load_mapping
from tests.adapters.mapped import codes, lines, own, person, read, refusal, sheet
from tests.adapters.vnpt_template import write_template

SAMPLE = Path(__file__).parents[2] / "docs" / "sample.csv"
D02 = Hints(name="D02-2026-10.xlsx", unit="TA0001A")


def test_the_fields_are_those_that_the_formats_know() -> None:
    fields = load_fields()

    assert fields.of("snapshot") == SNAPSHOT_FIELDS
    assert fields.required("snapshot") == REQUIRED
    assert set(MOVEMENT_FIELDS) < set(fields.of("movements"))
    assert set(fields.of("requests")) == set(REQUEST_FIELDS)
    assert set(fields.required("requests")) == set(REQUIRED_REQUESTS)
    assert {name: fields.heading(name) for name in SNAPSHOT_FIELDS} == dict(HEADINGS)


def test_our_own_headings_are_read_as_the_snapshot_reads_them() -> None:
    hints = Hints(name="sample.csv")

    usual, _ = read_export(SAMPLE, hints=hints)
    table, _ = read_export(SAMPLE, hints=hints, format=load_mapping("ours", None))

    assert table.frame.equals(usual.frame)
    assert table.rows.tolist() == usual.rows.tolist()
    assert (table.columns, table.defects) == (usual.columns, usual.defects)


def test_vnpt_is_read_as_its_own_format_reads_it(tmp_path: Path) -> None:
    back = {
        "STT": 1, "HoTen": "Phạm Thị Hạnh", "MasoBHXH": "4010000046",
        "TenLoaiKhaiBao": "1 - Tăng lao động", "TenPhuongAn": "ON - Đi làm lại",
        "TienLuong": 9800000, "TuThang": "10/2026", "TyleDong": "32,5", "CMND": "040195000045",
        "NgaySinh": "8/12/1995", "GioiTinh": "Nữ", "Hdld_tungay": "1/4/2022",
    }  # fmt: skip
    path = tmp_path / "a.xlsx"
    write_template(path, [back])

    usual, _ = read_export(path, hints=D02)
    table = read(path, load_mapping("vnpt", None), D02)

    assert table.frame[usual.frame.columns].equals(usual.frame)
    assert person(table)["PA"] == "ON"
    assert table.rows.tolist() == [4]


def portal(**cells: object) -> list[object]:
    told = {
        "A": 1, "B": "Lê Văn Tám", "C": "", "D": "Tăng lao động", "E": "1", "F": "TM-Tăng mới",
        "H": "0", "I": "05/09/1999", "J": "1", "K": "079099000077", "L": "Công nhân may",
        "M": "SX", "O": "Xưởng may 1", "P": 8500000, "Q": 300000, "V": "10/2026", "X": "HĐ 12",
        "Y": "0", "AA": 32, "AF": "0", "AJ": "1", "AK": "01/10/2026", "AL": "30/09/2027",
        "AO": "1", "AP": "Việt Nam", "AR": "Kinh", "AT": "0901000077", "AU": "tam@example.vn",
        "AV": "Thành phố Hồ Chí Minh", "AW": "79", "AY": "26740", "AZ": "Phường Sài Gòn",
        "BF": "79", "BH": "79011",
    } | cells  # fmt: skip
    row: list[object] = [""] * 62
    for letter, value in told.items():
        index = 0
        for sign in letter:
            index = index * 26 + ord(sign) - 64
        row[index - 1] = value
    return row


def test_the_portal_s_template_is_read_by_its_places(tmp_path: Path) -> None:
    title = ["DANH SÁCH LAO ĐỘNG THAM GIA BHXH, BHYT, BHTN"]
    numbers = [f"Cột {number}" for number in range(1, 63)]
    rows = [title, ["", "Họ tên"], ["ghi chú"], numbers, portal()]
    rows += [portal(A=2, AJ="0", AL="", J="0"), portal(A=3, J="2", AJ="9")]
    path = sheet(tmp_path / "a.xlsx", rows, "DuLieu")

    table = read(path, load_mapping("portal", None), D02)

    assert person(table) == {
        "STT": "1", "HoTen": "Lê Văn Tám", "Loai": "1", "PA": "TM", "NgaySinh": "05/09/1999",
        "GioiTinh": "1", "CMND": "079099000077", "ChucVu": "Công nhân may", "MaPhongBan": "SX",
        "NoiLamViec": "Xưởng may 1", "TienLuong": "8500000", "PhuCapLuong": "300000",
        "TuThang": "10/2026", "Ghichu": "HĐ 12", "DaCoSo": "0", "TyleDong": "32", "TinhLai": "0",
        "Hdld_xdth_tungay": "01/10/2026", "Hdld_xdth_denngay": "30/09/2027", "Tk1_Save": "x",
        "QuocTich": "VN", "DanToc": "01", "Dienthoai_LH": "0901000077",
        "Email_LH": "tam@example.vn", "Matinh_KS": "79", "Maxa_KS": "26740",
        "Diachi_KS": "Phường Sài Gòn", "MaTinhBenhVien": "79", "MaBenhVien": "79011",
        "MaDonVi": "TA0001A", "Ky": "10/2026",
    }  # fmt: skip
    assert person(table, 1)["Hdld_tungay"] == "01/10/2026"
    assert "Hdld_xdth_tungay" not in person(table, 1)
    assert (person(table, 2)["GioiTinh"], person(table, 2)["LoaiHD"]) == ("2", "9")
    assert table.rows.tolist() == [5, 6, 7]
    assert codes(table) == [("E-MAPPING", 7, "J"), ("E-MAPPING", 7, "AJ")]
    assert table.column("Hdld_xdth_tungay").letter == "AK"


def report() -> list[list[object]]:
    wide = "Cấp bậc, chức vụ, chức danh nghề, nơi làm việc"
    above = ["STT", "Họ tên", "Mã số BHXH", "Ngày sinh", "Giới tính", "Số CCCD/CMND/Hộ chiếu", wide]
    above += ["Vị trí việc làm", "", "", "", "Tiền lương", *[""] * 5, "Nghề nặng nhọc", "", "HĐLĐ"]
    above += ["", "", "", "", "Thời điểm đơn vị bắt đầu đóng BHXH"]
    above += ["Thời điểm đơn vị kết thúc đóng BHXH", "Ghi chú"]
    below = [*[""] * 7, "Nhà quản lý", "CMKT bậc cao", "CMKT bậc trung", "Khác"]
    below += ["Hệ số/Mức lương", "Phụ cấp chức vụ", "Thâm niên VK (%)", "Thâm niên nghề (%)"]
    below += ["Phụ cấp lương", "Các khoản bổ sung", "Ngày bắt đầu", "Ngày kết thúc"]
    below += ["Ngày bắt đầu HĐLĐ không xác định thời hạn", "Xác định thời hạn: ngày bắt đầu"]
    below += ["Xác định thời hạn: ngày kết thúc", "Khác (dưới 1 tháng, thử việc): ngày bắt đầu"]
    below += ["Khác (dưới 1 tháng, thử việc): ngày kết thúc"]
    row = ["1", "Trần Văn Bình", "7910000099", "02/01/1988", "Nam", "079088000099"]
    row += ["Tổ trưởng, xưởng may 1", "", "", "1/10/2026", "", "9.000.000", "", "", "", "500.000"]
    row += ["", "", "", "", "01/10/2026", "30/09/2027", "", "", "10/2026", "", "HĐ 7"]
    numbers = [f"({number})" for number in range(1, len(above) + 1)]
    titles = [["CÔNG TY MẪU"], ["DANH SÁCH LAO ĐỘNG THAM GIA BHXH, BHYT, BHTN, BHTNLĐ, BNN"]]
    return [*titles, above, below, numbers, ["Tăng"], row, ["Cộng tăng", "1"], ["Người lập biểu"]]


def test_the_report_d02_lt_needs_the_words_that_it_does_not_have(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", report())

    error = refusal(path, load_mapping("d02-lt-report", None), D02)

    assert error.code == "E-HEADER"
    assert error.reason_vi.endswith("Phương án, Mã loại khai báo, Tỷ lệ đóng.")


def test_the_report_d02_lt_is_read_with_those_words(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", report())
    mapping = own(
        tmp_path, 'extends = "d02-lt-report"\n[constants]\nPA="TD"\nLoai="1"\nTyleDong="32"\n'
    )

    table = read(path, mapping, D02)

    assert person(table) == {
        "STT": "1", "HoTen": "Trần Văn Bình", "MasoBHXH": "7910000099", "NgaySinh": "02/01/1988",
        "GioiTinh": "1", "CMND": "079088000099", "ChucVu": "Tổ trưởng, xưởng may 1",
        "NoiLamViec": "Tổ trưởng, xưởng may 1", "Vtvl_cmktbt_tungay": "01/10/2026",
        "TienLuong": "9000000", "PhuCapLuong": "500000", "Hdld_xdth_tungay": "01/10/2026",
        "Hdld_xdth_denngay": "30/09/2027", "TuThang": "10/2026", "Ghichu": "HĐ 7",
        "PA": "TD", "Loai": "1", "TyleDong": "32", "MaDonVi": "TA0001A", "Ky": "10/2026",
    }  # fmt: skip
    assert table.rows.tolist() == [7]
    assert [each.facts["at"] for each in table.defects] == ["6, 8-9"]


def test_a_d02_lt_import_file_is_read(tmp_path: Path) -> None:
    told = {
        "STT": "1", "Họ và tên": "Đỗ Thị Lan", "Mã số BHXH": "", "Loại phương án": "Tăng lao động",
        "Mã loại PA": "", "Loại ngày sinh": "0", "Ngày Sinh": "3/4/2000", "Giới tính": "Nữ",
        "Số CMND/ CCCD/Hộ chiếu": "079300000011", "Cấp bậc, chức vụ, chức danh nghề": "Kế toán",
        "Phòng ban làm việc": "KT", "Nơi Làm Việc": "Văn phòng", "Mức lương": "12.000.000",
        "Phương án điều chỉnh": "TM - Tăng mới", "Mã PA": "", "Tháng/ năm bắt đầu": "10/2026",
        "Tỷ lệ đóng (%)": "32,5", "Tính lãi": "0", "Nhóm vị trí việc làm": "CMKT bậc cao",
        "Ngày bắt đầu giữ vị trí": "1/10/2026", "Ngày kết thúc giữ vị trí": "",
        "Hợp đồng lao động": "Không xác định thời hạn", "Hiệu lực từ ngày": "01/10/2026",
        "Hiệu lực đến ngày": "", "Ngày bắt đầu": "", "Ngày kết thúc": "", "Số": "15/HĐ",
        "Quốc tịch": "Việt Nam", "Mã QT": "VN", "Dân tộc": "Kinh", "Mã DT": "01", "Mã BV": "79011",
        "(PL) Họ và tên": "Đỗ Văn Cha",
    }  # fmt: skip
    path = sheet(tmp_path / "a.xlsx", [list(told), list(told.values())])

    table = read(path, load_mapping("d02-lt-import", None), D02)

    assert person(table) == {
        "STT": "1", "HoTen": "Đỗ Thị Lan", "TenLoaiKhaiBao": "Tăng lao động", "Loai": "1",
        "NgaySinh": "03/04/2000", "GioiTinh": "0", "CMND": "079300000011", "ChucVu": "Kế toán",
        "MaPhongBan": "KT", "NoiLamViec": "Văn phòng", "TienLuong": "12000000",
        "TenPhuongAn": "TM - Tăng mới", "PA": "TM", "TuThang": "10/2026", "TyleDong": "32.5",
        "TinhLai": "0", "Vtvl_cmktbc_tungay": "01/10/2026", "Hdld_tungay": "01/10/2026",
        "TenQuocTich": "Việt Nam", "QuocTich": "VN", "TenDanToc": "Kinh", "DanToc": "01",
        "MaBenhVien": "79011", "MaDonVi": "TA0001A", "Ky": "10/2026",
    }  # fmt: skip
    assert table.defects == ()


def plain() -> list[list[str]]:
    head = ["STT", "Mã NV", "Họ và tên", "Ngày sinh", "Giới tính", "Số CMND/CCCD", "Số sổ BHXH"]
    head += ["Mức lương đóng BH", "Ngày hiệu lực", "Mã loại", "Loại tăng", "Lý do"]
    row = ["1", "NV01", "Ngô Văn Dũng", "07/08/1991", "Nam", "079091000055", "7910000055"]
    row += ["10.000.000", "01/10/2026", "1", "Tăng mới", "ký hợp đồng"]
    total = ["Tổng cộng", *[""] * 6, "10.000.000", *[""] * 4]
    return [head, row, total, ["", "", "TP. Thủ Đức, ngày 31 tháng 10 năm 2026", *[""] * 9]]


def test_a_plain_list_of_staff_needs_what_hr_does_not_say(tmp_path: Path) -> None:
    error = refusal(lines(tmp_path / "a.csv", plain()), load_mapping("plain-hr", None))

    missing = "Chức vụ, Nơi làm việc, Loại hợp đồng, Ngày bắt đầu HĐ."
    assert error.reason_vi.endswith(missing)


def test_a_plain_list_of_staff_is_read_with_what_holds_for_all(tmp_path: Path) -> None:
    mapping = own(
        tmp_path,
        'extends = "plain-hr"\n[constants]\nChucVu = "Công nhân"\nNoiLamViec = "Thủ Đức"\n'
        'LoaiHD = "KXDTH"\n[columns]\nHDTuNgay = ["Ngày hiệu lực"]\n',
    )

    table = read(lines(tmp_path / "a.csv", plain()), mapping)

    assert person(table) == {
        "MaNV": "NV01", "HoTen": "Ngô Văn Dũng", "NgaySinh": "07/08/1991", "GioiTinh": "1",
        "CMND": "079091000055", "MasoBHXH": "7910000055", "TienLuong": "10000000",
        "HDTuNgay": "01/10/2026", "LyDo": "ký hợp đồng", "ChucVu": "Công nhân",
        "NoiLamViec": "Thủ Đức", "LoaiHD": "KXDTH", "TrangThai": "DangLam",
        "MaDonVi": "TA0001A", "Ky": "10/2026",
    }  # fmt: skip
    assert len(table.rows) == 1
    assert [each.facts["at"] for each in table.defects] == ["3-4"]


def test_a_flat_file_is_read(tmp_path: Path) -> None:
    head = "PERNR;FULL_NAME;SI_NUMBER;NATIONAL_ID;BIRTH_DATE;GENDER;NATIONALITY;JOB_TITLE;"
    head += "WORK_LOCATION;CONTRACT_TYPE;CONTRACT_START;CONTRACT_END;SI_WAGE;OTHER_ADDITIONS;WAERS"
    row = "00001001;Vũ Thị Hoa;7910000066;079194000066;19940229;2;VN;Kỹ sư;Nhà máy 2;01;20200301;"
    row += "99991231;15000000,00;250000,00-;VND"
    path = tmp_path / "sap.csv"
    path.write_text(f"{head}\n{row}\n", encoding="utf-8")

    table = read(path, load_mapping("flat-file", None))

    assert person(table) == {
        "MaNV": "00001001", "HoTen": "Vũ Thị Hoa", "MasoBHXH": "7910000066",
        "CMND": "079194000066", "NgaySinh": "29/02/1994", "GioiTinh": "0", "QuocTich": "VN",
        "ChucVu": "Kỹ sư", "NoiLamViec": "Nhà máy 2", "LoaiHD": "KXDTH",
        "HDTuNgay": "01/03/2020", "TienLuong": "15000000", "PhuCapBosung": "-250000",
        "TrangThai": "DangLam", "MaDonVi": "TA0001A", "Ky": "10/2026",
    }  # fmt: skip
    assert table.defects == ()


@pytest.mark.parametrize("name", ["ours", "plain-hr", "flat-file"])
def test_a_shipped_mapping_says_what_it_is(name: str) -> None:
    assert load_mapping(name, None).title
