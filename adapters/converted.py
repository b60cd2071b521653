"""What text from a legacy code still needs: its capitals, and a doubt about words that are none.

VN3 (TCVN 5712:1993) has no capital letter with a tone. Fonts with a name in H show capitals for
small letters, so ``NGUYỄN`` is kept as ``NGUYễN``, and ``Ánh`` can only be typed as ``ánh``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import pyarrow.compute as pc

from adapters import arrow
from adapters.grid import column_letter
from adapters.legacy import FontCode, font_codes
from adapters.model import Defect, RawTable
from adapters.syllables import plausible

NAMES = ("HoTen", "Ten_ChaMe_Giamho")
"""Fields in which every word begins with a capital."""

_CAPITAL = "A-ZĂÂÊÔƠƯĐ"
_SMALL = "a-zăâêôơưđ"
_WORDS = 1_000
"""So many words are looked for at once."""
_NOT_ASCII = r"[^\x00-\x7f]"
_WORD = re.compile(r"[^\W\d_]+")
# The letters of Western names, which a font of TCVN3 or VNI would show as others.
_WESTERN = frozenset("àáâãäåæçèéêëìíîïñòóôõöøùúûüýßÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ")


@dataclass(frozen=True)
class Converted:
    """The columns of a table that were read from a legacy code, on their way to fields."""

    raw: RawTable
    first: int
    fields: Mapping[int, str]

    def settle(self, neat: dict[int, arrow.Text]) -> tuple[Defect, ...]:
        """Give the columns their capitals; tell what was done, and what nobody can know."""
        codes = {code.name: code for code in font_codes()}
        told: list[Defect] = []
        for index, name in self.fields.items():
            code = codes.get(self.raw.fonts.get(index, ""))
            if code is not None:
                mended = _with_capitals(neat[index], code, of_names=name in NAMES)
                told += self._told("N-CASE", index, neat[index], mended)
                if code.without_capital:
                    told += self._odd("E-CASE", index, mended, _confused(code))
                    told += self._strange(index, mended, code)
                neat[index] = mended
        return tuple(told)

    def _told(
        self, code: str, index: int, before: arrow.Text, after: arrow.Text
    ) -> Iterator[Defect]:
        """Yield a note that counts the cells of a column that were changed."""
        found = arrow.positions(pc.not_equal(before, after))
        if len(found):
            yield self._defect(code, index, int(found[0]), {"cells": len(found)})

    def _odd(self, code: str, index: int, column: arrow.Text, pattern: str) -> Iterator[Defect]:
        """Yield a defect for each cell that matches."""
        if self.fields[index] in NAMES:
            for place in arrow.positions(arrow.matches(column, pattern)):
                yield self._defect(code, index, int(place), {})

    def _strange(self, index: int, column: arrow.Text, code: FontCode) -> Iterator[Defect]:
        """Yield a defect for each cell with a word that was a Western one before it was read.

        In VNI such words cannot be read at all: marks stand behind few letters only.
        """
        signs = {letter: sign for sign, letter in code.letters.items()}
        cells = column.filter(arrow.matches(column, _NOT_ASCII))
        wrong = [word for word in arrow.words(cells) if _western(word, signs)]
        places: set[int] = set()
        for begin in range(0, len(wrong), _WORDS):
            among = "|".join(wrong[begin : begin + _WORDS])
            pattern = rf"(?:^|[^\p{{L}}])(?:{among})(?:$|[^\p{{L}}])"
            places.update(arrow.positions(arrow.matches(column, pattern)).tolist())
        for place in sorted(places):
            yield self._defect("E-ENC-WORD", index, place, {"code": code.label})

    def _defect(self, code: str, index: int, place: int, facts: dict[str, str | int]) -> Defect:
        return Defect(
            code=code,
            row=int(self.raw.rows[self.first + place]),
            field=self.fields[index],
            letter=column_letter(index),
            facts=facts,
        )


def _western(word: str, signs: Mapping[str, str]) -> bool:
    """Tell whether a word, or one of several without a blank, is a Western one."""
    if word.isascii() or plausible(word):
        return False
    return any(_in_western(part, signs) for part in _parts(word))


def _parts(word: str) -> list[str]:
    """Return the words in one that wants blanks between them: NguyễnVăn."""
    ends = [at for at in range(1, len(word)) if word[at - 1].islower() and word[at].isupper()]
    return [word[begin:end] for begin, end in pairwise((0, *ends, len(word)))]


def _in_western(word: str, signs: Mapping[str, str]) -> bool:
    """Tell whether a word is no Vietnamese, and its bytes are letters of Western names."""
    if word.isascii() or plausible(word):
        return False
    letters = (letter for letter in word if not letter.isascii())
    marks = "".join(signs.get(x) or signs.get(x.lower(), "?") for x in letters)
    return all(mark in _WESTERN for mark in marks if not mark.isascii())


def _with_capitals(column: arrow.Text, code: FontCode, *, of_names: bool) -> arrow.Text:
    """Return a column with the capitals that its code could not write."""
    small = code.without_capital
    if not small:
        return column
    shown = pc.and_(
        arrow.matches(column, f"[{_CAPITAL}{small}][{_CAPITAL}]"),
        arrow.matches(column, f"[{small}]"),
    )
    column = _read(column, shown, _Capitals(small).whole)
    if not of_names:
        return column
    begun = arrow.matches(column, f"(?:^|[ '’-])[{small}]")
    return _read(column, begun, _Capitals(small).initials)


def _read(column: arrow.Text, mask: arrow.Mask, read: Callable[[str], str]) -> arrow.Text:
    """Return a column with those cells read anew, each different one once."""
    if not pc.any(mask).as_py():
        return column
    encoded = pc.dictionary_encode(column.filter(mask))
    values = arrow.text([read(cell) for cell in encoded.dictionary.to_pylist()])
    return pc.replace_with_mask(column, mask, values.take(encoded.indices))


def _confused(code: FontCode) -> str:
    """Return the pattern of a word whose letters are neither small nor capital throughout."""
    small = code.without_capital
    return rf"[{small}][{_CAPITAL}]|[{_CAPITAL}]{{2}}\p{{L}}*[{small}]"


class _Capitals:
    """Writes capitals where all that could be capital is."""

    def __init__(self, small: str) -> None:
        either = f"[{_CAPITAL}{small}]"
        self._shown = re.compile(f"(?=.*[{small}]){either}+[{_CAPITAL}]{either}*")
        self._initial = re.compile(f"(?<![^ '’-])[{small}]")
        self._begun = re.compile(f"{either}.*")

    def whole(self, cell: str) -> str:
        """Return a cell with its words in capitals, all of them if none is surely small.

        A word is in capitals if a capital stands behind its first letter, and no letter is small
        that the code has a capital for.
        """
        words = _WORD.findall(cell)
        if not any(map(self._shown.fullmatch, words)):
            return cell
        if not re.search(f"[{_SMALL}]", cell):
            return cell.upper()
        return _WORD.sub(lambda at: at[0].upper() if self._shown.fullmatch(at[0]) else at[0], cell)

    def initials(self, cell: str) -> str:
        """Return a name whose words begin with capitals, but for those that could not."""
        words = cell.split()
        if not all(map(self._begun.fullmatch, words)) or not re.search(
            f"(?:^| )[{_CAPITAL}]", cell
        ):
            return cell
        return self._initial.sub(lambda at: at[0].upper(), cell)
