"""Workbooks made by hand so that calamine would reserve more memory than there is, and abort."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import numpy as np
import pytest
import xlsxwriter

from adapters.errors import UnreadableError
from adapters.table import read_table
from adapters.xlsx_extent import measure

NONE = np.zeros(0, np.int64)
FAR = b'<row r="2"><c r="XFD1048576"><v>1</v></c></row>'


def workbook(path: Path, **parts: bytes) -> Path:
    """Write a workbook of one cell with some of its parts changed or added."""
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("S").write("A1", 1)
    with zipfile.ZipFile(path) as old:
        whole = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in {**whole, **parts}.items():
            new.writestr(name, data)
    return path


def sheet(rows: bytes) -> bytes:
    """Return a sheet with these rows behind its first."""
    name = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    head = b'<worksheet xmlns="%b" xmlns:x="%b" xmlns:x-y="%b"><sheetData>' % (name, name, name)
    return head + b'<row r="1"><c r="A1"><v>1</v></c></row>' + rows + b"</sheetData></worksheet>"


def refusal(path: Path) -> str:
    with pytest.raises(UnreadableError) as caught:
        read_table(path, "a.xlsx")
    return caught.value.code


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (FAR.replace(b"XFD", b"xfd"), "E-DIM"),
        (FAR.replace(b"<c ", b'<c cm=">" '), "E-DIM"),
        (FAR.replace(b"<c ", b"<c cm=\" r='A1' \" "), "E-DIM"),
        (FAR.replace(b"<c ", b"<x-y:c ").replace(b"</c>", b"</x-y:c>"), "E-DIM"),
        (FAR.replace(b"<c ", b"<x:c ").replace(b"</c>", b"</x:c>"), "E-DIM"),
        (b'<row r="2"><c r="A4294967290"><v>1</v></c></row>', "E-ZIP"),
        (b'<row r="2"><c r="A999999999"><v>1</v></c></row>', "E-DIM"),
        (b'<row r="x"><c><v>1</v></c></row>', "E-ZIP"),
        (b'<row r="1048576"><c r="XFC2"/><c><v>1</v></c></row>', "E-DIM"),
        (b'<row r="1048575"></row><row>' + b"<c><v>1</v></c>" * 99 + b"</row>", "E-DIM"),
        (FAR.replace(b"<c ", b'<c cm="<" '), "E-ZIP"),
    ],
)
def test_a_far_cell_is_seen_however_it_is_written(tmp_path: Path, rows: bytes, code: str) -> None:
    path = workbook(tmp_path / "a.xlsx", **{"xl/worksheets/sheet1.xml": sheet(rows)})

    assert refusal(path) == code


def test_cells_without_reference_stand_behind_the_one_before() -> None:
    extent = measure([sheet(b'<row r="7"><c r="D7"/><c><v>1</v></c></row>')], NONE)

    assert (extent.rows, extent.columns) == (7, 5)


def test_an_empty_far_cell_takes_no_room() -> None:
    extent = measure([sheet(b'<row r="9"><c r="XFD9" s="1"></c></row>')], NONE)

    assert (extent.rows, extent.columns) == (1, 1)


def test_of_two_sheets_of_one_name_none_is_chosen(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as old:
        book = old.read("xl/workbook.xml")
    twice = book.replace(b"</sheets>", b'<sheet name="S" sheetId="2" r:id="rId2"/></sheets>')

    assert refusal(workbook(path, **{"xl/workbook.xml": twice})) == "E-ZIP"


def test_parts_that_differ_in_capitals_alone_are_one_name_twice(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", **{"XL/worksheets/SHEET1.xml": sheet(FAR)})

    assert refusal(path) == "E-ZIP"


def test_the_part_that_is_looked_through_is_the_one_that_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as old:
        relations = old.read("xl/_rels/workbook.xml.rels")
    parts = {
        "xl/_rels/workbook.xml.rels": relations.replace(
            b'"worksheets/sheet1', b'"xl/worksheets/sheet1'
        ),
        "xl/xl/worksheets/sheet1.xml": sheet(b""),
        "xl/worksheets/sheet1.xml": sheet(FAR),
    }

    assert refusal(workbook(path, **parts)) == "E-DIM"


def test_cells_that_never_end_take_no_endless_search(tmp_path: Path) -> None:
    rows = b"<f/>" + b'<c r="A2">' * 60_000
    path = workbook(tmp_path / "a.xlsx", **{"xl/worksheets/sheet1.xml": sheet(rows)})
    before = time.process_time()

    assert refusal(path) == "E-ZIP"
    assert time.process_time() - before < 5


@pytest.mark.long
def test_merged_ranges_that_overlap_do_not_fill_the_memory(tmp_path: Path) -> None:
    merged = b'</sheetData><mergeCells count="2">%b</mergeCells>' % (
        b'<mergeCell ref="A1:B1000000"/>' * 2
    )
    rows = b'<row r="999999"><c r="A999999"><v>1</v></c></row>'
    whole = sheet(rows).replace(b"</sheetData>", merged)

    assert refusal(workbook(tmp_path / "a.xlsx", **{"xl/worksheets/sheet1.xml": whole})) == "E-ZIP"
