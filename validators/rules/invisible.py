"""Characters that nobody sees: control, zero-width and direction marks, foreign blanks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import numpy as np

from validators import columns
from validators.cells import Cells, Mask
from validators.model import Context, Violation
from validators.wording import Wording

INVISIBLE = Wording(
    code="E-INVISIBLE",
    vi="Ô có ký tự không nhìn thấy được: {points}",
    en="The cell holds characters that nobody sees: {points}",
    advice_vi="Xóa nội dung ô và gõ lại bằng tay (đừng dán từ trang web hay PDF).",
    advice_en="Clear the cell and type it by hand (do not paste from a web page or a PDF).",
)
WORDINGS = (INVISIBLE,)

FIELDS = (
    "MaNV",
    "MaDonVi",
    "Ky",
    "HoTen",
    "MasoBHXH",
    "CMND",
    "NgaySinh",
    "GioiTinh",
    "ChucVu",
    "MaPhongBan",
    "NoiLamViec",
    "TienLuong",
    "PA",
    "Loai",
    "MaBenhVien",
    "Maho_Giadinh",
    "DienThoai",
    "Dienthoai_LH",
    "Email",
    "Email_LH",
    "Matinh_KS",
    "Maxa_KS",
    "Diachi_KS",
    "Matinh_NN",
    "Maxa_NN",
    "Diachi_NN",
    "LyDo",
    "Ghichu",
)
_ANY = r"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\x{A0}\x{2000}-\x{200A}\x{202F}\x{3000}\x{115F}\x{3164}]"
_CELLS, _POINTS = 20, 5


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find cells with such characters and name the characters by their code points."""
    for field in filter(cells.has, FIELDS):
        if columns.plain(cells.column(field)):
            continue
        found = columns.matches_repeated(cells.column(field), _ANY) & cells.good(field)
        if found.any():
            yield INVISIBLE.at(field, found, {"points": _points(cells, field, found)})


def _points(cells: Cells, field: str, found: Mask) -> str:
    """Name the first few code points that are meant."""
    texts = cells.column(field).iloc[np.flatnonzero(found)[:_CELLS]]
    points = dict.fromkeys(f"U+{ord(sign):04X}" for sign in "".join(texts) if _hidden(sign))
    return ", ".join(list(points)[:_POINTS])


def _hidden(sign: str) -> bool:
    """Tell whether one character is of the kinds that `_ANY` names."""
    return sign != " " and (unicodedata.category(sign)[0] in "CZ" or sign in "\u115f\u3164")
