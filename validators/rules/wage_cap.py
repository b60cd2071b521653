"""Bases above the cap of their month: what lies above it costs nothing and earns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from config.law import LEVELS, RULES, WAGES, Rule
from config.tables import REGIONS
from validators.by_month import lawful
from validators.cells import Cells
from validators.model import Context, Violation
from validators.rules.wage_level import base, regions
from validators.wording import Wording

SOCIAL = Wording(
    code="N-WAGE-CAP",
    vi="{count} người có căn cứ đóng trên mức trần {cap} đồng: BHXH, TNLĐ-BNN và BHYT tính trên"
    " mức trần",
    en="{count} people are above the cap of {cap} VND: social, accident and health funds take the"
    " cap",
    advice_vi="Không cần làm gì: ghi đủ mức lương, số phải đóng tính theo trần.",
    advice_en="Nothing to do: write the whole wage, amounts follow the cap.",
    law="Luật BHXH 58/2014/QH13, Điều 89; Luật BHXH 41/2024/QH15, Điều 31 khoản 1: rules"
    " bhxh-cap-multiple, reference_levels",
)
UNEMPLOYMENT = Wording(
    code="N-WAGE-CAP-BHTN",
    vi="{count} người có căn cứ đóng trên mức trần BHTN {cap} đồng của vùng {region}",
    en="{count} people are above the unemployment fund's cap of {cap} VND in region {region}",
    advice_vi="Không cần làm gì: ghi đủ mức lương, số phải đóng tính theo trần.",
    advice_en="Nothing to do: write the whole wage, amounts follow the cap.",
    law="Luật Việc làm 38/2013/QH13, Điều 58; Luật Việc làm 74/2025/QH15: rules"
    " bhtn-cap-multiple, region_wages",
)
WORDINGS = (SOCIAL, UNEMPLOYMENT)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Count who is above the caps of 20 levels and of 20 regional minimum wages."""
    whole, region = base(cells), regions(cells, context)
    for first, rows in lawful(cells, context):
        law = context.law
        if not all(
            law.find(RULES, (rule.value,), first) for rule in (Rule.BHXH_CAP, Rule.BHTN_CAP)
        ):
            continue  # amounts, which need them, say so where they are worked out
        # What looks like a slip has been told as one.
        paid = rows & cells.paid & (whole < law.wage_doubt(first))
        cap = law.bhxh_cap(first)
        if count := int(np.count_nonzero(paid & (whole > cap))):
            by = (law.row(LEVELS, (), first), law.row(RULES, (Rule.BHXH_CAP.value,), first))
            yield SOCIAL.of_file("TienLuong", {"count": count, "cap": f"{cap:,}"}, by)
        for number in map(int, REGIONS):
            above = paid & cells.vietnamese & (region == number)
            above &= whole > law.bhtn_cap(number, first)
            yield from _unemployment(context, np.count_nonzero(above), number, first)


def _unemployment(
    context: Context, count: np.intp | int, region: int, first: date
) -> Iterator[Violation]:
    if count:
        law = context.law
        by = (
            law.row(WAGES, (str(region),), first),
            law.row(RULES, (Rule.BHTN_CAP.value,), first),
        )
        facts = {"count": count, "cap": f"{law.bhtn_cap(region, first):,}", "region": region}
        yield UNEMPLOYMENT.of_file("TienLuong", facts, by)
