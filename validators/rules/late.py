"""Declared after the deadline: a whole period, or a movement of months before its period.

How much interest that costs is worked out elsewhere, from what was owed and when it was paid.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np

from adapters.model import Kind
from config.law import DEADLINES, RULES, Deadline, Row, Rule
from config.model import Period
from validators.by_month import by_month
from validators.cells import Cells
from validators.model import Context, Violation
from validators.rules.one_period import main_period
from validators.wording import Wording

PERIOD = Wording(
    code="W-PERIOD-LATE",
    vi="Kỳ {period} phải kê khai trước hết ngày {due}: đã trễ {days} ngày",
    en="Period {period} was to be declared by {due}: {days} days late",
    advice_vi="Kê khai ngay; tiền chậm đóng bị tính lãi.",
    advice_en="Declare it now; interest is owed on what is paid late.",
    law="Luật BHXH 58/2014/QH13, Điều 98, 99; Luật BHXH 41/2024/QH15, Điều 28: deadlines"
    " declare-within-days",
)
ARREARS = Wording(
    code="W-PERIOD-601",
    vi="Kỳ {period} cũ hơn {months} tháng: không theo thủ tục 600 mà truy đóng theo thủ tục 601",
    en="Period {period} is more than {months} months old: procedure 601 (arrears), not 600",
    advice_vi="Kiểm tra kỳ; nếu đúng, hỏi cơ quan BHXH và lập hồ sơ truy đóng (601).",
    advice_en="Check the period; if it is right, ask the agency and file arrears (601).",
    law="QĐ 595/QĐ-BHXH, Điều 38; số tháng theo thực hành: rules back-dated-months",
)
LATE = Wording(
    code="W-LATE",
    vi="Báo muộn mà không giải trình: hạn là {due}, đã trễ {days} ngày",
    en="Declared late without an explanation: it was due by {due}, {days} days ago",
    advice_vi="Ghi lý do vào cột Ghi chú (cột 27 của D02-LT) và kèm chứng từ.",
    advice_en="Say why in the column of notes (27 of D02-LT) and attach the papers.",
    law="Luật BHXH 58/2014/QH13, Điều 98, 99; Luật BHXH 41/2024/QH15, Điều 28; D02-LT cột 27"
    " (QĐ 490/QĐ-BHXH): deadlines",
)
EXPLAINED = Wording(
    code="N-LATE",
    vi="Báo muộn: hạn là {due}, đã trễ {days} ngày",
    en="Declared late: it was due by {due}, {days} days ago",
    advice_vi="Đã có ghi chú; kèm chứng từ nếu cơ quan BHXH đòi.",
    advice_en="There is a note; attach the papers if the agency asks for them.",
    law="Luật BHXH 58/2014/QH13, Điều 98, 99; Luật BHXH 41/2024/QH15, Điều 28: deadlines",
)
WORDINGS = (PERIOD, ARREARS, LATE, EXPLAINED)

ARRIVALS = ("TM", "TD", "TC", "TH")
BACK = ("AD", "SB", "AT", "TT", "TU", "DV")
"""Movement codes that are made for months that are past (list of the VSS portal, 01/2026)."""


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find what is declared after its deadline, counted from the end of its month."""
    yield from _period(cells, context)
    if cells.table.kind is Kind.MOVEMENTS:
        yield from _movements(cells, context)


def _period(cells: Cells, context: Context) -> Iterator[Violation]:
    """Hold the file's period against today."""
    written = main_period(cells)
    period = Period.parse(written) if written else None
    if period is None or not context.law.is_complete(period.first_day):
        return
    reach = context.law.row(RULES, (Rule.BACK_DATED.value,), period.first_day)
    due, by = _due(context, Deadline.DECLARE_DAYS, period)
    if period.plus(reach.value).last_day < context.today:
        facts = {"period": written, "months": reach.value}
        yield ARREARS.of_file("Ky", facts, (reach,))
    elif due < context.today:
        yield PERIOD.of_file("Ky", {"period": written, **_facts(due, context.today)}, (by,))


def _movements(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find movements of a month before the period whose deadline is over."""
    months = cells.months("TuThang")
    past = (months < cells.months("Ky")) & cells.good("PA") & ~cells.holds("PA", *BACK)
    arrival = cells.holds("PA", *ARRIVALS)
    noted = cells.good("Ghichu")
    for first, rows in by_month(np.where(past, months, np.datetime64("NaT"))):
        if not context.law.is_complete(first):
            continue
        for deadline, those in (
            (Deadline.REGISTER_DAYS, rows & arrival),
            (Deadline.DECLARE_DAYS, rows & ~arrival),
        ):
            due, by = _due(context, deadline, Period(first.year, first.month))
            if due < context.today:
                facts = _facts(due, context.today)
                yield LATE.at("TuThang", those & ~noted, facts, (by,))
                yield EXPLAINED.at("TuThang", those & noted, facts, (by,))


def _due(context: Context, deadline: Deadline, period: Period) -> tuple[date, Row[int]]:
    """Return the last day on which what happened in a month is declared in time."""
    by = context.law.row(DEADLINES, (deadline.value,), period.first_day)
    return period.last_day + timedelta(days=by.value), by


def _facts(due: date, today: date) -> dict[str, object]:
    return {"due": f"{due:%d/%m/%Y}", "days": (today - due).days}
