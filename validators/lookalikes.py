"""Characters that look like a letter or digit and are another one: which is meant.

Look-alikes are those that people meet in Vietnamese data: letters of the Windows-1252 keyboard
(Ð), Cyrillic and Greek ones (Unicode UTS #39, confusables), full-width ones, digits of any script.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_PAIRS = (
    ("ÐðƉɖ", "ĐđĐđ"),
    ("АВЕКМНОРСТУХІЈЅаеорсухіјѕ", "ABEKMHOPCTYXIJSaeopcyxijs"),
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧον", "ABEZHIKMNOPTYXov"),
)
_MEANT: Mapping[str, str] = MappingProxyType(
    {sign: letter for signs, letters in _PAIRS for sign, letter in zip(signs, letters, strict=True)}
)
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_MOST = 5

LETTERS = "[" + "".join(_MEANT) + r"\x{ff01}-\x{ff5e}]"
"""Pattern (RE2) of what no text of ours should have."""
DIGITS = r"[²³¹⁰⁴-⁹₀-₉]|[^\P{Nd}0-9]"
"""Pattern (RE2) of digits other than 0 to 9: ² may stand in a text, but in no code."""


def meant(sign: str) -> str:
    """Return the letter or digit that a character looks like; "" if it looks like itself.

    >>> meant("Ð"), meant("а"), meant("Ｎ"), meant("²"), meant("٣"), meant("Đ"), meant("1")
    ('Đ', 'a', 'N', '2', '3', '', '')
    """
    if sign.isascii():
        return ""
    if sign in _MEANT:
        return _MEANT[sign]
    if ord(sign) in _FULL_WIDTH:
        return unicodedata.normalize("NFKC", sign)
    digit = unicodedata.digit(sign, -1)
    return str(digit) if digit >= 0 else ""


def proposals(text: str) -> str:
    """Name the first few look-alikes of a text and what is meant by each; "" if it has none.

    >>> proposals("Ðặng Văn Ðức"), proposals("Đức")
    ('U+00D0 Ð → Đ', '')
    """
    found = dict.fromkeys(sign for sign in text if meant(sign))
    return ", ".join(f"U+{ord(sign):04X} {sign} → {meant(sign)}" for sign in list(found)[:_MOST])
