"""The amounts workbook: sums, changes and people, safe to open."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl
import pandas as pd

from config.law import Fund
from config.model import Period
from inbox.amounts import in_short, write_amounts
from inbox.sheets import SHOWN
from outbox.amounts import CAPPED_COLUMNS, CHANGED_COLUMNS, Amounts
from outbox.contributions import Total

MADE = datetime(2026, 11, 5, tzinfo=UTC)
BEFORE = tuple(Total("TA0001A", fund, 1, 100, 3, 1) for fund in Fund)
AFTER = tuple(Total("TA0001A", fund, 2, 300, 9, 3) for fund in Fund)


def amounts(changed=(), capped=()):
    return Amounts(
        period=Period(2026, 10),
        before=BEFORE,
        after=AFTER,
        changed=pd.DataFrame(list(changed), columns=list(CHANGED_COLUMNS)),
        capped=pd.DataFrame(list(capped), columns=list(CAPPED_COLUMNS)),
    )


def sheets(found):
    data = write_amounts(found, title="luong.csv", made_at=MADE)
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {page.title: [list(row) for row in page.iter_rows(values_only=True)] for page in book}


def test_each_fund_has_a_row_and_each_unit_its_sum():
    rows = sheets(amounts())["Số phải đóng"]

    assert [row[2:] for row in rows if row[0] == "TA0001A"] == [
        *[[2, 300, 9, 3, 12]] * 5,
        ["", "", 45, 15, 60],
    ]


def test_what_changed_stands_beside_what_was_declared():
    rows = sheets(amounts())["Thay đổi"]

    assert rows[1][2:] == [1, 2, 1, 100, 300, 200, 4, 12, 8]


def test_a_name_that_looks_like_a_formula_stays_a_text():
    rows = sheets(amounts([("TA0001A", "NV1", "=1+1", 0, 5, 0, 7)]))["Người thay đổi"]

    assert rows[1] == ["TA0001A", "NV1", "=1+1", 0, 5, 0, 7, 7]


def test_a_name_that_looks_like_the_formats_own_stays_a_text():
    rows = sheets(amounts([("TA0001A", "<r><c></r>", "<r>a</r>", 0, 5, 0, 7)]))["Người thay đổi"]

    assert rows[1] == ["TA0001A", " <r><c></r>", " <r>a</r>", 0, 5, 0, 7, 7]


def test_too_many_people_are_cut_to_the_largest_changes_and_it_says_so():
    many = [("TA0001A", f"NV{each}", "x", 0, 0, 0, each) for each in range(SHOWN + 2)]

    rows = sheets(amounts(many))["Người thay đổi"]

    assert f"{SHOWN} / {SHOWN + 2}" in rows[0][0]
    assert rows[3][1] == "NV2"
    assert len(rows) == SHOWN + 3


def test_capped_people_are_listed():
    rows = sheets(amounts(capped=[("TA0001A", "NV1", "An", 60, 50, 60)]))["Chạm trần"]

    assert rows[1] == ["TA0001A", "NV1", "An", 60, 50, 60]


def test_in_short_has_sums_and_nobody():
    short = in_short(amounts([("TA0001A", "NV1", "An", 0, 5, 0, 7)]))

    assert (short["employer"], short["employee"], short["sum"], short["sum_before"]) == (
        45, 15, 60, 20,
    )  # fmt: skip
    assert short["funds"][0] == {
        "fund": "sick-maternity", "people": 2, "base": 300, "employer": 9, "employee": 3, "sum": 12,
    }  # fmt: skip
    assert "NV1" not in str(short)
