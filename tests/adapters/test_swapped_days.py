"""A spreadsheet of another country swaps day and month where it can: told once a column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.hints import Hints
from adapters.model import Defect, PayrollTable
from tests.adapters.mapped import sheet
from tests.adapters.test_snapshot import PERSON, read

BIRTHS = [
    *("03/02/1990", "25/03/1991", "07/11/1988", "13/01/1985", "31/12/1979", "12/08/1995"),
    *("05/06/1992", "18/06/1993", "02/09/1986", "22/10/1999", "06/05/1984"),
]


def opened_abroad(day: str) -> object:
    """Return what Excel makes of a day in the order of the United States: a date, or the text."""
    first, second, year = map(int, day.split("/"))
    return dt.date(year, first, second) if first <= 12 else day


def column(folder: Path, name: str, days: Sequence[object]) -> PayrollTable:
    rows = [list({**PERSON, name: day, "MaNV": f"{at}"}.values()) for at, day in enumerate(days)]
    path = sheet(folder / "a.xlsx", [list(PERSON), *rows])
    return read(path, Hints(name="a.xlsx"))


def test_dates_to_the_12th_beside_texts_beyond_it_are_told_once(tmp_path: Path) -> None:
    table = column(tmp_path, "NgaySinh", [opened_abroad(day) for day in BIRTHS])

    facts = {"cells": 6}
    assert table.defects == (
        Defect(code="W-DAYS-SWAPPED", row=2, field="NgaySinh", letter="F", facts=facts),
    )
    assert table.frame["NgaySinh"][0] == "02/03/1990"


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(BIRTHS, id="all texts"),
        pytest.param([dt.date(1990, 2, 3)] * 6 + BIRTHS[1:2] * 6, id="the same few days"),
        pytest.param([*map(opened_abroad, BIRTHS), dt.date(1990, 2, 13)], id="a date beyond"),
        pytest.param([*map(opened_abroad, BIRTHS), "03/02/1990"], id="a text up to it"),
        pytest.param([*map(opened_abroad, BIRTHS[:8])], id="too few"),
        pytest.param(
            [dt.date(2026, month, 1) for month in range(1, 13)] + BIRTHS[1::2],
            id="firsts of months",
        ),
    ],
)
def test_other_mixtures_are_nobody_s_fault(tmp_path: Path, days: list[object]) -> None:
    assert column(tmp_path, "NgaySinh", days).defects == ()


def test_what_is_no_day_says_nothing_about_the_others(tmp_path: Path) -> None:
    days = [*map(opened_abroad, BIRTHS), "1985", "", "?"]

    assert [each.code for each in column(tmp_path, "NgaySinh", days).defects] == ["W-DAYS-SWAPPED"]
