from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter

from adapters import xlsx_scan, xlsx_strings
from adapters.errors import UnreadableError
from adapters.limits import Limits
from adapters.model import Defect, RawTable
from adapters.table import read_table

Sheet = xlsxwriter.workbook.Worksheet
NONE = np.zeros(0, np.int64)


def workbook(folder: Path, fill: Callable[[Sheet], object]) -> Path:
    path = folder / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        fill(book.add_worksheet("Lương"))
    return path


def read(folder: Path, fill: Callable[[Sheet], object], limits: Limits | None = None) -> RawTable:
    (table,) = read_table(workbook(folder, fill), "a.xlsx", limits)
    return table


def refusal(path: Path, limits: Limits | None = None) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_table(path, "a.xlsx", limits)
    return caught.value


def repack(path: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> Path:
    """Write a workbook again with parts changed or added."""
    with zipfile.ZipFile(path) as old:
        parts = {name: change(name, old.read(name)) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in {**parts, **more}.items():
            new.writestr(name, data)
    return path


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, data: data.replace(old, new) if "worksheets/sheet1.xml" in name else data


def test_cells_stand_at_their_own_row_and_letter(tmp_path: Path) -> None:
    table = read(tmp_path, lambda s: (s.write("C3", "x"), s.write("D7", "y"), s.write("B9", "  ")))

    assert table.sheet == "Lương"
    assert table.rows.tolist() == [3, 7]
    assert table.cells.to_numpy().tolist() == [["", "", "x", ""], ["", "", "", "y"]]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12500000.0, "12500000"),
        (0.5, "0.5"),
        (79201000056, "79201000056"),
        (1.2e17, "1.2e+17"),
        (True, "TRUE"),
        (dt.date(1990, 2, 1), "01/02/1990"),
        (dt.datetime(1990, 2, 1, 7, 30), "01/02/1990 07:30:00"),  # noqa: DTZ001  # as in the sheet
        (dt.time(7, 30), "07:30:00"),
        (" NA ", " NA "),
    ],
)
def test_typed_cells_become_the_text_a_person_would_type(
    tmp_path: Path, value: object, text: str
) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = value
    book.save(tmp_path / "a.xlsx")

    (table,) = read_table(tmp_path / "a.xlsx", "a.xlsx")

    assert table.cells.iloc[0, 0] == text
    assert (0 in table.numeric) == (type(value) in {int, float})


def test_error_values_and_formulas_without_value_are_named(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        lambda s: (
            s.write("A1", "x"),
            s.write_formula("B1", "=1/0", value="#DIV/0!"),
            s.write_formula("C1", "=A1", value=""),
            s.write_formula("D1", "=A1", value="x"),
            s.write_formula("E1", "=1+1", value=2),
        ),
    )

    assert table.defects == (
        Defect(code="E-CELL", row=1, letter="B", facts={"kind": "#DIV/0!"}),
        Defect(code="E-FORMULA", row=1, letter="C"),
        Defect(code="N-FORMULA", row=1, letter="D", facts={"cells": 1}),
        Defect(code="N-FORMULA", row=1, letter="E", facts={"cells": 1}),
    )
    assert table.cells.iloc[0].tolist() == ["x", "", "", "x", "2"]


def test_an_error_value_we_do_not_know_is_not_repeated(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", 7))
    repack(path, in_sheet(b'r="A1"><v>7', b'r="A1" t="e"><v>#SPILL!'))

    assert not read_sheet_facts(path) ^ {"#ERROR"}


def read_sheet_facts(path: Path) -> set[str | int]:
    scan = xlsx_scan.scan_sheet([zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")], NONE)
    return {defect.facts["kind"] for defect in scan.defects()}


def test_hidden_rows_and_merged_rows_are_named(tmp_path: Path) -> None:
    table = read(
        tmp_path,
        lambda s: (
            s.write_column("A1", ["a", "b", "c"]),
            s.set_row(1, None, None, {"hidden": True}),
            s.merge_range("B2:C3", "m"),
        ),
    )

    merged = {"kind": "merged", "range": "B2:C3"}
    assert table.defects == (
        Defect(code="E-HIDDEN", row=2),
        Defect(code="E-CELL", row=2, letter="B", facts=merged),
        Defect(code="E-CELL", row=3, letter="B", facts=merged),
    )


def test_hidden_sheets_and_charts_are_not_taken(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("one").write("A1", "x")
        hidden = book.add_worksheet("two")
        hidden.write("A1", "y")
        hidden.hide()
        book.add_worksheet("empty")
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "=one!$A$1"})
        book.add_chartsheet("chart").set_chart(chart)

    (table,) = read_table(path, "a.xlsx")

    assert table.sheet == "one"
    assert table.defects == (
        Defect(code="W-HIDDEN", row=None, facts={"sheets": 1, "names": "two"}),
    )


def test_a_workbook_without_a_cell_is_empty(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path, lambda _: None)).code == "E-EMPTY"


def test_a_lone_cell_far_away_is_refused_before_memory_is_reserved(tmp_path: Path) -> None:
    error = refusal(workbook(tmp_path, lambda s: (s.write("A1", 1), s.write("XFD1048576", 1))))

    assert error.code == "E-DIM"
    assert "1048576 rows, 16384 columns" in error.reason_en


@pytest.mark.parametrize("reference", ["", ' r="b1"', ' cm="/>" r="B1"'])
def test_odd_cells_are_seen_however_they_are_written(tmp_path: Path, reference: str) -> None:
    path = workbook(tmp_path, lambda s: s.write_row("A1", ["x", 2, 3]))
    odd = f'<c{reference} t="e"><v>#N/A</v></c>'.encode()
    repack(path, in_sheet(b'<c r="B1"><v>2</v></c>', odd))
    repack(path, in_sheet(b'<c r="C1"><v>3</v></c>', b"<c><f>1+1</f></c>"))

    assert read_table(path, "a.xlsx")[0].defects == (
        Defect(code="E-CELL", row=1, letter="B", facts={"kind": "#N/A"}),
        Defect(code="E-FORMULA", row=1, letter="C"),
    )


@pytest.mark.parametrize("kind", ['t = "e"', "t\n= 'e'", 't="e"'])
def test_an_error_value_is_seen_whatever_stands_around_the_sign(tmp_path: Path, kind: str) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", 7))
    repack(path, in_sheet(b'r="A1"><v>7', f'r="A1" {kind}><v>#N/A'.encode()))

    assert [each.code for each in read_table(path, "a.xlsx")[0].defects] == ["E-CELL"]


def test_cells_without_reference_count_too(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: (s.write_row("A1", [1, 2, 3]), s.write("A4", 1)))
    for letter in b"ABC":
        repack(path, in_sheet(b'<c r="%c1"' % letter, b"<c"))

    assert refusal(path, Limits(sheet_cells=9)).code == "E-DIM"
    assert read_table(path, "a.xlsx")[0].rows.tolist() == [1, 4]


def test_far_cells_with_nothing_but_a_style_do_not_count(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", 1))
    repack(
        path,
        in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'),
    )

    assert read_table(path, "a.xlsx")[0].rows.tolist() == [1]


def test_an_endless_row_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_strings, "_LONGEST_PIECE", 100)

    with pytest.raises(UnreadableError, match="E-ZIP"):
        xlsx_scan.scan_sheet([b"<row>" + b"<c/>" * 99], NONE)


@pytest.mark.parametrize(
    "limits", [Limits(zip_bytes=100), Limits(zip_ratio=1), Limits(zip_entries=3)]
)
def test_a_workbook_packed_beyond_the_limits_is_refused(tmp_path: Path, limits: Limits) -> None:
    path = workbook(tmp_path, lambda s: s.write_column("A1", ["x"] * 500))

    assert refusal(path, limits).code == "E-ZIP"


def test_a_part_larger_than_the_directory_says_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", "x"))
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"xl/sharedStrings.xml") - 46
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)

    assert refusal(path).code == "E-ZIP"


