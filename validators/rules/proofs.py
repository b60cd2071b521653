"""Proving papers of D01-TS: whose, and everything that the form must have (QĐ 595/QĐ-BHXH)."""

from __future__ import annotations

from collections.abc import Iterator

from validators.cells import Cells
from validators.columns import longer
from validators.model import Context, Violation
from validators.rules.required import REQUIRED
from validators.rules.text_length import LENGTH
from validators.wording import Wording

NOBODY = Wording(
    code="W-PROOF-NOBODY",
    vi="Không có người lao động nào trong tệp mang mã này: giấy tờ không được kê",
    en="Nobody in the export has this number: the paper is not listed",
    advice_vi="Kiểm tra mã nhân viên.",
    advice_en="Check the employee number.",
)
WORDINGS = (NOBODY,)

NEEDED = ("MaNV", "TenLoaiVanBan", "SoVanBan", "NgayBanHanh", "CoQuanBanHanh", "TrichYeu")
# Lengths of an I-VAN product of 2026.
_LIMITS = {
    "TenLoaiVanBan": 100,
    "SoVanBan": 50,
    "CoQuanBanHanh": 255,
    "TrichYeu": 500,
    "NoiDungThamDinh": 1000,
}


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find papers that the form would not take, and those of nobody."""
    for field in NEEDED:
        yield REQUIRED.at(field, cells.blank(field))
    for field, limit in _LIMITS.items():
        long = longer(cells.column(field), limit) & cells.good(field)
        yield LENGTH.at(field, long, {"limit": limit})
    if context.employees is not None:
        named = cells.column("MaNV").isin(context.employees).to_numpy(bool)
        yield NOBODY.at("MaNV", cells.good("MaNV") & ~named)
