import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.model import Defect, Kind
from tests.validators.people import SNAPSHOT, context, letter, movement, person, table
from validators.cells import Cells
from validators.layers import examine, wordings
from validators.model import Severity
from validators.rules import invisible

CONTEXT = context()
GOOD = 3


def run(rows, kind=Kind.SNAPSHOT, defects=(), shown=1000):
    return examine(table(rows, kind, defects), sha256="ab" * 32, context=CONTEXT, shown=shown)


def told(report):
    return [(finding.row, finding.field, finding.code) for finding in report.findings]


def test_good_rows_have_no_findings():
    report = run([person(number) for number in range(1, 20)])

    assert report.findings == ()
    assert (report.errors, report.warnings, report.period) == (0, 0, "10/2026")
    assert report.units == ("TA0001A",)
    assert not report.wrong.any()
    assert report.skipped == ()


def test_good_movements_have_no_findings():
    report = run([movement(number) for number in range(1, 9)], Kind.MOVEMENTS)

    assert report.findings == ()


ONE_WRONG_CELL = [
    ("MaNV", "", "E-REQUIRED"),
    ("MaNV", "NV\u200b0007", "E-INVISIBLE"),
    ("MaNV", "N" * 51, "E-LENGTH"),
    ("HoTen", "Nguyễn Văn 2", "E-NAME"),
    ("HoTen", "Nguyễn & Em", "E-NAME"),
    ("HoTen", "Nguyễn Văn Иван", "E-NAME"),
    ("HoTen", "Ðỗ Thị Hoa", "E-NAME-LETTER"),
    ("HoTen", "A" * 101, "E-LENGTH"),
    ("HoTen", "\u0301Lan", "E-NAME"),
    ("HoTen", "Ｎguyễn Văn An", "E-NAME"),
    ("HoTen", "Nguyễn Văn Ⅷ", "E-NAME"),
    ("HoTen", "Nguyễn Văn Soﬁ", "E-NAME"),
    ("HoTen", "Nguyễnª", "E-NAME"),
    ("HoTen", "Anh" + "\u0301" * 60, "E-NAME"),
    ("MasoBHXH", "79123", "E-INSURANCE"),
    ("MasoBHXH", "０１２３４５６７８９", "E-INSURANCE"),
    ("MasoBHXH", "079195000777", "W-INSURANCE-12"),
    ("MasoBHXH", "", "W-HOUSEHOLD"),
    ("CMND", "", "E-REQUIRED"),
    ("CMND", "023456789", "E-CITIZEN-OLD"),
    ("CMND", "07919500001", "E-CITIZEN"),
    ("CMND", "079195\u00a0000777", "E-INVISIBLE"),
    ("CMND", "003195000777", "E-CITIZEN-PARTS"),
    ("CMND", "079995000777", "E-CITIZEN-PARTS"),
    ("CMND", "000195000777", "E-CITIZEN-PARTS"),
    ("CMND", "999195000777", "W-CITIZEN-PLACE"),
    ("CMND", "079194000777", "E-CITIZEN-BIRTH"),
    ("CMND", "079095000777", "E-CITIZEN-SEX"),
    ("NgaySinh", "", "E-REQUIRED"),
    ("NgaySinh", "29/02/1995", "E-DATE"),
    ("NgaySinh", "1995", "E-DATE"),
    ("ViTriTuNgay", "01/02/1820", "E-DATE"),
    ("HDDenNgay", "31/12/9999", "E-DATE"),
    ("GioiTinh", "2", "E-SEX"),
    ("QuocTich", "XX", "E-NATIONALITY"),
    ("DanToc", "77", "E-ETHNICITY"),
    ("ChucVu", "", "E-REQUIRED"),
    ("ChucVu", "Thợ\u202e may", "E-INVISIBLE"),
    ("ChucVu", "Thợ\u205fmay", "E-INVISIBLE"),
    ("MaNV", "NVА0001", "E-LOOKALIKE"),
    ("MaNV", "NV０００７", "E-LOOKALIKE"),
    ("MaNV", "NV³", "E-LOOKALIKE"),
    ("MaNV", "NV٣", "E-LOOKALIKE"),
    ("ChucVu", "Ðốc công", "W-LOOKALIKE"),
    ("Diachi_NN", "１２ Lê Lợi", "W-LOOKALIKE"),
    ("NoiLamViec", "Хưởng 1", "W-LOOKALIKE"),
    ("NoiLamViec", "\u2800", "E-INVISIBLE"),
    ("Diachi_NN", "12\ufe0f Lê Lợi", "E-INVISIBLE"),
    ("MaPhongBan", "\uffa0", "E-INVISIBLE"),
    ("NoiLamViec", "x" * 501, "E-LENGTH"),
    ("ViTri", "SEP", "E-POSITION"),
    ("ViTri", "", "W-POSITION-DATE"),
    ("LoaiHD", "MUA VU", "E-CONTRACT-KIND"),
    ("HDTuNgay", "31/04/2020", "E-DATE"),
    ("HDTuNgay", "01/01/1999", "E-CONTRACT-START"),
    ("HDTuNgay", "01/02/2099", "E-CONTRACT-START"),
    ("HDTuNgay", "01/11/2026", "W-CONTRACT-FUTURE"),
    ("HDDenNgay", "31/12/2030", "E-CONTRACT-OPEN"),
    ("HDDenNgay", "01/01/2020", "E-DATE-ORDER"),
    ("TienLuong", "", "E-REQUIRED"),
    ("TienLuong", "0", "E-WAGE-ZERO"),
    ("TienLuong", "-9500000", "E-MONEY"),
    ("TienLuong", "9500000,50", "E-MONEY"),
    ("TienLuong", "0.3000000004", "E-MONEY"),
    ("TienLuong", "9999999999999", "E-MONEY"),
    ("TienLuong", "chín triệu", "E-MONEY"),
    ("TienLuong", "12.500", "E-MONEY-AMBIGUOUS"),
    ("TienLuong", "2.34", "E-COEFFICIENT"),
    ("TienLuong", "100", "E-COEFFICIENT"),
    ("TienLuong", "12500", "E-THOUSANDS"),
    ("TienLuong", "101", "E-THOUSANDS"),
    ("TienLuong", "1000000", "E-WAGE-REFERENCE"),
    ("TienLuong", "3000000", "W-WAGE-REGION"),
    ("TienLuong", "999999999999", "W-WAGE-DOUBT"),
    ("TienLuong", "1000000000", "W-WAGE-DOUBT"),
    ("PhuCapLuong", "1000000000", "W-WAGE-DOUBT"),
    ("PhuCapBosung", "999999999999", "W-WAGE-DOUBT"),
    ("PhuCapLuong", "500.000", "E-MONEY-AMBIGUOUS"),
    ("PhuCapBosung", "12,5", "E-MONEY"),
    ("PhuCapCV", "500000", "E-PERCENT"),
    ("PhuCapCV", "1,500", "E-PERCENT"),
    ("PhuCapCV", "0,4567", "E-PERCENT"),
    ("PhuCapCV", "05", "E-PERCENT"),
    ("PhuCapTNVK", "5%", "E-PERCENT"),
    ("TienLuong", "5%", "E-MONEY"),
    ("PhuCapTNVK", "5", "W-ALLOWANCE-MODE"),
    ("MavungLTT", "5", "E-REGION"),
    ("MaBenhVien", "1258", "E-HOSPITAL"),
    ("DienThoai", "912345678", "E-PHONE"),
    ("Email", "anh@", "E-EMAIL"),
    ("Matinh_KS", "77", "E-PROVINCE-OLD"),
    ("Matinh_NN", "99", "E-PROVINCE"),
    ("Maxa_KS", "123", "E-COMMUNE"),
    ("Maxa_KS", "99999", "W-COMMUNE"),
    ("Maxa_NN", "00004", "E-COMMUNE-PROVINCE"),
    ("TrangThai", "Đi chơi", "E-STATUS"),
    ("NgayTrangThai", "32/10/2026", "E-DATE"),
    ("NgayTrangThai", "01/11/2026", "E-STATUS-DATE"),
    ("NgayNghi", "32", "E-LEAVE-DAYS"),
    ("NgayNghi", "2.5", "E-LEAVE-DAYS"),
    ("PA", "XX", "E-PA"),
    ("Ky", "13/2026", "E-PERIOD"),
    ("Ky", "09/2026", "E-PERIOD-MIXED"),
    ("Ky", "12/2027", "E-PERIOD-FUTURE"),
    ("MaDonVi", "ZZ9999Z", "E-UNIT"),
    ("MaDonVi", "ta0001a", "E-UNIT"),
]


