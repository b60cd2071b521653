"""A file that is no Unicode at all: which code it is in, and whether all of it is.

Any byte is a letter in some code, so nothing is taken on trust: words must be Vietnamese once they
are read, and no row may be written in another code than the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.errors import UnreadableError
from adapters.fonts import perhaps_foreign
from adapters.legacy import Code, FontCode, codes, explained, verdict
from adapters.refusals import refuse
from adapters.syllables import plausible
from adapters.text_source import Source, line_ends

# The letters of Vietnamese beyond ASCII in UTF-8. Read in a code of one byte they are no word:
# each would be a vowel with a tone, and then a sign or another vowel with marks.
_UTF8_LETTER = re.compile(
    b"\xc3[\x80-\x83\x88-\x8a\x8c\x8d\x92-\x95\x99\x9a\x9d\xa0-\xa3\xa8-\xaa\xac\xad\xb2-\xb5"
    b"\xb9\xba\xbd]|\xc4[\x82\x83\x90\x91\xa8\xa9]|\xc5[\xa8\xa9]|\xc6[\xa0\xa1\xaf\xb0]"
    b"|\xe1\xba[\xa0-\xbf]|\xe1\xbb[\x80-\xb9]"
)
_ASCII = 0x80
_BLANK = 0xA0
_WORD = bytes(
    byte if (byte >= _ASCII and byte != _BLANK) or (chr(byte).isalpha() and byte < _ASCII) else 0x20
    for byte in range(256)
)
_ODD = 2
"""So many times as many strange words as good ones: names of other peoples are strange."""
_DELIMITER = re.compile(b'[,;\t\r\n"|]')
_CELL = 1_000
_ASKED = 200
"""Strange words of one piece that are looked up in it."""
_REMEMBERED = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """The first byte of a file that is not UTF-8."""

    row: int
    offset: int
    before: bytes
    """What stands before it, as far as it was looked at: UTF-8."""
    after: bytes
    """It, and what stands behind it in the same piece of the file."""

    @property
    def mixed(self) -> bool:
        """Tell whether there are Vietnamese letters in UTF-8 before it."""
        return _UTF8_LETTER.search(self.before) is not None


def refused(source: Source, wrong: Wrong) -> UnreadableError:
    """Return the refusal of a file that should be UTF-8, with the name of what it looks like."""
    known = codes()
    looks = verdict(_words(wrong.after), known)
    mixed = wrong.mixed or any(map(_UTF8_LETTER.search, source.raw_pieces()))
    if looks and not mixed and looks.name != "windows-1258":
        return refuse("legacy", row=wrong.row, name=looks.label, setting=looks.name)
    return refuse(
        "not-utf8",
        row=wrong.row,
        offset=wrong.offset,
        looks_vi=f"; có vẻ là {looks.label}" if looks else "",
        looks_en=f"; it looks like {looks.label}" if looks else "",
    )


def taken(source: Source, wrong: Wrong, encoding: str) -> Source:
    """Return the source of a file in the code that its feed names, or in the one that it shows.

    Raises UnreadableError if it shows another one, none for certain, or more than one.
    """
    known = codes()
    looks = verdict(_words(wrong.after), known)
    if wrong.mixed:
        raise refuse("mixed", row=wrong.row, name=looks.label if looks else "?")
    code = next((code for code in known if code.name == encoding), looks)
    if code is None:
        raise refuse("uncertain", row=wrong.row)
    if looks is not None and looks.name != code.name:
        raise refuse("contradicts", row=wrong.row, declared=encoding, name=looks.label)
    _prove(source, code, [other for other in known if other.name != code.name])
    return replace(source, code=code)


def _words(piece: bytes) -> set[str]:
    """Return the words of a piece that are not ASCII, as text of Latin-1."""
    words = set(piece.translate(_WORD).split())
    return {word.decode("latin-1") for word in words if not word.isascii()}


def _prove(source: Source, code: Code, others: Sequence[Code]) -> None:
    """Raise unless all words can be read in a code, and most of them are Vietnamese then.

    One of them at least must be so in that code alone, and no name of another tongue: Lü, Loïc.
    """
    asked: set[str] = set()
    good, odd, odd_row = 0, 0, 0
    doubtful_row, sure = 0, False
    lines, offset = 0, source.mark
    for piece in source.raw_pieces():
        place = _Place(piece, lines, offset)
        if found := _UTF8_LETTER.search(piece):
            raise refuse("mixed", row=place.row(found.start()), name="UTF-8")
        new = _words(piece) - asked
        strange = sorted(word for word in new if not explained(code, word))
        if strange:
            _refuse_strangers(place, strange, code, others)
            odd_row = odd_row or place.row(min(map(place.find, strange[:_ASKED])))
        if not sure and isinstance(code, FontCode) and (telling := _telling(code, new)):
            sure = not perhaps_foreign(code, telling)
            if not sure:
                doubtful_row = doubtful_row or place.row(min(map(place.find, telling[:_ASKED])))
        good, odd = good + len(new) - len(strange), odd + len(strange)
        asked = new if len(asked) > _REMEMBERED else asked | new
        lines, offset = lines + line_ends(piece), offset + len(piece)
    if odd > _ODD * good:
        raise refuse("implausible", row=odd_row, name=code.label)
    if doubtful_row and not sure:
        raise refuse("uncertain", row=doubtful_row)


def _telling(code: FontCode, words: set[str]) -> list[str]:
    """Return the words that are Vietnamese in a code, and none as they stand in Latin-1."""
    return sorted(word for word in words if explained(code, word) and not plausible(word))


def _refuse_strangers(
    place: _Place, words: Sequence[str], code: Code, others: Sequence[Code]
) -> None:
    """Raise for the first word that cannot be read, or whose cell is Vietnamese in another code.

    The second tells of a row that was added from elsewhere.
    """
    wrong: list[tuple[int, UnreadableError]] = []
    for word in [word for word in words if _needs_a_look(word, code, others)][:_ASKED]:
        at = place.find(word)
        other = _code_of(place.cell(at), code, others)
        if other:
            wrong.append((at, refuse("mixed", row=place.row(at), name=other.label)))
        elif code.read(word) is None:
            offset = place.offset + at + code.wrong_at(word)
            error = refuse("no-letter", row=place.row(at), offset=offset, name=code.label)
            wrong.append((at, error))
    if wrong:
        raise min(wrong, key=lambda found: found[0])[1]


def _needs_a_look(word: str, code: Code, others: Sequence[Code]) -> bool:
    """Tell whether a word that is no Vietnamese can be in another code, or in none."""
    return code.read(word) is None or any(explained(other, word) for other in others)


def _code_of(cell: bytes, code: Code, others: Sequence[Code]) -> Code | None:
    """Return another code that explains at least twice as many words of a cell as its own."""
    words = _words(cell)
    own = sum(explained(code, word) for word in words)
    counts = [(sum(explained(other, word) for word in words), other) for other in others]
    most, other = max(counts, key=lambda found: found[0])
    return other if most > 0 and most >= 2 * own else None


@dataclass(frozen=True)
class _Place:
    """A piece of a file, and what stands before it."""

    piece: bytes
    lines: int
    offset: int

    def row(self, at: int) -> int:
        """Return the row of a byte."""
        return self.lines + line_ends(self.piece[:at]) + 1

    def cell(self, at: int) -> bytes:
        """Return what stands around a byte up to the next delimiters."""
        before, after = self.piece[max(0, at - _CELL) : at], self.piece[at : at + _CELL]
        return _DELIMITER.split(before)[-1] + _DELIMITER.split(after, maxsplit=1)[0]

    def find(self, word: str) -> int:
        """Return where a whole word first stands."""
        escaped = re.escape(word.encode("latin-1"))
        pattern = b"(?<![A-Za-z\x80-\x9f\xa1-\xff])" + escaped + b"(?![A-Za-z\x80-\x9f\xa1-\xff])"
        found = re.search(pattern, self.piece)
        return found.start() if found else 0
