"""Workbooks that show one thing and hold another: each is right, or said at its cell."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
import xlsxwriter

from adapters.feed import read_export
from adapters.hints import Hints
from adapters.model import Defect, PayrollTable
from adapters.table import read_table
from tests.adapters.test_snapshot import PERSON
from tests.adapters.test_xlsx_table import Sheet, in_sheet, repack

HINTS = Hints(name="a.xlsx")
_LETTER = {name: chr(ord("A") + at) for at, name in enumerate(PERSON)}


def book(folder: Path, *changes: Callable[[Sheet], object], rows: int = 2) -> Path:
    """Write headings in row 2 below a title, and the same person in every row from 3 on."""
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("Lương")
        sheet.write_row("A2", list(PERSON))
        for row in range(3, 3 + rows):
            sheet.write_row(f"A{row}", list(PERSON.values()))
        for change in changes:
            change(sheet)
    return path


def read(path: Path, hints: Hints = HINTS) -> PayrollTable:
    return read_export(path, hints=hints)[0]


def at(name: str, row: int) -> str:
    return f"{_LETTER[name]}{row}"


def codes(table: PayrollTable) -> list[tuple[str, int | None, str | None]]:
    return [(each.code, each.row, each.field) for each in table.defects]


def filled(cells: Iterable[str], formula: str, value: str) -> Callable[[Sheet], object]:
    return lambda sheet: [sheet.write_formula(cell, formula, value=value) for cell in cells]


def test_formulas_with_a_stored_value_are_told_once_a_column(tmp_path: Path) -> None:
    wages = [at("TienLuong", row) for row in (4, 5, 70)]
    heading = filled([at("TienLuong", 2)], '="TienLuong"', "TienLuong")
    elsewhere = filled(["Z4"], "=1+1", "2")

    made = book(tmp_path, filled(wages, "=9*1000000", "9000000"), heading, elsewhere, rows=70)
    table = read(made)

    facts = {"cells": 3}
    assert table.frame["TienLuong"].tolist() == ["9000000"] * 70
    assert [each for each in table.defects if each.code != "W-COLUMN"] == [
        Defect(code="N-FORMULA", row=4, field="TienLuong", letter="L", facts=facts)
    ]


def test_a_formula_that_says_nothing_is_wrong_only_where_something_must_stand(
    tmp_path: Path,
) -> None:
    path = book(tmp_path, filled([at("HoTen", 3), at("Ky", 4)], '=""', ""))
    for cell in (at("HoTen", 3), at("Ky", 4)):
        repack(path, in_sheet(f'<c r="{cell}">'.encode(), f'<c r="{cell}" t="str">'.encode()))

    assert codes(read(path)) == [("E-FORMULA", 3, "HoTen")]


def test_a_row_of_nothing_but_errors_is_a_row(tmp_path: Path) -> None:
    below = filled(["A5", "B5"], "=1/0", "#DIV/0!")

    table = read(book(tmp_path, below, filled(["A7"], "=A1", "")))

    assert table.rows.tolist() == [3, 4, 5, 7]
    assert codes(table) == [
        ("E-CELL", 5, "MaNV"),
        ("E-CELL", 5, "MaDonVi"),
        ("E-FORMULA", 7, "MaNV"),
    ]


def test_an_error_value_that_the_library_does_not_know_spoils_its_cell_alone(
    tmp_path: Path,
) -> None:
    path = book(tmp_path, filled([at("ChucVu", 3)], "=1/0", "#DIV/0!"))
    repack(path, in_sheet(b"#DIV/0!", b"#SPILL!"))

    table = read(path)

    assert codes(table) == [("E-CELL", 3, "ChucVu")]
    assert table.frame["ChucVu"].tolist() == ["", "Thợ"]
    assert table.frame["HoTen"].tolist() == ["Nguyễn Văn An"] * 2


def hidden(*rows: int) -> Callable[[Sheet], object]:
    return lambda sheet: [sheet.set_row(row - 1, None, None, {"hidden": True}) for row in rows]


def test_hidden_rows_of_data_are_errors_unless_the_feed_reads_them(tmp_path: Path) -> None:
    path = book(tmp_path, hidden(1, 2, 4, 5, 9), rows=3)

    assert codes(read(path)) == [("E-HIDDEN", 4, None), ("E-HIDDEN", 5, None)]
    assert read(path, Hints(name="a.xlsx", hidden="read")).defects == (
        Defect(code="W-HIDDEN", row=None, facts={"rows": 2}),
    )


def test_a_hidden_row_without_a_number_is_an_error_of_the_file(tmp_path: Path) -> None:
    path = book(tmp_path, hidden(4))
    repack(path, in_sheet(b'<row r="4"', b"<row"))

    facts = {"rows": 1}
    assert read(path).defects == (Defect(code="E-HIDDEN", row=None, facts=facts),)
    assert read(path, Hints(name="a.xlsx", hidden="read")).defects == (
        Defect(code="W-HIDDEN", row=None, facts=facts),
    )


def test_rows_that_a_filter_hides_say_so(tmp_path: Path) -> None:
    path = book(tmp_path, hidden(3), lambda sheet: sheet.autofilter("A2:L4"))

    assert read(path).defects == (Defect(code="E-HIDDEN", row=3, facts={"kind": "filter"}),)


def test_rows_and_columns_without_size_are_hidden(tmp_path: Path) -> None:
    path = book(tmp_path, rows=3)
    repack(path, in_sheet(b'<row r="4"', b'<row r="4" ht="0" customHeight="1"'))
    repack(path, in_sheet(b'<row r="5"', b'<row r="5" ht="15.75" customHeight="1"'))
    repack(path, in_sheet(b'<row r="3"', b'<row r="3" ht="auto"'))
    columns = b'<cols><col min="3" max="4" width="0"/><col min="5" max="5" width="9"/></cols>'
    repack(path, in_sheet(b"<sheetData>", columns + b"<sheetData>"))
    repack(path, in_sheet(b"<cols>", b"<cols><!-- <row> -->"))

    parsed = read(path).defects
    repack(path, in_sheet(b"<!-- <row> -->", b""))

    assert parsed == (
        Defect(code="E-HIDDEN", row=4),
        Defect(code="W-HIDDEN", row=None, facts={"columns": 2, "range": "C:D"}),
    )
    assert read(path).defects == parsed


def test_hidden_columns_are_counted_as_far_as_the_cells_reach(tmp_path: Path) -> None:
    def hide(sheet: Sheet) -> None:
        sheet.set_column("C:D", None, None, {"hidden": True})
        sheet.set_column("K:XFD", None, None, {"hidden": True})

    facts = {"columns": 4, "range": "C:D, K:L"}
    assert read(book(tmp_path, hide)).defects == (Defect(code="W-HIDDEN", row=None, facts=facts),)


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_a_date_is_the_day_that_the_spreadsheet_shows(tmp_path: Path, epoch_1904: bool) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": epoch_1904}) as made:
        sheet = made.add_worksheet()
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        serial = 32937 - 1462 * epoch_1904
        sheet.write_row("A1", [serial], day)
        sheet.write_row("A2", [serial])
        sheet.write_row("A3", [serial + 0.5], day)

    (table,) = read_table(path, "a.xlsx")

    assert table.cells[0].tolist() == ["05/03/1990", str(serial), "05/03/1990 12:00:00"]


def test_the_day_that_never_was_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as made:
        day = made.add_format({"num_format": "dd/mm/yyyy"})
        made.add_worksheet().write_row("A1", [60, 61], day)

    assert read_table(path, "a.xlsx")[0].cells.iloc[0].tolist() == ["29/02/1900", "01/03/1900"]


def test_a_cell_of_several_lines_is_one_line_and_told(tmp_path: Path) -> None:
    table = read(
        book(
            tmp_path,
            lambda sheet: sheet.write(at("HoTen", 4), "Nguyễn\nVăn \r\n An"),
            lambda sheet: sheet.write(at("ChucVu", 3), "Thợ\n"),
        )
    )

    one = {"cells": 1}
    assert table.frame["HoTen"].tolist() == ["Nguyễn Văn An"] * 2
    assert table.defects == (
        Defect(code="N-TRIM", row=4, field="HoTen", letter="D", facts=one),
        Defect(code="N-TRIM", row=3, field="ChucVu", letter="H", facts=one),
    )


def test_a_rounded_employee_number_is_named_too(tmp_path: Path) -> None:
    table = read(book(tmp_path, lambda sheet: sheet.write(at("MaNV", 3), 123456789012345678)))

    assert codes(table) == [("E-NUMBER-ID", 3, "MaNV")]


@pytest.mark.parametrize("overlap", [1, 40])
def test_parts_that_share_bytes_are_refused(tmp_path: Path, overlap: int) -> None:
    path = book(tmp_path)
    with zipfile.ZipFile(path) as package:
        last = package.infolist()[-1]
        offset = package.infolist()[-2].header_offset + overlap - 1
    data = bytearray(path.read_bytes())
    entry = data.rindex(last.filename.encode()) - 46
    data[entry + 42 : entry + 46] = offset.to_bytes(4, "little")
    path.write_bytes(data)

    with pytest.raises(Exception, match="E-ZIP"):
        read(path)