@pytest.mark.parametrize(("field", "value", "code"), ONE_WRONG_CELL)
def test_one_wrong_cell_gives_one_finding_at_its_place(field, value, code):
    rows = [person(number) for number in range(1, 6)]
    spoilt = table([*rows[:GOOD], {**rows[GOOD], field: value}, rows[4]])

    report = examine(spoilt, sha256="", context=CONTEXT)

    assert told(report) == [(5, field, code)]
    assert report.findings[0].column == spoilt.column(field).letter
    assert report.findings[0].heading == f"Cột {field}"
    assert report.wrong.tolist() == [False] * GOOD + [code.startswith("E"), False]


KOREAN = {"QuocTich": "KR", "DanToc": "99", "LoaiHD": "XDTH", "HDDenNgay": "31/12/2027"}

ROWS = [
    ({"LoaiHD": "XDTH"}, ("HDDenNgay", "E-CONTRACT-END")),
    ({"LoaiHD": "XDTH", "HDDenNgay": "30/09/2026"}, ("HDDenNgay", "W-CONTRACT-EXPIRED")),
    ({"TrangThai": "ThaiSan", "TienLuong": ""}, ("NgayTrangThai", "W-STATUS-DATE")),
    ({"NgaySinh": "02/03/2014", "CMND": "079314000007"}, ("NgaySinh", "E-AGE")),
    ({"NgaySinh": "02/03/1925", "CMND": "079125000007"}, ("NgaySinh", "E-AGE")),
    ({**KOREAN, "CMND": "M 123"}, ("CMND", "E-PASSPORT")),
    ({**KOREAN, "CMND": "M123456789012"}, ("CMND", "E-PASSPORT")),
    ({"MavungLTT": "", "TienLuong": "5000000"}, ("TienLuong", "W-WAGE-REGION")),
]


