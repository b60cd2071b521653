from __future__ import annotations

from dataclasses import replace

import pytest

from tests.validators.people import context, person, table
from validators.layers import examine

CONTEXT = context()


def told(file: str, folder: str = "", **cells: str) -> list[str]:
    """Return what is said of a file of October and of unit TA0001A, but for some cells."""
    rows = table([person(1), person(2, **cells)])
    report = examine(replace(rows, file=file, folder=folder), sha256="", context=CONTEXT)
    assert all(found.row is None for found in report.findings if "NAME" in found.code)
    return [found.code for found in report.findings if "NAME" in found.code]


@pytest.mark.parametrize(
    "file",
    ["luong-2026-09.csv", "luong_TA0001A_11-2026.csv", "luong T9.2026.xlsx", "luong_092026.csv"],
)
def test_a_file_named_after_a_month_that_no_row_is_of_is_told(file: str) -> None:
    assert told(file) == ["W-NAME-PERIOD"]


@pytest.mark.parametrize(
    "file",
    [
        *("luong-2026-10.csv", "luong_102026.csv", "BHXH thang 10.2026.csv", "202610.csv"),
        # A day of export is no month, and a version, a year or a short month tells nothing.
        *("luong-2026-11-02.csv", "luong-20261102.csv", "luong-02-11-2026.csv", "2.11.2026.csv"),
        *("luong-02112026.csv", "luong-2026.csv", "luong T11-26.csv", "luong-1126.csv"),
        # One of two is enough.
        *("luong-2026-10 xuat 11-2026.csv", "luong-2026-09_2026-10.csv"),
        # One of several tries, quarters or versions.
        *("D02 lần 2-2026.csv", "Q3-2026.csv", "luong_quy_4_2026.csv", "v1.2026.csv"),
        *("luong.csv", "luong-13-2026.csv", "12345-2026.csv", "luong-11-20265.csv"),
    ],
)
def test_a_name_that_may_be_right_is_not_told(file: str) -> None:
    assert told(file) == []


@pytest.mark.parametrize(
    ("file", "folder"),
    [("luong_TA0002B.csv", ""), ("luong-ta0002b.csv", ""), ("luong.csv", "TA0002B")],
)
def test_a_name_or_folder_of_a_unit_that_no_row_is_of_is_told(file: str, folder: str) -> None:
    assert told(file, folder) == ["W-NAME-UNIT"]
    assert told(file, folder, MaDonVi="TA0002B") == []


@pytest.mark.parametrize(
    ("file", "folder"),
    [
        ("luong_TA0001A.csv", "TA0001A"),
        ("luong_TA0001A_TA0002B.csv", ""),
        # Nobody's unit, and a longer word.
        ("luong_TZ9999Z.csv", "PAYROLL"),
        ("luong_XTA0002B.csv", ""),
    ],
)
def test_a_unit_that_may_be_right_is_not_told(file: str, folder: str) -> None:
    assert told(file, folder) == []


def test_a_file_whose_periods_and_units_are_wrong_already_is_not_compared() -> None:
    rows = table([person(1, Ky="?", MaDonVi="")])
    report = examine(replace(rows, file="luong-2026-09_TA0002B.csv"), sha256="", context=CONTEXT)

    assert {found.code for found in report.findings} == {"E-REQUIRED", "E-PERIOD"}
