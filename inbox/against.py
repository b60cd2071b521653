"""A C12-TS against what we declare: head-count and the month's amounts, column by column.

Knows no law: it is handed the numbers that the statement should have.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from inbox.model import Statement, StatementLine
from inbox.statement import by_number

COLUMNS: Final = {"bhxh": "BHXH", "bhyt": "BHYT", "bhtn": "BHTN", "bhtnld": "BHTNLĐ-BNN"}

_DUE, _PEOPLE = "B.3", "Đ.1"
_BEFORE, _MORE, _FEWER = "A.1", "B.1.1", "B.1.2"


@dataclass(frozen=True, kw_only=True)
class Gap:
    """One column of a statement that does not say what we declare."""

    line: str
    """B.3 for amounts, Đ.1 for people."""
    column: str
    stated: int
    least: int
    most: int
    """What we declare; a range, because sums may be rounded in more than one way."""

    @property
    def more(self) -> int:
        """By how much the statement says more, or, below 0, less."""
        return self.stated - (self.most if self.stated > self.most else self.least)

    @property
    def words(self) -> tuple[str, str]:
        """The gap in two languages."""
        name, stated, own = COLUMNS[self.column], _grouped(self.stated), _grouped(self.least)
        more = f"{'+' if self.more > 0 else ''}{_grouped(self.more)}"
        return (
            f"{name}: {self.line} = {stated}, ta khai {own} ({more})",
            f"{name}: {self.line} = {stated}, we declare {own} ({more})",
        )


def gaps(
    statement: Statement, due: Mapping[str, tuple[int, int]], people: Mapping[str, int]
) -> tuple[Gap, ...]:
    """Compare B.3 with what is due, and Đ.1, or what leads to it, with the people, by column.

    A line that the statement does not have is not compared.
    """
    lines, _ = by_number(statement.lines)
    found: list[Gap] = []
    if owed := lines.get(_DUE):
        found += (_gap(_DUE, column, _of(owed, column), *due[column]) for column in COLUMNS)
    for column in COLUMNS:
        heads = _heads(lines, column)
        if heads is not None:
            found.append(_gap(_PEOPLE, column, heads, people[column], people[column]))
    return tuple(gap for gap in found if not gap.least <= gap.stated <= gap.most)


def _heads(lines: Mapping[str, StatementLine], column: str) -> int | None:
    """Return how many people go on into the next month: Đ.1, or A.1 + B.1.1 − B.1.2."""
    if own := lines.get(_PEOPLE):
        return _of(own, column)
    parts = [lines.get(number) for number in (_BEFORE, _MORE, _FEWER)]
    known = [_of(part, column) for part in parts if part is not None]
    return known[0] + known[1] - known[2] if len(known) == len(parts) else None


def _gap(line: str, column: str, stated: int, least: int, most: int) -> Gap:
    return Gap(line=line, column=column, stated=stated, least=least, most=most)


def _of(line: StatementLine, column: str) -> int:
    return int(getattr(line, column))


def _grouped(value: int) -> str:
    """Write a figure as 1.234.567."""
    return f"{value:,}".replace(",", ".")