@pytest.mark.parametrize(("cells", "place"), ROWS)
def test_cells_that_do_not_go_together_give_one_finding(cells, place):
    extra = {"HDTuNgay": "01/02/2026", "ViTriTuNgay": ""} if "NgaySinh" in cells else {}
    if cells.get("NgaySinh", "").endswith("2014"):
        extra = {"HDTuNgay": "", "TrangThai": "NghiViec", "NgayTrangThai": "01/10/2026"}

    report = run([person(1), person(7, **cells, **extra)])

    assert [each for each in told(report) if each[2] != "N-FOREIGN"] == [(3, *place)]


FINE = [
    {**KOREAN, "CMND": "M12345678"},
    {"LoaiHD": "XDTH", "HDDenNgay": "31/12/2026"},
    {"TrangThai": "NghiViec", "NgayTrangThai": "15/10/2026", "TienLuong": "0", "ChucVu": ""},
    {"TrangThai": "ThaiSan", "NgayTrangThai": "01/10/2026", "TienLuong": ""},
    {"TrangThai": "", "HoTen": "H'Bia Niê-Kđăm"},
    {"MavungLTT": "", "MaDonVi": "TA0002B", "TienLuong": "5000000"},
    {"Matinh_NN": "01", "Maxa_NN": "00004"},
    {"PA": "DC"},
    {"TienLuong": "999999999"},
    {"HoTen": "Null None"},
    {"HoTen": "O’Brien Ñúñez Łoś A\u0325\u0301"},
    {"Diachi_NN": "Nhà 25m² – “Tầng 1”, 5µm", "MaPhongBan": "PX Đ1"},
]


