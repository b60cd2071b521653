"""The report workbook: the sender's own sheets, and nothing in it that runs or leads outside."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import numpy as np
import openpyxl
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import Workbook

from adapters.model import RawTable
from tests.validators.people import context, of_frame, person
from validators.layers import examine
from validators.model import Onward, Report
from validators.report import to_xlsx

CONTEXT = context()
RISKY = ("=1+1", '=HYPERLINK("http://example.vn")', "@SUM(A1)", "+1", "-2+3", "\t=1", "\r=1")
DDE = "=cmd|' /C calc'!A0"


def sheet(name: str | None, rows: list[list[str]], first: int = 1) -> RawTable:
    cells = pd.DataFrame(rows, dtype="str")
    return RawTable(
        file="luong.xlsx", sheet=name, cells=cells, rows=np.arange(first, first + len(rows))
    )


def case(name: str | None, *rows: dict[str, str], shown: int = 1000) -> tuple[Report, RawTable]:
    """Judge rows that stand below their headings in a sheet of that name."""
    frame = pd.DataFrame(rows, dtype="str")
    checked = of_frame(frame)
    report = examine(checked, sha256="ab" * 32, context=CONTEXT, shown=shown)
    headings = [column.heading for column in checked.columns]
    return report, sheet(name, [headings, *frame.to_numpy().tolist()])


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


WRONG = case("Lương", person(1, GioiTinh="9"))


def test_every_visible_sheet_is_there_with_its_own_name_and_cells() -> None:
    report, raw = case("Bảng lương T10", person(1), person(2, GioiTinh="9"))
    notes = sheet("Ghi chú", [["Người lập", "Trần Thị Bích"]], first=7)

    book = opened(to_xlsx(report, raw, [notes, raw]))

    assert book.sheetnames == ["Tổng hợp", "Ghi chú", "Bảng lương T10", "Chi tiết"]
    assert [cell.value for cell in book["Ghi chú"][7]] == ["Người lập", "Trần Thị Bích"]
    assert book["Bảng lương T10"]["H3"].comment is not None
    assert book["Bảng lương T10"]["D3"].value == person(2)["HoTen"]


def test_the_sheet_that_was_judged_is_known_by_its_name_where_it_is_a_copy() -> None:
    report, raw = case("Lương", person(1, GioiTinh="9"))

    book = opened(to_xlsx(report, raw, [sheet("Bìa", [["Tháng 10"]]), replace(raw)]))

    assert book["Bìa"]["A1"].value == "Tháng 10"
    assert book["Lương"]["H2"].comment is not None


def test_our_sheets_make_room_for_the_senders_names() -> None:
    report, raw = case("Tổng hợp", person(1, GioiTinh="9"))
    others = [sheet("chi tiết", []), sheet("History", []), sheet("a/b:c", []), sheet("x" * 40, [])]

    names = opened(to_xlsx(report, raw, [raw, *others])).sheetnames

    own = ["Tổng hợp", "chi tiết", "History (2)", "a_b_c", "x" * 31]
    assert names == ["Tổng hợp (2)", *own, "Chi tiết (2)"]


def test_a_sheet_name_of_quotes_alone_is_a_name_still() -> None:
    report, raw = case("''", person(1, GioiTinh="9"))

    assert opened(to_xlsx(report, raw, [raw])).sheetnames[1] == "_"


@settings(max_examples=15, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=4))
def test_whatever_the_senders_sheets_are_called_the_workbook_opens(names: list[str]) -> None:
    report, raw = WRONG

    found = opened(to_xlsx(report, raw, [raw, *(sheet(name, []) for name in names)])).sheetnames

    assert len({name.casefold() for name in found}) == len(names) + 3


def test_nothing_in_the_package_is_a_formula_or_leads_outside() -> None:
    wrong = [person(number, ChucVu=text) for number, text in enumerate((*RISKY, DDE), start=1)]
    report, raw = case(DDE[:31], *wrong, person(20, GioiTinh="=1+1"))

    found = parts(to_xlsx(report, raw, [raw]))

    assert not any("externalLink" in name or "vbaProject" in name for name in found)
    for name, data in found.items():
        root = etree.fromstring(data)
        assert not root.xpath("//*[local-name()='f' or local-name()='ddeLink']"), name
        assert not root.xpath("//*[@TargetMode='External']"), name
        links = root.xpath("//*[local-name()='hyperlink']")
        assert all(set(link.attrib) <= {"ref", "location", "display"} for link in links), name
        if name.startswith("xl/worksheets/sheet"):
            filled = root.xpath("//*[local-name()='c'][*]/@t")
            assert set(filled) == {"s"}, name


def test_a_text_that_a_spreadsheet_would_run_once_edited_is_marked_as_text() -> None:
    texts = (*RISKY, DDE)
    rows = [person(at, ChucVu=text, GioiTinh=text) for at, text in enumerate(texts, start=1)]
    report, raw = case(None, *rows)

    page = opened(to_xlsx(report, raw))["Dữ liệu"]

    for at, text in enumerate(texts, start=2):
        for cell in (page[f"K{at}"], page[f"H{at}"]):
            assert cell.value.replace("_x000D_", "\r") == text
            assert (cell.data_type, cell.quotePrefix) == ("s", True)
        assert page[f"H{at}"].fill.fgColor.rgb == "FFFFC7CE"
        assert not page[f"D{at}"].quotePrefix


def test_the_first_place_of_a_rule_is_a_link_within_the_workbook() -> None:
    report, raw = case("Lương 'T10'", person(1), person(2, GioiTinh="9"))

    page = opened(to_xlsx(report, raw, [raw]))["Tổng hợp"]

    (link,) = (cell for row in page.iter_rows() for cell in row if cell.hyperlink)
    assert (link.value, link.hyperlink.location) == ("H3", "'Lương ''T10'!H3")
    assert link.hyperlink.target is None


def test_a_place_that_is_in_no_sheet_has_no_link() -> None:
    report, _ = case(None, person(1, GioiTinh="9"))
    nothing = sheet(None, [])

    page = opened(to_xlsx(report, nothing))["Tổng hợp"]

    assert not [cell for row in page.iter_rows() for cell in row if cell.hyperlink]


def test_the_first_sheet_says_what_happens_next_and_what_it_does_not_show() -> None:
    rows = [person(number, GioiTinh="9") for number in range(1, 4)]
    report, raw = case(None, *rows, shown=2)
    onward = Onward(policy="all", goes_on=False, rows_on=0, rows_left_out=3, vi="Dừng", en="Stops")

    page = opened(to_xlsx(replace(report, onward=onward), raw))["Tổng hợp"]

    told = [row[0].value for row in page.iter_rows()]
    assert "Tiếp theo: Dừng" in told
    assert "What happens next: Stops" in told
    assert "At most 1,000 findings of a rule are shown; Count is of all of them." in told
    last = [cell.value for cell in page[page.max_row]]
    assert last[:5] == ["E-SEX", "Lỗi / Error", "3", "2", "H2"]


def test_columns_are_as_wide_as_their_texts_but_not_wider_than_a_page_bears() -> None:
    report, raw = case(None, person(1, NoiLamViec="x" * 90, ChucVu="y" * 20))

    page = opened(to_xlsx(report, raw))["Dữ liệu"]

    widths = [round(page.column_dimensions[letter].width) for letter in ("K", "M")]
    assert widths == [23, 41]
