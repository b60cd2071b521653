"""Legacy codes of Vietnamese: which byte, or pair of bytes, stands for which letter.

The facts lie in ``encodings/*.csv``: ``tcvn3`` is VN3 of TCVN 5712:1993 (fonts .Vn…, "ABC"),
``vni`` is VNI-Windows (fonts VNI-…). Both leave ASCII as it is. VN3 has no letters that are
capital and bear a tone: its fonts with a name in H show small letters as capitals.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from config.errors import CodesError
from config.rows import SOURCED, Line, read_lines

Encoding = Literal["", "auto", "utf-8", "utf-16", "windows-1258", "tcvn3", "vni"]
"""What a feed or a mapping may say of a text: "" and ``utf-8`` take Unicode alone, a name is
converted, and ``auto`` converts what the evidence shows for certain."""
TABLES = ("tcvn3", "vni")
"""The codes that have a table; Python knows the other ones."""

_BUILT_IN = Path(__file__).parent / "encodings"
_LONGEST = 2


def load_encoding(name: str, folder: Path | None = None) -> Mapping[str, str]:
    """Read one code: bytes, each written as the character of Latin-1, -> letter in NFC.

    Raises CodesError with every problem, each with file and row.
    """
    problems: list[str] = []
    found: dict[str, str] = {}
    path = (folder or _BUILT_IN) / f"{name}.csv"
    for line in read_lines(path, ("bytes", "letter", *SOURCED), problems):
        line.text("legal_source")
        line.flag("verified")
        sign, letter = _sign(line), _letter(line)
        if sign in found or letter in found.values():
            line.complain(f"{line.cells['bytes']} or {letter} stands twice")
        found[sign] = letter
    if problems:
        raise CodesError("encodings", tuple(problems))
    return MappingProxyType(found)


def _sign(line: Line) -> str:
    """Return one high byte, or an ASCII letter or a high byte and one more high byte."""
    try:
        sign = bytes.fromhex(line.cells["bytes"]).decode("latin-1")
    except ValueError:
        sign = ""
    if not 0 < len(sign) <= _LONGEST or sign[-1].isascii():
        line.complain(f"bytes are not one or two in hexadecimal: {line.cells['bytes']!r}")
    return sign


def _letter(line: Line) -> str:
    """Return the letter, which must be one composed character."""
    letter = line.text("letter")
    if len(letter) != 1 or not letter.isalpha() or unicodedata.normalize("NFC", letter) != letter:
        line.complain(f"not one composed letter: {letter!r}")
    return letter
