"""The base against the lowest one of the law, the wage against the region's minimum, and slips."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from config.law import FLOORS, LEVELS, RULES, WAGES, Floor, Row, Rule
from config.tables import REGIONS
from validators.by_month import by_month, lawful, months_of_law
from validators.cells import BASE, Cells, Mask
from validators.model import Context, Violation
from validators.wording import Wording

REFERENCE = Wording(
    code="E-WAGE-REFERENCE",
    vi="Tiền lương làm căn cứ đóng thấp hơn mức tham chiếu {level} đồng",
    en="The base is below the reference level of {level} VND",
    advice_vi="Kiểm tra lương và phụ cấp; bán thời gian dưới mức này không thuộc diện bắt buộc.",
    advice_en="Check wage and allowances; part-time work below it is not insured compulsorily.",
    law="Luật BHXH 41/2024/QH15, Điều 31 khoản 1 điểm đ (từ 01/07/2025): floors, reference_levels",
)
FLOOR = Wording(
    code="E-WAGE-FLOOR",
    vi="Tiền lương làm căn cứ đóng thấp hơn lương tối thiểu vùng {region} ({level} đồng)",
    en="The base is below the minimum wage of region {region} ({level} VND)",
    advice_vi="Kiểm tra lương và phụ cấp: trước 01/07/2025 không ai đóng dưới mức này.",
    advice_en="Check wage and allowances: before 01/07/2025 nobody contributes on less.",
    law="QĐ 959/QĐ-BHXH (2015), QĐ 595/QĐ-BHXH (2017), Điều 6 (đến 30/06/2025): floors,"
    " region_wages",
)
REGION = Wording(
    code="W-WAGE-REGION",
    vi="Mức lương thấp hơn lương tối thiểu vùng {region} ({level} đồng)",
    en="The wage is below the minimum of region {region} ({level} VND)",
    advice_vi="Kiểm tra mức lương; chỉ đúng nếu làm việc không trọn thời gian.",
    advice_en="Check the wage; it is right only for part-time work.",
    law="Bộ luật Lao động, nghị định lương tối thiểu vùng từng năm: region_wages",
)
TRAINED = Wording(
    code="W-WAGE-TRAINED",
    vi="Căn cứ đóng thấp hơn lương tối thiểu vùng cộng phần của việc cần đào tạo hoặc nặng nhọc,"
    " độc hại ({level} đồng)",
    en="The base is below the region's minimum with what trained or hazardous work adds"
    " ({level} VND)",
    advice_vi="Kiểm tra mức lương, nhóm vị trí và thời gian làm nghề nặng nhọc.",
    advice_en="Check the wage, the position group and the days of hazardous work.",
    law="QĐ 595/QĐ-BHXH (2017), Điều 6 khoản 2; hết từ 01/07/2022 theo NĐ 38/2022/NĐ-CP, Điều 5:"
    " rules trained-percent, hazard-percent",
)
NO_LAW = Wording(
    code="E-PERIOD-LAW",
    vi="Không có số liệu pháp luật cho kỳ này",
    en="We hold no law for this period",
    advice_vi="Kiểm tra kỳ; số liệu của chúng tôi có từ {since}.",
    advice_en="Check the period; our tables of the law begin on {since}.",
)
DOUBT = Wording(
    code="W-WAGE-DOUBT",
    vi="Số tiền từ {level} đồng một tháng trở lên: có gõ thừa chữ số không?",
    en="{level} VND a month or more: is there a digit too many?",
    advice_vi="Kiểm tra lại số tiền; đúng thì không cần làm gì.",
    advice_en="Check the amount; if it is right there is nothing to do.",
    law="Không phải luật: rules wage-doubt-amount",
)
WORDINGS = (REFERENCE, FLOOR, REGION, TRAINED, NO_LAW, DOUBT)

_WHOLE = 100

Amounts = NDArray[np.int64]


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Compare wages with the law of their month (Luật BHXH 41/2024, điều 31; NĐ 293/2025)."""
    yield from _lawless(cells, context)
    for first, rows in lawful(cells, context):
        yield from _levels(cells, context, rows & cells.paid & cells.good("TienLuong"), first)
        yield from _doubts(cells, rows, context.law.wage_doubt(first))


