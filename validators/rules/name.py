"""Họ và tên: letters as on the citizen card, no digits and no signs (Luật Căn cước 26/2023)."""

from __future__ import annotations

from collections.abc import Iterator

from validators import columns
from validators.cells import Cells
from validators.model import Context, Violation
from validators.wording import Wording

LOOKALIKE = Wording(
    code="E-NAME-LETTER",
    vi="Họ tên có chữ trông giống chữ Đ nhưng không phải (Ð, Ɖ)",
    en="The name holds a letter that only looks like Đ (Ð or Ɖ)",
    advice_vi="Gõ lại chữ Đ bằng bộ gõ tiếng Việt, bảng mã Unicode.",
    advice_en="Type Đ again with a Vietnamese keyboard in Unicode.",
)
SIGNS = Wording(
    code="E-NAME",
    vi="Họ tên có chữ số, ký hiệu hoặc chữ không phải chữ cái Latinh thông thường",
    en="The name holds digits, signs or letters that are not ordinary Latin ones",
    advice_vi="Chỉ ghi chữ cái như trên thẻ căn cước; bỏ số thứ tự và chú thích.",
    advice_en="Write letters only, as on the citizen card; leave out numbers and remarks.",
)
WORDINGS = (LOOKALIKE, SIGNS)

# The blocks Basic Latin to Latin Extended-B, and Latin Extended Additional. Latin by script, but on
# no card: full-width letters, ligatures, Roman numerals, clicks, ª and º. In NFC no Vietnamese
# letter needs a mark of its own; a few of other alphabets keep one or two.
_LETTER = (
    r"[A-Za-z\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1BA}\x{1BC}-\x{1BF}\x{1C4}-\x{24F}"
    r"\x{1E00}-\x{1EFF}][\x{300}-\x{36F}]{0,2}"
)
_LETTERS = rf"\A{_LETTER}(?:{_LETTER}|[ .'’\-])*\z"
_LOOKALIKES = "[ÐðƉɖ]"


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find names that cannot stand on a citizen card."""
    names = cells.column("HoTen")
    yield LOOKALIKE.at("HoTen", columns.matches(names, _LOOKALIKES) & cells.good("HoTen"))
    yield SIGNS.at("HoTen", ~columns.matches(names, _LETTERS) & cells.good("HoTen"))
