"""One file, one period, and not one that is still to come."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from adapters.near import Words
from validators.cells import Cells
from validators.model import Context, Violation
from validators.wording import Wording

MIXED = Wording(
    code="E-PERIOD-MIXED",
    vi="Kỳ khác với kỳ {period} của phần lớn tệp",
    en="The period differs from {period}, the period of most of the file",
    advice_vi="Mỗi tệp chỉ một kỳ: tách các dòng này sang tệp khác.",
    advice_en="One period a file: put these rows into a file of their own.",
)
FUTURE = Wording(
    code="E-PERIOD-FUTURE",
    vi="Kỳ còn ở tương lai",
    en="The period is still to come",
    advice_vi="Kiểm tra kỳ kê khai.",
    advice_en="Check the period.",
)
WORDINGS = (MIXED, FUTURE)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find rows of another period than most, and periods more than a month ahead."""
    months = cells.months("Ky")
    near = period_words(cells)
    ahead = np.datetime64(context.today, "M") + np.timedelta64(1, "M")
    yield FUTURE.at("Ky", months > ahead, near=near)
    period = main_period(cells)
    if period is not None:
        other = ~np.isnat(months) & ~cells.holds("Ky", period)
        yield MIXED.at("Ky", other, {"period": period}, near=near)


def period_words(cells: Cells) -> Words | None:
    """Return the ways in which people write the period of most of the file; one slip is near."""
    period = main_period(cells)
    if period is None:
        return None
    month, year = period.split("/")
    ways = (f"{month}{year}", f"{year}{month}", f"{month}{year[2:]}")
    spoken = (f"tháng {month} năm {year}", f"T{month}/{year}", f"tháng {month}/{year}")
    return Words(dict.fromkeys((*ways, *spoken), period), most=1)


def main_period(cells: Cells) -> str | None:
    """Return the period that most rows give, the earliest such; None if no row gives one."""
    months = cells.months("Ky")
    found, counts = np.unique(months[~np.isnat(months)], return_counts=True)
    if not len(found):
        return None
    first = found[np.argmax(counts)].item()
    return f"{first.month:02}/{first.year}"
