"""A contract's length and kind against coverage: who is too short for which fund, and when.

Only warnings: contracts that follow each other, and probation inside a labour contract, are
covered from their start, and one row does not show them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from adapters.model import Kind
from config.law import COVERAGE, Fund, Group, Law
from validators.by_month import lawful
from validators.cells import Cells
from validators.columns import months_later
from validators.model import Context, Violation
from validators.wording import Wording

SHORT = Wording(
    code="W-COVERAGE",
    vi="Hợp đồng dưới {months} tháng: chưa thuộc diện đóng BHXH bắt buộc của tháng này",
    en="A contract of less than {months} month(s): not insured compulsorily in this month",
    advice_vi="Không kê khai, trừ khi nối tiếp hợp đồng trước; kiểm tra hai ngày của hợp đồng.",
    advice_en="Do not declare it unless it follows another contract; check both of its days.",
    law="Luật BHXH 58/2014/QH13, 41/2024/QH15, Điều 2 (3 tháng đến 2017, 1 tháng từ 2018; người"
    " nước ngoài 12 tháng từ 12/2018): coverage",
)
PART = Wording(
    code="W-COVERAGE-PART",
    vi="Hợp đồng dưới {months} tháng: tháng này không tham gia {funds}",
    en="A contract of less than {months} month(s): takes no part in {funds} in this month",
    advice_vi="Kiểm tra tỷ lệ đóng; chỉ đóng các quỹ còn lại.",
    advice_en="Check the rate; only the other funds are paid.",
    law="Luật Việc làm 38/2013/QH13, Điều 43 (3 tháng đến 2025), 74/2025/QH15, Điều 31 (1 tháng);"
    " Luật BHYT, Điều 12 (3 tháng đến 06/2025): coverage",
)
OTHER = Wording(
    code="W-PROBATION",
    vi="Hợp đồng loại khác: hợp đồng thử việc riêng không thuộc diện đóng BHXH bắt buộc",
    en="Another kind of contract: one of probation alone is not insured compulsorily",
    advice_vi="Thử việc ghi trong hợp đồng lao động thì ghi loại hợp đồng đó và kê khai từ đầu.",
    advice_en="Where the labour contract holds the probation, write its kind and declare from the"
    " start.",
    law="NĐ 158/2025/NĐ-CP, Điều 3 khoản 5 (từ 01/07/2025); Bộ luật Lao động 2019, Điều 24",
)
WORDINGS = (SHORT, PART, OTHER)

NAMES = {
    Fund.BHXH_SICK: "BHXH",
    Fund.BHXH_RETIREMENT: "BHXH (HTTT)",
    Fund.TNLD_BNN: "TNLĐ-BNN",
    Fund.BHYT: "BHYT",
    Fund.BHTN: "BHTN",
}
"""What people call the funds."""
_FUNDS = tuple(fund for fund in Fund if fund is not Fund.BHXH_SICK)
_OF_SNAPSHOTS = (("HDTuNgay", "HDDenNgay"),)
_OF_MOVEMENTS = (
    ("Hdld_xdth_tungay", "Hdld_xdth_denngay"),
    ("Hdld_khac_tungay", "Hdld_khac_denngay"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Contracts:
    """Contracts that end: where they stand, their first day, and the day after their last."""

    field: str
    at: NDArray[np.intp]
    begins: NDArray[np.datetime64]
    after: NDArray[np.datetime64]

    def under(self, months: int) -> NDArray[np.bool_]:
        """Tell which of them are shorter."""
        shorter: NDArray[np.bool_] = self.after < months_later(self.begins, months)
        return shorter

    def those(self, chosen: NDArray[np.bool_]) -> _Contracts:
        """Return some of them."""
        return _Contracts(
            field=self.field,
            at=self.at[chosen],
            begins=self.begins[chosen],
            after=self.after[chosen],
        )


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find contracts that are too short for a fund, and those that may be a mere probation."""
    short = np.zeros(len(cells), dtype=np.bool_)
    for violation in _short(cells, context):
        short[violation.positions] = True
        yield violation
    snapshot = cells.table.kind is Kind.SNAPSHOT
    field = "LoaiHD" if snapshot else "Hdld_khac_tungay"
    other = cells.good(field) & cells.paid & ~short
    yield OTHER.at(field, other & cells.holds(field, "KHAC") if snapshot else other)


def _short(cells: Cells, context: Context) -> Iterator[Violation]:
    """Compare every contract that ends with what the funds of its month ask of its group."""
    groups = {Group.VIETNAMESE: cells.vietnamese, Group.FOREIGN: ~cells.vietnamese}
    for first, end in _spans(cells):
        begins, ends = cells.dates(first), cells.dates(end)
        dated = cells.paid & ~np.isnat(begins) & ~np.isnat(ends)
        for on, rows in lawful(cells, context):
            for group, people in groups.items():
                at = np.flatnonzero(dated & rows & people)
                after = ends[at] + np.timedelta64(1, "D")
                contracts = _Contracts(field=end, at=at, begins=begins[at], after=after)
                yield from _too_short(context.law, group, on, contracts)


def _too_short(law: Law, group: Group, on: date, found: _Contracts) -> Iterator[Violation]:
    """Compare contracts with what each fund asks of them in one month."""
    rows = {fund: law.row(COVERAGE, (fund.value, group.value), on) for fund in Fund}
    least = rows[Fund.BHXH_SICK]
    if least.value is not None:
        under = found.under(least.value)
        yield SHORT.at(found.field, found.at[under], {"months": least.value}, (least,))
        found = found.those(~under)
    more = defaultdict(list)
    for fund in _FUNDS:
        months = rows[fund].value
        if months is not None and months > (least.value or 0):
            more[months].append(fund)
    for months, funds in more.items():
        facts = {"months": months, "funds": ", ".join(NAMES[fund] for fund in funds)}
        by = [rows[fund] for fund in funds]
        yield PART.at(found.field, found.at[found.under(months)], facts, by)


def _spans(cells: Cells) -> tuple[tuple[str, str], ...]:
    """Return the fields of contracts that end, as far as somebody has filled them."""
    pairs = _OF_SNAPSHOTS if cells.table.kind is Kind.SNAPSHOT else _OF_MOVEMENTS
    return tuple(pair for pair in pairs if cells.has(pair[1]))
