"""On which rows of the law the lines of a file rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from adapters.model import Kind, PayrollTable
from config.law import load_law
from config.model import Period
from outbox.rests import rests_on

LAW = load_law()
OCTOBER = Period(2026, 10)


def export(kind: Kind = Kind.SNAPSHOT, **cells: list[str]) -> PayrollTable:
    usual = {
        "QuocTich": ["VN", ""],
        "TrangThai": ["DangLam", ""],
        "PA": ["", ""],
        "NgayNghi": ["0", ""],
    }
    frame = pd.DataFrame({**usual, **cells}, dtype="str")
    return PayrollTable(
        file="a.csv", sheet=None, kind=kind, format="x", columns=(), frame=frame,
        rows=np.arange(len(frame)) + 2,
    )  # fmt: skip


def named(table: PayrollTable, period: Period = OCTOBER) -> set[tuple[str, str]]:
    return {(row.table, row.key[-1]) for row in rests_on(table, LAW, period)}


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


def test_movements_are_taken_as_they_are_and_rest_on_rates_only() -> None:
    table = export(Kind.MOVEMENTS, PA=["KL", "TM"])
    without = replace(table, frame=table.frame.drop(columns=["QuocTich", "TrangThai", "NgayNghi"]))

    assert named(table) == named(without) == {("rates", "vietnamese")}


def test_the_rows_are_those_of_the_period() -> None:
    rows = rests_on(export(), LAW, Period(2021, 10))

    assert {row.written for row in rows if row.key[:2] == ("unemployment", "employer")} == {"0"}
