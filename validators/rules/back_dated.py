"""Movements of months that are past, or still to come: code, reach of procedure 600, papers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from adapters.model import Kind
from config.law import RULES, Rule
from validators.by_month import by_month, law_day
from validators.cells import Cells
from validators.model import Context, Violation
from validators.rules.late import BACK
from validators.wording import Wording

TOO_FAR = Wording(
    code="W-BACK-601",
    vi="Tháng cũ hơn kỳ quá {months} tháng: không báo theo thủ tục 600 mà truy đóng theo thủ tục"
    " 601",
    en="The month is more than {months} months before the period: procedure 601, not 600",
    advice_vi="Kiểm tra tháng; nếu đúng, tách sang hồ sơ truy đóng (601).",
    advice_en="Check the month; if it is right, put it into a dossier of arrears (601).",
    law="QĐ 595/QĐ-BHXH, Điều 38; số tháng theo thực hành: rules back-dated-months",
)
CURRENT = Wording(
    code="W-BACK-CODE",
    vi="Phương án {pa} dành cho tháng đã qua, nhưng tháng này không ở trước kỳ",
    en="Movement code {pa} is for months that are past, and this one is not before the period",
    advice_vi="Kiểm tra Từ tháng, Đến tháng; thay đổi của chính kỳ này dùng phương án khác.",
    advice_en="Check first and last month; a change of the period itself has another code.",
    law="Danh mục phương án của Cổng dịch vụ công BHXH Việt Nam (01/2026)",
)
AHEAD = Wording(
    code="W-MONTH-AHEAD",
    vi="Từ tháng ở sau kỳ kê khai hơn một tháng",
    en="The first month is more than a month after the period",
    advice_vi="Kiểm tra tháng; việc của tháng sau thì kê khai ở kỳ sau.",
    advice_en="Check the month; what happens later is declared later.",
    law="D02-LT cột 25 (QĐ 490/QĐ-BHXH)",
)
PAPERS = Wording(
    code="N-BACK-DATED",
    vi="{count} dòng của tháng đã qua: cơ quan BHXH thường đòi D01-TS và chứng từ kèm theo",
    en="{count} rows are of months that are past: the agency usually wants D01-TS and papers",
    advice_vi="Đặt chứng từ vào thư mục tệp đính kèm cạnh tệp này.",
    advice_en="Lay the papers into the folder of attachments beside this file.",
    law="QĐ 595/QĐ-BHXH, mẫu D01-TS",
)
WORDINGS = (TOO_FAR, CURRENT, AHEAD, PAPERS)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Compare the months of movements with their period and with what 600 reaches."""
    if cells.table.kind is not Kind.MOVEMENTS:
        return
    first, period = cells.months("TuThang"), cells.months("Ky")
    last = cells.months("DenThang")
    last = np.where(np.isnat(last), first, last)
    yield AHEAD.at("TuThang", first > period + np.timedelta64(1, "M"))
    for month, rows in by_month(period):
        on = law_day(context.law, month, context.today)
        reach = context.law.row(RULES, (Rule.BACK_DATED.value,), on)
        old = rows & (first < period - np.timedelta64(reach.value, "M"))
        yield TOO_FAR.at("TuThang", old, {"months": reach.value}, (reach,))
    back = cells.good("PA") & cells.holds("PA", *BACK)
    for code in BACK if back.any() else ():
        yield CURRENT.at("PA", back & cells.holds("PA", code) & (last >= period), {"pa": code})
    if count := int(np.count_nonzero(back & (last < period))):
        yield PAPERS.of_file("PA", {"count": count})