@pytest.mark.parametrize("cells", FINE)
def test_what_is_unusual_but_right_passes(cells):
    report = run([person(1), person(2, **cells)])

    assert [each for each in told(report) if each[2] != "N-FOREIGN"] == []


WRONG_MOVEMENTS = [
    ({"PA": "GH"}, ("PA", "E-PA-LOAI")),
    ({"Loai": "7"}, ("Loai", "E-LOAI")),
    ({"PA": ""}, ("PA", "E-REQUIRED")),
    ({"TyleDong": "0"}, ("TyleDong", "E-RATE")),
    ({"TyleDong": "32%"}, ("TyleDong", "E-RATE")),
    ({"TyleDong": "132"}, ("TyleDong", "E-RATE")),
    ({"TyleDong": "32.125"}, ("TyleDong", "E-RATE")),
    ({"MasoBHXH": "079195000777"}, ("MasoBHXH", "E-INSURANCE")),
    ({"Loai": "3", "PA": "GH", "TienLuong": "0"}, ("TienLuong", "E-WAGE-ZERO")),
    ({"Ten_ChaMe_Giamho": "Lê\u200b An"}, ("Ten_ChaMe_Giamho", "E-INVISIBLE")),
    ({"Maho_Giadinh": "079"}, ("Maho_Giadinh", "E-HOUSEHOLD")),
    ({"Phuongthuc": "2"}, ("Phuongthuc", "E-PAYMENT")),
    ({"MaTinhBenhVien": "7"}, ("MaTinhBenhVien", "E-HOSPITAL-PROVINCE")),
    ({"TuThang": "2026-10"}, ("TuThang", "E-MONTH")),
    ({"DenThang": "09/2026"}, ("DenThang", "E-MONTH-ORDER")),
    ({"CoGiamChet": "1"}, ("NgayChet", "E-DEATH-DATE")),
    ({"CoGiamChet": "x"}, ("CoGiamChet", "E-FLAG")),
    ({"Hdld_xdth_denngay": ""}, ("Hdld_xdth_denngay", "E-CONTRACT-END")),
    ({"Hdld_xdth_denngay": "01/09/2026"}, ("Hdld_xdth_denngay", "E-DATE-ORDER")),
    ({"CMND": "", "MasoBHXH": ""}, ("CMND", "E-PERSON")),
    ({"MasoBHXH": ""}, ("MasoBHXH", "W-HOUSEHOLD")),
    ({"Dienthoai_LH": "12"}, ("Dienthoai_LH", "E-PHONE")),
    ({"Email_LH": "a b@c.vn"}, ("Email_LH", "E-EMAIL")),
]


@pytest.mark.parametrize(("cells", "place"), WRONG_MOVEMENTS)
def test_a_wrong_movement_gives_one_finding_at_its_place(cells, place):
    report = run([movement(1), movement(2, **cells)], Kind.MOVEMENTS)

    found = [one for one in told(report) if one[2] != "W-HOUSEHOLD" or place[1] == one[2]]
    assert found == [(3, *place)]


def test_back_dated_movements_are_measured_by_the_law_of_their_month():
    row = movement(1, TuThang="01/2017", DenThang="02/2017", Loai="2", PA="AD", TyleDong="32,5")

    assert told(run([row], Kind.MOVEMENTS)) == [
        (2, "TuThang", "W-BACK-601"),
        (None, "PA", "N-BACK-DATED"),
    ]


def test_characters_that_nobody_sees_are_told_by_their_code_points():
    report = run([person(1, NoiLamViec="Xưởng\u205f1\u200b,\ufe0f Thủ Đức\U000e0101")])

    assert report.findings[0].message_en.endswith(": U+205F, U+200B, U+FE0F, U+E0101")


