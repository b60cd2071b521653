"""Writes Vietnamese in the codes that came before Unicode, as old payroll systems do."""

from __future__ import annotations

import unicodedata

from config.encodings import load_encoding

TONES = "\u0300\u0309\u0303\u0301\u0323"
SMALL = "".join(
    sorted(
        {unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES}
        | set("ăâêôơưđ")
    )
)
"""The 67 letters beyond ASCII."""
LETTERS = SMALL + SMALL.upper()


def written(text: str, code: str) -> bytes:
    """Return a text in a code; a letter without a capital there is written small."""
    return masked(text, code).encode("latin-1") if code != "windows-1258" else _windows(text)


def masked(text: str, code: str) -> str:
    """Return what a workbook holds whose cells are set in a font of that code."""
    signs = {letter: sign for sign, letter in load_encoding(code).items()}
    return "".join(
        letter if letter.isascii() else signs.get(letter) or signs[letter.lower()]
        for letter in text
    )


def _windows(text: str) -> bytes:
    """Return a text in Windows-1258: a vowel, then its tone unless one byte has both."""
    data = b""
    for letter in text:
        try:
            data += letter.encode("cp1258")
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", letter)
            tones = "".join(part for part in parts if part in TONES)
            bare = "".join(part for part in parts if part not in TONES)
            data += (unicodedata.normalize("NFC", bare) + tones).encode("cp1258")
    return data
