"""The base against the lowest one of the law, the wage against the region's minimum."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
from numpy.typing import NDArray

from adapters.model import Kind
from config.errors import LawError
from config.law import LEVELS, WAGES, Row
from validators.cells import Cells, Mask
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
WORDINGS = (REFERENCE, REGION, NO_LAW)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Compare wages with the law of their month (Luật BHXH 41/2024, điều 31; NĐ 293/2025)."""
    snapshot = cells.table.kind is Kind.SNAPSHOT
    for first, rows in _months(cells):
        try:
            level = context.law.reference_level(first)
            regions = {n: context.law.region_wage(n, first) for n in (1, 2, 3, 4)}
        except LawError:
            facts = {"since": f"{context.law.begins:%d/%m/%Y}"}
            yield NO_LAW.at("Ky", rows & cells.good("Ky") & snapshot, facts)
            continue
        yield from _levels(cells, context, rows & cells.paid, level, regions)


def rests_on(cells: Cells, context: Context) -> Iterator[Row[object]]:
    """Yield the reference levels and regional wages that wages are compared with."""
    row_regions = _regions(cells, context)
    for first, rows in _months(cells):
        compared = rows & cells.paid & cells.good("TienLuong")
        if compared.any():
            yield from context.law.rows_of(LEVELS, first)
        regions = {str(region) for region in np.unique(row_regions[compared])}
        yield from (row for row in context.law.rows_of(WAGES, first) if row.key[0] in regions)


def _months(cells: Cells) -> Iterator[tuple[date, Mask]]:
    """Yield the first day of each month in the file, and its rows."""
    months = cells.months("Ky" if cells.table.kind is Kind.SNAPSHOT else "TuThang")
    for month in np.unique(months[~np.isnat(months)]):
        yield month.astype("datetime64[D]").item(), months == month


def _levels(
    cells: Cells, context: Context, rows: Mask, level: int, regions: dict[int, int]
) -> Iterator[Violation]:
    """Compare the wages of one month; allowances count for the base, not for the minimum."""
    wage = cells.amounts("TienLuong")
    extra = [cells.amounts(field) for field in ("PhuCapLuong", "PhuCapBosung")]
    known = rows & cells.good("TienLuong") & (extra[0] >= 0) & (extra[1] >= 0)
    low = known & (wage + extra[0] + extra[1] < level)
    yield REFERENCE.at("TienLuong", low, {"level": f"{level:,}"})
    row_regions = _regions(cells, context)
    for region, least in regions.items():
        under = rows & cells.good("TienLuong") & (row_regions == region) & (wage < least)
        facts = {"region": region, "level": f"{least:,}"}
        yield REGION.at("TienLuong", under, facts)


def _regions(cells: Cells, context: Context) -> NDArray[np.int64]:
    """Return each row's wage region: its own, else its unit's, else 0."""
    own = whole_numbers(cells.column("MavungLTT"))
    found = np.where(cells.good("MavungLTT"), own, 0)
    for unit in context.units:
        found[cells.blank("MavungLTT") & cells.holds("MaDonVi", unit.code)] = unit.wage_region
    return found
