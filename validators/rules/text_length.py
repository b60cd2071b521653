"""Texts longer than the field of the form holds (data dictionary of the VSS portal, 2026)."""

from __future__ import annotations

from collections.abc import Iterator

from validators import columns
from validators.cells import Cells
from validators.model import Context, Violation
from validators.wording import Wording

LENGTH = Wording(
    code="E-LENGTH",
    vi="Nội dung dài quá {limit} ký tự",
    en="The text has more than {limit} characters",
    advice_vi="Viết ngắn lại.",
    advice_en="Make it shorter.",
)
WORDINGS = (LENGTH,)

LIMITS = {
    "MaNV": 50,
    "HoTen": 100,
    "ChucVu": 500,
    "NoiLamViec": 500,
    "MaPhongBan": 100,
    "Diachi_KS": 500,
    "Diachi_NN": 500,
    "LyDo": 500,
    "Ghichu": 500,
    "Email": 100,
    "Email_LH": 100,
    "Ten_ChaMe_Giamho": 100,
    "Noidung_Thaydoi": 1000,
    "HosoKemtheo": 1000,
}


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find cells that are longer than their form allows, counted in characters."""
    for field, limit in LIMITS.items():
        if cells.has(field):
            long = columns.longer(cells.column(field), limit) & cells.good(field)
            yield LENGTH.at(field, long, {"limit": limit})
