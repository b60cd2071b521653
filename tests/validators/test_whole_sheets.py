"""The sender's sheets in full: whatever stands in them, however many rows there are."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from python_calamine import CalamineWorkbook

from adapters.feed import read_export
from adapters.hints import Hints
from adapters.model import RawTable
from adapters.snapshot import HEADINGS
from tests.validators.people import context, of_frame, person
from tests.validators.test_workbook import case, opened, parts, sheet
from validators.layers import examine
from validators.model import Report
from validators.report import to_xlsx
from validators.sender_sheets import Whole
from validators.sheet_rows import Body
from validators.sheet_texts import Texts, writable

NAMESPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SIGNS = st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@\t\r\n &<>_x0D\x00\ufffe")
TEXTS = st.text(SIGNS, max_size=8) | st.sampled_from(["_x000D_", "_x_x000A_", "<r>a</r>", "", "a"])
STYLES = ("", "1", "2", "3", "4", "5", "6", "7")


def large(rows: int) -> tuple[Report, RawTable]:
    """Judge so many rows, the last of them wrong, whose headings stand in line 3."""
    numbers = pd.Series(np.arange(1, rows + 1)).astype("str")
    frame = pd.DataFrame([person(1)] * rows, dtype="str")
    frame["MaNV"], frame["CMND"] = "NV" + numbers, "079195" + numbers.str.zfill(6)
    frame["MasoBHXH"] = "79" + numbers.str.zfill(8)
    frame.loc[rows - 1, "GioiTinh"] = "9"
    at = np.arange(4, rows + 4, dtype=np.int64)
    report = examine(
        replace(of_frame(frame), rows=at), sha256="ab" * 32, context=context(), shown=5
    )
    headings = pd.DataFrame([[HEADINGS[field] for field in frame]], dtype="str")
    cells = pd.concat([headings, frame.set_axis(headings.columns, axis=1)], ignore_index=True)
    return report, RawTable(
        file="luong.csv", sheet=None, cells=cells, rows=np.array([3, *at], dtype=np.int64)
    )


@pytest.fixture(scope="module")
def six_thousand() -> tuple[RawTable, bytes]:
    report, raw = large(6_000)
    return raw, to_xlsx(report, raw)


def test_a_large_file_comes_back_whole(
    six_thousand: tuple[RawTable, bytes], tmp_path: Path
) -> None:
    raw, data = six_thousand
    path = tmp_path / "luong-2026-10.xlsx"
    path.write_bytes(data)

    table, found = read_export(path, hints=Hints(name=path.name), format="auto")

    assert (found.sheet, found.cells.shape) == ("Dữ liệu", raw.cells.shape)
    assert (found.cells.to_numpy() == raw.cells.to_numpy()).all()
    assert found.rows.tolist() == raw.rows.tolist()
    assert (len(table.frame), table.rows[-1]) == (6_000, 6_003)
    # Our own two sheets before it are told, and nothing else.
    assert [each.code for each in table.defects] == ["N-SHEET"]


def test_a_large_file_has_its_marks_and_no_formula(
    six_thousand: tuple[RawTable, bytes],
) -> None:
    found = parts(six_thousand[1])

    page = found["xl/worksheets/sheet2.xml"]
    assert page.count(b"<c ") == page.count(b' t="s"><v>') > 180_000
    assert re.findall(rb'<c r="(\w+)" s=', page) == [b"H6003"]
    assert b"<f" not in page
    assert b'ref="H6003"' in found["xl/comments1.xml"]
    assert "Tệp lớn".encode() not in found["xl/sharedStrings.xml"]


def test_the_counts_of_texts_are_those_of_the_workbook() -> None:
    report, raw = case("Lương", *(person(number, GioiTinh="9") for number in range(1, 4)))

    found = parts(to_xlsx(report, raw, [raw, sheet("Bìa", [["a", "b"], ["", "a"]])]))

    told = etree.fromstring(found["xl/sharedStrings.xml"])
    sheets = (data for name, data in found.items() if name.startswith("xl/worksheets/sheet"))
    named = [
        int(value)
        for data in sheets
        for value in etree.fromstring(data).xpath("//*[@t='s']/*/text()")
    ]
    # The library counts the cell of our link twice: it is written once without, once with it.
    assert (told.get("uniqueCount"), told.get("count")) == (str(len(told)), str(len(named) + 1))
    assert max(named) < len(told)


def test_sheets_are_whole_as_long_as_there_is_room_the_judged_one_first() -> None:
    report, raw = case("Lương", *(person(number) for number in range(1, 9)), person(9, PA="x"))
    long = sheet("Dài", [["x" * 99]] * 9)
    first, last = (sheet(name, [[name]] * 9) for name in ("Đầu", "Cuối"))
    most = Whole(cells=raw.cells.size + 15, text=10_000)

    book = opened(to_xlsx(report, raw, [first, raw, long, last], most=most))
    short = opened(to_xlsx(report, raw, [long, raw], most=replace(most, text=100)))

    filled = {page.title: len([row for row in page.iter_rows() if row[0].value]) for page in book}
    assert [filled[name] for name in ("Đầu", "Lương", "Dài", "Cuối")] == [9, 10, 3, 3]
    assert len([row for row in short["Lương"].iter_rows() if row[0].value]) == 4
    assert "Tệp lớn" in "".join(str(row[0].value) for row in book["Tổng hợp"].iter_rows())


def test_a_mark_beyond_the_last_column_has_a_cell_of_its_own() -> None:
    report, raw = case("Lương", person(1, GioiTinh="9"), person(2))
    report = replace(report, findings=(replace(report.findings[0], column="BC", row=3),))

    page = opened(to_xlsx(report, raw, [raw]))["Lương"]

    assert (page["BC3"].value, page["BC3"].fill.fgColor.rgb) == (None, "FFFFC7CE")
    assert page["BC3"].comment is not None
    assert page.dimensions == "A1:BC3"


def test_a_mark_on_a_line_that_no_sheet_has_is_in_the_list_alone() -> None:
    report, raw = case("Lương", person(1, GioiTinh="9"))
    report = replace(report, findings=(replace(report.findings[0], row=77),))

    book = opened(to_xlsx(report, raw, [raw]))

    assert book["Lương"].max_row == 2
    assert book["Chi tiết"]["A2"].value == "77"


@pytest.mark.parametrize("text", ["<r><t>a</t></r>", "<r><c></r>", "<r>a</r>"])
def test_a_text_that_looks_like_the_formats_own_stays_text(text: str) -> None:
    report, raw = case("Lương", person(1, GioiTinh="9", ChucVu=text))
    report = replace(report, findings=(replace(report.findings[0], heading=text),))

    book = opened(to_xlsx(report, raw, [raw]))

    assert book["Lương"]["K2"].value == text
    assert book["Chi tiết"]["C2"].value.strip() == text


def test_a_text_that_looks_so_when_it_is_cut_stays_text() -> None:
    report, raw = case("Lương", person(1, GioiTinh="9"))
    text = "<r>" + "a" * (32_767 - len("<r></r>")) + "</r>"
    report = replace(report, findings=(replace(report.findings[0], heading=f"{text}b"),))

    book = opened(to_xlsx(report, raw, [raw]))

    assert book["Chi tiết"]["C2"].value == f" {text}"[:-1]


@settings(max_examples=30, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_texts_are_spelled_as_the_library_spells_them(texts: list[str]) -> None:
    plain = [text for text in texts if not text.endswith("</r>")]
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as made:
        page = made.add_worksheet()
        for row, text in enumerate(plain):
            page.write_string(row, 0, writable(text))

    items = b"".join(Texts.of({0: pd.Series(plain, dtype="str")}).items())

    told = [each.text or "" for each in etree.fromstring(b"<sst>%s</sst>" % items).iter("t")]
    package = parts(book.getvalue()).get("xl/sharedStrings.xml", b"<sst/>")
    known = [each.text or "" for each in etree.fromstring(package).iter(f"{NAMESPACE}t")]
    assert [text for text in told if text] == list(dict.fromkeys(text for text in known if text))


@st.composite
def bodies(draw: st.DrawFn) -> tuple[list[tuple[str, ...]], Body]:
    """Return rows of three cells, some of them marked, and what is written of them from row 7."""
    rows = draw(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=9))
    ranks = st.dictionaries(st.integers(0, len(rows) - 1), st.integers(1, 3))
    frame = pd.DataFrame(rows, dtype="str")
    body = Body(
        numbers=np.arange(7, 7 + len(rows)),
        texts=Texts.of({at: frame[at] for at in range(3)}),
        marks=draw(st.dictionaries(st.integers(0, 2), ranks, max_size=3)),
    )
    return rows, body


@settings(max_examples=25, deadline=None)
@given(bodies(), st.integers(1, 9))
def test_the_rows_are_the_same_in_whatever_pieces_they_are_written(
    made: tuple[object, Body], piece: int
) -> None:
    body = made[1]

    assert b"".join(body.rows(5, STYLES, piece)) == b"".join(body.rows(5, STYLES))


@settings(max_examples=25, deadline=None)
@given(bodies())
def test_each_cell_names_its_own_text_and_style(made: tuple[list[tuple[str, ...]], Body]) -> None:
    rows, body = made

    written = etree.fromstring(b"<s>%s</s>" % b"".join(body.rows(5, STYLES)))

    items = body.texts.different.to_pylist()
    found = {
        cell.get("r"): (cell.get("s", ""), "".join(items[int(v.text) - 5] for v in cell))
        for cell in written.iter("c")
    }
    expected = {}
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            rank = body.marks.get(column, {}).get(row, 0)
            if text or rank:
                style = STYLES[2 * rank + text.startswith(("=", "+", "-", "@", "\t", "\r"))]
                expected[f"{'ABC'[column]}{row + 7}"] = (style, text)
    assert found == expected


def test_blanks_at_the_edges_and_breaks_within_are_kept() -> None:
    texts = (" a", "a ", "a\nb", "\n", "\u00a0a", "a\tb")
    report, raw = case(
        "Lương", *(person(at + 1, GioiTinh="9", ChucVu=each) for at, each in enumerate(texts))
    )

    data = to_xlsx(report, raw, [raw])

    page = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Lương")
    assert tuple(row[10] for row in page.to_python()[1:]) == texts
    found = openpyxl.load_workbook(io.BytesIO(data))["Lương"]
    assert tuple(found.cell(row, 11).value for row in range(2, 8)) == texts
