"""Each household has exactly one head (chủ hộ, 00): the annex begins with that name."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from validators.cells import Cells
from validators.model import Context, Violation
from validators.wording import Wording

HEADLESS = Wording(
    code="E-HEADLESS",
    vi="Hộ gia đình này không có chủ hộ (00)",
    en="This household has no head (00)",
    advice_vi="Thêm dòng của chủ hộ, hoặc sửa mối quan hệ của người là chủ hộ thành 00.",
    advice_en="Add the row of the head, or write 00 for the member who is the head.",
    law="TK1-TS (QĐ 490/QĐ-BHXH)",
)
HEADS = Wording(
    code="E-HEADS",
    vi="Hộ gia đình này có hơn một chủ hộ (00)",
    en="This household has more than one head (00)",
    advice_vi="Chỉ một người là chủ hộ; ghi mối quan hệ của người kia với chủ hộ.",
    advice_en="One member is the head; write the other's relation to the head.",
    law="TK1-TS (QĐ 490/QĐ-BHXH)",
)
NOBODY = Wording(
    code="W-MEMBER-NOBODY",
    vi="Không có người lao động nào trong tệp mang số này: dòng không dùng đến",
    en="Nobody in the export has this number: the row is not used",
    advice_vi="Kiểm tra mã nhân viên.",
    advice_en="Check the employee number.",
)
WORDINGS = (HEADLESS, HEADS, NOBODY)

_HEAD = "00"


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find households without a head, told at their first row, and second heads."""
    field = "MaNV" if cells.has("MaNV") else "STT"
    key = cells.column(field)
    heads = cells.column("MoiQuanHe") == _HEAD
    count = heads.groupby(key).transform("sum").to_numpy()
    known = (key != "").to_numpy(bool)
    first = ~key.duplicated().to_numpy(bool)
    # A relation that cannot be read has its own finding: it may be the head's.
    unread = cells.wrong("MoiQuanHe") | cells.blank("MoiQuanHe")
    doubtful = heads.mask(unread, True).groupby(key).transform("sum").to_numpy() > count
    again = heads.to_numpy(bool) & (np.asarray(heads.groupby(key).cumsum()) > 1)
    yield HEADLESS.at("MoiQuanHe", known & first & (count == 0) & ~doubtful)
    yield HEADS.at("MoiQuanHe", known & again)
    if context.employees is not None:
        named = key.isin(context.employees).to_numpy(bool)
        yield NOBODY.at(field, known & ~named)
