"""A month's contributions as a workbook for the sender, and in a few numbers for programs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

import pandas as pd

from config.law import Fund
from inbox.sheets import SHOWN, Row, Sheet, to_xlsx
from outbox.amounts import Amounts
from outbox.contributions import Total

FUND_WORDS = {
    Fund.BHXH_SICK: "BHXH ốm đau, thai sản · sickness and maternity",
    Fund.BHXH_RETIREMENT: "BHXH hưu trí, tử tuất · retirement and death",
    Fund.TNLD_BNN: "BHTNLĐ-BNN · accidents at work",
    Fund.BHYT: "BHYT · health",
    Fund.BHTN: "BHTN · unemployment",
}
_ALL = "Cộng · all"
_UNIT, _FUND, _PEOPLE = "Mã đơn vị · Unit", "Quỹ · Fund", "Số người · People"
_PERSON, _NAME = "Mã nhân viên · Employee", "Họ và tên · Name"
_BEFORE, _AFTER, _MORE = "trước · before", "sau · after", "chênh lệch · difference"


def write_amounts(amounts: Amounts, *, title: str, made_at: datetime) -> bytes:
    """Return the workbook: per unit and fund, what changes, who changes, whose base is capped."""
    sheets = [_totals(amounts), _change(amounts), _people(amounts), _capped(amounts)]
    return to_xlsx(sheets, title=title, made_at=made_at)


def in_short(amounts: Amounts) -> dict[str, Any]:
    """Return the sums that `show` and the report carry: nothing of a person."""
    return {
        "period": str(amounts.period),
        "employer": sum(total.employer for total in amounts.after),
        "employee": sum(total.employee for total in amounts.after),
        "sum": sum(total.sum for total in amounts.after),
        "sum_before": sum(total.sum for total in amounts.before),
        "capped": len(amounts.capped),
        "funds": [_fund(fund, amounts.after) for fund in Fund],
    }


def _fund(fund: Fund, totals: Sequence[Total]) -> dict[str, Any]:
    own = [total for total in totals if total.fund is fund]
    names = ("people", "base", "employer", "employee", "sum")
    return {"fund": str(fund)} | {name: sum(getattr(each, name) for each in own) for name in names}


def _totals(amounts: Amounts) -> Sheet:
    """Write head-count, base and both payers' share per unit and fund, and of each unit."""
    rows: list[Row] = []
    for unit, totals in groupby(amounts.after, key=lambda total: total.unit):
        own = list(totals)
        rows += [
            (unit, FUND_WORDS[total.fund], total.people, total.base, *_paid([total]))
            for total in own
        ]
        # People and bases of several funds do not add up to anything.
        rows.append((unit, _ALL, "", "", *_paid(own)))
    return Sheet(
        name="Số phải đóng",
        remarks=(
            f"Kỳ {amounts.period}: số phải đóng theo danh sách đã khai báo, gồm cả tệp này.",
            "What the declared people owe for the month, this file included; whole VND.",
        ),
        headings=(
            *(_UNIT, _FUND, _PEOPLE, "Quỹ lương · Base", "Người sử dụng lao động · Employer"),
            *("Người lao động · Employee", "Cộng · Sum"),
        ),
        rows=rows,
    )


def _paid(totals: Sequence[Total]) -> tuple[int, int, int]:
    employer = sum(total.employer for total in totals)
    employee = sum(total.employee for total in totals)
    return employer, employee, employer + employee


def _change(amounts: Amounts) -> Sheet:
    """Write what was declared before the file against what is declared with it."""
    told = {"people": "Số người · People", "base": "Quỹ lương · Base", "sum": "Số phải đóng · Sum"}
    rows: list[Row] = []
    for was, now in zip(amounts.before, amounts.after, strict=True):
        pairs = [(getattr(was, name), getattr(now, name)) for name in told]
        figures = [figure for old, new in pairs for figure in (old, new, new - old)]
        rows.append((now.unit, FUND_WORDS[now.fund], *figures))
    headings = [f"{what}: {when}" for what in told.values() for when in (_BEFORE, _AFTER, _MORE)]
    return Sheet(name="Thay đổi", headings=(_UNIT, _FUND, *headings), rows=rows)


def _people(amounts: Amounts) -> Sheet:
    """Write the people of whom the sum changes, those with the largest changes if too many."""
    whole = amounts.changed
    more = whole["sum_after"] - whole["sum_before"]
    table = whole.assign(more=more)
    if len(table) > SHOWN:
        largest = more.abs().sort_values(ascending=False, kind="stable").index[:SHOWN]
        table = table.loc[largest.sort_values()]
    return Sheet(
        name="Người thay đổi",
        remarks=_shown(len(table), len(whole)),
        headings=(
            *(_UNIT, _PERSON, _NAME, f"Mức đóng BHXH · Base: {_BEFORE}"),
            *(f"Mức đóng BHXH · Base: {_AFTER}", f"Số phải đóng · Sum: {_BEFORE}"),
            *(f"Số phải đóng · Sum: {_AFTER}", f"Số phải đóng · Sum: {_MORE}"),
        ),
        rows=_rows(table),
    )


def _capped(amounts: Amounts) -> Sheet:
    """Write the people whose wage is above a cap."""
    table = amounts.capped.iloc[:SHOWN]
    return Sheet(
        name="Chạm trần",
        remarks=_shown(len(table), len(amounts.capped)),
        headings=(
            *(_UNIT, _PERSON, _NAME, "Tiền lương · Wage"),
            *("Mức đóng BHXH, BHYT · Base", "Mức đóng BHTN · Unemployment base"),
        ),
        rows=_rows(table),
    )


def _rows(table: pd.DataFrame) -> list[Row]:
    """Return a table of at most SHOWN people as rows."""
    return list(zip(*(table[name].to_list() for name in table.columns), strict=True))


def _shown(shown: int, whole: int) -> tuple[str, ...]:
    """Say how many people a sheet leaves out."""
    if shown == whole:
        return ()
    return (f"{shown} / {whole} người có thay đổi lớn nhất hoặc đầu tiên · largest or first only",)
