"""The codes of eight bits that Vietnamese was written in before Unicode: their letters, and proof.

Text in such a code is held as text of Latin-1 here: one character for each of its bytes. Fonts of
TCVN3 and VNI write just those characters into workbooks, which know nothing of the code.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from adapters.syllables import plausible
from config.encodings import load_encoding

_WRONG = "\ufffe"
_BLANK = "\xa0"
_SECOND = 0xFFFF

_WORDS = 20_000
_ENOUGH = 2
_MOST, _FEW = 0.4, 0.5


class Code(Protocol):
    """One code: how it is called, and how its text is read."""

    @property
    def name(self) -> str:
        """What the settings call it."""

    @property
    def label(self) -> str:
        """What people call it."""

    def read(self, text: str) -> str | None:
        """Return the text in Unicode, in NFC; None if something in it is no letter of the code."""

    def read_bytes(self, piece: bytes) -> str:
        """Return a piece of a file in Unicode, all of which is known to be readable."""

    def wrong_at(self, text: str) -> int:
        """Return where a text that cannot be read goes wrong."""


@dataclass(frozen=True, kw_only=True)
class Windows1258:
    """Microsoft's code page: vowels, and tones as marks of their own."""

    name: str = "windows-1258"
    label: str = "Windows-1258"

    def read(self, text: str) -> str | None:
        """Return the text in Unicode, or None."""
        try:
            return unicodedata.normalize("NFC", text.encode("latin-1").decode("cp1258"))
        except UnicodeDecodeError:
            return None

    def read_bytes(self, piece: bytes) -> str:
        """Return a readable piece in Unicode."""
        return unicodedata.normalize("NFC", piece.decode("cp1258"))

    def wrong_at(self, text: str) -> int:
        """Return where the first byte stands that the code page does not know."""
        known = text.encode("latin-1").decode("cp1258", "replace")
        return known.find("\ufffd")


@dataclass(frozen=True, kw_only=True, eq=False)
class FontCode:
    """A code that lives in fonts: one byte, or a letter and a byte for its marks, is a letter."""

    name: str
    label: str
    letters: Mapping[str, str]
    sign: re.Pattern[str]
    """Finds what must be a key of `letters`: all that is beyond ASCII, with what it belongs to."""
    singles: NDArray[np.uint16]
    """By byte: its letter, where it stands alone; `_SECOND` if it never does."""
    pairs: NDArray[np.uint16]
    """By 256 times a byte and the next one: the letter of both."""

    @property
    def without_capital(self) -> str:
        """The small letters whose capitals the code does not have."""
        known = set(self.letters.values())
        return "".join(x for x in self.letters.values() if x.islower() and x.upper() not in known)

    def read(self, text: str) -> str | None:
        """Return the text in Unicode, or None."""
        letters = self.letters
        read = self.sign.sub(lambda found: letters.get(found[0], _WRONG), text)
        return None if _WRONG in read else read

    def read_cell(self, text: str) -> str | None:
        """Return the text of a cell that is Unicode but for its font: signs such as ² stay."""
        letters = self.letters

        def letter(found: re.Match[str]) -> str:
            return letters.get(found[0], _WRONG if found[0].isalpha() else found[0])

        read = self.sign.sub(letter, text)
        return None if _WRONG in read else read

    def read_bytes(self, piece: bytes) -> str:
        """Return a readable piece in Unicode, without a Python object for each letter."""
        signs = np.frombuffer(piece, dtype=np.uint8).astype(np.uint16)
        letters = self.singles[signs]
        seconds = np.flatnonzero(letters == _SECOND)
        letters[seconds - 1] = self.pairs[signs[seconds - 1] * 256 + signs[seconds]]
        read: bytes = letters[letters != _SECOND].tobytes()
        return read.decode("utf-16-le")

    def wrong_at(self, text: str) -> int:
        """Return where the first character stands that is no letter, nor part of one."""
        signs = self.sign.finditer(text)
        return next((sign.end() - 1 for sign in signs if sign[0] not in self.letters), -1)


def codes() -> tuple[Code, ...]:
    """Return all codes, in the order in which they are named."""
    return (*font_codes(), Windows1258())


def _font_code(name: str, label: str) -> FontCode:
    """Build a code from its table."""
    letters = load_encoding(name)
    pairs = [sign for sign in letters if len(sign) > 1]
    firsts, seconds = ("".join({pair[at] for pair in pairs}) for at in (0, 1))
    pair = f"[{firsts}][{seconds}]|" if pairs else ""
    sign = re.compile(f"{pair}[\x80-\xff]")
    singles = np.arange(256, dtype=np.uint16)
    singles[[ord(pair[1]) for pair in pairs]] = _SECOND
    both = np.zeros(1 << 16, dtype=np.uint16)
    for written, letter in letters.items():
        if len(written) > 1:
            both[ord(written[0]) * 256 + ord(written[1])] = ord(letter)
        else:
            singles[ord(written)] = ord(letter)
    return FontCode(
        name=name,
        label=label,
        letters={**letters, _BLANK: _BLANK},
        sign=sign,
        singles=singles,
        pairs=both,
    )


def font_codes() -> tuple[FontCode, ...]:
    """Return the codes whose text may stand in a Unicode file, set in fonts of theirs."""
    return (_font_code("tcvn3", "TCVN3 (ABC)"), _font_code("vni", "VNI Windows"))


def explained(code: Code, word: str) -> bool:
    """Tell whether a word is Vietnamese once it is read in a code."""
    read = code.read(word)
    return read is not None and plausible(read)


def verdict(words: Iterable[str], among: Sequence[Code]) -> Code | None:
    """Return the one code in which words that are not ASCII are Vietnamese; None if nobody can say.

    It must explain many of them, at least two, and at least twice as many as any other code.
    """
    asked = sorted(set(words))[:_WORDS]
    counts = [(sum(explained(code, word) for word in asked), code) for code in among]
    (most, best), *others = sorted(counts, key=lambda found: -found[0])
    if most < _ENOUGH or most < _MOST * len(asked):
        return None
    return None if any(count > _FEW * most for count, _ in others) else best
