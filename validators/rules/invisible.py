"""Characters that nobody sees: control, zero-width and direction marks, foreign blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

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
    "Ten_ChaMe_Giamho",
    "Noidung_Thaydoi",
    "HosoKemtheo",
    "LyDo",
    "Ghichu",
)
_KINDS = ("Cc", "Cf", "Co", "Zl", "Zp")
# Blanks other than the plain one, letters and signs that print nothing, and variation selectors.
_BLANKS = (
    "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u034f\u115f\u1160\u2800\u3164\uffa0"
    "\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_ANY = r"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}" + _BLANKS + "]"
_CELLS, _POINTS = 1_000, 5


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find cells with such characters and name the characters by their code points."""
    for field in filter(cells.has, FIELDS):
        if columns.plain(cells.column(field)):
            continue
        found = columns.matches_repeated(cells.column(field), _ANY) & cells.good(field)
        for points, texts in _by_points(cells, field, found).items():
            at = columns.among(cells.column(field), texts) & found
            yield INVISIBLE.at(field, at, {"points": points})


def _by_points(cells: Cells, field: str, found: Mask) -> dict[str, list[str]]:
    """Return the different texts that are meant, by the code points to name for them.

    Where nearly every cell has its own, all are told of the first few.
    """
    texts = cells.column(field)[found].unique()
    by_points: dict[str, list[str]] = {}
    for text in texts[:_CELLS]:
        by_points.setdefault(_points(text), []).append(text)
    if len(texts) > _CELLS:
        return {_points("".join(texts[:_CELLS])): list(texts)}
    return by_points


def _points(text: str) -> str:
    """Name the first few code points of a text that nobody sees."""
    points = dict.fromkeys(f"U+{ord(sign):04X}" for sign in text if _hidden(sign))
    return ", ".join(list(points)[:_POINTS])


def _hidden(sign: str) -> bool:
    """Tell whether `_ANY` names one character."""
    return unicodedata.category(sign) in _KINDS or re.match(f"[{_BLANKS}]", sign) is not None
