"""What ends does not end before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from validators.cells import Cells
from validators.model import Context, Violation
from validators.wording import Wording

DAYS = Wording(
    code="E-DATE-ORDER",
    vi="Ngày kết thúc trước ngày bắt đầu",
    en="The last day is before the first",
    advice_vi="Kiểm tra hai ngày.",
    advice_en="Check both days.",
)
MONTHS = Wording(
    code="E-MONTH-ORDER",
    vi="Đến tháng trước từ tháng",
    en="The last month is before the first",
    advice_vi="Kiểm tra hai tháng.",
    advice_en="Check both months.",
)
WORDINGS = (DAYS, MONTHS)

PAIRS = (
    ("HDTuNgay", "HDDenNgay"),
    ("Vtvl_nql_tungay", "Vtvl_nql_denngay"),
    ("Vtvl_cmktbc_tungay", "Vtvl_cmktbc_denngay"),
    ("Vtvl_cmktbt_tungay", "Vtvl_cmktbt_denngay"),
    ("Vtvl_khac_tungay", "Vtvl_khac_denngay"),
    ("Nndh_tungay", "Nndh_denngay"),
    ("Hdld_xdth_tungay", "Hdld_xdth_denngay"),
    ("Hdld_khac_tungay", "Hdld_khac_denngay"),
)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find spans that run backwards; a day that is missing or refused compares as no."""
    for first, last in PAIRS:
        if cells.has(last):
            yield DAYS.at(last, cells.dates(last) < cells.dates(first))
    yield MONTHS.at("DenThang", cells.months("DenThang") < cells.months("TuThang"))
