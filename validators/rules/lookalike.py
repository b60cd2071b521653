"""Letters and digits that only look like ours, where no other rule would notice them."""

from __future__ import annotations

from collections.abc import Iterator

from validators import columns, lookalikes
from validators.cells import Cells
from validators.free_texts import PLACES, TEXTS
from validators.model import Context, Violation
from validators.wording import Wording

CODE = Wording(
    code="E-LOOKALIKE",
    vi="Ô có ký tự chỉ trông giống chữ hoặc số thông thường",
    en="The cell holds characters that only look like ordinary letters or digits",
    advice_vi="Gõ lại ô bằng bàn phím tiếng Việt, bảng mã Unicode.",
    advice_en="Type the cell again with a Vietnamese keyboard in Unicode.",
)
TEXT = Wording(
    code="W-LOOKALIKE",
    vi="Nội dung có chữ chỉ trông giống chữ thông thường; được gửi đi như đã viết",
    en="The text holds letters that only look like ordinary ones; it goes out as it is written",
    advice_vi="Gõ lại chữ đó bằng bộ gõ tiếng Việt, bảng mã Unicode.",
    advice_en="Type those letters again with a Vietnamese keyboard in Unicode.",
)
WORDINGS = (CODE, TEXT)

CODES = ("MaNV", "Ten_ChaMe_Giamho")
"""By these people are told apart: one look-alike makes two of one person."""


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find look-alikes: errors in what names a person, warnings in texts."""
    for field in filter(cells.has, (*CODES, *PLACES, *TEXTS)):
        column = cells.column(field)
        if columns.plain(column):
            continue
        found = columns.matches_repeated(column, lookalikes.LETTERS)
        if field in CODES:
            found |= columns.matches_repeated(column, lookalikes.DIGITS)
        wording = CODE if field in CODES else TEXT
        yield wording.at(field, found & cells.good(field))
