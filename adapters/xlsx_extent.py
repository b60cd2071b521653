"""How far a sheet reaches, and how much its cells say, when it is written as few programs do.

calamine reserves memory for the whole rectangle and ends the process when there is none, and it
reads more leniently than any pattern of ours: small letters in references, ``>`` in attributes,
cells that stand behind an empty one. So such a sheet is parsed, tag by tag, without building it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.refusals import refuse
from adapters.xlsx_strings import Lengths, characters, feed

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,9})")
_ROW = re.compile(r"[0-9]{1,9}")
_INDEX = re.compile(r"[0-9]{1,19}")


@dataclass
class Extent:
    """What a parser tells us while a sheet goes by; the rectangle is never too small."""

    strings: Lengths
    """Bytes of each shared string."""
    text: int = 0
    """Bytes that the cells say, each with its own copy of a shared string."""
    longest: int = 0
    """Characters of the longest text that stands in a cell itself."""
    longest_at: str = ""
    rows: int = 0
    columns: int = 0
    nameless_rows: int = 0
    nameless_cells: int = 0
    most_nameless: int = 0
    far_row: int = 0
    far_column: int = 0
    open_cell: tuple[int, int] = (0, 0)
    _reference: str | None = None
    _is_shared: bool = False
    _said: list[str] | None = None
    _runs: list[str] = field(default_factory=list)

    @property
    def rectangle(self) -> tuple[int, int]:
        """Rows and columns; cells without reference stand behind the farthest of all others."""
        if not self.most_nameless:
            return self.rows, self.columns
        return self.far_row + self.nameless_rows, self.far_column + self.most_nameless

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Note a row, a cell, or that a cell has content."""
        name = tag.rpartition("}")[2]
        if name == "row":
            self._row(attributes.get("r"))
        elif name == "c":
            self._cell(attributes.get("r"))
            self._reference, self._is_shared = attributes.get("r"), attributes.get("t") == "s"
        elif name in ("v", "t"):
            self._said = []
        if name not in ("row", "c") and any(self.open_cell):
            self.rows = max(self.rows, self.open_cell[0])
            self.columns = max(self.columns, self.open_cell[1])

    def data(self, text: str) -> None:
        """Keep what a cell says; formulas and what stands between the cells do not count."""
        if self._said is not None:
            self._said.append(text)

    def end(self, tag: str) -> None:
        """Note the end of a value, or of a cell."""
        name = tag.rpartition("}")[2]
        if name in ("v", "t") and self._said is not None:
            said, self._said = "".join(self._said), None
            if name == "v" and self._is_shared:
                self._shared(said)
            else:
                self._runs.append(said)
        elif name == "c":
            self._own("".join(self._runs))
            self._runs.clear()
            self.open_cell = (0, 0)

    def close(self) -> None:
        """Nothing was built."""

    def _shared(self, number: str) -> None:
        """Count the shared string of that number; calamine reads what is no number as 0."""
        index = int(number) if _INDEX.fullmatch(number) else 0
        if number and index < len(self.strings):
            self.text += int(self.strings[index])

    def _own(self, said: str) -> None:
        """Count what a cell itself says."""
        self.text += len(said.encode())
        if len(said) > self.longest and (count := characters(said)) > self.longest:
            self.longest, self.longest_at = count, self._reference or "?"

    def _row(self, number: str | None) -> None:
        self.nameless_rows += 1
        self.nameless_cells = 0
        if number is not None:
            if not _ROW.fullmatch(number):
                raise refuse("zip", found="XML")
            self.far_row = max(self.far_row, int(number))

    def _cell(self, reference: str | None) -> None:
        if reference is None:
            self.nameless_cells += 1
            self.most_nameless = max(self.most_nameless, self.nameless_cells)
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise refuse("zip", found="XML")
        self.open_cell = int(found[2]), column_number(found[1].upper())
        self.far_row = max(self.far_row, self.open_cell[0])
        self.far_column = max(self.far_column, self.open_cell[1])


def column_number(letters: str) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def measure(pieces: Iterable[bytes], strings: Lengths) -> Extent:
    """Parse a sheet and tell how far it reaches; raise UnreadableError if that cannot be."""
    extent = Extent(strings=strings)
    feed(extent, pieces)
    return extent
