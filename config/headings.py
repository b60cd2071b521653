"""What HR systems call their columns, and the words in them: proposals rest on it, readers do not.

Fields of ``headings.csv``: those of `config.fields`; ``-`` is a column that nobody here needs;
``HoTen.1`` to ``HoTen.3`` are the parts of a name in columns of their own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from config.errors import CodesError
from config.fold import fold
from config.rows import read_lines

IDLE: Final = "-"
LEVELS: Final = ("sure", "likely", "near", "maybe")
"""``near`` says enough only beside a heading that says more: "Từ ngày" right of "Loại HĐ"."""


@dataclass(frozen=True, kw_only=True)
class Alias:
    """One heading, the field it names, and how surely."""

    field: str
    level: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """All that is known of foreign headings and words."""

    aliases: tuple[Alias, ...]
    shortenings: Mapping[str, str]
    """Words of a heading -> the words they stand for, both with blanks between."""
    words: Mapping[str, Mapping[str, str]]
    """Field -> folded word of a cell -> code."""


def load_vocabulary() -> Vocabulary:
    """Read headings, shortenings and words; raise CodesError with all that is wrong."""
    folder, problems = Path(__file__).parent, list[str]()
    aliases = tuple(
        Alias(
            field=line.text("field"),
            level=line.one_of("level", LEVELS),
            text=line.text("alias"),
        )
        for line in read_lines(folder / "headings.csv", ("field", "level", "alias"), problems)
    )
    shortenings = {
        spaced(line.text("short")): line.text("long")
        for line in read_lines(folder / "shortenings.csv", ("short", "long"), problems)
    }
    words: dict[str, dict[str, str]] = {}
    for line in read_lines(folder / "words.csv", ("field", "code", "word"), problems):
        words.setdefault(line.text("field"), {})[fold(line.text("word"))] = line.text("code")
    if problems:
        raise CodesError("headings.csv", tuple(problems))
    return Vocabulary(
        aliases=aliases,
        shortenings=MappingProxyType(shortenings),
        words=MappingProxyType(words),
    )


def spaced(text: str) -> str:
    """Return the folded words of a text with single blanks between.

    >>> spaced("Số điện-thoại")
    'so dien thoai'
    """
    composed = unicodedata.normalize("NFC", text)
    parts = "".join(sign if sign.isalnum() else " " for sign in composed).split()
    return " ".join(filter(None, map(fold, parts)))
