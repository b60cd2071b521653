"""Foreign workers: in which months and with which contracts they take part at all."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from adapters.model import Kind
from config.law import COVERAGE, RULES, Fund, Group, Row, Rule
from validators.by_month import by_month, lawful
from validators.cells import Cells, Mask
from validators.model import Context, Violation
from validators.rules.retirement import retired
from validators.wording import Wording

CLOSED = Wording(
    code="W-FOREIGN-CLOSED",
    vi="Tháng này người lao động nước ngoài chưa tham gia BHXH bắt buộc",
    en="In this month foreign workers take no part in compulsory social insurance",
    advice_vi="Kiểm tra quốc tịch và tháng; chỉ đóng BHYT theo luật BHYT.",
    advice_en="Check nationality and month; only health insurance is paid, by its own law.",
    law="NĐ 143/2018/NĐ-CP (từ 01/12/2018): coverage",
)
CONTRACT = Wording(
    code="W-FOREIGN-CONTRACT",
    vi="Người nước ngoài có hợp đồng không xác định thời hạn: chỉ hợp đồng xác định thời hạn thuộc"
    " diện",
    en="A foreigner with an indefinite contract: only definite ones are insured",
    advice_vi="Kiểm tra loại hợp đồng và ngày kết thúc (từ đủ 12 tháng mới thuộc diện).",
    advice_en="Check the kind of contract and its last day (12 months or more are insured).",
    law="Luật BHXH 41/2024/QH15, Điều 2 khoản 2 (từ 01/07/2025): rules foreign-definite-only",
)
RETIRED = Wording(
    code="W-FOREIGN-RETIRED",
    vi="Người nước ngoài đã đủ tuổi nghỉ hưu khi ký hợp đồng: không thuộc diện",
    en="A foreigner who had reached the age of retirement at signing: not insured",
    advice_vi="Kiểm tra năm sinh và ngày bắt đầu hợp đồng; đúng thì không kê khai.",
    advice_en="Check the birth and the contract's first day; if they are right, do not declare.",
    law="NĐ 143/2018/NĐ-CP, Điều 2 khoản 2; Luật BHXH 41/2024/QH15, Điều 2 khoản 2:"
    " retirement_ages",
)
EXEMPT = Wording(
    code="N-FOREIGN",
    vi="Tệp có {count} người nước ngoài: người di chuyển nội bộ doanh nghiệp, hoặc thuộc điều ước"
    " quốc tế, không thuộc diện",
    en="The file has {count} foreigners: those transferred within their enterprise, or under a"
    " treaty, are not insured",
    advice_vi="Kiểm tra giấy phép lao động; người không thuộc diện thì bỏ khỏi tệp.",
    advice_en="Look at their work permits; leave out who is not insured.",
    law="NĐ 143/2018/NĐ-CP, Điều 2; Luật BHXH 41/2024/QH15, Điều 2 khoản 2",
)
WORDINGS = (CLOSED, CONTRACT, RETIRED, EXEMPT)

_BEGINS = ("HDTuNgay", "Hdld_tungay", "Hdld_xdth_tungay", "Hdld_khac_tungay")


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find foreigners who are not covered, or not by such a contract, in their month."""
    foreign = ~cells.vietnamese & cells.good("QuocTich") & cells.paid
    if not foreign.any():
        return
    count = 0
    for first, rows in lawful(cells, context):
        covered = context.law.row(COVERAGE, (Fund.BHXH_SICK.value, Group.FOREIGN.value), first)
        if covered.value is None:
            yield CLOSED.at("QuocTich", rows & foreign, rests_on=(covered,))
            continue
        count += int(np.count_nonzero(rows & foreign))
        definite = context.law.row(RULES, (Rule.FOREIGN_DEFINITE.value,), first)
        if definite.value:
            yield from _indefinite(cells, rows & foreign, definite)
        yield from _retired(cells, context, rows & foreign)
    if count:
        yield EXEMPT.of_file("QuocTich", {"count": count})


def _indefinite(cells: Cells, rows: Mask, by: Row[int]) -> Iterator[Violation]:
    """Find indefinite contracts where the law wants definite ones."""
    if cells.table.kind is Kind.SNAPSHOT:
        open_ended = cells.good("LoaiHD") & cells.holds("LoaiHD", "KXDTH")
        yield CONTRACT.at("LoaiHD", rows & open_ended, rests_on=(by,))
    else:
        yield CONTRACT.at("Hdld_tungay", rows & cells.good("Hdld_tungay"), rests_on=(by,))


def _retired(cells: Cells, context: Context, rows: Mask) -> Iterator[Violation]:
    """Find who was of the age to retire in the month when the contract began."""
    at = np.flatnonzero(rows & cells.good("GioiTinh"))
    births = cells.dates("NgaySinh")[at].astype("datetime64[M]")
    women = cells.holds("GioiTinh", "0")[at]
    for field in filter(cells.has, _BEGINS):
        for first, signed in by_month(cells.dates(field)[at].astype("datetime64[M]")):
            for woman in (True, False):
                latest, by = retired(context.law, woman, first)
                old = signed & (women == woman) & (births <= latest)
                yield RETIRED.at("NgaySinh", at[old], rests_on=by)
