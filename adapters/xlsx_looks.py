"""Which cells show more than the number in them: 32% for 0.32, 00002 or NV2 for 2.

calamine gives the number alone, but what people see, check and sign is what the cell shows.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters import arrow
from adapters.grid import column_letter
from adapters.number_formats import FRAMED, look_of, shown
from adapters.xlsx_strings import feed

_BUILT_IN: Mapping[str, str] = MappingProxyType({"9": "0%", "10": "0.00%"})
"""Formats that every workbook knows, as far as they show another number (18.8.30)."""
NO_STYLES: Mapping[int, str] = MappingProxyType({})
_CELL = re.compile(rb'<(?:x:)?c r="([A-Z]{1,3})([0-9]{1,9})"([^<>]*)>')
_STYLE = re.compile(rb"\ss\s*=\s*[\"']([0-9]{1,9})[\"']")


@dataclass
class Looks:
    """The cells of a sheet whose format shows more than their number."""

    styles: Mapping[int, str]
    """What a style shows, of those that show more."""
    cells: dict[tuple[str, str], array[int]] = field(default_factory=dict)
    """The rows of each letter and look."""

    def look(self, rows: bytes) -> None:
        """Note such cells of some rows, all of which are plainly written."""
        if not any(b'"%d"' % style in rows or not style for style in self.styles):
            return
        found = _CELL.findall(rows)
        styles = {rest: _style(rest) for rest in {rest for *_, rest in found}}
        chosen = {rest: style for rest, style in styles.items() if style in self.styles}
        for letters, row, rest in found:
            if rest in chosen:
                self.note(int(row), letters.decode(), chosen[rest])

    def note(self, row: int, letter: str, style: int) -> None:
        """Note one cell of such a style."""
        self.cells.setdefault((letter, self.styles[style]), array("q")).append(row)


def _style(attributes: bytes) -> int:
    found = _STYLE.search(attributes)
    return int(found[1]) if found else 0


def as_shown(
    columns: Iterable[arrow.Text], numeric: Mapping[int, NDArray[np.bool_]], looks: Looks
) -> Iterator[arrow.Text]:
    """Yield the columns of a sheet, with its numbers as their cells show them."""
    for index, column in enumerate(columns):
        letter, whole = column_letter(index), column
        for (place, look), rows in looks.cells.items():
            if place == letter and index in numeric and look != FRAMED:
                whole = _changed(whole, numeric[index] & _flags(rows, len(whole)), look)
        yield whole


def framed(numeric: Mapping[int, NDArray[np.bool_]], looks: Looks) -> dict[int, NDArray[np.bool_]]:
    """Tell which numbers of a column, if any, stand between words that only their format has."""
    noted = {index: looks.cells.get((column_letter(index), FRAMED)) for index in numeric}
    found = {
        index: numeric[index] & _flags(rows, len(numeric[index]))
        for index, rows in noted.items()
        if rows is not None
    }
    return {index: flags for index, flags in found.items() if flags.any()}


def _flags(rows: array[int], count: int) -> NDArray[np.bool_]:
    """Return a flag for each of the first `count` rows of a sheet."""
    flags = np.zeros(count, np.bool_)
    places = np.frombuffer(rows, np.int64) - 1
    flags[places[places < count]] = True
    return flags


def _changed(column: arrow.Text, flags: NDArray[np.bool_], look: str) -> arrow.Text:
    """Return a column whose flagged numbers are shown, each distinct one once."""
    mask = pa.array(flags)
    encoded = pc.dictionary_encode(column.filter(mask))
    values = arrow.text([shown(look, number) for number in encoded.dictionary.to_pylist()])
    return pc.replace_with_mask(column, mask, values.take(encoded.indices))


class _Styles:
    """What a parser tells us of the styles of a workbook (18.8)."""

    def __init__(self) -> None:
        self.looks: dict[int, str] = {}
        self._formats = {number: look_of(code) for number, code in _BUILT_IN.items()}
        self._within = ""
        self._styles = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note a format, or a style and its format."""
        name = tag.rpartition("}")[2]
        if name in ("numFmts", "cellXfs"):
            self._within = name
        elif name == "numFmt" and self._within == "numFmts":
            number, code = attributes.get("numFmtId", ""), attributes.get("formatCode", "")
            self._formats[number] = look_of(code)
        elif name == "xf" and self._within == "cellXfs":
            if look := self._formats.get(attributes.get("numFmtId", "")):
                self.looks[self._styles] = look
            self._styles += 1

    def end(self, tag: str) -> None:
        """Note the end of the formats, or of the styles."""
        if tag.rpartition("}")[2] == self._within:
            self._within = ""

    def data(self, _text: str) -> None:
        """Nothing is said between them."""

    def close(self) -> None:
        """Nothing was built."""


def looks_of(pieces: Iterable[bytes]) -> dict[int, str]:
    """Return what each style shows, of those that show more than their number."""
    styles = _Styles()
    feed(styles, pieces)
    return styles.looks
