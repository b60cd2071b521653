"""Allowances in coefficients and percent, and the rate of contribution."""

from __future__ import annotations

from collections.abc import Iterator

from validators.cells import Cells
from validators.columns import matches_repeated
from validators.model import Context, Violation
from validators.wording import Wording

PERCENT = Wording(
    code="E-PERCENT",
    vi="Không phải số phần trăm hoặc hệ số từ 0 đến 100",
    en="Not a percentage or coefficient from 0 to 100",
    advice_vi="Ghi số, ví dụ 5 hoặc 0.3; phụ cấp bằng tiền thì ghi ở cột Phụ cấp lương.",
    advice_en="Write a number such as 5 or 0.3; money belongs under Phụ cấp lương.",
    law="D02-LT cột 13 đến 15 (QĐ 490/QĐ-BHXH)",
)
MODE = Wording(
    code="W-ALLOWANCE-MODE",
    vi="Phụ cấp theo hệ số bị bỏ qua khi lương ghi bằng tiền",
    en="An allowance in coefficients means nothing beside a wage in money",
    advice_vi="Ghi 0 hoặc để trống, và cộng tiền vào Phụ cấp lương.",
    advice_en="Write 0 or leave it blank, and add the money under Phụ cấp lương.",
    law="D02-LT cột 13 đến 15 (QĐ 490/QĐ-BHXH)",
)
RATE = Wording(
    code="E-RATE",
    vi="Tỷ lệ đóng không phải số phần trăm trên 0, không quá 100, tối đa hai số lẻ",
    en="The rate is not a percentage above 0 and up to 100, with two decimals at most",
    advice_vi="Ghi tỷ lệ, ví dụ 32 hoặc 4.5.",
    advice_en="Write the rate, such as 32 or 4.5.",
)
LEAVE = Wording(
    code="E-LEAVE-DAYS",
    vi="Số ngày nghỉ không phải số nguyên từ 0 đến 31",
    en="The days without pay are not a whole number from 0 to 31",
    advice_vi="Ghi số ngày làm việc không hưởng lương trong tháng.",
    advice_en="Write the working days without pay in the month.",
)
WORDINGS = (PERCENT, MODE, RATE, LEAVE)

COEFFICIENTS = ("PhuCapCV", "PhuCapTNVK", "PhuCapTNNghe")

# As the forms write them: no leading zero, so many places after the point and no more. A comma
# that reading left in an allowance may group thousands.
_COEFFICIENT = r"\A(?:[1-9]?[0-9](?:[.][0-9]{1,4})?|100(?:[.]0{1,4})?)\z"
_PERCENT = r"\A(?:[0-9]{1,2}(?:[.,][0-9]{1,2})?|100(?:[.,]0{1,2})?)\z"
_NOTHING = r"\A0+(?:[.,]0+)?\z"
_LEAVE_DAYS = r"\A(?:[0-9]|[12][0-9]|3[01])\z"


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find small numbers that are none (columns of D02-LT, QĐ 490/QĐ-BHXH of 28/03/2023)."""
    for field in filter(cells.has, COEFFICIENTS):
        given = cells.column(field)
        yield PERCENT.at(field, cells.good(field) & ~matches_repeated(given, _COEFFICIENT))
        yield MODE.at(field, cells.good(field) & ~matches_repeated(given, _NOTHING))
    rate = cells.column("TyleDong")
    right = matches_repeated(rate, _PERCENT) & ~matches_repeated(rate, _NOTHING)
    yield RATE.at("TyleDong", cells.good("TyleDong") & ~right)
    days = matches_repeated(cells.column("NgayNghi"), _LEAVE_DAYS)
    yield LEAVE.at("NgayNghi", cells.good("NgayNghi") & ~days)
