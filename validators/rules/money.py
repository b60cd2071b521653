"""Money is whole VND in plain digits; a wage that reads as something else is a trap."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.model import Kind
from validators.cells import Cells
from validators.columns import matches_repeated
from validators.model import Context, Violation
from validators.wording import Wording

AMBIGUOUS = Wording(
    code="E-MONEY-AMBIGUOUS",
    vi="Số tiền có thể đọc hai cách (12.500 là mười hai nghìn rưỡi hay 12,5?)",
    en="The amount can be read in two ways (is 12.500 twelve thousand or twelve and a half?)",
    advice_vi="Ghi số đồng, không dấu chấm phẩy, ví dụ 12500000.",
    advice_en="Write whole VND without separators, such as 12500000.",
)
COEFFICIENT = Wording(
    code="E-COEFFICIENT",
    vi="Mức lương từ 100 trở xuống sẽ bị hiểu là hệ số",
    en="A wage of 100 or less would be read as a coefficient",
    advice_vi="Ghi mức lương bằng đồng, ví dụ 12500000.",
    advice_en="Write the wage in VND, such as 12500000.",
    law="D02-LT cột 12 (QĐ 490/QĐ-BHXH)",
)
THOUSANDS = Wording(
    code="E-THOUSANDS",
    vi="Mức lương dưới một triệu đồng: có phải ghi theo nghìn đồng?",
    en="The wage is under a million VND: is it in thousands?",
    advice_vi="Ghi đủ số đồng, ví dụ 12500000.",
    advice_en="Write all of it in VND, such as 12500000.",
)
ZERO = Wording(
    code="E-WAGE-ZERO",
    vi="Mức lương phải lớn hơn 0",
    en="The wage must be more than 0",
    advice_vi="Ghi mức lương làm căn cứ đóng; người đã nghỉ thì ghi trạng thái Nghỉ việc.",
    advice_en="Write the wage that contributions are based on; mark who has left as such.",
    law="D02-LT cột 12 (QĐ 490/QĐ-BHXH)",
)
MONEY = Wording(
    code="E-MONEY",
    vi="Không phải số đồng nguyên, không âm",
    en="Not a whole amount of VND, 0 or more",
    advice_vi="Chỉ ghi chữ số, không dấu, không chữ, không phần lẻ, ví dụ 12500000.",
    advice_en="Write digits only, such as 12500000: no sign, no letters, no fraction.",
)
WORDINGS = (AMBIGUOUS, COEFFICIENT, THOUSANDS, ZERO, MONEY)

FIELDS = ("TienLuong", "PhuCapLuong", "PhuCapBosung", "Mucdong")

_AMBIGUOUS = r"\A[0-9]{1,3}[.,][0-9]{3}\z"
_COEFFICIENT = r"\A(?:[1-9]?[0-9](?:[.,][0-9]{1,2})?|100)\z"
_PLAIN = r"\A(?:0|[1-9][0-9]{0,11})\z"
_COEFFICIENTS_END = 100
_MILLION = 1_000_000
"""No wage of a month is below it and none is meant in VND: a check of the unit, not of the law."""


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find amounts that are not plain VND (TienLuong of D02-LT: up to 100 is a coefficient)."""
    yield from _wage(cells)
    for field in filter(cells.has, FIELDS):
        given = cells.column(field)
        yield AMBIGUOUS.at(field, cells.good(field) & matches_repeated(given, _AMBIGUOUS))
        yield MONEY.at(field, cells.good(field) & ~matches_repeated(given, _PLAIN))


def _wage(cells: Cells) -> Iterator[Violation]:
    """Find wages that are zero, a coefficient, or meant in thousands.

    A snapshot's leavers need none; a coded movement has one whatever it says (TienLuong of D02-TS).
    """
    given, good = cells.column("TienLuong"), cells.good("TienLuong")
    wage = cells.numbers("TienLuong")
    zero = good & (wage == 0)
    needed = cells.paid | (cells.table.kind is Kind.MOVEMENTS)
    yield ZERO.at("TienLuong", zero & needed)
    yield COEFFICIENT.at("TienLuong", good & ~zero & matches_repeated(given, _COEFFICIENT))
    yield THOUSANDS.at("TienLuong", good & (wage > _COEFFICIENTS_END) & (wage < _MILLION))
