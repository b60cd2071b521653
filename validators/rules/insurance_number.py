"""Mã số BHXH: 10 digits; in a snapshot, a personal number in its place is only a question."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.model import Kind
from validators.cells import Cells
from validators.columns import matches
from validators.model import Context, Violation
from validators.numbers import insurance
from validators.wording import Wording

PERSONAL = Wording(
    code="W-INSURANCE-12",
    vi="Ô mã số BHXH ghi số định danh 12 số; biểu mẫu chỉ nhận mã 10 số",
    en="A 12-digit personal number stands for the insurance number; the form holds 10 digits",
    advice_vi="Tra cứu mã số BHXH 10 số và ghi vào; người này tạm giữ lại để hỏi.",
    advice_en="Look up the 10-digit number and fill it in; this person is held with a question.",
    law="CV 1804/BHXH-QLT ngày 04/08/2025",
)
SHAPE = Wording(
    code="E-INSURANCE",
    vi="Mã số BHXH không phải là 10 chữ số",
    en="The insurance number is not 10 digits",
    advice_vi="Ghi đúng 10 chữ số, định dạng cột là văn bản; người chưa có mã thì để trống.",
    advice_en="Write 10 digits in a text column; leave it blank for who has no number yet.",
    law="D02-LT cột 3 (QĐ 490/QĐ-BHXH)",
)
WORDINGS = (PERSONAL, SHAPE)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find insurance numbers of another shape (CV 1804/BHXH-QLT of 01/08/2025).

    A coded movement goes out as it stands: nobody would ask before the form refuses 12 digits.
    """
    given = cells.column("MasoBHXH")
    wrong = insurance.wrong(given) & cells.good("MasoBHXH")
    asked = cells.table.kind is Kind.SNAPSHOT
    personal = wrong & matches(given, insurance.PERSONAL) & asked
    yield PERSONAL.at("MasoBHXH", personal)
    yield SHAPE.at("MasoBHXH", wrong & ~personal)