def test_twelve_kinds_of_wrong_cells_give_twelve_findings():
    kinds = [spoilt for spoilt in ONE_WRONG_CELL if spoilt[2].startswith("E")]
    chosen = list({code: (field, value) for field, value, code in kinds}.items())
    rows = [person(number) for number in range(1, 100)]
    for number, (_, (field, value)) in enumerate(chosen):
        rows[number * 2][field] = value

    report = run(rows)

    assert len(chosen) >= 12
    assert told(report) == [
        (number * 2 + 2, field, code) for number, (code, (field, _)) in enumerate(chosen)
    ]
    assert report.counts == {code: 1 for code, _ in chosen}
    assert report.errors == len(chosen) == report.wrong.sum()
    assert {finding.sheet for finding in report.findings} == {None}


def test_values_are_masked_in_findings():
    report = run([person(1, CMND="003195123456")])

    assert report.findings[0].value == "003******456"


def test_a_period_that_our_law_does_not_cover_is_an_error():
    rows = [person(number, Ky="12/2014") for number in (1, 2)]
    for row in rows:
        row["HDTuNgay"] = "01/02/2014"

    assert told(run(rows)) == [(2, "Ky", "E-PERIOD-LAW"), (3, "Ky", "E-PERIOD-LAW")]


@pytest.mark.parametrize("kind", [Kind.SNAPSHOT, Kind.MOVEMENTS])
def test_a_period_of_which_we_hold_only_the_wages_is_an_error_too(kind):
    row = person(1, Ky="12/2014") if kind is Kind.SNAPSHOT else movement(1, Ky="12/2014")
    if kind is Kind.SNAPSHOT:
        row["HDTuNgay"] = "01/02/2014"

    report = run([row], kind)

    assert told(report) == [(2, "Ky", "E-PERIOD-LAW")]
    assert "01/01/2015" in report.findings[0].advice_vi


def test_a_column_that_is_blank_throughout_is_told_once():
    report = run([person(number, ChucVu="") for number in (1, 2, 3)])

    assert told(report) == [(None, "ChucVu", "E-REQUIRED-COLUMN")]
    assert report.findings[0].column == letter(10)
    assert report.wrong.all()


def test_a_file_of_another_employer_is_told_once_and_its_cells_too():
    rows = [person(number, MaDonVi="ZZ0000Z") for number in (1, 2, 3)]
    rows[1]["GioiTinh"] = "9"

    report = run(rows)

    assert told(report) == [(None, "MaDonVi", "E-UNIT-NONE"), (3, "GioiTinh", "E-SEX")]
    assert report.units == ()
    assert report.wrong.all()


def test_the_same_employee_twice_is_an_error_at_both_places_that_names_the_other():
    rows = [person(1), person(2), person(3, MaNV="NV0000001")]

    report = run(rows)

    assert told(report) == [(2, "MaNV", "E-DUP-EMPLOYEE"), (4, "MaNV", "E-DUP-EMPLOYEE")]
    assert "2, 4" in report.findings[0].message_vi


def test_the_same_person_in_two_rows_is_told_once_a_row():
    rows = [person(1), person(1, TienLuong="9700000"), person(3)]

    assert [code for _, _, code in told(run(rows))] == ["E-DUP-EMPLOYEE"] * 2


@pytest.mark.parametrize(
    ("field", "code"), [("CMND", "E-DUP-CITIZEN"), ("MasoBHXH", "E-DUP-INSURANCE")]
)
def test_a_number_that_two_people_share_is_an_error_at_both(field, code):
    rows = [person(1), person(2), person(3)]
    rows[2][field] = rows[0][field]

    assert told(run(rows)) == [(2, field, code), (4, field, code)]


def test_identical_rows_are_told_as_such_only():
    report = run([person(1), person(2), person(1)])

    assert told(report) == [(2, "MaNV", "E-DUP-ROW"), (4, "MaNV", "E-DUP-ROW")]


