"""Characters that nobody sees: control, zero-width and direction marks, foreign blanks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray

from validators import columns
from validators.cells import Cells
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
        column = cells.column(field)
        if columns.plain(column):
            continue
        found = columns.matches_repeated(column, _ANY) & cells.good(field)
        for points, at in _by_points(column[found], np.flatnonzero(found)):
            yield INVISIBLE.at(field, at, {"points": points})


def _by_points(
    column: pd.Series, positions: NDArray[np.intp]
) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """Yield the code points to name, with the positions of the cells that hold them.

    Where nearly every cell has its own, all are told of the first few.
    """
    distinct = pc.dictionary_encode(columns.arrow(column))
    texts = distinct.dictionary[:_CELLS].to_pylist()
    if len(distinct.dictionary) > _CELLS:
        yield _points("".join(texts)), positions
        return
    groups: dict[str, int] = {}
    group_of = [groups.setdefault(_points(text), len(groups)) for text in texts]
    kinds = np.array(group_of, dtype=np.intp)[distinct.indices.to_numpy()]
    ends = np.cumsum(np.bincount(kinds, minlength=len(groups)))
    parts = np.split(positions[np.argsort(kinds, kind="stable")], ends[:-1])
    # Without any text there is no group, and still one part: an empty one.
    yield from zip(groups, parts, strict=False)


def _points(text: str) -> str:
    """Name the first few code points of a text that nobody sees."""
    points = dict.fromkeys(f"U+{ord(sign):04X}" for sign in text if _hidden(sign))
    return ", ".join(list(points)[:_POINTS])


def _hidden(sign: str) -> bool:
    """Tell whether `_ANY` names one character."""
    return unicodedata.category(sign) in _KINDS or re.match(f"[{_BLANKS}]", sign) is not None
