"""Dates and months that a calendar has, as the forms write them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from validators.cells import Cells
from validators.model import Context, Violation
from validators.numbers import month
from validators.rules.one_period import period_words
from validators.wording import Wording

DAY = Wording(
    code="E-DATE",
    vi="Không phải một ngày có thật từ năm 1900 đến 2099, dạng dd/MM/yyyy",
    en="Not a day that exists, from 1900 to 2099, written dd/MM/yyyy",
    advice_vi="Ghi ngày/tháng/năm, ví dụ 05/10/2026.",
    advice_en="Write day/month/year, such as 05/10/2026.",
)
MONTH = Wording(
    code="E-MONTH",
    vi="Không phải một tháng dạng MM/yyyy",
    en="Not a month written MM/yyyy",
    advice_vi="Ghi tháng/năm, ví dụ 10/2026.",
    advice_en="Write month/year, such as 10/2026.",
)
PERIOD = Wording(
    code="E-PERIOD",
    vi="Kỳ không phải một tháng dạng MM/yyyy",
    en="The period is not a month written MM/yyyy",
    advice_vi="Ghi kỳ kê khai, ví dụ 10/2026.",
    advice_en="Write the period of declaration, such as 10/2026.",
)
WORDINGS = (DAY, MONTH, PERIOD)

DAYS = (
    "NgayBanHanh",
    "NgayHieuLuc",
    "TuNgay",
    "NgayBienLai",
    "NgaySinh",
    "ViTriTuNgay",
    "HDTuNgay",
    "HDDenNgay",
    "NgayTrangThai",
    "NgayChet",
    "Vtvl_nql_tungay",
    "Vtvl_nql_denngay",
    "Vtvl_cmktbc_tungay",
    "Vtvl_cmktbc_denngay",
    "Vtvl_cmktbt_tungay",
    "Vtvl_cmktbt_denngay",
    "Vtvl_khac_tungay",
    "Vtvl_khac_denngay",
    "Nndh_tungay",
    "Nndh_denngay",
    "Hdld_tungay",
    "Hdld_xdth_tungay",
    "Hdld_xdth_denngay",
    "Hdld_khac_tungay",
    "Hdld_khac_denngay",
)
# The forms hold no other years (their XSD), and what lies outside is a slip or a 31/12/9999.
_FIRST, _LAST = np.datetime64("1900-01-01"), np.datetime64("2099-12-31")


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find days such as 29/02/2027 and months such as 13/2026."""
    for field in filter(cells.has, DAYS):
        days = cells.dates(field)
        yield DAY.at(field, cells.good(field) & ~((days >= _FIRST) & (days <= _LAST)))
    for field, wording in (("Ky", PERIOD), ("TuThang", MONTH), ("DenThang", MONTH)):
        strange = cells.good(field) & month.wrong(cells.column(field))
        near = period_words(cells) if field == "Ky" and strange.any() else None
        yield wording.at(field, strange, near=near)