def test_a_name_twice_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", "x"))
    with zipfile.ZipFile(path, "a") as book, pytest.warns(UserWarning, match="Duplicate"):
        book.writestr("xl/workbook.xml", b"<a/>")

    assert refusal(path).code == "E-ZIP"


@pytest.mark.parametrize("new", [b"<!DOCTYPE a><worksheet", b"\0<worksheet", b"</a><worksheet"])
def test_xml_that_is_hostile_or_broken_is_refused(tmp_path: Path, new: bytes) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", "x"))

    assert refusal(repack(path, in_sheet(b"<worksheet", new))).code == "E-ZIP"


def test_a_broken_workbook_part_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", "x"))
    broken = lambda name, data: b"<a" if name.endswith("workbook.xml.rels") else data  # noqa: E731 - named for the assertion below

    assert refusal(repack(path, broken)).code == "E-ZIP"


def test_a_sheet_without_its_part_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", "x"))
    gone = lambda name, data: data.replace(b"worksheets/sheet1", b"worksheets/sheet9")  # noqa: E731 - named for the assertion below

    assert refusal(repack(path, gone)).code == "E-ZIP"


def test_a_sheet_that_names_no_part_is_refused_in_words(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", "x"))

    other = b"officeDocument/2007/relationships"

    error = refusal(repack(path, lambda _, data: data.replace(other.replace(b"7", b"6"), other)))

    assert (error.code, "()" in error.reason_en) == ("E-ZIP", False)


def test_strict_open_xml_is_refused_by_its_name_in_excel(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", "x"))
    main, relations = b"://schemas.openxmlformats.org/", b"://purl.oclc.org/ooxml/"
    strict = {
        main + b"spreadsheetml/2006/main": relations + b"spreadsheetml/main",
        main + b"officeDocument/2006/relationships": relations + b"officeDocument/relationships",
    }

    def change(_name: str, data: bytes) -> bytes:
        for usual, other in strict.items():
            data = data.replace(usual, other)
        return data

    error = refusal(repack(path, change))

    assert error.code == "E-TYPE"
    assert "Strict Open XML" in error.reason_vi
    assert "Excel Workbook (.xlsx)" in error.advice_en


@pytest.mark.parametrize("kind", ["xl/vbaProject.bin", "xl/workbook.bin", "content.xml"])
def test_other_kinds_of_workbook_are_refused_by_content(tmp_path: Path, kind: str) -> None:
    path = repack(workbook(tmp_path, lambda s: s.write("A1", "x")), lambda _, d: d, **{kind: b"x"})

    error = refusal(path)

    assert error.code == "E-TYPE"
    assert "xlsx" in error.advice_vi


def test_a_zip_of_anything_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("payroll.csv", "a;b")

    assert refusal(tmp_path / "a.xlsx").code == "E-TYPE"


def test_a_zip_cut_short_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path, lambda s: s.write("A1", "x"))
    path.write_bytes(path.read_bytes()[:-300])

    assert refusal(path).code == "E-ZIP"


def test_a_control_character_in_a_sheet_is_named(tmp_path: Path) -> None:
    table = read(tmp_path, lambda s: s.write("B2", "a_x001B_b"))

    assert table.defects in ((), (Defect(code="E-CTRL", row=2, letter="B"),))
