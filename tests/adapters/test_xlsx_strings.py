"""Workbooks whose cells would unfold to more text than there is memory, and what excuses them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from adapters.errors import UnreadableError
from adapters.limits import Limits
from adapters.table import read_table
from adapters.xlsx_strings import shared_lengths
from tests.adapters.test_xlsx_extent import refusal, sheet, workbook

NAME = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
SHARED = b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c></row>'
INLINE = b'<row r="2"><c r="B2" t="inlineStr"><is>%b</is></c></row>'


def table(items: bytes, prefix: bytes = b"") -> bytes:
    """Return a table of shared strings."""
    name = b"xmlns:x" if prefix else b"xmlns"
    return b'<?xml version="1.0"?>\n<%bsst %b="%b">%b</%bsst>' % (prefix, name, NAME, items, prefix)


def item(text: bytes) -> bytes:
    return b"<si><t>%b</t></si>" % text


def measured(read: Iterable[bytes], limits: Limits | None = None) -> list[int]:
    return shared_lengths(lambda: (yield from read), limits or Limits()).tolist()


def shared(*numbers: int) -> bytes:
    return b"".join(SHARED % (row, row, number) for row, number in enumerate(numbers, 2))


def error(path: Path, limits: Limits | None = None) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_table(path, "a.xlsx", limits)
    return caught.value


def said(path: Path, limits: Limits | None = None) -> list[str]:
    (read,) = read_table(path, "a.xlsx", limits)
    return read.cells.iloc[:, 0].tolist()


def test_a_string_longer_than_a_cell_is_refused_by_its_number(tmp_path: Path) -> None:
    strings = table(item(b"a") + item(b"b" * 32_768))
    path = workbook(tmp_path / "a.xlsx", **{STRINGS: strings, SHEET: sheet(shared(*[1] * 8000))})

    refused = error(path)

    assert refused.code == "E-SIZE"
    assert "Shared string 1 has 32768 characters; Excel lets 32767" in refused.reason_en
    assert "chuỗi chung số 1 dài 32768 ký tự" in refused.reason_vi
    assert refused.advice_vi
    assert refused.advice_en


@pytest.mark.parametrize(
    "text",
    [
        "ế".encode() * 32_767,
        b"&amp;" * 32_767,
        b"_x0041_" * 32_767,
        b"z" * 32_767,
    ],
)
def test_a_string_that_fills_a_cell_is_read_however_it_is_written(
    tmp_path: Path, text: bytes
) -> None:
    path = workbook(tmp_path / "a.xlsx", **{STRINGS: table(item(text)), SHEET: sheet(shared(0, 0))})

    assert len(said(path)) == 3


@pytest.mark.parametrize("kind", [b"<r><t>%b</t></r>", b'<r><rPr><sz val="9"/></rPr><t>%b</t></r>'])
def test_the_runs_of_a_rich_text_are_one_string(tmp_path: Path, kind: bytes) -> None:
    runs = b"<si>" + kind % (b"z" * 1000) * 33 + b"</si>"
    path = workbook(tmp_path / "a.xlsx", **{STRINGS: table(runs), SHEET: sheet(shared(0))})

    assert "Shared string 0 has 33000 characters" in error(path).reason_en


@pytest.mark.parametrize(
    "cell",
    [
        SHARED,
        SHARED.replace(b' t="s"', b' t="s" s="0"'),
        SHARED.replace(b't="s"', b"t='s'"),
        SHARED.replace(b"<v>", b"<v >"),
    ],
)
def test_short_strings_in_many_cells_are_added_up(tmp_path: Path, cell: bytes) -> None:
    rows = b"".join(cell % (row, row, 0) for row in range(2, 1002))
    path = workbook(tmp_path / "a.xlsx", **{STRINGS: table(item(b"z" * 1000)), SHEET: sheet(rows)})

    assert "text of the cells" in error(path, Limits(text_bytes=1_000_000)).reason_en
    assert len(said(path, Limits(text_bytes=1_000_001))) == 1001


def test_what_cells_say_themselves_is_added_up(tmp_path: Path) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>%b</t></is></c></row>' % (row, row, b"z" * 99)
        for row in range(2, 102)
    )
    path = workbook(tmp_path / "a.xlsx", **{SHEET: sheet(rows)})

    assert error(path, Limits(text_bytes=9_900)).code == "E-SIZE"
    assert len(said(path, Limits(text_bytes=9_901))) == 101


@pytest.mark.parametrize("runs", [b"<t>%b</t>", b"<r><t>q</t></r><r><t>%b</t></r>"])
def test_a_cell_that_says_too_much_itself_is_refused_by_its_place(
    tmp_path: Path, runs: bytes
) -> None:
    rows = INLINE % (runs % (b"z" * 33_000))
    path = workbook(tmp_path / "a.xlsx", **{SHEET: sheet(rows)})

    assert "S!B2 has 3300" in error(path).reason_en


def test_the_sheets_of_a_workbook_share_the_limits(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    with zipfile.ZipFile(path) as old:
        book, relations = old.read("xl/workbook.xml"), old.read("xl/_rels/workbook.xml.rels")
    second = b'<sheet name="T" sheetId="2" r:id="rId99"/></sheets>'
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    relation = b'<Relationship Id="rId99" Type="%b" Target="worksheets/sheet2.xml"/>' % kind
    relation += b"</Relationships>"
    parts = {
        "xl/workbook.xml": book.replace(b"</sheets>", second),
        "xl/_rels/workbook.xml.rels": relations.replace(b"</Relationships>", relation),
        "xl/worksheets/sheet2.xml": sheet(b'<row r="2"><c r="A2"><v>1</v></c></row>'),
        SHEET: sheet(b'<row r="2"><c r="A2"><v>1</v></c></row>'),
    }
    workbook(path, **parts)

    assert len(read_table(path, "a.xlsx", Limits(sheet_cells=4))) == 2
    assert error(path, Limits(sheet_cells=3)).code == "E-DIM"


@pytest.mark.parametrize(
    ("items", "lengths"),
    [
        (item(b"abc") + b"<si><t/></si>" + item("ế".encode()), [3, 0, 3]),
        (b"<si/>" + item(b"ab"), [0, 2]),
        (b"<!-- " + item(b"zz") + b" -->" + item(b"ab"), [2]),
        (b"<si><t>a<!--</t></si><si><t>-->b</t></si>" + item(b"c"), [2, 1]),
        (b"<si><t><![CDATA[</t></si>]]></t></si>" + item(b"c"), [9, 1]),
        (b"<si><t x='&lt;/si>'>a</t></si>" + item(b"bc"), [1, 2]),
        (b"<si><r><t>a</t></r><r><rPr><b/></rPr><t>bc</t></r></si>", [3]),
        (b"", []),
    ],
)
def test_strings_keep_their_numbers_however_they_are_written(
    items: bytes, lengths: list[int]
) -> None:
    read = [bytes([byte]) for byte in table(items)]

    assert measured([table(items)]) == lengths
    assert measured(read) == lengths


def test_a_prefix_before_every_name_changes_nothing() -> None:
    items = b"<x:si><x:t>abc</x:t></x:si><x:si><x:r><x:t>d</x:t></x:r></x:si>"

    assert measured([table(items, b"x:")]) == [3, 1]


@pytest.mark.parametrize("one", [b"<si/>", b"<si><t/></si>"])
def test_strings_beyond_all_number_are_refused(one: bytes) -> None:
    with pytest.raises(UnreadableError, match="7 different texts"):
        measured([table(one * 8)], Limits(shared_strings=7))


def test_a_string_within_a_string_is_refused() -> None:
    with pytest.raises(UnreadableError, match="E-ZIP"):
        measured([table(b"<si>" + item(b"a") + b"</si>")])


def test_a_string_without_end_is_refused() -> None:
    with pytest.raises(UnreadableError, match="E-ZIP"):
        measured([table(b"<si><t>a")])


def test_a_number_that_is_none_means_the_first_string(tmp_path: Path) -> None:
    rows = shared(1, 7).replace(b"<v>1<", b"<v>x<").replace(b"<v>7<", b"<v></v><v>0<")
    path = workbook(
        tmp_path / "a.xlsx", **{STRINGS: table(item(b"abc") + item(b"d")), SHEET: sheet(rows)}
    )

    assert said(path) == ["1", "abc", "abc"]
    assert error(path, Limits(text_bytes=6)).code == "E-SIZE"


def test_a_part_is_not_larger_than_it_says_even_if_its_checksum_fits(tmp_path: Path) -> None:
    first, rest = table(item(b"a"))[:-6], item(b"b") * 9999 + b"</sst>"
    path = workbook(tmp_path / "a.xlsx", **{STRINGS: first + rest, SHEET: sheet(shared(0))})
    data = bytearray(path.read_bytes())
    entry = data.rindex(STRINGS.encode()) - 46
    data[entry + 16 : entry + 20] = struct.pack("<I", zlib.crc32(first))
    data[entry + 24 : entry + 28] = struct.pack("<I", len(first))
    path.write_bytes(data)

    assert refusal(path) == "E-ZIP"


def test_a_part_smaller_than_it_says_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", **{STRINGS: table(item(b"a"))})
    data = bytearray(path.read_bytes())
    entry = data.rindex(STRINGS.encode()) - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 99_999)
    path.write_bytes(data)

    assert refusal(path) == "E-ZIP"


def test_of_two_directories_none_is_chosen(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    data = path.read_bytes()
    size, start = struct.unpack("<2L", data[-10:-2])
    path.write_bytes(data[:-22] + data[start : start + size] + data[-22:])

    assert refusal(path) == "E-ZIP"


def test_a_zip64_or_a_remark_behind_the_directory_is_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx")
    data = path.read_bytes()
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1)

    path.write_bytes(data[:-22] + locator + data[-22:])
    assert refusal(path) == "E-ZIP"

    path.write_bytes(data[:-2] + b"\1\0!")
    assert refusal(path) == "E-ZIP"


def test_a_part_that_becomes_a_tree_is_small(tmp_path: Path) -> None:
    styles = b"<styleSheet>" + bytes(np.random.default_rng(1).bytes(33 << 20)) + b"</styleSheet>"

    assert refusal(workbook(tmp_path / "a.xlsx", **{"xl/styles.xml": styles})) == "E-ZIP"
