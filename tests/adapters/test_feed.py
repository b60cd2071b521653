from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from adapters.errors import ReadFailedError, UnreadableError
from adapters.feed import Format, Hints, read_export
from adapters.snapshot import SNAPSHOT_FIELDS
from tests.adapters.golden.sample import SAMPLE
from tests.adapters.vnpt_template import write_template

HINTS = Hints(name="luong-2026-10.xlsx", unit="TA0001A")


def book_of(path: Path, *sheets: list[str]) -> Path:
    with xlsxwriter.Workbook(path) as book:
        for headings in sheets:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, headings)
            sheet.write_row(1, 0, ["1"] * len(headings))
    return path


def refusal(path: Path, format: Format = "auto") -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_export(path, hints=HINTS, format=format)
    return caught.value


@pytest.mark.parametrize("format", ["auto", "snapshot"])
def test_the_raw_table_comes_with_the_payroll_table(format: Format) -> None:
    table, raw = read_export(SAMPLE, hints=Hints(name="sample.csv"), format=format)

    assert (table.file, raw.file) == ("sample.csv", "sample.csv")
    assert raw.cells.iloc[0, 0] == "Mã nhân viên"
    assert raw.rows.tolist() == [1, *table.rows.tolist()]


def test_a_sheet_nobody_knows_does_not_disturb(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", ["Ghi chú"], list(SNAPSHOT_FIELDS))

    table, _ = read_export(path, hints=HINTS)

    assert table.sheet == "Sheet2"
    assert [(each.code, each.facts) for each in table.defects if each.code.endswith("SHEET")] == [
        ("N-SHEET", {"sheets": 1, "names": "Sheet1"})
    ]


def test_a_sheet_of_people_that_is_not_read_is_a_warning(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name, rows in (
            ("Lương", [SNAPSHOT_FIELDS, ["1"] * len(SNAPSHOT_FIELDS)]),
            ("Tiếp", [["Lê Văn Hai", " 079085000012"]]),
            ("Ghi chú", [["Tổng", 150000000]]),
            ("Trống", []),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)

    table, _ = read_export(tmp_path / "a.xlsx", hints=HINTS)

    told = {each.code: each.facts["names"] for each in table.defects if "names" in each.facts}
    assert told == {"W-SHEET": "Tiếp", "N-SHEET": "Ghi chú"}


@pytest.mark.parametrize(
    ("heading", "cell", "code"),
    [
        ("Số sổ", "7910000015", "W-SHEET"),
        ("Số CCCD", 79085000012, "W-SHEET"),
        ("Liên hệ", "0901 234 567", "W-SHEET"),
        ("Liên hệ", "+84 (90) 123-4567", "W-SHEET"),
        ("Cột", 79085000012, "N-SHEET"),
        ("Cột", 150123456, "N-SHEET"),
        ("Cột", "150.123.456", "N-SHEET"),
        ("Cột", "150000000", "N-SHEET"),
        ("Cột", "01/10/2026", "N-SHEET"),
    ],
)
def test_a_persons_number_is_known_by_how_it_is_written_or_by_its_heading(
    tmp_path: Path, heading: str, cell: str | int, code: str
) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Lương")
        sheet.write_row(0, 0, SNAPSHOT_FIELDS)
        sheet.write_row(1, 0, ["1"] * len(SNAPSHOT_FIELDS))
        book.add_worksheet("Tiếp").write_column(0, 0, ["Danh sách", heading, cell])

    table, _ = read_export(tmp_path / "a.xlsx", hints=HINTS)

    assert [each.code for each in table.defects if each.code.endswith("SHEET")] == [code]


def test_two_sheets_of_people_are_refused(tmp_path: Path) -> None:
    error = refusal(book_of(tmp_path / "a.xlsx", list(SNAPSHOT_FIELDS), list(SNAPSHOT_FIELDS)))

    assert error.code == "E-ADAPTER"
    assert "Sheet2 (snapshot)" in error.reason_en


@pytest.mark.parametrize("format", ["auto", "vnpt"])
def test_a_file_no_adapter_knows_is_refused(tmp_path: Path, format: Format) -> None:
    error = refusal(book_of(tmp_path / "a.xlsx", ["a", "b"], ["c", "d"]), format)

    assert error.code == "E-ADAPTER"
    assert "bhxh map" in error.advice_vi


def test_a_file_told_its_format_hears_which_headings_are_missing(tmp_path: Path) -> None:
    error = refusal(book_of(tmp_path / "a.xlsx", ["MaNV", "HoTen"]), "snapshot")

    assert error.code == "E-HEADER"
    assert "Số CCCD" in error.reason_vi


def test_the_template_is_claimed_by_one_adapter_only(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx", [{"HoTen": "Nguyễn Văn An", "PA": "TM"}])

    table, _ = read_export(tmp_path / "a.xlsx", hints=HINTS)

    assert table.format == "vnpt"
    assert [each.facts.get("names") for each in table.defects] == ["Phụ lục, Tinh, Tổng hợp "]
    assert refusal(tmp_path / "a.xlsx", "snapshot").code == "E-ADAPTER"


def test_a_file_that_is_gone_is_no_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(ReadFailedError) as caught:
        read_export(tmp_path / "gone.csv", hints=HINTS)

    assert isinstance(caught.value.__cause__, FileNotFoundError)


def test_unchanged_columns_are_shared_with_the_raw_table() -> None:
    table, raw = read_export(SAMPLE, hints=Hints(name="sample.csv"))
    index = raw.cells.iloc[0].tolist().index("Chức vụ")

    pd.testing.assert_series_equal(
        table.frame["ChucVu"], raw.cells[index].iloc[1:].reset_index(drop=True), check_names=False
    )
