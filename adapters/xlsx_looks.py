"""What a cell shows beyond the number in it: hundredths as percent, and zeros before it.

A number format (ECMA-376 part 1, 18.8.30) shows 0.32 as 32% and 2 as 00002. calamine gives the
number alone, but what people see, check and sign is what the cell shows.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters import arrow
from adapters.grid import column_letter
from adapters.xlsx_strings import feed

_BUILT_IN: Mapping[str, str] = MappingProxyType({"9": "0%", "10": "0.00%"})
"""Formats that every workbook knows, as far as they show another number (18.8.30)."""
NO_STYLES: Mapping[int, str] = MappingProxyType({})
_SIGN = re.compile(
    r"\"(?P<quoted>[^\"]*)\"?|\\(?P<escaped>.)|[_*].|\[[^\]]*\]|(?P<plain>.)", re.DOTALL
)
"""A part of a format: text, a gap, a colour, or a sign that means something."""
_AS_IT_IS = frozenset(" $-+/():!^&'~{}<>=")
_CONDITIONS = ("[<", "[>", "[=")
_DIGIT = "\0"
_PERCENT = "%"
_ZEROS = 2
_LONGEST = 255
"""Signs of a format; Excel takes no more."""
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


def shown(look: str, number: str) -> str:
    r"""Return what a cell shows of a number, all digits of it.

    >>> shown("%+-", "0.32"), shown("%+-", "0.045"), shown("%+-", "1"), shown("%+-", "1e-05")
    ('32%', '4.5%', '100%', '0.001%')
    >>> shown("%-", "7"), shown("%-", "-0.07")
    ('7', '-7%')
    >>> shown("\0\0\0\0\0", "2"), shown("\0\0", "1234"), shown("NV\0\0-\0", "12")
    ('00002', '1234', 'NV01-2')
    >>> shown("\0\0", "1.5"), shown("\0\0", "-2")
    ('1.5', '-2')
    """
    if look.startswith(_PERCENT):
        if ("-" if number.startswith("-") else "+") not in look:
            return number
        hundredfold = f"{Decimal(number).scaleb(2):f}"
        return (hundredfold.rstrip("0").rstrip(".") if "." in hundredfold else hundredfold) + "%"
    if not number.isdigit():
        return number
    places = look.count(_DIGIT)
    digits = number.zfill(places)
    parts = iter((digits[: 1 - places], *digits[1 - places :]))
    return "".join(next(parts) if sign == _DIGIT else sign for sign in look)


def look_of(code: str) -> str:
    r"""Return "%" for a format in percent, its zeros and texts for one of zeros, "" for others.

    Behind "%" stands the sign of the numbers that it is for: those below 0 may have another
    format, behind the first semicolon. Which part is for which number is not known where the
    parts have conditions of their own.

    >>> look_of("0.0%"), look_of("0;[Red]-0%"), look_of('0" %"'), look_of(r"0\%")
    ('%+-', '%-', '', '')
    >>> look_of("000") == "\0" * 3, look_of('"NV"00_);@') == "NV\0\0", look_of("00-0") == "\0\0-\0"
    (True, True, True)
    >>> look_of("0"), look_of("0.00"), look_of("#,##0"), look_of("dd/mm/yyyy"), look_of("@")
    ('', '', '', '', '')
    >>> look_of("[>=1000]0000;0"), look_of("[<1]0%;0"), look_of("[Red]00;0") == "\0\0"
    ('', '', True)
    """
    found = list(_SIGN.finditer(code[:_LONGEST]))
    if any(sign[0].startswith(_CONDITIONS) for sign in found):
        return ""
    first, below = _parts(found)
    if signs := "".join(sign for sign, part in (("+", first), ("-", below)) if _PERCENT in part):
        return _PERCENT + signs
    if first.count("0") < _ZEROS or not {*first} - {None} <= _AS_IT_IS | {"0"}:
        return ""
    return "".join(
        _DIGIT if sign["plain"] == "0" else sign["plain"] or sign["quoted"] or sign["escaped"] or ""
        for sign in found[: len(first)]
    )


def _parts(found: Iterable[re.Match[str]]) -> tuple[list[str | None], list[str | None]]:
    """Return what the signs mean in the format of all numbers, and of those below 0."""
    parts: list[list[str | None]] = [[]]
    for sign in found:
        if sign["plain"] == ";":
            parts.append([])
        else:
            parts[-1].append(sign["plain"])
    return parts[0], parts[min(1, len(parts) - 1)]


def as_shown(
    columns: Iterable[arrow.Text], numeric: Mapping[int, NDArray[np.bool_]], looks: Looks
) -> Iterator[arrow.Text]:
    """Yield the columns of a sheet, with its numbers as their cells show them."""
    for index, column in enumerate(columns):
        letter, whole = column_letter(index), column
        for (place, look), rows in looks.cells.items():
            if place == letter and index in numeric:
                whole = _changed(whole, numeric[index] & _flags(rows, len(whole)), look)
        yield whole


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