def rests_on(cells: Cells, context: Context) -> Iterator[Row[object]]:
    """Yield the floors, levels and regional wages that wages are compared with."""
    row_regions = regions(cells, context)
    for first, rows in by_month(months_of_law(cells)):
        compared = rows & cells.paid & cells.good("TienLuong")
        if not compared.any():
            continue
        floors = list(context.law.rows_of(FLOORS, first))
        yield from floors
        if any(row.value is Floor.REFERENCE_LEVEL for row in floors):
            yield from context.law.rows_of(LEVELS, first)
        found = {str(region) for region in np.unique(row_regions[compared])}
        yield from (row for row in context.law.rows_of(WAGES, first) if row.key[0] in found)


def base(cells: Cells) -> Amounts:
    """Return what contributions are based on, in VND; -1 where a part of it cannot be read."""
    parts = [cells.amounts(field) for field in BASE]
    total: Amounts = np.where(np.min(parts, axis=0) < 0, -1, np.sum(parts, axis=0))
    return total


def regions(cells: Cells, context: Context) -> Amounts:
    """Return each row's wage region: its own, else its unit's, else 0."""
    found = np.where(cells.good("MavungLTT"), cells.numbers("MavungLTT"), 0)
    blank = cells.blank("MavungLTT")
    for unit in context.units if blank.any() else ():
        found[blank & cells.holds("MaDonVi", unit.code)] = unit.wage_region
    return found


def _lawless(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find periods of which a table does not know the law: nothing can be worked out for them."""
    since = {"since": f"{context.law.begins:%d/%m/%Y}"}
    for first, rows in by_month(cells.months("Ky")):
        if not context.law.is_complete(first):
            yield NO_LAW.at("Ky", rows, since)


def _levels(cells: Cells, context: Context, rows: Mask, first: date) -> Iterator[Violation]:
    """Compare the wages of one month; allowances count for the base, not for the minimum."""
    law = context.law
    whole, wage, region = base(cells), cells.amounts("TienLuong"), regions(cells, context)
    floor = law.row(FLOORS, (), first)
    if floor.value is Floor.REFERENCE_LEVEL:
        level = law.reference_level(first)
        low = rows & (whole >= 0) & (whole < level)
        yield REFERENCE.at("TienLuong", low, {"level": f"{level:,}"})
    least = np.array([0, *(law.region_wage(int(each), first) for each in REGIONS)])
    by_law = FLOOR if floor.value is Floor.REGION_WAGE else None
    for word, amount in ((by_law, np.where(whole < 0, least[region], whole)), (REGION, wage)):
        if word is not None:
            yield from _below(word, rows, amount, region, least)
    yield from _trained(cells, context, rows & (whole >= least[region]), first)


def _below(
    word: Wording, rows: Mask, amount: Amounts, region: Amounts, least: Amounts
) -> Iterator[Violation]:
    """Find amounts below the minimum of their region."""
    low = rows & (amount < least[region])
    for number in np.unique(region[low]):
        facts = {"region": number, "level": f"{least[number]:,}"}
        yield word.at("TienLuong", low & (region == number), facts)


def _trained(cells: Cells, context: Context, rows: Mask, first: date) -> Iterator[Violation]:
    """Find bases below the minimum with what training and hazard add to it."""
    law = context.law
    adds = [law.row(RULES, (rule.value,), first) for rule in (Rule.TRAINED, Rule.HAZARD)]
    if not any(row.value for row in adds):
        return
    trained = cells.holds("ViTri", "CMKTBC", "CMKTBT")
    trained |= cells.good("Vtvl_cmktbc_tungay") | cells.good("Vtvl_cmktbt_tungay")
    shares = [
        _WHOLE + np.where(mask, row.value, 0)
        for mask, row in zip((trained, cells.good("Nndh_tungay")), adds, strict=True)
    ]
    least = np.array([0, *(law.region_wage(int(each), first) for each in REGIONS)])
    level = least[regions(cells, context)] * shares[0] * shares[1] // (_WHOLE * _WHOLE)
    low = rows & (base(cells) < level)
    for each in np.unique(level[low]):
        yield TRAINED.at("TienLuong", low & (level == each), {"level": f"{each:,}"}, adds)


def _doubts(cells: Cells, rows: Mask, level: int) -> Iterator[Violation]:
    """Find amounts of one month that are likelier a slip than a wage."""
    for field in BASE:
        high = rows & cells.good(field) & (cells.amounts(field) >= level)
        yield DOUBT.at(field, high, {"level": f"{level:,}"})
