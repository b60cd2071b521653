"""Words that a spreadsheet took for a date, a time or a number, and changed as they were typed.

``12/5`` becomes a day of this year, ``MAY01`` one of 2001, ``1.10`` the number 1.1. What was typed
is not in the file any more: nothing is proposed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from adapters import arrow

CODES: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("MaNV", "ChucVu", "NoiLamViec"), "E-NO-TEXT"),
        **dict.fromkeys(("Diachi_KS", "Diachi_NN", "Diachi_NhanBangiay"), "E-NO-TEXT"),
        **dict.fromkeys(("DiachiDK_KS", "Diachi_HK", "MaThon"), "E-NO-TEXT"),
        **dict.fromkeys(("Maho_Giadinh", "Maso_HoGiadinh", "SoGiayTo"), "E-NO-TEXT"),
        **dict.fromkeys(("SoVanBan", "TenLoaiVanBan", "CoQuanBanHanh"), "E-NO-TEXT"),
        "SoBienLai": "E-NO-TEXT",
        "MaPhongBan": "W-NO-TEXT",
        **dict.fromkeys(("LyDo", "Ghichu", "Noidung_Thaydoi", "HosoKemtheo"), "W-NO-TEXT"),
        **dict.fromkeys(("TrichYeu", "NoiDungThamDinh"), "W-NO-TEXT"),
    }
)
"""Fields whose words no other rule knows; a note may be a date that somebody meant, a department
1.1 by its number."""
MONEY = ("TienLuong", "PhuCapCV", "PhuCapLuong", "PhuCapBosung")
"""Amounts: words that only a number format has may be thousands or millions."""
ROUNDED = r"^[0-9]+([.,][0-9]+)?[eE]\+[0-9]+$"
"""How spreadsheets show a long number."""
_SPOILT = (
    r"^(?:[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}(?: [0-9]{2}:[0-9]{2}:[0-9]{2})?"
    r"|(?:-?[0-9]+ days?, )?[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?|TRUE|FALSE)$"
)
"""Nobody's post or address, whoever wrote it: a CSV file may be such a workbook, saved again."""
_UNEVEN = r"^-?[0-9]+(?:\.[0-9]+)?(?:e-[0-9]+)?$"
_WHOLE = r"^[0-9]+$"


def spoilt(name: str, column: arrow.Text, numbers: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which cells of a field hold no words; `numbers` are those stored as numbers.

    Whole numbers are departments and houses; a rounded employee number is E-NUMBER-ID already.
    """
    pattern = _SPOILT if name == "MaNV" else f"{_SPOILT}|{ROUNDED}"
    found = arrow.flags(arrow.matches(column, pattern))
    if numbers.any():
        uneven = arrow.flags(arrow.matches(column, _UNEVEN))
        found |= numbers & uneven & ~arrow.flags(arrow.matches(column, _WHOLE))
    return found