def test_a_flood_of_duplicates_is_counted_and_named_together():
    rows = [person(number) for number in range(1, 303)]

    report = run([*rows, *rows])

    assert report.counts == {"E-DUP-ROW": 604}
    assert {"…"} <= {one.message_vi.rpartition(": ")[2] for one in report.findings}


def test_many_identical_rows_name_the_first_few():
    report = run([person(1)] * 7)

    assert "2, 3, 4, 5, 6, …" in report.findings[0].message_en


def test_who_moves_between_our_units_may_stand_in_both():
    leaves = person(1, TrangThai="ChuyenDonVi", NgayTrangThai="15/10/2026")
    arrives = person(1, MaDonVi="TA0002B")

    assert told(run([leaves, arrives, person(2)])) == []


def test_who_works_in_two_units_at_once_is_an_error():
    report = run([person(1), person(1, MaDonVi="TA0002B"), person(2)])

    assert [code for _, _, code in told(report)] == ["E-DUP-EMPLOYEE"] * 2


def test_the_same_movement_twice_is_an_error_but_two_movements_are_not():
    first, other = movement(1, Loai="2", PA="DC"), movement(1, Loai="5", PA="CD")
    again = {**first, "TienLuong": "9000000"}

    report = run([first, other, again], Kind.MOVEMENTS)

    assert told(report) == [(2, "PA", "E-DUP-MOVEMENT"), (4, "PA", "E-DUP-MOVEMENT")]


def test_movements_of_people_whom_nobody_names_are_not_the_same_movement():
    nameless = {"CMND": "", "MasoBHXH": ""}

    report = run([movement(1, **nameless), movement(2, HoTen="Lê An", **nameless)], Kind.MOVEMENTS)

    assert [told_of[1:] for told_of in told(report)] == [
        ("MasoBHXH", "W-HOUSEHOLD"),
        ("CMND", "E-PERSON"),
    ] * 2


def test_identical_movements_are_told_by_name():
    report = run([movement(1), movement(1), movement(2)], Kind.MOVEMENTS)

    assert told(report) == [(2, "HoTen", "E-DUP-ROW"), (3, "HoTen", "E-DUP-ROW")]


def test_findings_shown_have_a_limit_but_all_are_counted():
    rows = [person(number, GioiTinh="9") for number in range(1, 11)]

    report = run(rows, shown=3)

    assert len(report.findings) == 3
    assert (report.counts, report.errors) == ({"E-SEX": 10}, 10)
    assert report.wrong.all()


def test_defects_of_the_form_become_findings_at_their_place():
    rows = [person(number) for number in range(1, 6)]
    rows[0]["CMND"] = "79195000001"
    rows[2]["Ky"] = "shifted"
    defects = (
        Defect(code="E-NUMBER-ID", row=2, field="CMND"),
        Defect(code="E-CTRL", row=3, letter="D"),
        Defect(code="E-COLS", row=4, facts={"expected": 40, "found": 41}),
        Defect(code="E-CELL", row=5, letter="ZZ"),
        Defect(code="E-SUMMARY", row=99),
        Defect(code="W-COLUMN", row=None, letter="AZ"),
        Defect(code="E-ODD", row=None),
    )

    report = run(rows, defects=defects)

    assert told(report) == [
        (None, None, "E-ODD"),
        (None, None, "W-COLUMN"),
        (2, "CMND", "E-NUMBER-ID"),
        (3, "HoTen", "E-CTRL"),
        (4, None, "E-COLS"),
        (5, None, "E-CELL"),
        (99, None, "E-SUMMARY"),
    ]
    assert report.wrong.tolist() == [True, True, True, True, False]
    assert "expected 40, found 41" in report.findings[4].message_en
    assert report.findings[1].column == "AZ"


