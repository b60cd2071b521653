"""CSV tables of facts -> checked lines; every problem names the file and the physical row."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

SOURCED = ("legal_source", "verified")
DATED = ("valid_from", "valid_to", *SOURCED)

_FIRST_DATA_ROW = 2


@dataclass(frozen=True)
class Line:
    """One row of a table; a cell that cannot be read becomes a problem and a harmless value."""

    file: str
    row: int
    cells: dict[str, str]
    problems: list[str]

    def complain(self, what: str) -> None:
        """Note a problem with this row."""
        self.problems.append(f"{self.file} row {self.row}: {what}")

    def text(self, column: str) -> str:
        """Return a cell that must not be empty."""
        value = self.cells[column]
        if not value:
            self.complain(f"{column} is missing")
        return value

    def code(self, column: str, digits: int) -> str:
        """Return a cell that must be exactly that many digits."""
        value = self.cells[column]
        if not (len(value) == digits and value.isascii() and value.isdigit()):
            self.complain(f"{column} is not {digits} digits: {value!r}")
        return value

    def flag(self, column: str) -> bool:
        """Return a cell that says ``true`` or ``false``."""
        value = self.cells[column]
        if value not in ("true", "false"):
            self.complain(f"{column} is neither true nor false: {value!r}")
        return value == "true"

    def one_of(self, column: str, words: Sequence[str]) -> str:
        """Return a cell that must be one of these words."""
        value = self.cells[column]
        if value not in words:
            self.complain(f"{column} is none of {', '.join(words)}: {value!r}")
            return words[0]
        return value

    def whole(self, column: str) -> int:
        """Return a cell that must be a whole number, not negative."""
        value = self.cells[column]
        if not (value.isascii() and value.isdigit()):
            self.complain(f"{column} is not a whole number: {value!r}")
            return 0
        return int(value)

    def percent(self, column: str) -> Decimal:
        """Return a cell that must be a percentage from 0 to 100."""
        value = self.cells[column]
        try:
            number = Decimal(value)
        except InvalidOperation:
            number = Decimal("NaN")
        if not (number.is_finite() and 0 <= number <= 100):  # noqa: PLR2004 - a percentage
            self.complain(f"{column} is not a percentage: {value!r}")
            return Decimal(0)
        return number

    def day(self, column: str) -> date:
        """Return a cell that must be a date yyyy-MM-dd."""
        value = self.cells[column]
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.complain(f"{column} is not a date yyyy-MM-dd: {value!r}")
            return date.min

    def day_or_open(self, column: str) -> date | None:
        """Return a date, or None where the cell is empty."""
        return self.day(column) if self.cells[column] else None


def read_lines(
    path: Path, columns: Sequence[str], problems: list[str], name: str = ""
) -> list[Line]:
    """Read a table that must have exactly these columns; put what is wrong into `problems`.

    `name` is what problems call the file; without one, its own. Spreadsheets may begin it with a
    mark of its encoding.
    """
    name = name or path.name
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as broken:
        problems.append(f"{name}: cannot be read: {broken.__class__.__name__}")
        return []
    if not rows or rows[0] != list(columns):
        problems.append(f"{name} row 1: the columns must be {','.join(columns)}")
        return []
    lines = []
    for number, cells in enumerate(rows[1:], start=_FIRST_DATA_ROW):
        line = Line(name, number, dict(zip(columns, cells, strict=False)), problems)
        if len(cells) == len(columns):
            lines.append(line)
        else:
            line.complain(f"{len(cells)} cells instead of {len(columns)}")
    return lines
