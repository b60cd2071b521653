"""Any export through a mapping: nothing guessed, and what is wrong told at the sender's cell."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from adapters.feed import Hints
from adapters.styles import read_amount, read_day, read_month_as
from tests.adapters.mapped import codes, lines, own, person, read, refusal, sheet

CONSTANTS = """
[constants]
CMND = "079085000012"
NgaySinh = "15/03/1985"
GioiTinh = "1"
ChucVu = "Thợ"
NoiLamViec = "Xưởng"
LoaiHD = "KXDTH"
HDTuNgay = "01/01/2020"
TienLuong = "9000000"
"""


def staff(columns: str, keys: str = "", told: str = CONSTANTS) -> str:
    """Write a mapping of staff: what its columns name is no constant."""
    named = {line.split(" =")[0] for line in columns.splitlines()}
    kept = [line for line in told.splitlines() if line.split(" =")[0] not in named]
    text = [keys, 'kind = "snapshot"', "[columns]", 'MaNV = ["Mã NV"]', 'HoTen = ["Tên"]', columns]
    return "\n".join([*text, *kept, ""])


def test_headings_are_found_below_titles_whatever_their_case_and_blanks(tmp_path: Path) -> None:
    rows = [["CÔNG TY MẪU", ""], ["mã  nv", "TÊN"], ["(1)", "(2)"], ["NV1", "An"]]
    path = sheet(tmp_path / "a.xlsx", rows)

    table = read(path, own(tmp_path, staff("")), Hints(name="a-2026-10.xlsx", unit="TA0001A"))

    assert table.rows.tolist() == [3, 4]
    assert person(table, 1)["HoTen"] == "An"


def test_a_row_that_numbers_the_columns_is_no_data(tmp_path: Path) -> None:
    rows = [["Mã NV", "Tên", "Phái"], ["A", "1", "2"], ["NV1", "An", "Nam"], ["1", "2", "1"]]
    mapping = own(tmp_path, staff('GioiTinh = ["Phái"]'))

    assert read(lines(tmp_path / "a.csv", rows), mapping).rows.tolist() == [3, 4]


def test_a_value_outside_the_code_table_stands_as_written_and_is_told(tmp_path: Path) -> None:
    rows = [["Mã NV", "Tên", "Phái"], ["1", "An", "M"], ["2", "Bình", "X"], ["3", "Cúc", "1"]]
    text = staff('GioiTinh = ["Phái"]') + '[codes.GioiTinh]\n"M" = "1"\n'

    table = read(lines(tmp_path / "a.csv", rows), own(tmp_path, text))

    assert table.frame["GioiTinh"].tolist() == ["1", "X", "1"]
    assert codes(table) == [("E-MAPPING", 3, "C"), ("E-MAPPING", 4, "C")]


def test_a_code_of_a_table_is_no_other_text_of_its_letters(tmp_path: Path) -> None:
    rows = [["Mã NV", "Tên", "Phái"], ["1", "An", "m."], ["2", "Bình", "-M"], ["3", "Cúc", "+"]]
    text = staff('GioiTinh = ["Phái"]') + '[codes.GioiTinh]\n"M" = "1"\n"+" = "0"\n'

    table = read(lines(tmp_path / "a.csv", rows), own(tmp_path, text))

    assert table.frame["GioiTinh"].tolist() == ["1", "-M", "0"]
    assert codes(table) == [("E-MAPPING", 3, "C")]


def test_a_sheet_without_headings_keeps_its_defects(tmp_path: Path) -> None:
    text = staff("").replace("Mã NV", "@A").replace("Tên", "@B")
    path = lines(tmp_path / "a.csv", [["1", "A\x01n"], ["2", "Bình"], ["3", "Cúc", "x"]])

    table = read(path, own(tmp_path, f"first = 1\n{text}"))

    assert codes(table) == [("E-COLS", 3, None), ("E-CTRL", 1, "B")]


def test_a_code_table_may_keep_the_words_that_we_know(tmp_path: Path) -> None:
    rows = [["Mã NV", "Tên", "TT"], ["1", "An", "A"], ["2", "Bình", "Nghỉ ốm"], ["3", "Cúc", ""]]
    text = staff('TrangThai = ["TT"]') + '[codes.TrangThai]\nA = "DangLam"\nelse = "keep"\n'

    table = read(lines(tmp_path / "a.csv", rows), own(tmp_path, text))

    assert table.frame["TrangThai"].tolist() == ["DangLam", "OmDau", "DangLam"]
    assert table.defects == ()


def test_a_date_of_another_style_is_never_turned_around(tmp_path: Path) -> None:
    rows = [["Mã NV", "Tên", "DOB"], ["1", "An", "03/15/1985"], ["2", "Bình", "15/03/1985"]]
    rows += [["3", "Cúc", "1985"], ["4", "Dung", "1985-03-15"], ["5", "Em", "15 Mar 85"]]
    mapping = own(tmp_path, staff('NgaySinh = ["DOB"]', 'dates = "mdy"'))

    table = read(lines(tmp_path / "a.csv", rows), mapping)

    assert table.frame["NgaySinh"].tolist() == [
        "15/03/1985", "15/03/1985", "1985", "15/03/1985", "15 Mar 85",
    ]  # fmt: skip
    assert codes(table) == [("E-MAPPING", 3, "C"), ("E-MAPPING", 6, "C")]


def test_what_a_workbook_stores_as_a_date_or_number_has_no_style(tmp_path: Path) -> None:
    head = ["Mã NV", "Tên", "DOB", "Wage", "Since"]
    rows = [head, ["1", "An", dt.date(1985, 2, 3), 9000.5, 43831]]
    rows += [["2", "Bình", "2/3/1985", "9.000.500", 43832]]
    text = staff('NgaySinh = ["DOB"]\nTienLuong = ["Wage"]\nHDTuNgay = ["Since"]')
    mapping = own(tmp_path, 'dates = "mdy"\nmoney = "dot-thousands"\n' + text)
    path = sheet(tmp_path / "a.xlsx", rows)

    table = read(path, mapping, Hints(name="a-2026-10.xlsx", unit="TA0001A"))

    assert table.frame["NgaySinh"].tolist() == ["03/02/1985", "03/02/1985"]
    assert table.frame["TienLuong"].tolist() == ["9000.5", "9000500"]
    assert codes(table) == [("E-MAPPING", 2, "E"), ("E-MAPPING", 3, "E")]


def test_serial_numbers_of_days_are_read_where_the_mapping_says_so(tmp_path: Path) -> None:
    rows = [["Mã NV", "Tên", "Since"], ["1", "An", 43831], ["2", "Bình", dt.date(2020, 1, 2)]]
    mapping = own(tmp_path, staff('HDTuNgay = ["Since"]', 'dates = "serial"'))
    path = sheet(tmp_path / "a.xlsx", rows)

    table = read(path, mapping, Hints(name="a-2026-10.xlsx", unit="TA0001A"))

    assert table.frame["HDTuNgay"].tolist() == ["01/01/2020", "02/01/2020"]
    assert table.defects == ()


def test_a_day_that_a_workbook_stores_is_never_turned_around_by_a_code_table(
    tmp_path: Path,
) -> None:
    rows = [["Mã NV", "Tên", "To"], ["1", "An", dt.date(2026, 3, 5)], ["2", "Bình", "03/05/2026"]]
    rows += [["3", "Cúc", dt.date(2099, 12, 31)], ["4", "Dung", "12/31/2099"], ["5", "Em", ""]]
    text = staff('HDDenNgay = ["To"]', 'dates = "mdy"') + "[codes.HDDenNgay]\n"
    path, hints = sheet(tmp_path / "a.xlsx", rows), Hints(name="a-2026-10.xlsx", unit="TA0001A")

    kept = read(path, own(tmp_path, text + '"12/31/2099" = ""\nelse = "keep"\n'), hints)
    strict = read(path, own(tmp_path, text + '"12/31/2099" = ""\n'), hints)

    assert kept.frame["HDDenNgay"].tolist() == ["05/03/2026", "05/03/2026", "", "", ""]
    assert kept.defects == ()
    assert codes(strict) == [("E-MAPPING", 2, "C"), ("E-MAPPING", 3, "C")]


def test_serial_numbers_are_counted_from_the_epoch_of_their_workbook(tmp_path: Path) -> None:
    mapping = own(
        tmp_path, staff('HDTuNgay = ["Since"]\nKy = ["Month"]', 'dates = "serial"\nmonths = "date"')
    )
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
        page.write_row(0, 0, ["Mã NV", "Tên", "Since", "Month"])
        page.write_row(1, 0, ["1", "An", 42369, 42369])
        page.write_row(3, 0, ["2", "Bình"])
        page.write_datetime(3, 2, dt.date(2020, 1, 1), day)

    table = read(path, mapping, Hints(name="a.xlsx", unit="TA0001A", period="01/2020"))

    assert table.frame["HDTuNgay"].tolist() == ["01/01/2020", "01/01/2020"]
    assert table.frame["Ky"].tolist() == ["01/2020", "01/2020"]


def test_totals_and_signatures_are_left_out(tmp_path: Path) -> None:
    rows = [["STT", "Mã NV", "Tên"], ["", "Phòng Kế toán", ""], ["1", "NV1", "An"]]
    rows += [["Tổng cộng", "", "1"], ["2", "NV2", "Bình"], ["", "", "Người lập biểu"]]
    rows += [["", "", "Trần Thị Lập"]]
    footer = '[footer]\nskip = ["Phòng*", "Tổng cộng"]\nend = ["Người lập*"]\n'
    mapping = own(tmp_path, 'ignore = ["STT"]\n' + staff("") + footer)

    table = read(lines(tmp_path / "a.csv", rows), mapping)

    assert table.rows.tolist() == [3, 5]
    assert codes(table) == [("N-LEFT-OUT", None, None)]


def test_titles_may_stand_above_the_headings_of_a_csv_whose_delimiter_is_told(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.csv"
    path.write_text('"BẢNG LƯƠNG, THÁNG 10"\n\nMã NV|Tên\nNV1|"An | Bình"\nNV2|Cúc|x\n')

    table = read(path, own(tmp_path, staff("", 'delimiter = "|"')))

    assert table.frame["HoTen"].tolist() == ["An | Bình", "Cúc"]
    assert table.rows.tolist() == [4, 5]
    assert codes(table) == [("E-COLS", 5, None)]


def test_unit_and_period_may_stand_in_the_file_s_name(tmp_path: Path) -> None:
    name = "BL_CN01_T9.2026.csv"
    text = staff("") + '[unit]\nfrom = "file"\npattern = "_(CN[0-9]+)_"\n[codes.MaDonVi]\n'
    text += 'CN01 = "TA0001A"\n[period]\nfrom = "file"\n'
    text += "pattern = 'T(?P<month>[0-9]+)\\.(?P<year>[0-9]{4})'\n"
    path = lines(tmp_path / "a.csv", [["Mã NV", "Tên"], ["1", "An"]])
    mapping = own(tmp_path, text)

    told = person(read(path, mapping, Hints(name=name)))
    feed = person(read(path, mapping, Hints(name=name, unit="TB0002B", period="08/2026")))

    assert (told["MaDonVi"], told["Ky"]) == ("TA0001A", "09/2026")
    assert (feed["MaDonVi"], feed["Ky"]) == ("TB0002B", "08/2026")
    assert refusal(path, mapping, Hints(name="other.csv")).reason_en == (
        "The pattern [unit] of the mapping hr finds nothing in the name of the file, “other.csv”."
    )


@pytest.mark.parametrize(("keys", "name"), [("", "Kỳ 10-2026"), ('months = "yyyymm"', "Kỳ 202610")])
def test_the_period_may_stand_in_the_sheet_s_name(tmp_path: Path, keys: str, name: str) -> None:
    text = (
        staff("", keys + '\nsheet = "Kỳ *"') + '[period]\nfrom = "sheet"\npattern = "([0-9-]+)"\n'
    )
    path = sheet(tmp_path / "a.xlsx", [["Mã NV", "Tên"], ["1", "An"]], name)

    told = person(read(path, own(tmp_path, text), Hints(name="a.xlsx", unit="TA0001A")))

    assert told["Ky"] == "10/2026"


@pytest.mark.parametrize(
    ("units", "read_as"),
    [
        (["TA0001A", ""], ["TA0001A", "TA0001A"]),
        (["TB0002B", ""], ["TB0002B", ""]),
        (["TA0001A", "TB0002B", ""], ["TA0001A", "TB0002B", ""]),
        (["", ""], ["TA0001A", "TA0001A"]),
    ],
)
def test_a_blank_unit_is_the_feed_s_only_if_no_other_stands_there(
    tmp_path: Path, units: list[str], read_as: list[str]
) -> None:
    rows = [["Mã NV", "Tên", "Đơn vị", "Kỳ"]]
    rows += [[str(at), "An", unit, "10/2026"] for at, unit in enumerate(units)]
    mapping = own(tmp_path, staff('MaDonVi = ["Đơn vị"]\nKy = ["Kỳ"]'))

    table = read(lines(tmp_path / "a.csv", rows), mapping)

    assert table.frame["MaDonVi"].tolist() == read_as


def test_a_blank_period_is_the_file_s_only_if_no_other_stands_there(tmp_path: Path) -> None:
    rows = [["Mã NV", "Tên", "Kỳ"], ["1", "An", "09/2026"], ["2", "Bình", ""]]

    table = read(lines(tmp_path / "a.csv", rows), own(tmp_path, staff('Ky = ["Kỳ"]')))

    assert table.frame["Ky"].tolist() == ["09/2026", ""]


def test_a_constant_may_say_unit_and_period(tmp_path: Path) -> None:
    text = staff("") + 'MaDonVi = "TA0001A"\nKy = "10/2026"\n'
    path = lines(tmp_path / "a.csv", [["Mã NV", "Tên"], ["1", "An"]])

    told = person(read(path, own(tmp_path, text), Hints(name="a.csv")))

    assert (told["MaDonVi"], told["Ky"]) == ("TA0001A", "10/2026")


def test_a_mapping_without_a_period_is_refused(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.csv", [["Mã NV", "Tên"], ["1", "An"]])

    error = refusal(path, own(tmp_path, staff("")), Hints(name="a.csv", unit="TA0001A"))

    assert error.reason_en == "The file does not tell its period."


def test_a_pattern_that_finds_nothing_is_told_with_where_it_looked(tmp_path: Path) -> None:
    text = staff("") + '[period]\nfrom = "sheet"\npattern = "T([0-9]+)"\n'
    path = sheet(tmp_path / "a.xlsx", [["Mã NV", "Tên"], ["1", "An"]], "Lương 0901234567")

    error = refusal(path, own(tmp_path, text), Hints(name="a.xlsx", unit="TA0001A"))

    assert error.code == "E-HEADER"
    assert error.reason_vi == (
        "Mẫu [period] của bản ánh xạ hr không tìm thấy gì trong tên trang tính “Lương …”."
    )
    assert error.advice_en == (
        "Mend the pattern, rename the sheet to match, or set period in [[feeds]]."
    )


def test_a_text_that_is_found_and_is_no_month_is_told_with_the_style(tmp_path: Path) -> None:
    text = staff("", 'months = "my"')
    text += "[period]\nfrom = 'file'\npattern = '([0-9]{4}[.][0-9]{2,8})'\n"
    path = lines(tmp_path / "a.csv", [["Mã NV", "Tên"], ["1", "An"]])

    error, longer = (
        refusal(path, own(tmp_path, text), Hints(name=name, unit="TA0001A"))
        for name in ("luong 2026.10.csv", "luong 0901.234567.csv")
    )

    assert error.code == "E-HEADER"
    assert error.reason_en == (
        "The pattern [period] of the mapping hr finds “2026.10” in the name of the file, "
        '“luong ….csv”, but that is no month as months = "my" writes it.'
    )
    assert error.advice_vi.startswith("Sửa months hoặc pattern, đổi tên tệp,")
    assert "finds “…” in" in longer.reason_en


@pytest.mark.parametrize(
    "pattern", ["BL(?:_T(?P<month>..)(?P<year>....))?", "BL(?:_T([0-9]+))?", "BL_(T..)?"]
)
@pytest.mark.parametrize("months", ["auto", "mmyyyy"])
def test_a_period_that_a_name_leaves_out_is_none(tmp_path: Path, pattern: str, months: str) -> None:
    text = staff("", f'months = "{months}"')
    text += f"[period]\nfrom = 'file'\npattern = '{pattern}'\n"
    text += "[unit]\nfrom = 'file'\npattern = 'BL(?:_(CN..))?'\n"
    path = lines(tmp_path / "a.csv", [["Mã NV", "Tên"], ["1", "An"]])

    error = refusal(path, own(tmp_path, text), Hints(name="BL_.csv", unit="TA0001A"))

    assert error.reason_en.startswith("The pattern [period] of the mapping hr finds nothing")
    no_unit = refusal(path, own(tmp_path, text), Hints(name="BL_.csv", period="10/2026"))
    assert no_unit.reason_en.startswith("The pattern [unit] of the mapping hr finds nothing")


def test_a_sheet_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = sheet(tmp_path / "a.xlsx", [["Mã NV", "Tên"], ["1", "An"]], "Lương")

    error = refusal(path, own(tmp_path, staff("", 'sheet = "T*"')), Hints(name="a.xlsx"))

    assert error.code == "E-ADAPTER"
    assert "T*" in error.reason_en
    assert "Lương" in error.reason_en


def test_a_file_of_other_headings_is_told_what_it_lacks(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.csv", [["A", "B"], ["1", "An"]])

    error = refusal(path, own(tmp_path, staff("")))

    assert error.reason_en == "By the mapping hr, the file lacks: Mã nhân viên, Họ và tên."


def test_two_columns_for_one_field_are_refused_unless_the_first_filled_counts(
    tmp_path: Path,
) -> None:
    path = lines(tmp_path / "a.csv", [["Mã NV", "Tên", "Tên"], ["1", "", "An"]])

    assert refusal(path, own(tmp_path, staff(""))).code == "E-HEADER"
    assert person(read(path, own(tmp_path, staff("", 'twice = "fill"'))))["HoTen"] == "An"


def test_unknown_columns_are_told_and_known_idle_ones_are_not(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "a.csv", [["Mã NV", "Tên", "Thưởng T1", "KPI", ""], *[["1", "2", "", "", "x"]]]
    )

    table = read(path, own(tmp_path, staff("", 'ignore = ["Thưởng*"]')))

    assert codes(table) == [("W-COLUMN", 1, "D"), ("W-COLUMN", 1, "E")]


def test_nobody_s_number_is_told_as_a_heading(tmp_path: Path) -> None:
    headless = staff("", "first = 1").replace("Mã NV", "@A").replace("Tên", "@B")
    people = [["1", "An", "0901234567"], ["2", "Bình", "0901234568"]]
    one = read(lines(tmp_path / "a.csv", people), own(tmp_path, headless))
    rows = [["Mã NV", "Tên", "SĐT 0901 234 567", "Thưởng T1/2026"], ["1", "An", "x", "y"]]
    two = read(lines(tmp_path / "b.csv", rows), own(tmp_path, staff("")))

    assert [(each.row, each.letter, each.facts) for each in one.defects] == [
        (None, "C", {"heading": "", "mapping": "hr"})
    ]
    assert [each.facts["heading"] for each in two.defects] == ["SĐT …", "Thưởng T1/2026"]


def test_days_of_contracts_go_to_the_places_of_the_form(tmp_path: Path) -> None:
    head = ["Tên", "Loại HĐ", "Từ", "Đến", "Vị trí", "Từ ngày"]
    rows = [head, ["An", "XDTH", "01/01/2026", "31/12/2026", "NQL", "01/01/2026"]]
    rows += [["Bình", "KXDTH", "01/01/2026", "31/12/2026", "", ""]]
    rows += [
        ["Cúc", "", "01/01/2026", "", "", "02/02/2026"],
        ["Dung", "KHAC", "1/2/2026", "", "", ""],
    ]
    text = 'kind = "movements"\n[columns]\nHoTen = ["Tên"]\nLoaiHD = ["Loại HĐ"]\n'
    text += (
        'HDTuNgay = ["Từ"]\nHDDenNgay = ["Đến"]\nViTri = ["Vị trí"]\nViTriTuNgay = ["Từ ngày"]\n'
    )
    text += (
        '[constants]\nPA = "TM"\nLoai = "1"\nTyleDong = "32"\nTuThang = "10/2026"\nNgaySinh = "1"\n'
    )
    text += 'GioiTinh = "1"\nChucVu = "x"\nNoiLamViec = "x"\nTienLuong = "1"\n'

    table = read(lines(tmp_path / "a.csv", rows), own(tmp_path, text))

    shown = table.frame[
        ["Hdld_tungay", "Hdld_xdth_tungay", "Hdld_xdth_denngay", "Hdld_khac_tungay"]
    ]
    assert shown.to_numpy().tolist() == [
        ["", "01/01/2026", "31/12/2026", ""],
        ["01/01/2026", "", "", ""],
        ["", "", "", ""],
        ["", "", "", "01/02/2026"],
    ]
    left = table.frame[["LoaiHD", "HDTuNgay", "HDDenNgay", "Vtvl_nql_tungay"]].to_numpy().tolist()
    assert left == [
        ["", "", "", "01/01/2026"],
        ["KXDTH", "", "31/12/2026", ""],
        ["", "01/01/2026", "", ""],
        ["", "", "", ""],
    ]
    assert codes(table) == [("E-MAPPING", 4, "C"), ("E-MAPPING", 4, "F")]


@given(st.dates(dt.date(1919, 3, 1), dt.date(2099, 12, 31)))
def test_a_day_of_every_style_is_the_same_day(day: dt.date) -> None:
    wanted = f"{day:%d/%m/%Y}"
    written = {
        "dmy": f"{day.day}.{day.month}.{day.year}", "mdy": f"{day.month}/{day.day}/{day.year}",
        "ymd": f"{day:%Y/%m/%d}", "yyyymmdd": f"{day:%Y%m%d}", "ddmmyyyy": f"{day:%d%m%Y}",
        "d-mon-yyyy": f"{day:%d-%b-%Y}", "serial": str((day - dt.date(1899, 12, 30)).days),
    }  # fmt: skip

    assert {read_day(style, text) for style, text in written.items()} == {wanted}
    assert {read_day(style, f"{day:%Y-%m-%d}T00:00:00") for style in written} == {wanted}
    assert read_month_as("ym", "auto", f"{day:%Y-%m}") == wanted[3:]


@given(
    st.integers(0, 10**12),
    st.sampled_from(
        [
            ("dot-thousands", "."),
            ("comma-thousands", ","),
            ("space-thousands", " "),
            ("apostrophe-thousands", "'"),
        ]
    ),
)
def test_an_amount_of_every_style_is_the_same_amount(amount: int, written: tuple[str, str]) -> None:
    style, sign = written

    assert read_amount(style, ".", "leading", f"{amount:,}".replace(",", sign)) == str(amount)
    assert read_amount(style, ".", "leading", f"-{amount} VND") == f"-{amount}"
    assert read_amount("plain", ".", "trailing", f"{amount}-") == f"-{amount}"


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("dmy", "15031985"), ("dmy", "1/2-1985"), ("dmy", "15/03/85"), ("dmy", "32/01/1985"),
        ("mdy", "13/13/1985"), ("yyyymmdd", "15/03/1985"), ("yyyymmdd", "19851301"),
        ("d-mon-yyyy", "15-XXX-1985"), ("d-mon-yyyy", "15/03/1985"), ("serial", "12"),
        ("serial", "15/03/1985"), ("serial", "1985"), ("serial", "6999"),
        ("d-mon-yyyy", "05-Junk-2024"), ("d-mon-yyyy", "05-Marz-2024"),
    ],
)  # fmt: skip
def test_what_is_no_day_of_a_style_is_not_read(style: str, text: str) -> None:
    assert read_day(style, text) is None


@pytest.mark.parametrize("text", ["0.500", "000.500", "1.50", "1.500.00"])
def test_what_is_no_amount_of_a_style_is_not_read(text: str) -> None:
    assert read_amount("dot-thousands", ".", "leading", text) is None


def test_what_is_no_month_of_a_style_is_not_read() -> None:
    assert read_month_as("my", "auto", "13/2026") is None
    assert read_month_as("date", "auto", "31/10/2026") == "10/2026"
    assert read_month_as("date", "auto", "2026") is None
    assert read_month_as("date", "auto", "x") is None


def test_a_name_in_several_columns_is_put_together(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ", "Đệm", "Tên"], ["1", "Lê", "Văn", "An"], ["2", "Võ", "", "Hà"]]
    rows += [["3", "", "", "Tú"]]
    mapping = own(
        tmp_path, staff("").replace('["Tên"]', '["Họ", "Đệm", "Tên"]') + '[join]\nHoTen = " "\n'
    )

    table = read(lines(tmp_path / "a.csv", rows), mapping)

    assert table.frame["HoTen"].tolist() == ["Lê Văn An", "Võ Hà", "Tú"]
    assert table.defects == ()


def test_half_of_a_name_is_refused(tmp_path: Path) -> None:
    mapping = own(tmp_path, staff("").replace('["Tên"]', '["Họ", "Tên"]') + '[join]\nHoTen = " "\n')

    error = refusal(lines(tmp_path / "a.csv", [["Mã NV", "Tên"], ["1", "An"]]), mapping)

    assert error.reason_en == "By the mapping hr, the file lacks: Họ và tên."
