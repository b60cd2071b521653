"""Writes Vietnamese in the codes of before Unicode, from the tables of the codes themselves.

Nothing here comes from the product's tables, and nothing there may come from here: a test in which
both sides read one table proves nothing. TCVN3 (ABC) is TCVN 5712:1993, the part of it that fonts
had; VNI for Windows puts a letter and its marks into two bytes; Windows-1258 puts tones behind.
"""

from __future__ import annotations

import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Grave, acute, tilde, hook above, dot below: what Windows-1258 keeps apart from its letter."""

_TCVN3_LETTERS = {
    "Ă": 0xA1, "Â": 0xA2, "Ê": 0xA3, "Ô": 0xA4, "Ơ": 0xA5, "Ư": 0xA6, "Đ": 0xA7, "ă": 0xA8,
    "â": 0xA9, "ê": 0xAA, "ô": 0xAB, "ơ": 0xAC, "ư": 0xAD, "đ": 0xAE,
}  # fmt: skip
_TCVN3_RUNS = {
    0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
"""First byte of a run -> letters side by side; capitals with a tone have none in the fonts."""

_VNI_TONES = {"\u0301": 0xF9, "\u0300": 0xF8, "\u0309": 0xFB, "\u0303": 0xF5, "\u0323": 0xEF}
_VNI_CIRCUMFLEX = {
    "": 0xE2, "\u0301": 0xE1, "\u0300": 0xE0, "\u0309": 0xE5, "\u0303": 0xE3, "\u0323": 0xE4,
}  # fmt: skip
_VNI_BREVE = {
    "": 0xEA, "\u0301": 0xE9, "\u0300": 0xE8, "\u0309": 0xFA, "\u0303": 0xFC, "\u0323": 0xEB,
}  # fmt: skip
_VNI_ALONE = {"í": 0xED, "ì": 0xEC, "ỉ": 0xE6, "ĩ": 0xF3, "ị": 0xF2, "ỵ": 0xEE, "đ": 0xF1}
_VNI_HORNED = {"ơ": 0xF4, "ư": 0xF6}
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_TO_CAPITAL = 0x20
"""Capitals of VNI lie so much before their small letters."""


def tcvn3(text: str) -> bytes:
    """Write text in TCVN3; UnicodeError for a letter that its fonts do not have.

    >>> tcvn3("Nguyễn Văn Đức").decode("cp1252")
    'NguyÔn V¨n §øc'
    """
    known = {
        **_TCVN3_LETTERS,
        **{
            letter: first + place
            for first, letters in _TCVN3_RUNS.items()
            for place, letter in enumerate(letters)
        },
    }
    return b"".join(_one(sign, known) for sign in unicodedata.normalize("NFC", text))


def _one(sign: str, known: dict[str, int]) -> bytes:
    if sign.isascii():
        return sign.encode()
    if sign not in known:
        raise UnicodeEncodeError("tcvn3", sign, 0, 1, "no such letter")
    return bytes([known[sign]])


def vni(text: str) -> bytes:
    """Write text in VNI for Windows.

    >>> vni("Nguyễn Văn Đức").decode("cp1252")
    'Nguyeãn Vaên Ñöùc'
    """
    return b"".join(map(_vni_letter, unicodedata.normalize("NFC", text)))


def _vni_letter(letter: str) -> bytes:
    small, shift = letter.lower(), _TO_CAPITAL if letter.isupper() else 0
    if letter.isascii():
        return letter.encode()
    if small in _VNI_ALONE:
        return bytes([_VNI_ALONE[small] - shift])
    bare, *marks = unicodedata.normalize("NFD", small)
    tone = next((mark for mark in marks if mark in _TONES), "")
    if _HORN in marks:
        first = bytes([_VNI_HORNED[unicodedata.normalize("NFC", bare + _HORN)] - shift])
        return first + (bytes([_VNI_TONES[tone] - shift]) if tone else b"")
    table = (
        _VNI_CIRCUMFLEX if _CIRCUMFLEX in marks else _VNI_BREVE if _BREVE in marks else _VNI_TONES
    )
    first = bare.upper() if shift else bare
    return first.encode() + bytes([table[tone] - shift])


def windows_1258(text: str) -> bytes:
    """Write text in Windows-1258, every tone behind its letter, as Windows' keyboard does.

    >>> windows_1258("Đức").hex(" ")
    'd0 fd ec 63'
    """
    return b"".join(map(_with_tone, unicodedata.normalize("NFC", text)))


def _with_tone(letter: str) -> bytes:
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in parts if mark in _TONES)
    rest = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in _TONES))
    return (rest + tones).encode("cp1258")
