"""Cells that were written in TCVN3 or VNI: every program takes them for Unicode, and for names.

A citizen's name is Vietnamese, or of another people of Việt Nam (Bộ luật Dân sự 91/2015/QH13,
Điều 26 khoản 3); a foreigner's may look like anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from adapters.legacy import font_codes
from adapters.legacy_glance import glance
from adapters.legacy_words import NOT_LETTERS, PERHAPS, Eye, Look
from config.doubtful import load_doubtful
from validators import columns
from validators.cells import Cells, Mask
from validators.free_texts import PLACES, TEXTS
from validators.model import Context, Violation
from validators.wording import Wording

SURE = Wording(
    code="E-ENC-CELL",
    vi="Ô viết bằng bảng mã cũ {code}, không phải Unicode: {letters}",
    en="The cell was written in the old code {code}, not in Unicode: {letters}",
    advice_vi="Gõ lại ô bằng bộ gõ tiếng Việt, bảng mã Unicode.",
    advice_en="Type the cell again with a Vietnamese keyboard in Unicode.",
    law="Bộ luật Dân sự 91/2015/QH13, Điều 26",
)
PERHAPS_SO = Wording(
    code="W-ENC-CELL",
    vi="Ô có lẽ viết bằng bảng mã cũ {code}: {letters}; được gửi đi như đã viết",
    en="The cell may be in the old code {code}: {letters}; it goes out as it is written",
    advice_vi="So với giấy tờ của người đó; nếu sai, gõ lại bằng Unicode.",
    advice_en="Compare it with the person's papers; if it is wrong, type it again in Unicode.",
)
WORDINGS = (SURE, PERHAPS_SO)

NAMES = ("HoTen", "Ten_ChaMe_Giamho")
_KINDS, _LETTERS = 500, 6


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find cells that are no Unicode: errors where no correct text looks so, else warnings."""
    fields = [field for field in (*NAMES, *PLACES, *TEXTS) if cells.has(field)]
    fields = [field for field in fields if not columns.plain(cells.column(field))]
    if not fields:
        return
    codes, doubtful = font_codes(), load_doubtful()
    pattern = glance(doubtful)
    for field in fields:
        column = cells.column(field)
        perhaps = column[columns.matches(column, pattern)]
        if len(perhaps):
            eye = Eye(codes, doubtful, of_names=field in NAMES)
            yield from _of_field(cells, field, perhaps, eye)


def _of_field(cells: Cells, field: str, perhaps: pd.Series, eye: Eye) -> Iterator[Violation]:
    """Find such cells in one column; of foreigners only what is sure, and that as a doubt."""
    words = columns.Words(perhaps, NOT_LETTERS)
    texts = words.cells_with(eye.suspicious(words.matching(PERHAPS)))
    for look, alike in _by_look([(text, eye.look(text)) for text in texts]).items():
        found = columns.among(cells.column(field), alike) & cells.good(field)
        ours = found & cells.vietnamese if field in (*NAMES, *PLACES) else found
        yield _told(SURE if look.certain else PERHAPS_SO, field, ours, look)
        if look.certain:
            yield _told(PERHAPS_SO, field, found & ~ours, look)


def _by_look(seen: list[tuple[str, Look | None]]) -> dict[Look, list[str]]:
    """Return the texts by what they look like; where that is too much, by the code alone."""
    found: dict[Look, list[str]] = {}
    for text, look in seen:
        if look is not None:
            few = len(found) < _KINDS
            found.setdefault(look if few else replace(look, text="", letters=()), []).append(text)
    return found


def _told(wording: Wording, field: str, found: Mask, look: Look) -> Violation:
    """Say what cells look like, letter by letter; whole, where it is about nobody."""
    letters = ", ".join(f"{_shown(sign)} → {letter}" for sign, letter in look.letters[:_LETTERS])
    told = wording.at(field, found, {"code": look.label, "letters": letters or "…"})
    return replace(told, proposal=look.text or None) if field in TEXTS else told


def _shown(sign: str) -> str:
    """Return a sign of the old code, by its number if nobody can see it."""
    return sign if sign.isprintable() else f"U+{ord(sign):04X}"
