"""Cells that are Unicode in name only: what a workbook keeps of text in a legacy font."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from adapters.errors import UnreadableError
from adapters.model import RawTable
from adapters.table import read_table
from config.encodings import Encoding
from tests.adapters.old_codes import masked

HEADINGS = ["Mã NV", "Họ và tên", "Chức vụ", "Ghi chú"]
PEOPLE = [
    ["NV1", "Nguyễn Văn Đức", "Công nhân may", "25m²"],
    ["NV2", "Trần Thị Hường", "Tổ trưởng", ""],
    ["NV3", "Đặng Quốc Vượng", "Thợ máy", "Quý 3"],
    ["NV4", "Lý Tú", "Thợ may", "1990"],
]
NAMES, JOBS = 1, 2


def rows(code: str, *columns: int, heading: bool = False) -> list[list[str]]:
    """Return the table with some columns in a legacy font, their headings perhaps too."""
    table = [list(row) for row in (HEADINGS, *PEOPLE)]
    for row in table if heading else table[1:]:
        for column in columns:
            row[column] = masked(row[column], code)
    return table


def read(
    folder: Path, table: list[list[str]], kind: str = "xlsx", encoding: Encoding = ""
) -> RawTable:
    path = folder / f"a.{kind}"
    if kind == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet()
            for at, row in enumerate(table):
                sheet.write_row(at, 0, row)
    else:
        path.write_text("".join(";".join(row) + "\n" for row in table), encoding="utf-8")
    (found,) = read_table(path, path.name, encoding=encoding)
    return found


def cells(table: RawTable) -> list[list[str]]:
    found: list[list[str]] = table.cells.to_numpy().tolist()
    return found


def refusal(
    folder: Path, table: list[list[str]], kind: str = "xlsx", encoding: Encoding = ""
) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read(folder, table, kind, encoding)
    return caught.value


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("heading", [True, False])
@pytest.mark.parametrize(("code", "name"), [("tcvn3", "TCVN3"), ("vni", "VNI")])
def test_a_column_in_a_legacy_font_is_refused_with_its_name_and_first_row(
    tmp_path: Path, code: str, name: str, kind: str, heading: bool
) -> None:
    error = refusal(tmp_path, rows(code, NAMES, JOBS, heading=heading), kind)

    assert (error.code, error.row) == ("E-ENC-LEGACY", 1 if heading else 2)
    assert name in error.reason_en
    assert f'encoding = "{code}"' in error.advice_en


@pytest.mark.parametrize(("kind", "named"), [("xlsx", True), ("xlsx", False), ("csv", False)])
@pytest.mark.parametrize("columns", [(NAMES,), (NAMES, JOBS)])
@pytest.mark.parametrize("code", ["tcvn3", "vni"])
def test_it_is_converted_where_the_feed_says_so(
    tmp_path: Path, code: Encoding, columns: tuple[int, ...], named: bool, kind: str
) -> None:
    table = read(tmp_path, rows(code, *columns), kind, code if named else "auto")

    assert cells(table) == [HEADINGS, *PEOPLE]
    assert table.fonts == dict.fromkeys(columns, code)


@pytest.mark.parametrize("code", ["tcvn3", "vni"])
def test_a_text_file_of_that_name_must_be_in_it_altogether(tmp_path: Path, code: Encoding) -> None:
    table = [row[1:3] for row in rows(code, NAMES, JOBS, heading=True)]

    found = read(tmp_path, table, "csv", code)
    error = refusal(tmp_path, rows(code, NAMES), "csv", code)

    assert cells(found) == [row[1:3] for row in (HEADINGS, *PEOPLE)]
    assert (error.code, error.row) == ("E-ENC", 1)


def test_a_word_that_may_be_foreign_is_not_converted_on_its_own(tmp_path: Path) -> None:
    table = rows("vni", NAMES)
    table[3][3] = "Loïc"

    error = refusal(tmp_path, table, encoding="auto")

    assert (error.code, error.row) == ("E-ENC", 4)


@pytest.mark.parametrize("encoding", ["", "utf-8", "utf-16", "auto", "tcvn3", "vni"])
def test_unicode_in_a_workbook_stays_as_it_is(tmp_path: Path, encoding: Encoding) -> None:
    table = read(tmp_path, [HEADINGS, *PEOPLE], encoding=encoding)

    assert cells(table) == [HEADINGS, *PEOPLE]
    assert not table.fonts


def test_a_font_that_the_feed_does_not_name_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, rows("tcvn3", NAMES), encoding="vni")

    assert (error.code, error.row) == ("E-ENC", 2)
    assert "TCVN3" in error.reason_en


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("code", ["tcvn3", "vni"])
def test_one_name_in_a_legacy_font_among_others_is_found(
    tmp_path: Path, code: Encoding, kind: str
) -> None:
    table = [list(row) for row in (HEADINGS, *PEOPLE)]
    table[3][NAMES] = masked("Đặng Văn Đức", code)

    undeclared = refusal(tmp_path, table, kind)
    declared = refusal(tmp_path, table, kind, "auto")

    assert (undeclared.code, undeclared.row) == ("E-ENC-LEGACY", 4)
    assert (declared.code, declared.row) == ("E-ENC", 4)


def test_a_letter_that_the_font_has_not_is_refused(tmp_path: Path) -> None:
    table = rows("tcvn3", NAMES, JOBS)
    table[4][NAMES] = "V¨n J\xe0"

    error = refusal(tmp_path, table, encoding="tcvn3")

    assert (error.code, error.row) == ("E-ENC", 5)


@pytest.mark.parametrize(
    "name",
    ["José Muñoz", "Jürgen Müller", "Loïc Noël", "Raúl Peña", "Søren Bjørn", "João Conceição",
     "Zoë Anaïs", "Åse Öberg", "Gaël Chloé", "Núñez", "Thaïs", "Iñaki"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["", "auto", "tcvn3", "vni"])
def test_a_foreign_name_is_no_legacy_font(tmp_path: Path, name: str, encoding: Encoding) -> None:
    table = [HEADINGS, *PEOPLE, ["NV5", name, "Chuyên gia «ABC»", "12µm, 20°C, Coca-Cola®"]]

    assert cells(read(tmp_path, table, encoding=encoding)) == table
