"""Cells that the household annex cannot do without (TK1-TS, QĐ 490/QĐ-BHXH of 28/03/2023)."""

from __future__ import annotations

from collections.abc import Iterator

from validators.cells import Cells
from validators.model import Context, Violation
from validators.rules.required import REQUIRED
from validators.wording import Wording

KEY = Wording(
    code="E-MEMBER-KEY",
    vi="Không rõ thành viên này thuộc hộ của người lao động nào",
    en="Nobody can tell whose household this member belongs to",
    advice_vi="Ghi mã nhân viên (hoặc số ở cột A của sheet Dữ Liệu) trên từng dòng.",
    advice_en="Write the employee number (or that of column A of sheet Dữ Liệu) in each row.",
)
WORDINGS = (KEY,)

FIELDS = ("HoTen", "NgaySinh", "GioiTinh", "MoiQuanHe")


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find blank cells that the annex must have."""
    for field in FIELDS:
        yield REQUIRED.at(field, cells.blank(field))
    key = "MaNV" if cells.has("MaNV") else "STT"
    yield KEY.at(key, cells.blank(key))
