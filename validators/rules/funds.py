"""A movement's rate and code against the funds that are open to that person in that month."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.model import Kind
from config.law import COVERAGE, RATES, Fund, Group
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
CLOSED = Wording(
    code="W-FUND-CLOSED",
    vi="Phương án {pa}: trong tháng này người này không thuộc quỹ {fund}",
    en="Movement code {pa}: this person is not of the fund {fund} in that month",
    advice_vi="Kiểm tra phương án, tháng và quốc tịch.",
    advice_en="Check the code, the month and the nationality.",
    law="NĐ 143/2018/NĐ-CP, Điều 17 (HTTT của người nước ngoài từ 01/2022); Luật Việc làm"
    " 38/2013/QH13, 74/2025/QH15 (không có người nước ngoài): coverage",
)
WORDINGS = (RATE, CLOSED)

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
    """Find rates above all funds together, and codes of a fund that is closed to a group."""
    if cells.table.kind is not Kind.MOVEMENTS:
        return
    law = context.law
    rate = hundredths(cells.column("TyleDong"))
    groups = {Group.VIETNAMESE: cells.vietnamese, Group.FOREIGN: ~cells.vietnamese}
    for first, rows in lawful(cells, context):
        for group, people in groups.items():
            total = law.total_rate(group, first)
            high = rows & people & cells.good("TyleDong") & (rate > int(total * _HUNDREDTHS))
            by = (row for row in law.rows_of(RATES, first) if row.key[-1] == group)
            yield RATE.at("TyleDong", high, {"total": f"{total:f}"}, by)
            for code, fund in FUNDS.items():
                open_to = law.row(COVERAGE, (fund.value, group.value), first)
                if open_to.value is None:
                    closed = rows & people & cells.good("PA") & cells.holds("PA", code)
                    facts = {"pa": code, "fund": NAMES[fund]}
                    yield CLOSED.at("PA", closed, facts, (open_to,))
