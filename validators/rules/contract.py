"""A labour contract and its dates (Bộ luật Lao động 2019, điều 20)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from adapters.model import Kind
from validators.cells import Cells
from validators.model import Context, Violation
from validators.rules.late import ARRIVALS
from validators.wording import Wording

NO_END = Wording(
    code="E-CONTRACT-END",
    vi="Hợp đồng xác định thời hạn nhưng không có ngày kết thúc",
    en="A definite contract without its last day",
    advice_vi="Điền ngày kết thúc hợp đồng.",
    advice_en="Fill in the last day of the contract.",
    law="Bộ luật Lao động 45/2019/QH14, Điều 20",
)
OPEN_END = Wording(
    code="E-CONTRACT-OPEN",
    vi="Hợp đồng không xác định thời hạn nhưng có ngày kết thúc",
    en="An indefinite contract with a last day",
    advice_vi="Bỏ ngày kết thúc, hoặc sửa loại hợp đồng.",
    advice_en="Take away the last day, or mend the kind of contract.",
    law="Bộ luật Lao động 45/2019/QH14, Điều 20",
)
START = Wording(
    code="E-CONTRACT-START",
    vi="Ngày bắt đầu hợp đồng vô lý (trước tuổi lao động hoặc hơn một năm sau kỳ)",
    en="The contract begins absurdly (before the age of work, or a year after the period)",
    advice_vi="Kiểm tra năm của ngày bắt đầu.",
    advice_en="Check the year in which it begins.",
    law="Bộ luật Lao động 45/2019/QH14, Điều 3: rules work-age-years",
)
FUTURE = Wording(
    code="W-CONTRACT-FUTURE",
    vi="Hợp đồng bắt đầu sau kỳ kê khai",
    en="The contract begins after the period",
    advice_vi="Kiểm tra ngày bắt đầu; người chưa vào làm thì không kê khai kỳ này.",
    advice_en="Check the first day; who has not begun is not declared in this period.",
)
EXPIRED = Wording(
    code="W-CONTRACT-EXPIRED",
    vi="Hợp đồng đã hết hạn trước kỳ kê khai",
    en="The contract ended before the period",
    advice_vi="Ghi hợp đồng mới, hoặc trạng thái Nghỉ việc.",
    advice_en="Write the new contract, or mark the person as having left.",
)
NONE = Wording(
    code="W-CONTRACT-NONE",
    vi="Báo tăng lao động nhưng không có hợp đồng nào (cột 20 đến 24 của D02-LT)",
    en="An arrival without any contract (columns 20 to 24 of D02-LT)",
    advice_vi="Điền ngày bắt đầu hợp đồng (và ngày kết thúc nếu xác định thời hạn).",
    advice_en="Fill in the contract's first day (and its last, if it is definite).",
    law="D02-LT cột 20 đến 24 (QĐ 1040/QĐ-BHXH từ 18/08/2020; QĐ 490/QĐ-BHXH)",
)
WORDINGS = (NO_END, OPEN_END, START, FUTURE, EXPIRED, NONE)

CONTRACTS = ("Hdld_tungay", "Hdld_xdth_tungay", "Hdld_khac_tungay")
"""A movement's contract begins in one of them."""
_YEAR = np.timedelta64(366, "D")


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find contracts whose dates do not fit their kind, the person or the period."""
    there = ~cells.leaving
    definite = cells.holds("LoaiHD", "XDTH") & cells.good("LoaiHD")
    yield NO_END.at("HDDenNgay", there & definite & cells.blank("HDDenNgay"))
    begun = cells.good("Hdld_xdth_tungay")
    yield NO_END.at("Hdld_xdth_denngay", there & begun & cells.blank("Hdld_xdth_denngay"))
    indefinite = cells.holds("LoaiHD", "KXDTH") & cells.good("LoaiHD")
    yield OPEN_END.at("HDDenNgay", indefinite & cells.good("HDDenNgay"))
    if cells.table.kind is Kind.MOVEMENTS:
        without = cells.holds("PA", *ARRIVALS) & cells.holds("Loai", "1")
        for field in CONTRACTS:
            without &= cells.blank(field)
        yield NONE.at("PA", without)
    yield from _times(cells, context)


def _times(cells: Cells, context: Context) -> Iterator[Violation]:
    """Compare the contract of a snapshot's row with birth and period; NaT compares as no."""
    start, end = cells.dates("HDTuNgay"), cells.dates("HDDenNgay")
    last = cells.period_ends()
    months = np.timedelta64(context.law.work_age(context.today) * 12, "M")
    work_age = (cells.dates("NgaySinh").astype("datetime64[M]") + months).astype("datetime64[D]")
    yield START.at("HDTuNgay", (start < work_age) | (start > last + _YEAR))
    yield FUTURE.at("HDTuNgay", cells.good("HDTuNgay") & (start > last))
    first = cells.months("Ky").astype("datetime64[D]")
    yield EXPIRED.at("HDDenNgay", cells.paid & cells.good("HDDenNgay") & (end < first))
