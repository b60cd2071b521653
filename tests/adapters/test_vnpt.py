from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from adapters.errors import UnreadableError
from adapters.feed import Hints, read_export
from adapters.model import Defect, Kind, PayrollTable
from adapters.vnpt import MOVEMENT_FIELDS, TEMPLATE_CODES
from tests.adapters.vnpt_template import CODES, write_template

HINTS = Hints(name="D02-2026-10.xlsx", unit="TA0001A")
BACK = {
    "STT": 1, "HoTen": "Phạm Thị Hạnh", "MasoBHXH": "4010000046", "Loai": "1",
    "PA": "ON - Đi làm lại", "TienLuong": 9800000, "TuThang": "10/2026", "TyleDong": "32,5",
    "CMND": "040195000045", "NgaySinh": "8/12/1995", "GioiTinh": "Nữ", "Hdld_tungay": "1/4/2022",
}  # fmt: skip


def read(path: Path, hints: Hints = HINTS) -> PayrollTable:
    return read_export(path, hints=hints)[0]


def refusal(path: Path, hints: Hints = HINTS) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_export(path, hints=hints, format="vnpt")
    return caught.value


def test_the_template_is_known_by_its_row_of_codes(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", [BACK])

    table = read(tmp_path / "a.xlsx")

    assert (table.kind, table.format, table.sheet) == (Kind.MOVEMENTS, "vnpt", "Dữ Liệu")
    assert table.rows.tolist() == [4]
    assert tuple(table.frame) == MOVEMENT_FIELDS
    assert [each.code for each in table.defects] == ["N-SHEET"]
    person = {field: text for field, text in table.frame.iloc[0].items() if text}
    assert person == {
        **BACK, "STT": "1", "PA": "ON", "TienLuong": "9800000", "TyleDong": "32.5",
        "NgaySinh": "08/12/1995", "GioiTinh": "0", "Hdld_tungay": "01/04/2022",
        "MaDonVi": "TA0001A", "Ky": "10/2026",
    }  # fmt: skip


def test_the_codes_are_those_of_the_template() -> None:
    assert set(TEMPLATE_CODES) == {code for code in CODES if code}
    assert len(CODES) == 82
    assert len(TEMPLATE_CODES) == len(set(TEMPLATE_CODES))


def test_a_rate_in_percent_is_never_a_hundredth_of_it(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", [{**BACK, "TyleDong": 0.32}])
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["Dữ Liệu"].cell(4, CODES.index("TyleDong") + 1).number_format = "0%"
    book.save(tmp_path / "a.xlsx")

    assert read(tmp_path / "a.xlsx").frame["TyleDong"].tolist() == ["32%"]


def test_a_column_knows_its_heading_and_letter(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", [BACK])

    column = read(tmp_path / "a.xlsx").column("MasoBHXH")

    assert column is not None
    assert (column.heading, column.letter) == ("Mã số BHXH", "C")


def test_a_code_that_stands_there_twice_is_read_from_both(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", [BACK])
    with xlsxwriter.Workbook(tmp_path / "b.xlsx") as book:
        sheet = book.add_worksheet("x")
        sheet.write_row(2, 0, [*CODES, "MaLa"])
        for number, (first, second) in enumerate((("26824", ""), ("", "26740")), start=3):
            sheet.write_string(number, 1, "Nguyễn Văn An")
            sheet.write_string(number, CODES.index("Maxa_NN"), first)
            sheet.write_string(number, CODES.index("Maxa_NN") + 2, second)

    table = read(tmp_path / "b.xlsx")

    assert table.frame["Maxa_NN"].tolist() == ["26824", "26740"]
    assert table.defects == (
        Defect(code="W-COLUMN", row=3, letter="CE", facts={"heading": "MaLa"}),
    )


def test_names_of_movement_and_group_stand_in_for_their_codes(tmp_path: Path) -> None:
    names = {
        "PA": "",
        "Loai": "",
        "TenPhuongAn": "GH - Giảm hẳn",
        "TenLoaiKhaiBao": "Giảm lao động",
    }
    write_template(tmp_path / "a.xlsx", [{**BACK, **names}])

    frame = read(tmp_path / "a.xlsx").frame

    assert (frame["PA"][0], frame["Loai"][0]) == ("GH", "3")


def test_blank_rows_between_people_shift_no_numbers(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", [BACK, {}, {"Ghichu": "  "}, BACK])

    assert read(tmp_path / "a.xlsx").rows.tolist() == [4, 7]


def test_a_template_without_people_is_empty(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", [])

    assert refusal(tmp_path / "a.xlsx").code == "E-EMPTY"


@pytest.mark.parametrize(
    ("hints", "missing"),
    [(Hints(name="2026-10.xlsx"), "unit"), (Hints(name="a.xlsx", unit="TA0001A"), "period")],
)
def test_unit_and_period_must_be_told_by_someone(
    tmp_path: Path, hints: Hints, missing: str
) -> None:
    write_template(tmp_path / "a.xlsx", [BACK])

    error = refusal(tmp_path / "a.xlsx", hints)

    assert error.code == "E-HEADER"
    assert missing in error.reason_en


def test_a_sheet_told_to_be_the_template_but_without_codes_is_refused(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet().write_row(0, 0, ("HoTen", "PA"))

    assert refusal(tmp_path / "a.xlsx").code == "E-HEADER"
