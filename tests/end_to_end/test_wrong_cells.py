"""Acceptance 5: wrong cells go back to the sender, each at its place; the others go on."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.end_to_end.people import HERE, THERE, csv, letter, month, person, staff, wage, xlsx
from tests.end_to_end.provider import Provider
from tests.end_to_end.site import Site

WRONG: dict[int, tuple[str, str, str]] = {
    1: ("CMND", "07919000001", "E-CITIZEN"),
    2: ("NgaySinh", "31/02/1990", "E-DATE"),
    3: ("GioiTinh", "Có", "E-SEX"),
    4: ("TienLuong", "12.500", "E-MONEY-AMBIGUOUS"),
    5: ("LoaiHD", "dài hạn", "E-CONTRACT-KIND"),
    6: ("HoTen", "", "E-REQUIRED"),
    7: ("MaDonVi", "ZZ9999Z", "E-UNIT"),
    8: ("TienLuong", "45", "E-COEFFICIENT"),
    9: ("MasoBHXH", "12345", "E-INSURANCE"),
    10: ("DienThoai", "12", "E-PHONE"),
    11: ("MaBenhVien", "7", "E-HOSPITAL"),
    12: ("Matinh_NN", "77", "E-PROVINCE-OLD"),
}
"""Person -> the one cell that is wrong, and what must be found there."""
FILLS = {"FFFFC7CE"}


def _rows() -> list[dict[str, str]]:
    changes = {number: {field: value} for number, (field, value, _) in WRONG.items()}
    return [dict(row) for row in staff(range(1, 21), changes)]


def _expected() -> set[tuple[int, str, str]]:
    """Physical row, column letter and code of every finding: person n stands in line n + 1."""
    return {(number + 1, letter(field), code) for number, (field, _, code) in WRONG.items()}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_twelve_wrong_cells_are_twelve_findings_at_their_places(opened: Site, kind: str) -> None:
    opened.drop(f"luong.{kind}", csv(_rows()) if kind == "csv" else xlsx(_rows()))

    code = opened.once().code
    report = json.loads(opened.returned(f"luong.{kind}", "report.json").read_text())

    assert code == 2
    assert report["errors"] == 12
    errors = [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert {(each["row"], each["column"], each["code"]) for each in errors} == _expected()
    assert all(each["message_vi"] and each["advice_en"] for each in errors)
    assert opened.dropped(f"luong.{kind}")["state"] == "invalid"
    assert opened.fates(f"luong.{kind}") == (0, 0, 20, 0)


def test_the_workbook_marks_and_comments_just_those_cells(opened: Site) -> None:
    opened.drop("luong.csv", csv(_rows()))
    opened.once()

    book = openpyxl.load_workbook(opened.returned("luong.csv", "report.xlsx"))
    sheet = book.worksheets[1]
    coloured = {
        (cell.row, cell.column_letter)
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fgColor.rgb in FILLS
    }

    assert coloured == {(row, column) for row, column, _ in _expected()}
    for row, column, code in _expected():
        comment = sheet[f"{column}{row}"].comment
        assert comment is not None
        assert comment.text.startswith(f"{code}: ")
    assert sheet["D2"].value == person(1)["HoTen"]


def test_check_says_the_same_and_keeps_nothing(opened: Site, tmp_path: Path) -> None:
    file = tmp_path / "luong.csv"
    file.write_bytes(csv(_rows()))
    before, kept = opened.status(), opened.files("returned")

    done = opened.bhxh("check", file, "--json")

    found = {(each["row"], each["column"], each["code"]) for each in done.json["findings"]}
    assert done.code == 10
    assert found == {*_expected(), (None, None, "N-LAW")}
    assert opened.status() == before
    assert opened.files("returned") == kept


def test_check_as_a_process_of_its_own_exits_ten(opened: Site, tmp_path: Path) -> None:
    file = tmp_path / "luong.csv"
    file.write_bytes(csv(_rows()))

    done = opened.process("check", file)

    assert done.code == 10
    assert "12 lỗi/errors" in done.out


def test_the_mended_file_passes(opened: Site, tmp_path: Path, provider: Provider) -> None:
    opened.drop("luong.csv", csv(_rows()))
    opened.once()
    mended = csv(staff(range(1, 21), {1: {"TienLuong": str(wage(61))}}))
    file = tmp_path / "luong.csv"
    file.write_bytes(mended)

    checked = opened.bhxh("check", file).code
    opened.drop("luong.csv", mended)
    code = opened.once().code

    assert (checked, code) == (0, 0)
    assert opened.fates("luong.csv") == (19, 1, 0, 0)
    assert len(provider.inbound) == 1


def test_other_files_of_the_same_drop_go_on(opened: Site, provider: Provider) -> None:
    opened.drop("a.csv", csv(_rows()))
    opened.drop("b.csv", csv(staff(range(21, 31), {21: {"TienLuong": str(wage(61))}}, unit=THERE)))
    opened.drop("c.csv", "không phải bảng lương\n".encode("utf-16-le"))
    opened.drop(f"{HERE}/d.xlsx", xlsx(staff(range(1, 21), {2: {"ChucVu": "Tổ trưởng"}})))

    code = opened.once().code

    states = {drop["name"]: drop["state"] for drop in opened.status()["drops"]}
    assert code == 2
    assert states == {
        "baseline.csv": "converted",
        "a.csv": "invalid",
        "b.csv": "converted",
        "c.csv": "unreadable",
        f"{HERE}/d.xlsx": "converted",
    }
    assert len(provider.inbound) == 2
    assert opened.bhxh("show", "c.csv").code == 10


def test_warnings_are_told_by_the_pass_that_takes_the_file_and_by_no_later_one(
    opened: Site, provider: Provider, tmp_path: Path
) -> None:
    """A newcomer without insurance number: the TK1-TS has no household annex."""
    data = csv(staff([*range(1, 21), 31], {31: {"MasoBHXH": ""}}))
    file = tmp_path / "luong.csv"
    file.write_bytes(data)

    checked = opened.bhxh("check", file).code
    opened.drop("luong.csv", data)
    first, second = opened.once(), opened.once()

    drop = opened.dropped("luong.csv")
    assert (checked, drop["errors"], drop["warnings"]) == (0, 0, 1)
    assert (first.code, first.json["warned"]) == (1, [drop["id"]])
    assert (second.code, second.json["warned"]) == (0, [])
    assert len(provider.inbound) == 1


def test_with_good_rows_the_others_are_reported(opened: Site, provider: Provider) -> None:
    opened.feed(policy="good-rows")
    rows = [*_rows(), person(31), person(32)]
    opened.drop("luong.csv", csv(rows))

    code = opened.once().code

    assert code == 1
    assert opened.fates("luong.csv") == (8, 2, 12, 0)
    assert opened.dropped("luong.csv")["absent"] == 0
    assert opened.returned("luong.csv", "report.xlsx").exists()
    assert next(iter(provider.inbound)).startswith(f"{HERE}_{month(1).year}")