def test_a_defect_stands_where_it_was_seen_even_if_its_field_is_read_elsewhere_too():
    defects = (Defect(code="E-CELL", row=3, field="CMND", letter="ZZ"),)

    report = run([person(1), person(2)], defects=defects)

    finding = report.findings[0]
    assert (finding.column, finding.heading, finding.field) == ("ZZ", None, "CMND")
    assert report.wrong.tolist() == [False, True]


def place(field):
    return letter(list(SNAPSHOT).index(field))


def test_a_merged_range_has_one_finding_and_its_other_cells_are_not_judged():
    rows = [person(number) for number in range(1, 4)]
    rows[1]["CMND"] = rows[1]["NgaySinh"] = ""
    spans = {"kind": "merged", "range": f"{place('HoTen')}3:{place('NgaySinh')}3"}

    report = run(rows, defects=(Defect(code="E-CELL", row=3, letter=place("HoTen"), facts=spans),))

    assert told(report) == [(3, "HoTen", "E-CELL")]


def test_a_row_of_totals_says_nothing_else():
    rows = [person(1), {**dict.fromkeys(person(1), ""), "MaNV": "Tổng cộng"}]

    report = run(rows, defects=(Defect(code="E-SUMMARY", row=3, letter=place("MaNV")),))

    assert told(report) == [(3, "MaNV", "E-SUMMARY")]


def test_what_is_counted_in_a_defect_is_told_in_both_languages():
    facts = {"expected": 40, "found": 41, "kind": "#REF!"}

    report = run([person(1), person(2)], defects=(Defect(code="E-COLS", row=3, facts=facts),))

    assert report.findings[0].message_vi.endswith("(cần 40, có 41, loại #REF!)")
    assert report.findings[0].message_en.endswith("(expected 40, found 41, kind #REF!)")


def test_defects_too_are_shown_up_to_the_limit():
    defects = tuple(Defect(code="N-TRIM", row=row) for row in (2, 2, 2))

    report = run([person(1)], defects=defects, shown=2)

    assert (len(report.findings), report.counts) == (2, {"N-TRIM": 3})
    assert (report.errors, report.warnings) == (0, 0)


def test_layers_are_skipped_when_no_row_can_be_read():
    report = run([person(1)], defects=(Defect(code="E-COLS", row=2),))

    assert [code for _, _, code in told(report)] == ["E-EMPTY", "E-COLS"]
    assert report.skipped == ("required", "formats", "meaning", "file")


def test_a_table_without_rows_is_empty():
    report = run([])

    assert told(report) == [(None, None, "E-EMPTY")]
    assert report.rows == 0


def test_a_period_that_nobody_can_read_gives_none():
    report = run([person(1, Ky="x"), person(2, Ky="13/2026")])

    assert report.period is None
    assert [code for _, _, code in told(report)] == ["E-PERIOD", "E-PERIOD"]


def test_a_row_has_no_region_when_neither_it_nor_its_unit_says_one():
    report = run([person(1), person(2, MaDonVi="ZZ0000Z", MavungLTT="", TienLuong="3000000")])

    assert told(report) == [(3, "MaDonVi", "E-UNIT")]


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("HoTen", "Ðặng Văn Ðức", "[U+00D0 Ð → Đ]"),
        ("HoTen", "Lê Vаn Ｎ", "[U+0430 а → a, U+FF2E Ｎ → N]"),
        ("CMND", "０79195000777", "[U+FF10 ０ → 0]"),
        ("TienLuong", "1250000²", "[U+00B2 ² → 2]"),
        ("ChucVu", "Ðốc công", "[U+00D0 Ð → Đ]"),
    ],
)
def test_a_look_alike_is_named_with_what_is_meant(field, text, said):
    (finding,) = run([person(1), person(2, **{field: text})]).findings

    assert finding.message_vi.endswith(said)
    assert finding.message_en.endswith(said)


def test_each_cell_tells_its_own_unseen_characters():
    rows = [person(1, ChucVu="A\u200bb"), person(2, ChucVu="A\u00adb"), person(3, ChucVu="\u200bC")]

    found = [(each.row, each.message_en.split(": ")[1]) for each in run(rows).findings]

    assert found == [(2, "U+200B"), (3, "U+00AD"), (4, "U+200B")]


