"""One cell of a file in Unicode that was written in TCVN3 or VNI: what it looks like, how surely.

`adapters.fonts` asks whole columns; here a cell has nobody beside it. A word is evidence if no
people of Việt Nam writes so and a code makes a syllable of it: ``NguyÔn``, ``Vaên``. What may be
right as it stands (``Thò``, ``Phôc``, ``Loïc``) is a doubt at most, and none beside Unicode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from adapters.legacy import FontCode
from adapters.syllables import native, plausible, spelled
from config.doubtful import Doubtful

NOT_LETTERS = r"[^A-Za-z\x{a1}-\x{24f}\x{300}-\x{36f}\x{1e00}-\x{1eff}]+"
"""Pattern (RE2) of what stands between words; signs of Latin-1 are letters of the codes."""
PERHAPS = r"^[\x00-\x{ff}]*$"
"""Pattern (RE2) of the words that may be in a code: all others have letters of Unicode."""

_WORD = re.compile("[A-Za-z\xa1-\u024f\u0300-\u036f\u1e00-\u1eff]+")
_LETTER = re.compile("[A-Za-z]")
_UNICODE = re.compile("[\u0100-\u036f\u1e00-\u1eff]")
_SIGN = re.compile("[\xa1-\xbf]")
# A micrometre, the first storey: ``µm`` is no àm, ``T¹`` no Tạ.
_MEASURE = re.compile("µ[A-Za-z]?|[A-Za-z][\xb9\xaa\xba]")
_STROKED = "Ðð"
"""They stand for Đ and đ far more often (`validators.lookalikes`)."""
_ENYE = re.compile("[A-Za-zñÑ]+")


class _Said(Enum):
    """What one word says for a code."""

    NOTHING = 0
    AGAINST = 1
    """It cannot be in that code, or is no Vietnamese in it."""
    UNICODE = 2
    """It has letters that only Unicode has."""
    DOUBT = 3
    """It is another word in that code, and may be right as it stands."""
    EVIDENCE = 4


@dataclass(frozen=True, kw_only=True)
class Look:
    """What a cell looks like that was not written in Unicode."""

    label: str
    """What people call the code."""
    certain: bool
    """No correct text looks so."""
    text: str
    """The cell as that code reads it."""
    letters: tuple[tuple[str, str], ...]
    """Each sign that was read otherwise, and the letter that it is."""


@dataclass(frozen=True)
class Eye:
    """Looks at words and cells of one kind of field."""

    codes: tuple[FontCode, ...]
    doubtful: Doubtful
    of_names: bool

    @cached_property
    def _doubts(self) -> Mapping[str, frozenset[str]]:
        return self.doubtful.in_names if self.of_names else self.doubtful.in_texts

    def suspicious(self, words: Iterable[str]) -> list[str]:
        """Return the words for which a cell is worth a look."""
        said = (_Said.DOUBT, _Said.EVIDENCE)
        return [word for word in words if any(self._say(code, word) in said for code in self.codes)]

    def look(self, cell: str) -> Look | None:
        """Return what a cell looks like; None if it may well be as it should."""
        looks = [look for code in self.codes if (look := self._as(code, cell))]
        return max(looks, key=lambda look: (look.certain, len(look.letters)), default=None)

    def _as(self, code: FontCode, cell: str) -> Look | None:
        """Return what a cell looks like if it is in one code."""
        words = [word for word in _WORD.findall(cell) if not word.isascii()]
        said = {word: self._say(code, word) for word in words}
        proofs = {word for word in words if said[word] is _Said.EVIDENCE and self._proves(word)}
        others = [word for word in words if said[word] is _Said.AGAINST and self._foreign(word)]
        mixed = {_Said.AGAINST, _Said.UNICODE} & set(said.values())
        if proofs:
            return self._read(code, cell, said, certain=len(proofs) > len(others))
        hints = {_Said.DOUBT, _Said.EVIDENCE} & set(said.values())
        return self._read(code, cell, said, certain=False) if hints and not mixed else None

    def _foreign(self, word: str) -> bool:
        """Tell whether a word is neither ours nor explained by any code."""
        return not native(word) and not self.suspicious([word])

    def _proves(self, word: str) -> bool:
        """Tell whether evidence is more than what a foreign name, or ñ, may be."""
        return word.lower() not in self.doubtful.foreign and not _ENYE.fullmatch(word)

    def _say(self, code: FontCode, word: str) -> _Said:
        """Tell what one word says for a code."""
        if word.isascii() or word[0] in _STROKED or _MEASURE.fullmatch(word):
            return _Said.NOTHING
        if _UNICODE.search(word):
            return _Said.UNICODE
        read = code.read(word)
        if read is None or not _LETTER.search(word):
            return _Said.AGAINST if read is None else _Said.NOTHING
        good = read != word and spelled(read)
        if not native(word):
            # No other text has a sign within a word: Kr«ng.
            signed = _SIGN.search(word[1:]) and plausible(read)
            return _Said.EVIDENCE if good or signed else _Said.AGAINST
        doubt = good and (not spelled(word) or word.lower() in self._doubts[code.name])
        return _Said.DOUBT if doubt else _Said.NOTHING

    def _read(self, code: FontCode, cell: str, said: Mapping[str, _Said], *, certain: bool) -> Look:
        """Read the words of a cell that are in a code: all of them, unless some are in Unicode."""
        kept = {_Said.UNICODE, _Said.AGAINST}
        if _Said.UNICODE in said.values():
            kept |= {_Said.NOTHING, _Said.DOUBT}
        inside = [word for word, what in said.items() if what not in kept]
        signs = dict.fromkeys(sign[0] for word in inside for sign in code.sign.finditer(word))
        letters = ((sign, code.letters[sign]) for sign in signs if sign in code.letters)
        return Look(
            label=code.label,
            certain=certain,
            text=_WORD.sub(lambda at: (at[0] in inside and code.read(at[0])) or at[0], cell),
            letters=tuple((sign, letter) for sign, letter in letters if sign != letter),
        )
