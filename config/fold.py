"""How headings and words are compared: by their letters and digits alone."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Return letters and digits only, without accents and case.

    >>> fold("Mức lương\\n đóng *")
    'mucluongdong'
    """
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    return "".join(letter for letter in bare if letter.isascii() and letter.isalnum())
