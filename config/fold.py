"""How headings and words are compared: by their letters and digits alone."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_ACCENTS: Final = re.compile("[\u0300-\u0303\u0306\u0309\u031b\u0323]")
"""The marks of Vietnamese letters in NFD."""
_WORDS: Final = re.compile(r"\(?[a-z0-9]+(?:[\s.()*/'’–—-]+[a-z0-9]+)*[.)]?")
_BETWEEN_DIGITS: Final = re.compile(r"[0-9][^a-z0-9]+[0-9]")


def fold(text: str) -> str:
    """Return letters and digits only, without accents and case.

    >>> fold("Mức lương\\n đóng *")
    'mucluongdong'
    """
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(letter for letter in bare if letter.isascii() and letter.isalnum())


def word_key(text: str) -> str:
    """Return a text as the words of cells are compared: folded, if that drops nothing of weight.

    Accents, blanks and signs between words weigh nothing. Any other letter or sign does, and
    what stands between two digits: the text is then a word by itself.

    >>> word_key(" Nữ "), word_key("1 - Tăng (mới)"), word_key("H'Mông")
    ('nu', '1tangmoi', 'hmong')
    >>> word_key("-1"), word_key("Nam?"), word_key("離職"), word_key("1.0"), word_key("")
    ('-1', 'nam?', '離職', '1.0', '')
    """
    whole = text.strip().casefold()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", whole)).replace("đ", "d")
    if not _WORDS.fullmatch(bare) or _BETWEEN_DIGITS.search(bare):
        return whole
    return fold(bare)
