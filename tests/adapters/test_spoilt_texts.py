"""Words that a spreadsheet took for a date, a time or a number are never read in silence."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from adapters.hints import Hints
from tests.adapters import mapped
from tests.adapters.test_mapping import staff
from tests.adapters.test_snapshot import PERSON, export
from tests.adapters.test_snapshot import read as read_csv
from tests.adapters.test_xlsx_lies import codes, read

WORDS = {"MaPhongBan": "SX", "Diachi_NN": "12 Lê Lợi", "LyDo": "Sinh con"}
WHO = {**PERSON, "MaNV": "NV1", **WORDS}
DAY = dt.datetime(2026, 5, 15)  # noqa: DTZ001 - spreadsheets know no zones


def book(folder: Path, **values: object) -> Path:
    """Write one person below the headings, and one with those values."""
    made = openpyxl.Workbook()
    for line in (list(WHO), list(WHO.values()), list({**WHO, **values}.values())):
        made.active.append(line)
    made.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@pytest.mark.parametrize("name", ["MaNV", "ChucVu", "NoiLamViec", "Diachi_NN"])
@pytest.mark.parametrize(
    "value",
    [
        *(DAY, DAY.replace(hour=7), dt.time(12), dt.timedelta(days=1, hours=12)),
        *(True, 1.5, -2, 0.1 + 0.2, 9007199254740992.0, 2e-5),
    ],
)
def test_what_is_no_word_is_wrong_where_words_belong(
    tmp_path: Path, name: str, value: object
) -> None:
    assert codes(read(book(tmp_path, **{name: value}))) == [("E-NO-TEXT", 3, name)]


def test_a_rounded_number_is_told_once(tmp_path: Path) -> None:
    table = read(book(tmp_path, MaNV=1e25, MaPhongBan=1e25))

    assert codes(table) == [("E-NUMBER-ID", 3, "MaNV"), ("W-NO-TEXT", 3, "MaPhongBan")]


@pytest.mark.parametrize(("name", "value"), [("LyDo", DAY), ("MaPhongBan", 1.1)])
def test_a_note_may_be_a_date_and_a_department_a_number_and_is_told(
    tmp_path: Path, name: str, value: object
) -> None:
    assert codes(read(book(tmp_path, **{name: value}))) == [("W-NO-TEXT", 3, name)]


def test_a_whole_number_is_a_word_like_others(tmp_path: Path) -> None:
    table = read(book(tmp_path, MaNV=12, MaPhongBan=3, Diachi_NN=12, ChucVu=1, LyDo=5))

    assert table.defects == ()


def test_a_csv_that_a_spreadsheet_has_saved_is_no_better(tmp_path: Path) -> None:
    spoilt = ("15/05/2026", "12:00:00", "TRUE", "1E+05")
    people = [{**WHO, "NoiLamViec": text} for text in spoilt]

    table = read_csv(export(tmp_path / "a.csv", people))

    assert codes(table) == [("E-NO-TEXT", row, "NoiLamViec") for row in (2, 3, 4, 5)]


@pytest.mark.parametrize("text", ["12/5", "24/7", "1.5", "2026-05-15", "1E5", "12:00", "-2", "3-5"])
def test_what_people_write_as_text_is_theirs(tmp_path: Path, text: str) -> None:
    people = [{**WHO, "MaNV": text, "Diachi_NN": text, "MaPhongBan": text}]

    assert read_csv(export(tmp_path / "a.csv", people)).defects == ()


def test_a_part_of_an_address_is_looked_at_by_itself(tmp_path: Path) -> None:
    keys = 'Diachi_NN = ["Số nhà", "Đường"]'
    mapping = mapped.own(tmp_path, staff(keys) + '[join]\nDiachi_NN = " "\n')
    head = ["Mã NV", "Tên", "Số nhà", "Đường"]
    path = mapped.sheet(tmp_path / "a.xlsx", [head, ["1", "An", DAY, "Lê Lợi"]])

    table = mapped.read(path, mapping, Hints(name="a-2026-10.xlsx", unit="TA0001A"))

    assert mapped.codes(table) == [("E-NO-TEXT", 2, "C")]


def test_a_mapping_may_know_what_was_typed(tmp_path: Path) -> None:
    text = staff('MaPhongBan = ["Phòng"]') + '[codes.MaPhongBan]\n"03/05/2026" = "3-5"\n'
    head = ["Mã NV", "Tên", "Phòng"]
    path = mapped.sheet(tmp_path / "a.xlsx", [head, ["1", "An", DAY.replace(month=5, day=3)]])

    table = mapped.read(
        path, mapped.own(tmp_path, text), Hints(name="a-2026-10.xlsx", unit="TA0001A")
    )

    assert table.frame["MaPhongBan"].tolist() == ["3-5"]
    assert table.defects == ()


@pytest.mark.parametrize("shape", ['0"-HN"', '"Mã "0', '"Tổ trưởng"', "[<100]000;[<=x]0"])
def test_words_that_only_a_number_format_has_are_no_part_of_a_name(
    tmp_path: Path, shape: str
) -> None:
    path = book(tmp_path, MaNV=1, TienLuong=9000000)
    made = openpyxl.load_workbook(path)
    for name in ("MaNV", "TienLuong"):
        made.active.cell(3, list(WHO).index(name) + 1).number_format = shape
    made.save(path)

    table = read(path)

    assert codes(table) == [("E-SHOWN", 3, "MaNV"), ("E-SHOWN", 3, "TienLuong")]


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        *((shape, True) for shape in ('0" nghìn"', '0".000"', '#,##0",000"', '0.0" triệu"')),
        *((shape, False) for shape in ('0" đ"', '"VND"0', '#,##0" đồng/tháng"', "#,##0\\ [$₫]")),
    ],
)
def test_an_amount_that_is_shown_in_thousands_is_never_taken_as_it_is(
    tmp_path: Path, shape: str, told: bool
) -> None:
    path = book(tmp_path, TienLuong=9000)
    made = openpyxl.load_workbook(path)
    made.active.cell(3, list(WHO).index("TienLuong") + 1).number_format = shape
    made.save(path)

    assert codes(read(path)) == [("E-SHOWN", 3, "TienLuong")] * told
