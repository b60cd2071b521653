from __future__ import annotations

import dataclasses
import unicodedata
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from adapters.errors import UnreadableError
from adapters.feed import Hints, read_export
from adapters.model import Defect, Kind, PayrollTable
from adapters.snapshot import HEADINGS, REQUIRED, SNAPSHOT_FIELDS
from tests.adapters.golden.sample import GOLDEN, SAMPLE, sample_as_json

PERSON = {
    "MaNV": "1", "MaDonVi": "TA0001A", "Ky": "10/2026", "HoTen": "Nguyễn Văn An",
    "CMND": "079085000012", "NgaySinh": "15/03/1985", "GioiTinh": "Nam", "ChucVu": "Thợ",
    "NoiLamViec": "Xưởng", "LoaiHD": "KXDTH", "HDTuNgay": "01/06/2015", "TienLuong": "9000000",
}  # fmt: skip
NAMED = Hints(name="luong-2026-10.csv")


def export(
    path: Path, people: list[dict[str, str]], headings: dict[str, str] | None = None
) -> Path:
    fields = list(people[0])
    head = [(headings or HEADINGS).get(field, field) for field in fields]
    lines = [head, *([person[field] for field in fields] for person in people)]
    path.write_text("".join(";".join(line) + "\n" for line in lines), encoding="utf-8")
    return path


def read(path: Path, hints: Hints = NAMED) -> PayrollTable:
    return read_export(path, hints=hints)[0]


def refusal(path: Path, hints: Hints = NAMED) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read(path, hints)
    return caught.value


def without(*fields: str) -> dict[str, str]:
    return {field: text for field, text in PERSON.items() if field not in fields}


def test_the_sample_reads_like_its_golden_file() -> None:
    assert sample_as_json() == GOLDEN.read_text(encoding="utf-8")


def test_the_frame_has_every_field_as_text_without_gaps() -> None:
    table = read(SAMPLE, Hints(name="sample.csv"))

    assert tuple(table.frame) == SNAPSHOT_FIELDS
    assert set(table.frame.dtypes.astype(str)) == {"str"}
    assert not table.frame.isna().any().any()
    assert (table.kind, table.format, table.rows[0]) == (Kind.SNAPSHOT, "snapshot", 2)


@pytest.mark.parametrize("kind", [",", "\t", "quoted", "xlsx", "nfd", "reversed", "codes"])
def test_the_same_people_in_any_dress_give_the_same_frame(tmp_path: Path, kind: str) -> None:
    lines = [line.split(";") for line in SAMPLE.read_text(encoding="utf-8-sig").splitlines()]
    path = tmp_path / ("a.xlsx" if kind == "xlsx" else "a.csv")
    _write(path, lines, kind)

    table = read(path, Hints(name=path.name))

    pd.testing.assert_frame_equal(table.frame, read(SAMPLE, Hints(name="s.csv")).frame)


def _write(path: Path, lines: list[list[str]], kind: str) -> None:
    if kind == "xlsx":
        with xlsxwriter.Workbook(path) as book:
            sheet = book.add_worksheet("Tháng 10")
            for number, line in enumerate(lines):
                for index, cell in enumerate(line):
                    sheet.write_string(number, index, cell)
        return
    if kind == "reversed":
        lines = [line[::-1] for line in lines]
    if kind == "codes":
        lines = [list(SNAPSHOT_FIELDS), *lines[1:]]
    delimiter = kind if kind in {",", "\t"} else ";"
    if kind in {",", "quoted"}:
        lines = [[f'"{cell}"' for cell in line] for line in lines]
    text = "".join(delimiter.join(line) + "\n" for line in lines)
    path.write_text(unicodedata.normalize("NFD", text) if kind == "nfd" else text, encoding="utf-8")


def test_headings_are_known_without_accents_case_and_line_breaks(tmp_path: Path) -> None:
    headings = {
        **HEADINGS,
        "HoTen": "HO VA TEN *",
        "GioiTinh": "giới  tính",
        "MaNV": "Ma nhan vien",
    }

    table = read(export(tmp_path / "a.csv", [PERSON], headings))

    column = table.column("HoTen")
    assert column is not None
    assert (column.heading, column.letter) == ("HO VA TEN *", "D")
    assert table.column("PA") is None


def test_a_column_we_do_not_know_is_named_once(tmp_path: Path) -> None:
    table = read(export(tmp_path / "a.csv", [{**PERSON, "Sở thích": "cờ", "": "?", "  ": ""}]))

    assert table.defects == (
        Defect(code="W-COLUMN", row=1, letter="M", facts={"heading": "Sở thích"}),
        Defect(code="W-COLUMN", row=1, letter="N", facts={"heading": ""}),
    )


@pytest.mark.parametrize("field", REQUIRED)
def test_a_required_heading_missing_is_named(tmp_path: Path, field: str) -> None:
    error = refusal(export(tmp_path / "a.csv", [without(field)]))

    assert error.code == "E-HEADER"
    assert HEADINGS[field] in error.reason_vi


@pytest.mark.parametrize("again", ["HO VA TEN", "HoTen", "Mã  NV\t"])
def test_a_heading_twice_is_refused(tmp_path: Path, again: str) -> None:
    path = tmp_path / "a.csv"
    head = [*(HEADINGS[field] for field in PERSON), "Mã NV", again.strip("\t")]
    path.write_text(";".join(head) + "\n" + ";" * (len(head) - 1) + "\n", encoding="utf-8")

    assert refusal(path).code == "E-HEADER"


