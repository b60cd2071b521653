"""Foreign exports: nearly every column is right at first, the rest is asked, none is wrong."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.errors import UnreadableError
from adapters.guess import guess_columns
from adapters.guess_headings import HeadingJudge
from adapters.guess_styles import amount_style, date_style, month_style
from adapters.guessed import Columns
from adapters.hints import Hints
from adapters.proposal import propose
from adapters.table import read_table
from config.concepts import load_concepts
from config.headings import load_vocabulary
from tests.adapters.mapped import lines, sheet

PEOPLE = 25
IDLE = "-"


class Company:
    """Invented staff, the same for every export."""

    def __init__(self, seed: int = 4) -> None:
        self.draw = random.Random(seed)

    def one(self, *words: str) -> str:
        return self.draw.choice(words)

    def name(self) -> tuple[str, str]:
        family = self.one("Nguyễn", "Trần", "Lê", "Phạm", "Võ")
        return f"{family} {self.one('Văn', 'Thị')}", self.one("An", "Bình", "Cúc", "Dũng", "Hà")

    def number(self, start: str, digits: int) -> str:
        return start + "".join(self.draw.choice("0123456789") for _ in range(digits - len(start)))

    def day(self, first: int, last: int, style: str) -> str:
        day = dt.date(self.draw.randint(first, last), 1, 1)
        return f"{day + dt.timedelta(days=self.draw.randint(0, 364)):{style}}"

    def money(self, between: str) -> str:
        return f"{self.draw.randint(50, 300) * 100000:,}".replace(",", between)

    def cell(self, what: str, index: int, style: str, between: str) -> str:
        """Return one cell; what it is like is told in one word."""
        made = {
            "count": lambda: str(index), "code": lambda: f"NV{index:04}",
            "name": lambda: " ".join(self.name()), "family": lambda: self.name()[0],
            "given": lambda: self.name()[1], "born": lambda: self.day(1970, 2003, style),
            "day": lambda: self.day(2016, 2025, style),
            "end": lambda: self.one("", self.day(2026, 2028, style)),
            "cccd": lambda: self.number("0", 12), "bhxh": lambda: self.number("79", 10),
            "phone": lambda: self.number("09", 10), "email": lambda: f"a{index}@example.vn",
            "money": lambda: self.money(between), "none": str,
            "bank": lambda: self.number("19", 14), "small": lambda: self.one("0", "1", "3"),
            "place": lambda: "12 Lê Lợi, Phường 4",
        }  # fmt: skip
        if what in made:
            return made[what]()
        return self.one(*what.split("|"))


VIETNAMESE = """
STT;-;count
Số thẻ;MaNV;code
Họ tên CBCNV;HoTen;name
Ngày/tháng/năm sinh;NgaySinh;born
Nam/Nữ;GioiTinh;Nam|Nữ
CMND/Căn cước;CMND;cccd
Ngày cấp CMND;-;day
Số sổ BHXH;MasoBHXH;bhxh
Chức danh công việc;ChucVu;Công nhân|Kế toán
Tổ/Đội;MaPhongBan;Tổ 1|Tổ 2
Nhà máy;NoiLamViec;Thủ Đức|Long An
Dạng HĐLĐ;LoaiHD;KXĐTH|12 tháng
Từ ngày;HDTuNgay;day
Đến ngày;HDDenNgay;end
Lương cơ bản;-;money
Tiền ăn ca;-;money
Lương tham gia BHXH;TienLuong;money
BHXH 8%;-;money
Thực lĩnh;-;money
STK ngân hàng;-;bank
ĐT di động;DienThoai;phone
Địa chỉ tạm trú;Diachi_NN;place
Trình độ;-;Đại học|12/12
Tình trạng;TrangThai;Đang làm việc|Nghỉ thai sản
Ghi chú;-;none
"""
ENGLISH = """
Staff Code;MaNV;code
Last Name;HoTen.1;family
First Name;HoTen.3;given
Sex (M/F);GioiTinh;M|F
Date of Birth (mm/dd/yyyy);NgaySinh;born
Citizen ID No.;CMND;cccd
ID Issue Date;-;day
SI Book Number;MasoBHXH;bhxh
Citizenship;QuocTich;Vietnamese
Designation;ChucVu;Sewer|Clerk
Dept.;MaPhongBan;Line 1|Office
Work Site;NoiLamViec;Factory 1|Factory 2
Type of Labour Contract;LoaiHD;Indefinite|Fixed term
Contract Effective From;HDTuNgay;day
Contract Expiry Date;HDDenNgay;end
Hire Date;-;day
Basic Salary;-;money
SHUI Base Salary;TienLuong;money
Net Pay;-;money
PIT;-;money
Mobile No.;DienThoai;phone
Personal E-mail;Email;email
Employment Status;TrangThai;Active|Resigned
LWOP Days;NgayNghi;small
Union Member;-;Y|N
"""
ORACLE = """
PERSON_NUMBER;MaNV;code
EMP_FULL_NAME;HoTen;name
BIRTH_DT;NgaySinh;born
GENDER_CODE;GioiTinh;M|F
NATIONAL_ID_NUM;CMND;cccd
SOC_INS_NO;MasoBHXH;bhxh
SI_UNIT_CODE;MaDonVi;TA0001A
JOB_NAME;ChucVu;Worker|Clerk
ORG_NAME;MaPhongBan;P01|P02
WORK_LOCATION;NoiLamViec;HCMC|Hanoi
CONTRACT_TYPE;LoaiHD;Permanent|Definite
CONTRACT_START_DATE;HDTuNgay;day
CONTRACT_END_DATE;HDDenNgay;end
INSURANCE_SALARY;TienLuong;money
PAY_PERIOD;Ky;2026-10
CURRENCY;-;VND
"""


def export(folder: Path, told: str, style: str, between: str) -> tuple[Columns, list[str]]:
    """Write an export, and return what is guessed of it and what is true."""
    company = Company()
    columns = [line.split(";") for line in told.strip().splitlines()]
    rows = [
        [company.cell(what, index, style, between) for _, _, what in columns]
        for index in range(1, PEOPLE + 1)
    ]
    path = lines(folder / "a.csv", [[heading for heading, _, _ in columns], *rows], "|")
    raw = read_table(path, path.name, delimiter="|")[0]
    return guess_columns(raw, 2026), [field for _, field, _ in columns]


@pytest.mark.parametrize(
    ("told", "style", "between"),
    [(VIETNAMESE, "%d/%m/%Y", "."), (ENGLISH, "%m/%d/%Y", ","), (ORACLE, "%d-%b-%Y", "")],
)
def test_nearly_every_column_is_right_and_none_is_wrong(
    tmp_path: Path, told: str, style: str, between: str
) -> None:
    columns, truth = export(tmp_path, told, style, between)

    answers = [(each, field) for each, field in zip(columns.guesses, truth, strict=True)]
    sure = [(each, field) for each, field in answers if not each.choices]
    wrong = [(each.heading, each.field) for each, field in sure if (each.field or "-") != field]
    assert wrong == []
    assert len(sure) >= 0.9 * len(truth)
    assert columns.kind == "snapshot"


def guesses(folder: Path, rows: Sequence[Sequence[str]]) -> dict[str, tuple[str, tuple[str, ...]]]:
    path = lines(folder / "a.csv", rows)
    found = guess_columns(read_table(path, path.name)[0], 2026)
    return {each.heading: (each.field, each.choices) for each in found.guesses}


def test_a_wage_that_may_be_another_is_asked(tmp_path: Path) -> None:
    head = ["Mã NV", "Họ tên", "Lương cơ bản", "Khoản XYZ"]
    rows = [[f"N{i}", "Lê An", str(5000000 + i), str(6000000 + i)] for i in range(9)]

    found = guesses(tmp_path, [head, *rows])

    assert found["Lương cơ bản"][1] == ("TienLuong", "-")
    assert {"TienLuong", "-"} <= {*found["Khoản XYZ"][1]}


def test_cells_that_contradict_a_heading_make_it_a_question(tmp_path: Path) -> None:
    rows = [[f"N{i}", "Lê An", f"a{i}@example.vn"] for i in range(9)]

    found = guesses(tmp_path, [["Mã NV", "Họ tên", "Ngày sinh"], *rows])

    assert found["Ngày sinh"][1] != ()


def test_cells_alone_propose_a_citizen_id_and_take_none(tmp_path: Path) -> None:
    rows = [[f"N{i}", "Lê An", f"07908500{i:04}"] for i in range(9)]

    assert guesses(tmp_path, [["Mã NV", "Họ tên", "Xyz"], *rows])["Xyz"] == (
        "CMND",
        ("CMND", "-"),
    )


def test_two_columns_for_one_field_are_asked(tmp_path: Path) -> None:
    rows = [[f"N{i}", "Lê An", f"0908500{i:03}", f"0918500{i:03}"] for i in range(9)]

    found = guesses(tmp_path, [["Mã NV", "Họ tên", "Điện thoại", "SĐT"], *rows])

    assert all(found[name][1] for name in ("Điện thoại", "SĐT"))


def test_movements_and_requests_are_known_by_their_headings(tmp_path: Path) -> None:
    moves = [["Họ tên", "Mã PA", "Từ tháng", "Tỷ lệ đóng"], ["Lê An", "TM", "10/2026", "32"]]
    asked = [["Mã NV", "Yêu cầu"], ["N1", "Cấp sổ"]]

    for rows, kind in ((moves, "movements"), (asked, "requests")):
        path = lines(tmp_path / "a.csv", rows)
        assert guess_columns(read_table(path, path.name)[0], 2026).kind == kind


def test_headings_in_two_rows_below_titles_are_found(tmp_path: Path) -> None:
    rows: list[list[object]] = [["CÔNG TY MẪU"], ["BẢNG LƯƠNG"]]
    rows += [["STT", "Mã NV", "Họ và tên", "Hợp đồng lao động", "", "", "Mức lương đóng BHXH"]]
    rows += [["", "", "", "Loại", "Từ ngày", "Đến ngày", ""]]
    rows += [[f"({i})" for i in range(1, 8)]]
    rows += [[i, f"N{i}", "Lê An", "KXĐTH", dt.date(2020, 1, i), "", 5e6] for i in range(1, 9)]
    rows += [["Tổng cộng", "", "", "", "", "", 4e7], ["", "", "Người lập biểu"]]
    path = sheet(tmp_path / "a.xlsx", rows)

    found = propose(read_table(path, path.name)[0], Hints(name=path.name), 2026)

    sample = found.columns.sample
    assert (sample.at, sample.rows, sample.first) == (2, 2, 5)
    fields = [each.field for each in found.columns.guesses]
    assert fields[4:] == ["HDTuNgay", "HDDenNgay", "TienLuong"]
    assert (found.skip, found.end) == (("Tổng*",), ("Người lập*",))


def test_a_row_of_technical_names_below_the_headings_is_no_data(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Ngày sinh", "Giới tính"]]
    rows += [["EMP_CODE", "FULL_NAME", "DOB", "SEX"], ["N1", "Lê An", "15/03/1985", "Nam"]]
    path = lines(tmp_path / "a.csv", rows)

    sample = guess_columns(read_table(path, path.name)[0], 2026).sample

    assert (sample.first, sample.codes) == (2, True)


def test_headings_that_nobody_knows_are_the_row_of_words(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.csv", [["abc", "xyz"], ["1", "2"]])

    sample = guess_columns(read_table(path, path.name)[0], 2026).sample

    assert (sample.at, sample.first) == (0, 1)


def test_a_sample_without_data_is_refused(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.csv", [["Mã NV", "Họ tên"]])

    with pytest.raises(UnreadableError, match="E-EMPTY"):
        guess_columns(read_table(path, path.name)[0], 2026)


@pytest.mark.parametrize(
    ("texts", "headings", "name", "choices"),
    [
        (["01/02/2020", "03/04/2021"], (), "dmy", ("dmy", "mdy")),
        (["01/02/2020", "03/04/2021"], ("Ngày (mm/dd/yyyy)",), "mdy", ()),
        (["01/01/2020", "02/02/2021"], (), "dmy", ()),
        (["01/13/2020", "03/04/2021"], (), "mdy", ()),
        (["2020-01-13"], (), "auto", ()),
        (["20200113"], (), "yyyymmdd", ()),
        (["13012020"], (), "ddmmyyyy", ()),
        (["13-JAN-2020"], (), "d-mon-yyyy", ()),
        (["43843"], (), "serial", ()),
        (["1/2/2020", "xx"], (), "dmy", ("dmy", "auto")),
    ],
)
def test_the_style_of_dates_is_told_by_evidence_or_asked(
    texts: list[str], headings: tuple[str, ...], name: str, choices: tuple[str, ...]
) -> None:
    style = date_style(texts, headings)

    assert (style.name, style.choices) == (name, choices)


@pytest.mark.parametrize(
    ("texts", "money", "choices", "decimal", "minus"),
    [
        (["12.500.000", "500.000"], "dot-thousands", (), ".", "leading"),
        (["12,500,000.00"], "comma-thousands", (), ".", "leading"),
        (["500.000"], "dot-thousands", ("dot-thousands", "plain"), ".", "leading"),
        (["500,000"], "comma-thousands", ("comma-thousands", "plain"), ".", "leading"),
        (["12 500 000", "7\u202f400\u00a0000"], "space-thousands", (), ".", "leading"),
        (["12'500'000.00", "7’400’000"], "apostrophe-thousands", (), ".", "leading"),
        (["12 500 000,50", "500 000,00"], "space-thousands", (), ",", "leading"),
        (["12500000"], "auto", (), ".", "leading"),
        (["12500000,00", "500,00-"], "plain", (), ",", "trailing"),
        (
            ["1.500.000", "1,500,000"], "dot-thousands", ("dot-thousands", "comma-thousands"),
            ".", "leading",
        ),
    ],
)  # fmt: skip
def test_the_style_of_amounts_is_told_by_evidence_or_asked(
    texts: list[str], money: str, choices: tuple[str, ...], decimal: str, minus: str
) -> None:
    found = amount_style(texts)

    assert (found.money.name, found.money.choices) == (money, choices)
    assert (found.decimal, found.minus) == (decimal, minus)


def test_the_style_of_months_is_told_by_evidence_or_asked() -> None:
    found = {text: month_style([text], "auto") for text in ("10/2026", "T10.2026", "202610", "x")}

    assert {text: style.name for text, style in found.items()} == {
        "10/2026": "auto", "T10.2026": "my", "202610": "auto", "x": "auto",
    }  # fmt: skip
    assert month_style(["102026"], "auto").name == "mmyyyy"
    assert month_style(["31/10/2026"], "dmy").name == "date"


def test_a_heading_in_two_languages_is_surer_than_an_aside() -> None:
    judge = HeadingJudge(load_vocabulary(), load_concepts())

    assert judge.fits("Họ và tên Full name")["HoTen"].score > 0.95
    assert judge.fits("Ngày sinh (DOB)")["NgaySinh"].score == 1.0
    assert judge.fits("Ngày sinh / Date of birth")["NgaySinh"].score == 1.0


def test_words_that_we_know_become_codes_and_others_are_asked(tmp_path: Path) -> None:
    head = ["Mã NV", "Họ tên", "Giới tính", "Loại HĐ", "Ngày hết hạn HĐ"]
    rows = [["N1", "Lê An", "1", "Vô thời hạn", "31/12/9999"], ["N2", "Lê Bình", "2", "H9", ""]]
    path = lines(tmp_path / "a.csv", [head, *rows])

    found = propose(read_table(path, path.name)[0], Hints(name="luong-2026-10.csv"), 2026)

    assert found.codes["LoaiHD"] == {"Vô thời hạn": "KXDTH", "H9": "?"}
    assert found.codes["GioiTinh"] == {"1": "?", "2": "?"}
    assert found.codes["HDDenNgay"] == {"31/12/9999": ""}
    assert "codes.LoaiHD: H9" in found.asked
    assert "Ky" not in found.missing
    assert "MaDonVi" in found.missing
