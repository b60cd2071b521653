"""How far a sheet reaches when its XML is not written as nearly all programs write it.

calamine reserves memory for the whole rectangle and ends the process when there is none, and it
reads more leniently than any pattern of ours: small letters in references, ``>`` in attributes,
cells that stand behind an empty one. So such a sheet is parsed, tag by tag, without building it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from adapters.refusals import refuse

_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,9})")
_ROW = re.compile(r"[0-9]{1,9}")


@dataclass
class Extent:
    """What a parser tells us while a sheet goes by; the rectangle is never too small."""

    rows: int = 0
    columns: int = 0
    nameless_rows: int = 0
    nameless_cells: int = 0
    most_nameless: int = 0
    far_row: int = 0
    far_column: int = 0
    open_cell: tuple[int, int] = (0, 0)

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
        elif any(self.open_cell):
            self.rows = max(self.rows, self.open_cell[0])
            self.columns = max(self.columns, self.open_cell[1])

    def end(self, tag: str) -> None:
        """Note the end of a cell."""
        if tag.rpartition("}")[2] == "c":
            self.open_cell = (0, 0)

    def close(self) -> None:
        """Nothing was built."""

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


def measure(pieces: Iterable[bytes]) -> tuple[int, int]:
    """Parse a sheet and return its rows and columns; raise UnreadableError if that cannot be."""
    extent = Extent()
    parser = etree.XMLParser(
        target=extent,  # type: ignore[arg-type]  # lxml calls what a target has and asks no more
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise refuse("zip", found="XML") from error
    return extent.rectangle
