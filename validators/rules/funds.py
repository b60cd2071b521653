"""A movement's rate and code against the funds that are open to that person in that month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

from adapters.model import Kind
from config.law import COVERAGE, RATES, Fund, Group, Law, Payer
from validators.by_month import lawful
from validators.cells import Cells
from validators.columns import hundredths
from validators.model import Context, Violation
from validators.rules.coverage import NAMES
from validators.wording import Wording

RATE = Wording(
    code="W-RATE-TOTAL",
    vi="Tỷ lệ đóng lớn hơn tổng các quỹ của người này trong tháng ({total} %)",
    en="The rate is more than all funds of this person together in that month ({total} %)",
    advice_vi="Kiểm tra tỷ lệ, tháng và quốc tịch (người nước ngoài không đóng BHTN).",
    advice_en="Check rate, month and nationality (foreigners pay no unemployment insurance).",
    law="Luật BHXH, BHYT, Việc làm, ATVSLĐ theo từng tháng: rates",
)
LEAST = Wording(
    code="W-RATE-LEAST",
    vi="Tỷ lệ đóng nhỏ hơn tỷ lệ của từng quỹ trong tháng ({least} %)",
    en="The rate is less than that of any fund in that month ({least} %)",
    advice_vi="Ghi số phần trăm: 32, không phải 0.32 (0.32 nghĩa là 0,32 %).",
    advice_en="Write percent: 32, not 0.32 (which means 0.32 %).",
    law="Luật BHXH, BHYT, Việc làm, ATVSLĐ theo từng tháng: rates",
)
CLOSED = Wording(
    code="W-FUND-CLOSED",
    vi="Phương án {pa}: trong tháng này người này không thuộc quỹ {fund}",
    en="Movement code {pa}: this person is not of the fund {fund} in that month",
    advice_vi="Kiểm tra phương án, tháng và quốc tịch.",
    advice_en="Check the code, the month and the nationality.",
    law="NĐ 143/2018/NĐ-CP, Điều 17 (HTTT của người nước ngoài từ 01/2022); Luật Việc làm"
    " 38/2013/QH13, 74/2025/QH15 (không có người nước ngoài): coverage",
)
WORDINGS = (RATE, LEAST, CLOSED)

FUNDS = {
    "TN": Fund.BHTN,
    "DN": Fund.BHTN,
    "TV": Fund.BHXH_RETIREMENT,
    "DV": Fund.BHXH_RETIREMENT,
    "TL": Fund.TNLD_BNN,
    "DL": Fund.TNLD_BNN,
}
"""Movement codes that are about one fund (list of the VSS portal, 01/2026)."""
_HUNDREDTHS = 100


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find rates above all funds or below each of them, and codes of a fund closed to a group."""
    if cells.table.kind is not Kind.MOVEMENTS:
        return
    law = context.law
    rate = hundredths(cells.column("TyleDong"))
    groups = {Group.VIETNAMESE: cells.vietnamese, Group.FOREIGN: ~cells.vietnamese}
    for first, rows in lawful(cells, context):
        for group, people in groups.items():
            total = law.total_rate(group, first)
            least = min(filter(None, _shares(law, group, first)), default=Decimal(0))
            given = rows & people & cells.good("TyleDong")
            by = [row for row in law.rows_of(RATES, first) if row.key[-1] == group]
            high, low = rate > int(total * _HUNDREDTHS), rate < int(least * _HUNDREDTHS)
            yield RATE.at("TyleDong", given & high, {"total": f"{total:f}"}, by)
            yield LEAST.at("TyleDong", given & low, {"least": f"{least:f}"}, by)
            for code, fund in FUNDS.items():
                open_to = law.row(COVERAGE, (fund.value, group.value), first)
                if open_to.value is None:
                    closed = rows & people & cells.good("PA") & cells.holds("PA", code)
                    facts = {"pa": code, "fund": NAMES[fund]}
                    yield CLOSED.at("PA", closed, facts, (open_to,))


def _shares(law: Law, group: Group, on: date) -> Iterator[Decimal]:
    """Yield what each payer owes to each fund for people of a group, in percent."""
    return (law.rate(fund, payer, group, on) for fund, payer in product(Fund, Payer))
