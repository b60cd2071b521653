"""C12-TS: does what VSS says a unit owes add up?

The lines of the form (Mẫu C12-TS, QĐ 595/QĐ-BHXH of 14/04/2017): A carried over, B arising, C
paid, Đ carried forward. Only what the form itself claims is checked; a missing line is no error.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from inbox.model import Statement, StatementDifference, StatementLine

_FUNDS = {"bhxh": "BHXH", "bhyt": "BHYT", "bhtn": "BHTN", "bhtnld": "BHTNLĐ-BNN"}
_AMOUNTS = {**_FUNDS, "total": "Cộng"}
_MONEY_PARTS = {
    "A": {"A.2": 1, "A.3": 1},
    "B": {"B.3": 1, "B.4": 1, "B.5": 1, "B.6": -1},
    "C": {},
    "Đ": {"Đ.2": 1, "Đ.3": 1},
}
"""Of what a section's money consists where its own line is left blank; sign of each part."""


def check_statement(statement: Statement) -> tuple[StatementDifference, ...]:
    """Check A + B − C = Đ per fund, and A.1 + B.1.1 − B.1.2 = Đ.1 for the people."""
    lines, repeated = by_number(statement.lines)
    return (*repeated, *_money(lines), *_people(lines))


def by_number(
    lines: tuple[StatementLine, ...],
) -> tuple[dict[str, StatementLine], tuple[StatementDifference, ...]]:
    """Find lines by their number; a number that stands for two lines is told and left out."""
    found: dict[str, StatementLine] = {}
    repeated: dict[str, StatementDifference] = {}
    for line in lines:
        number = unicodedata.normalize("NFC", line.number).replace(" ", "").upper().rstrip(".")
        if number in found and _figures(found[number]) != _figures(line):
            repeated[number] = StatementDifference(
                column="",
                reason_vi=f"dòng {number} xuất hiện hai lần với số khác nhau",
                reason_en=f"line {number} stands there twice with different figures",
            )
        found.setdefault(number, line)
    unique = {number: line for number, line in found.items() if number not in repeated}
    return unique, tuple(repeated.values())


def _figures(line: StatementLine) -> dict[str, int]:
    """Return the figures of a line by column."""
    return {column: int(getattr(line, column)) for column in _AMOUNTS}


def _money(lines: Mapping[str, StatementLine]) -> list[StatementDifference]:
    """Check the sections against each other, once all four are known."""
    sections = [_section(letter, lines) for letter in _MONEY_PARTS]
    known = [section for section in sections if section is not None]
    if len(known) != len(sections):
        return []
    before, arising, paid, after = known
    return _compare(
        _AMOUNTS,
        ("A + B − C", {name: before[name] + arising[name] - paid[name] for name in _AMOUNTS}),
        ("Đ", after),
    )


def _section(letter: str, lines: Mapping[str, StatementLine]) -> dict[str, int] | None:
    """Return a section's money: its own line, or where that is blank or missing its parts."""
    own = lines.get(letter)
    signs = _MONEY_PARTS[letter] or {number: 1 for number in lines if _is_payment(number)}
    parts = [(_figures(lines[number]), sign) for number, sign in signs.items() if number in lines]
    if own is not None and (any(_figures(own).values()) or not parts):
        return _figures(own)
    if not parts:
        return None
    return {column: sum(sign * figures[column] for figures, sign in parts) for column in _AMOUNTS}


def _is_payment(number: str) -> bool:
    """Tell whether a line is one payment: C.1, C.2 …, not what lies below them."""
    return number.startswith("C.") and number[2:].isdigit()


def _people(lines: Mapping[str, StatementLine]) -> list[StatementDifference]:
    """Check the head-count of each fund; people of several funds do not add up to a total."""
    wanted = [lines.get(number) for number in ("A.1", "B.1.1", "B.1.2", "Đ.1")]
    known = [line for line in wanted if line is not None]
    if len(known) != len(wanted):
        return []
    before, more, fewer, after = (_figures(line) for line in known)
    return _compare(
        _FUNDS,
        ("A.1 + B.1.1 − B.1.2", {name: before[name] + more[name] - fewer[name] for name in _FUNDS}),
        ("Đ.1", after),
    )


def _compare(
    columns: Mapping[str, str],
    expected: tuple[str, Mapping[str, int]],
    stated: tuple[str, Mapping[str, int]],
) -> list[StatementDifference]:
    """Tell every column in which the two sides of an identity differ."""
    left, right = expected[0], stated[0]
    return [
        StatementDifference(
            column=column,
            reason_vi=f"{name}: {left} = {ours} nhưng {right} = {theirs}",
            reason_en=f"{name}: {left} = {ours}, but {right} = {theirs}",
        )
        for column, name in columns.items()
        for ours, theirs in [(_grouped(expected[1][column]), _grouped(stated[1][column]))]
        if ours != theirs
    ]


def _grouped(value: int) -> str:
    """Write a figure as 1.234.567."""
    return f"{value:,}".replace(",", ".")