@settings(max_examples=20)
@given(st.lists(st.text("A\u200b\u00ad\u2060", max_size=3), min_size=1, max_size=12))
def test_each_unseen_character_is_told_at_the_cells_that_hold_it(texts):
    cells = Cells(table([person(at, ChucVu=text) for at, text in enumerate(texts)]))

    told = [
        (position, violation.message_en.split(": ")[1])
        for violation in invisible.check(cells, CONTEXT)
        for position in violation.positions.tolist()
    ]

    assert sorted(told) == [
        (at, ", ".join(dict.fromkeys(f"U+{ord(sign):04X}" for sign in text if sign != "A")))
        for at, text in enumerate(texts)
        if text.strip("A")
    ]


def test_thousands_of_cells_with_unseen_characters_are_told_of_the_first_few():
    rows = [person(at, ChucVu=f"A\u200b{at}") for at in range(1_100)]

    report = run(rows)

    assert report.counts["E-INVISIBLE"] == 1_100
    assert report.findings[0].message_en.endswith("U+200B")


def test_the_page_of_the_docs_says_what_the_rules_say_and_no_more():
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")

    # Behind them come the codes of other rooms: tests/test_page_of_codes.py.
    findings = page.split("## Phanh / Brakes")[0]

    listed = re.findall(r"^\| `[EWN]-.*$", findings, re.MULTILINE)

    assert listed == [row_of_the_page(word) for word in wordings()]


def row_of_the_page(word):
    severities = {"E": "lỗi / error", "W": "cảnh báo / warning", "N": "ghi chú / note"}
    told = (word.vi, word.en, f"{word.advice_vi} {word.advice_en}")
    texts = (re.sub(r"\{\w+\}", "…", text) for text in (*told, word.law))
    return f"| {' | '.join([f'`{word.code}`', severities[word.code[0]], *texts])} |"


def test_codes_are_distinct_and_tell_their_severity():
    codes = [word.code for word in wordings()]

    assert len(codes) == len(set(codes))
    assert {word.severity for word in wordings()} == set(Severity)


def test_findings_do_not_change_the_table():
    spoilt = table([person(1, GioiTinh="9"), person(2)])
    before = spoilt.frame.copy()

    examine(spoilt, sha256="", context=CONTEXT)

    assert spoilt.frame.equals(before)
    assert np.array_equal(spoilt.rows, [2, 3])


def test_who_brings_a_household_is_not_warned_of():
    known = replace(CONTEXT, households=frozenset({"NV0000001"}))

    report = examine(
        table([person(1, MasoBHXH=""), person(2, MasoBHXH="")]), sha256="", context=known
    )

    assert [(each.row, each.code) for each in report.findings] == [(3, "W-HOUSEHOLD")]


def test_who_is_declared_needs_no_tk1_and_is_not_warned_of():
    known = replace(CONTEXT, declared=declared([person(1, MasoBHXH="")]))

    report = examine(
        table([person(1, MasoBHXH=""), person(2, MasoBHXH="")]), sha256="", context=known
    )

    assert [(each.row, each.code) for each in report.findings] == [(3, "W-HOUSEHOLD")]


def test_who_moves_between_our_units_needs_tk1_unless_a_number_is_declared():
    there = {"MaDonVi": "TB0002B"}
    other = person(9, **there, CMND=person(3)["CMND"])
    known = replace(
        CONTEXT,
        declared=declared([person(1, MasoBHXH="", **there), person(2, **there), other]),
    )
    moved = [person(number, MasoBHXH="") for number in (1, 2, 3)]

    report = examine(table(moved), sha256="", context=known)

    assert [(each.row, each.code) for each in report.findings] == [(2, "W-HOUSEHOLD")]


def declared(people):
    """Return those people as the roster tells them."""
    return table(people).frame[["MaDonVi", "MaNV", "CMND", "MasoBHXH"]]
