"""The base against the lowest one of the law, the wage against the region's minimum, and slips."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from adapters.model import Kind
from config.errors import LawError
from config.law import LEVELS, WAGES, Row
from validators.cells import BASE, Cells, Mask
from validators.columns import whole_numbers
from validators.model import Context, Violation
from validators.wording import Wording

REFERENCE = Wording(
    code="E-WAGE-REFERENCE",
    vi="Tiền lương làm căn cứ đóng thấp hơn mức tham chiếu {level} đồng",
    en="The base is below the reference level of {level} VND",
    advice_vi="Kiểm tra lương và phụ cấp; bán thời gian dưới mức này không thuộc diện bắt buộc.",
    advice_en="Check wage and allowances; part-time work below it is not insured compulsorily.",
)
REGION = Wording(
    code="W-WAGE-REGION",
    vi="Mức lương thấp hơn lương tối thiểu vùng {region} ({level} đồng)",
    en="The wage is below the minimum of region {region} ({level} VND)",
    advice_vi="Kiểm tra mức lương; chỉ đúng nếu làm việc không trọn thời gian.",
    advice_en="Check the wage; it is right only for part-time work.",
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
)
WORDINGS = (REFERENCE, REGION, NO_LAW, DOUBT)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Compare wages with the law of their month (Luật BHXH 41/2024, điều 31; NĐ 293/2025)."""
    yield from _lawless(cells, context)
    for first, rows in _by_month(_months(cells)):
        try:
            level = context.law.reference_level(first)
            regions = {n: context.law.region_wage(n, first) for n in (1, 2, 3, 4)}
        except LawError:
            continue  # arrears of a month long ago, or a period that `_lawless` has told
        yield from _levels(cells, context, rows & cells.paid, level, regions)
        yield from _doubts(cells, rows, context.law.wage_doubt(first))


def _lawless(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find periods of which a table does not know the law: nothing can be worked out for them."""
    since = {"since": f"{context.law.begins:%d/%m/%Y}"}
    for first, rows in _by_month(cells.months("Ky")):
        if not context.law.is_complete(first):
            yield NO_LAW.at("Ky", rows, since)


def _by_month(months: NDArray[np.datetime64]) -> Iterator[tuple[date, Mask]]:
    """Yield the first day of each month that there is, and its rows."""
    for month in np.unique(months[~np.isnat(months)]):
        yield month.astype("datetime64[D]").item(), months == month


def rests_on(cells: Cells, context: Context) -> Iterator[Row[object]]:
    """Yield the reference levels and regional wages that wages are compared with."""
    row_regions = _regions(cells, context)
    for first, rows in _by_month(_months(cells)):
        compared = rows & cells.paid & cells.good("TienLuong")
        if compared.any():
            yield from context.law.rows_of(LEVELS, first)
        regions = {str(region) for region in np.unique(row_regions[compared])}
        yield from (row for row in context.law.rows_of(WAGES, first) if row.key[0] in regions)


def _months(cells: Cells) -> NDArray[np.datetime64]:
    """Return the month of each row that its wage belongs to."""
    return cells.months("Ky" if cells.table.kind is Kind.SNAPSHOT else "TuThang")


def _levels(
    cells: Cells, context: Context, rows: Mask, level: int, regions: dict[int, int]
) -> Iterator[Violation]:
    """Compare the wages of one month; allowances count for the base, not for the minimum."""
    wage, *extra = (cells.amounts(field) for field in BASE)
    known = rows & cells.good("TienLuong") & (extra[0] >= 0) & (extra[1] >= 0)
    low = known & (wage + extra[0] + extra[1] < level)
    yield REFERENCE.at("TienLuong", low, {"level": f"{level:,}"})
    row_regions = _regions(cells, context)
    for region, least in regions.items():
        under = rows & cells.good("TienLuong") & (row_regions == region) & (wage < least)
        facts = {"region": region, "level": f"{least:,}"}
        yield REGION.at("TienLuong", under, facts)


def _doubts(cells: Cells, rows: Mask, level: int) -> Iterator[Violation]:
    """Find amounts of one month that are likelier a slip than a wage."""
    for field in BASE:
        high = rows & cells.good(field) & (cells.amounts(field) >= level)
        yield DOUBT.at(field, high, {"level": f"{level:,}"})


def _regions(cells: Cells, context: Context) -> NDArray[np.int64]:
    """Return each row's wage region: its own, else its unit's, else 0."""
    own = whole_numbers(cells.column("MavungLTT"))
    found = np.where(cells.good("MavungLTT"), own, 0)
    for unit in context.units:
        found[cells.blank("MavungLTT") & cells.holds("MaDonVi", unit.code)] = unit.wage_region
    return found