def test_headings_without_people_are_empty(tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", [PERSON])
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n\n;;\n", encoding="utf-8")

    assert refusal(path).code in {"E-EMPTY", "E-COLS"}


@pytest.mark.parametrize(
    ("hints", "period"),
    [
        (NAMED, "10/2026"),
        (Hints(name="luong_202609_v2.csv"), "09/2026"),
        (Hints(name="a.csv", period="08/2026"), "08/2026"),
        (Hints(name="luong-2026-10.csv", period="08/2026"), "08/2026"),
    ],
)
def test_the_period_comes_from_the_feed_or_the_file_name(
    tmp_path: Path, hints: Hints, period: str
) -> None:
    table = read(export(tmp_path / "a.csv", [without("Ky")]), hints)

    assert table.frame["Ky"].tolist() == [period]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [(["", "10/2026"], ["10/2026", "10/2026"]), (["", "9/2026"], ["", "09/2026"])],
)
def test_a_blank_period_is_that_of_the_file_s_name_unless_another_one_is_written(
    tmp_path: Path, written: list[str], read_as: list[str]
) -> None:
    people = [{**PERSON, "Ky": period} for period in written]

    assert read(export(tmp_path / "a.csv", people)).frame["Ky"].tolist() == read_as


@pytest.mark.parametrize("name", ["a.csv", "2026-10-31.csv", "2026-09 2026-10.csv", "12026109.csv"])
def test_a_file_that_tells_no_period_is_refused(tmp_path: Path, name: str) -> None:
    error = refusal(export(tmp_path / "a.csv", [without("Ky")]), Hints(name=name))

    assert error.code == "E-HEADER"
    assert "period" in error.reason_en


@pytest.mark.parametrize(
    "hints",
    [
        Hints(name="2026-10.csv", unit="TB0002B"),
        Hints(name="2026-10.csv", folder="hr/TB0002B"),
        Hints(name="2026-10.csv", folder="TA0001A", unit="TB0002B"),
    ],
)
def test_the_unit_comes_from_the_feed_or_the_subfolder(tmp_path: Path, hints: Hints) -> None:
    table = read(export(tmp_path / "a.csv", [without("MaDonVi")]), hints)

    assert table.frame["MaDonVi"].tolist() == ["TB0002B"]


def test_a_summary_row_is_no_employee(tmp_path: Path) -> None:
    total = dict.fromkeys(PERSON, "")

    table = read(export(tmp_path / "a.csv", [PERSON, {**total, "HoTen": "Tổng cộng:"}]))

    assert table.defects == (Defect(code="E-SUMMARY", row=3, letter="D"),)


def test_blanks_around_texts_are_counted_once_a_column(tmp_path: Path) -> None:
    people = [
        PERSON,
        {**PERSON, "HoTen": "Lê An\u00a0", "TienLuong": " 9000000 "},
        {**PERSON, "HoTen": "  Lê Bình", "NoiLamViec": "   "},
    ]

    table = read(export(tmp_path / "a.csv", people))

    assert table.frame["HoTen"].tolist() == ["Nguyễn Văn An", "Lê An", "Lê Bình"]
    assert table.defects == (
        Defect(code="N-TRIM", row=3, field="HoTen", letter="D", facts={"cells": 2}),
        Defect(code="N-TRIM", row=3, field="TienLuong", letter="L", facts={"cells": 1}),
    )


def test_letters_in_parts_are_composed_and_counted_with_the_first(tmp_path: Path) -> None:
    name = unicodedata.normalize("NFD", "Nguyễn Thị Ánh")
    marks = "Lê Na" + "\u0301" * 9
    people = [{**PERSON, "HoTen": given} for given in ("Lê An", name, f" {name}", marks)]

    table = read(export(tmp_path / "a.csv", people))

    assert table.frame["HoTen"].tolist()[1:3] == ["Nguyễn Thị Ánh"] * 2
    assert table.defects == (
        Defect(code="N-NFC", row=3, field="HoTen", letter="D", facts={"cells": 2}),
        Defect(code="N-TRIM", row=4, field="HoTen", letter="D", facts={"cells": 1}),
    )


def test_a_defect_of_a_cell_knows_its_field(tmp_path: Path) -> None:
    table = read(export(tmp_path / "a.csv", [{**PERSON, "HoTen": "A\x07"}]))

    assert table.defects == (Defect(code="E-CTRL", row=2, field="HoTen", letter="D"),)


def test_an_identifier_kept_as_a_number_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    people = [PERSON, {**PERSON, "CMND": "79085000012"}, {**PERSON, "CMND": "123456789"}]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, list(PERSON))
        for number, person in enumerate(people, start=1):
            sheet.write_row(number, 0, list(person.values()))
            sheet.write_number(number, 4, int(person["CMND"]))

    facts = {"expected": 12, "found": 11, "zeros": 1}
    assert read(path, Hints(name="a.xlsx")).defects == (
        Defect(code="E-NUMBER-ID", row=2, field="CMND", letter="E", facts=facts),
        Defect(code="E-NUMBER-ID", row=3, field="CMND", letter="E", facts=facts),
    )


def test_an_identifier_rounded_by_a_spreadsheet_is_named(tmp_path: Path) -> None:
    table = read(export(tmp_path / "a.csv", [{**PERSON, "CMND": "7.9085E+10"}]))

    assert [dataclasses.replace(d, facts={}) for d in table.defects] == [
        Defect(code="E-NUMBER-ID", row=2, field="CMND", letter="E")
    ]
