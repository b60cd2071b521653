"""Late interest: so many percent of a late amount for each day after its deadline.

Luật BHXH 41/2024/QH15 of 29/06/2024, NĐ 274/2025/NĐ-CP: 0,03 % a day, from 01/07/2025 on. Before
that day it followed the yield of the funds, which is in no table of ours: we cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from config.law import Law
from config.model import Period


@dataclass(frozen=True, kw_only=True)
class Interest:
    """What a late payment costs; VSS has published no rule of rounding, so both are told."""

    deadline: date
    days: int
    """From the day after the deadline to the day of payment, both counted."""
    raw: Decimal
    rounded: int


def late_interest(amount: int, period: Period, paid: date, law: Law) -> Interest | None:
    """Return the interest on a month's amount that is paid on a day; None: nobody can tell.

    Nothing is late until the deadline is over. LawError where our tables do not reach that month.
    """
    deadline = law.pay_by(period)
    days = max((paid - deadline).days, 0)
    percent = law.interest_per_day(period.first_day)
    if percent is None:
        return None
    raw = amount * percent / 100 * days
    rounded = int(raw.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return Interest(deadline=deadline, days=days, raw=raw, rounded=rounded)
