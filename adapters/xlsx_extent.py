"""What patterns cannot tell of a sheet that is written as few programs do.

calamine reserves memory for the whole rectangle and ends the process when there is none, and it
reads more leniently than any pattern of ours: small letters in references, ``>`` in attributes,
cells and rows that do not say where they stand. So such a sheet is parsed, tag by tag, and never
built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from adapters.grid import column_letter
from adapters.refusals import refuse
from adapters.xlsx_hidden import Hidden
from adapters.xlsx_looks import NO_STYLES, Looks
from adapters.xlsx_odd import OddCells
from adapters.xlsx_strings import Lengths, characters, feed

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,9})")
_ROW = re.compile(r"[0-9]{1,9}")
_INDEX = re.compile(r"[0-9]{1,19}")


@dataclass
class Extent:
    """What a parser tells us while a sheet goes by."""

    strings: Lengths
    """Bytes of each shared string."""
    looks: Looks
    hidden: Hidden = field(default_factory=Hidden)
    odd: OddCells = field(default_factory=OddCells)
    text: int = 0
    """Bytes that the cells say, each with its own copy of a shared string."""
    longest: int = 0
    """Characters of the longest text that stands in a cell itself."""
    longest_at: str = ""
    rows: int = 0
    columns: int = 0
    """The rectangle of the cells that have content."""
    _next: tuple[int, int] = (1, 1)
    """Where a cell stands that does not say it, as calamine counts."""
    _cell: tuple[int, int] | None = None
    _kind: str = ""
    _value: str = ""
    _has_formula: bool = False
    _said: list[str] | None = None
    _runs: list[str] = field(default_factory=list)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note a row, a cell, or that a cell has content."""
        name = tag.rpartition("}")[2]
        if name == "row":
            self._start_row(attributes)
        elif name == "c":
            self._start_cell(attributes)
        elif self._cell is not None:
            self.rows = max(self.rows, self._cell[0])
            self.columns = max(self.columns, self._cell[1])
            self._has_formula |= name == "f"
            self._said = [] if name in ("v", "t") else self._said
        elif name == "col":
            self.hidden.column(attributes)
        else:
            self.hidden.filtered |= name == "autoFilter"

    def data(self, text: str) -> None:
        """Keep what a cell says; formulas and what stands between the cells do not count."""
        if self._said is not None:
            self._said.append(text)

    def end(self, tag: str) -> None:
        """Note the end of a value, of a cell, or of a row."""
        name = tag.rpartition("}")[2]
        if name in ("v", "t") and self._said is not None:
            said, self._said = "".join(self._said), None
            self._value = said if name == "v" else self._value
            if name == "v" and self._kind == "s":
                self._shared(said)
            else:
                self._runs.append(said)
        elif name == "c" and self._cell is not None:
            self._end_cell(*self._cell)
        elif name == "row":
            self._next = self._next[0] + 1, 1

    def close(self) -> None:
        """Nothing was built."""

    def _shared(self, number: str) -> None:
        """Count the shared string of that number; calamine reads what is no number as 0."""
        index = int(number) if _INDEX.fullmatch(number) else 0
        if number and index < len(self.strings):
            self.text += int(self.strings[index])

    def _own(self, said: str, row: int, column: int) -> None:
        """Count what a cell itself says."""
        self.text += len(said.encode())
        if len(said) > self.longest and (count := characters(said)) > self.longest:
            self.longest, self.longest_at = count, f"{column_letter(column - 1)}{row}"

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        if number is not None:
            if not _ROW.fullmatch(number):
                raise refuse("zip", found="XML")
            self._next = int(number), self._next[1]
        self.hidden.row(attributes, self._next[0])

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r")
        self._cell = self._next
        if reference is not None:
            found = _REFERENCE.fullmatch(reference)
            if found is None:
                raise refuse("zip", found="XML")
            self._cell = int(found[2]), column_number(found[1].upper())
        self._kind, self._value, self._has_formula = attributes.get("t", ""), "", False
        style = attributes.get("s", "0")
        if style.isdecimal() and int(style) in self.looks.styles:
            self.looks.note(self._cell[0], column_letter(self._cell[1] - 1), int(style))

    def _end_cell(self, row: int, column: int) -> None:
        self._own("".join(self._runs), row, column)
        self._runs.clear()
        if self._kind == "e" or self._has_formula:
            self.odd.note(
                row,
                column_letter(column - 1),
                kind=self._kind,
                value=self._value,
                formula=self._has_formula,
            )
        self._next, self._cell = (self._next[0], column + 1), None


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def measure(
    pieces: Iterable[bytes], strings: Lengths, styles: Mapping[int, str] = NO_STYLES
) -> Extent:
    """Parse a sheet and tell what is in it; raise UnreadableError if that cannot be."""
    extent = Extent(strings=strings, looks=Looks(styles))
    feed(extent, pieces)
    return extent
