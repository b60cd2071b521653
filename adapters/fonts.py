"""Text that is Unicode in name only: cells set in a font of TCVN3 or VNI.

Such cells hold the letters of Latin-1 that share their bytes with the code: ``NguyÔn V¨n §øc``.
Only the font, which no table keeps, made Vietnamese of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters import arrow
from adapters.legacy import FontCode, explained, font_codes
from adapters.model import Defect, RawTable
from adapters.refusals import refuse
from adapters.syllables import plausible
from config.encodings import Encoding

# The letters of Vietnamese in Latin-1; the others there, and the signs, are of other tongues.
_OURS = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý"
_STRANGE = "".join(chr(at) for at in range(0xA1, 0x100) if chr(at) not in _OURS)
_STRANGE_BYTES: Mapping[int, NDArray[np.bool_]] = MappingProxyType(
    {
        lead: np.array(
            [bytes((lead, at)).decode("utf-8", "replace") in _STRANGE for at in range(256)]
        )
        for lead in (0xC2, 0xC3)
    }
)
"""By the first of two bytes of UTF-8: which seconds make a strange letter or sign of them."""
_UNICODE = re.compile("[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0"
                      "\u0300-\u036f\u1ea0-\u1ef9]")  # fmt: skip
_ABROAD = "äçëïñöüÄÇËÏÑÖÜ"
_NOT_ASCII = r"[^\x00-\x7f]"
_WORD = re.compile("[A-Za-z\xa1-\u02ff\u0300-\u036f\u1e00-\u1eff]+")
_SIGN = re.compile("[\xa1-\xbf]")

_CELLS = 20_000
_ENOUGH = 2
_FOREIGN = 0.1
"""Of foreign names so many may happen to be Vietnamese in a code: Loïc is Lọc in VNI."""
_HALF = 0.5


class _Told(Enum):
    """What a cell tells of the code it is in."""

    NOTHING = 0
    UNICODE = 1
    LEGACY = 2


def unmasked(table: RawTable, encoding: Encoding) -> RawTable:
    """Return a table with the cells in legacy fonts read as their feed says.

    Raises UnreadableError for the first of them where it says nothing, or something else, and
    where a column has both.
    """
    if table.fonts:
        return table
    columns = [arrow.of_series(table.cells[index]) for index in table.cells]
    strange = [column for column in columns if _has_strange(column)]
    code = _shown(strange) if strange else None
    if code is None:
        return table
    if encoding not in {"auto", "tcvn3", "vni"}:
        row = _first(table, strange, code)
        raise refuse("legacy", row=row, name=code.label, setting=code.name)
    if encoding not in {"auto", code.name}:
        row = _first(table, strange, code)
        raise refuse("contradicts", row=row, declared=encoding, name=code.label)
    return _converted(table, columns, code)


def _has_strange(column: arrow.Text) -> bool:
    """Tell whether the bytes under a column hold letters or signs that Vietnamese has not."""
    data = column.buffers()[2]
    if data is None:
        return False
    signs = np.frombuffer(data, dtype=np.uint8)
    second = signs[1:]
    return any(bool(of[second[signs[:-1] == lead]].any()) for lead, of in _STRANGE_BYTES.items())


def _shown(columns: Iterable[arrow.Text]) -> FontCode | None:
    """Return the code that explains most of the strange words, and nothing else does."""
    words: set[str] = set()
    for column in columns:
        cells = pc.unique(column.filter(arrow.matches(column, f"[{_STRANGE}]")))[:_CELLS]
        words.update(word for cell in cells.to_pylist() for word in _words(cell))
    asked = [word for word in words if not plausible(word) and not _UNICODE.search(word)]
    weights = [(sum(_weight(code, word) for word in asked), code) for code in font_codes()]
    (less, _), (most, code) = sorted(weights, key=lambda found: found[0])
    sure = most >= _ENOUGH + _FOREIGN * len(asked) and less <= _HALF * most
    return code if sure else None


def _weight(code: FontCode, word: str) -> int:
    """Return what a word says for a code: more if no other text has a sign within a word."""
    if not explained(code, word):
        return 0
    return _ENOUGH if _SIGN.search(word[1:]) else 1


def _words(cell: str) -> Iterator[str]:
    """Yield the words of a cell that are not ASCII."""
    return (word for word in _WORD.findall(cell) if not word.isascii())


def _tells(code: FontCode, cell: str) -> _Told:
    """Tell what a cell is in, by its first word that can be in one code only."""
    for word in _words(cell):
        ours, theirs = plausible(word), explained(code, word)
        if _UNICODE.search(word) or (ours and not theirs):
            return _Told.UNICODE
        if theirs and not ours:
            return _Told.LEGACY
    return _Told.NOTHING


def _first(table: RawTable, columns: Iterable[arrow.Text], code: FontCode) -> int:
    """Return the first row with a cell that is surely in a code."""
    rows = []
    for column in columns:
        cells = _cells(column, f"[{_STRANGE}]")
        cell = next((cell for cell in cells if _tells(code, cell) is _Told.LEGACY), None)
        if cell is not None:
            rows.append(int(table.rows[pc.index(column, cell).as_py()]))
    return min(rows)


def _cells(column: arrow.Text, pattern: str) -> Iterator[str]:
    """Yield the different cells of a column that match, in the order of the rows."""
    yield from pc.unique(column.filter(arrow.matches(column, pattern))).to_pylist()


def _converted(table: RawTable, columns: list[arrow.Text], code: FontCode) -> RawTable:
    """Return a table with all columns converted that are in a code."""
    fonts = {}
    for index, column in enumerate(columns):
        begin = _begin(table, column, code)
        if begin is not None:
            columns[index] = _read(table, column, begin, code)
            fonts[index] = code.name
    facts: dict[str, str | int] = {"encoding": code.label, "columns": len(fonts)}
    return replace(
        table,
        cells=arrow.to_frame(dict(enumerate(columns))),
        fonts=fonts,
        defects=(*table.defects, Defect(code="N-ENC", row=None, facts=facts)),
    )


def _begin(table: RawTable, column: arrow.Text, code: FontCode) -> int | None:
    """Return from where on a column is in a code; None if it is not.

    Headings may be Unicode above cells that are not; anything else is a mixture.
    """
    cells = list(_cells(column, _NOT_ASCII))
    told = np.array([_tells(code, cell) for cell in cells])
    legacy = _places(column, cells, told == _Told.LEGACY)
    if not len(legacy):
        return None
    unicode = _places(column, cells, told == _Told.UNICODE)
    below = unicode[unicode > legacy[0]]
    if len(unicode) - len(below) > len(legacy) or perhaps_foreign(code, cells):
        raise refuse("mixed", row=int(table.rows[legacy[0]]), name=code.label)
    if len(below):
        raise refuse("mixed", row=int(table.rows[below[0]]), name="Unicode")
    return int(unicode[-1]) + 1 if len(unicode) else 0


def _places(column: arrow.Text, cells: Sequence[str], which: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return where those of the different cells of a column stand."""
    chosen = [cell for cell, told in zip(cells, which, strict=True) if told]
    return arrow.positions(pc.is_in(column, value_set=arrow.text(chosen)))


def perhaps_foreign(code: FontCode, cells: Iterable[str]) -> bool:
    """Tell whether a code explains nothing but what may be a name of another tongue: Loïc."""
    words = {word for cell in cells for word in _words(cell)}
    sure = (word for word in words if explained(code, word) and not plausible(word))
    marks = ([letter for letter in word if not letter.isascii()] for word in sure)
    return all(len(found) == 1 and found[0] in _ABROAD for found in marks)


def _read(table: RawTable, column: arrow.Text, begin: int, code: FontCode) -> arrow.Text:
    """Return a column with its cells from a place on read in a code."""
    head, rest = column[:begin], column[begin:]
    odd = arrow.matches(rest, _NOT_ASCII)
    encoded = pc.dictionary_encode(rest.filter(odd))
    cells = encoded.dictionary.to_pylist()
    read = [code.read_cell(cell) for cell in cells]
    if None in read:
        row = int(table.rows[pc.index(column, cells[read.index(None)]).as_py()])
        raise refuse("no-letter-cell", row=row, name=code.label)
    values = arrow.text([cell or "" for cell in read]).take(encoded.indices)
    return pa.concat_arrays([head, pc.replace_with_mask(rest, odd, values)])
