"""On which rows of the law the lines of a file rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from adapters.model import Kind, PayrollTable
from config.codes import load_codes
from config.law import load_law
from config.model import Period
from outbox.rests import rests_on

LAW = load_law()
CODES = load_codes()
OCTOBER = Period(2026, 10)


def export(kind: Kind = Kind.SNAPSHOT, **cells: list[str]) -> PayrollTable:
    usual = {
        "QuocTich": ["VN", ""],
        "TrangThai": ["DangLam", ""],
        "PA": ["", ""],
        "NgayNghi": ["0", ""],
        "LoaiHD": ["KXDTH", ""],
        "HDTuNgay": ["01/10/2026", ""],
        "HDDenNgay": ["", ""],
        "LyDo": ["", ""],
    }
    frame = pd.DataFrame({**usual, **cells}, dtype="str")
    return PayrollTable(
        file="a.csv", sheet=None, kind=kind, format="x", columns=(), frame=frame,
        rows=np.arange(len(frame)) + 2,
    )  # fmt: skip


def named(table: PayrollTable, period: Period = OCTOBER) -> set[tuple[str, str]]:
    rows = rests_on(table, LAW, CODES, period)
    return {(row.table, row.key[-1]) for row in rows if row.table != "participation"}


def kinds(table: PayrollTable) -> set[str]:
    rows = rests_on(table, LAW, CODES, OCTOBER)
    return {row.key[0] for row in rows if row.table == "participation"}


def test_everybody_at_work_rests_on_the_rates_of_their_group_alone() -> None:
    assert named(export()) == {("rates", "vietnamese")}
    assert named(export(QuocTich=["US", "JP"])) == {("rates", "foreign")}
    assert named(export(QuocTich=["US", "VN"])) == {("rates", "foreign"), ("rates", "vietnamese")}


@pytest.mark.parametrize(
    "cells",
    [
        {"TrangThai": ["DangLam", "OmDau"]},
        {"NgayNghi": ["3", ""]},
        {"PA": ["", "KL"]},
    ],
)
def test_unpaid_days_and_leave_rest_on_their_limit(cells: dict[str, list[str]]) -> None:
    assert ("rules", "unpaid-days-limit") in named(export(**cells))


def test_a_snapshot_rests_on_who_takes_part_of_the_kinds_that_it_tells() -> None:
    short = export(LoaiHD=["XDTH", "KXDTH"], HDDenNgay=["15/11/2026", ""])

    assert kinds(export()) == {"employee"}
    assert kinds(short) == {"under-3-months", "employee"}
    assert kinds(export(LyDo=["Đang hưởng lương hưu", ""])) == {"pensioner", "employee"}
    assert kinds(export(Kind.MOVEMENTS)) == set()


def test_movements_are_taken_as_they_are_and_rest_on_rates_only() -> None:
    table = export(Kind.MOVEMENTS, PA=["KL", "TM"])
    without = replace(table, frame=table.frame.drop(columns=["QuocTich", "TrangThai", "NgayNghi"]))

    assert named(table) == named(without) == {("rates", "vietnamese")}


def test_the_rows_are_those_of_the_period() -> None:
    rows = list(rests_on(export(), LAW, CODES, Period(2021, 10)))

    assert {row.written for row in rows if row.key[:2] == ("unemployment", "employer")} == {"0"}
