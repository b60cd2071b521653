"""Odd cells of a sheet that calamine tells nothing about: error values and formulas.

An error value or a formula that was never calculated reads as nothing. A formula's stored value is
taken, and it is told once a column that it was one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.model import Defect

_WHOLE_CELL = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)(?<!/)>((?:(?!</?(?:\w+:)?c[\s>]).)*)</(?:\w+:)?c>", re.DOTALL
)
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Z]+)([0-9]+)[\"']")
_TYPE = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]+)</")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_ODD = (b'"e"', b"'e'", b"<f", b":f>", b":f ")
_ERRORS = {b"#REF!", b"#N/A", b"#VALUE!", b"#DIV/0!", b"#NAME?", b"#NUM!", b"#NULL!"}
_HEAD = 64
"""Rows above which headings end: of formulas there each is told, whose row may be no data."""
BLANK = "blank"
"""A formula whose result is a text of no length: wrong only where there must be one."""


@dataclass
class OddCells:
    """What was seen of them while a sheet went by."""

    defects: list[Defect] = field(default_factory=list)
    unknown: bool = False
    """There is an error value that calamine does not know, and would refuse the sheet for."""
    _formulas: dict[tuple[str, int], int] = field(default_factory=dict)
    """Column and row -> how many formulas with a value; below the head the first row counts all."""
    _first: dict[str, int] = field(default_factory=dict)

    def look(self, rows: bytes) -> None:
        """Note the odd cells of some rows."""
        if not any(sign in rows for sign in _ODD):
            return
        for attributes, content in _WHOLE_CELL.findall(rows):
            place, kind = _REFERENCE.search(attributes), _TYPE.search(attributes)
            value, formula = _VALUE.search(content), _FORMULA.search(content)
            if place is not None:
                self.note(
                    int(place[2]),
                    place[1].decode(),
                    kind=kind[1].decode() if kind else "",
                    value=value[1].decode() if value else "",
                    formula=formula is not None,
                )

    def all(self) -> Iterator[Defect]:
        """Yield what was found; formulas with a value once a column."""
        yield from self.defects
        for (letter, row), cells in self._formulas.items():
            yield Defect(code="N-FORMULA", row=row, letter=letter, facts={"cells": cells})

    def note(self, row: int, letter: str, *, kind: str, value: str, formula: bool) -> None:
        """Note a cell if it is odd; `kind` is its type, `value` what is stored in it."""
        if kind == "e":
            known = value.encode() in _ERRORS
            self.unknown |= not known
            facts: dict[str, str | int] = {"kind": value if known else "#ERROR"}
            self.defects.append(Defect(code="E-CELL", row=row, letter=letter, facts=facts))
        elif not formula:
            return
        elif not value:
            facts = {"kind": BLANK} if kind == "str" else {}
            self.defects.append(Defect(code="E-FORMULA", row=row, letter=letter, facts=facts))
        else:
            first = row if row <= _HEAD else self._first.setdefault(letter, row)
            self._formulas[letter, first] = self._formulas.get((letter, first), 0) + 1


def known_errors(sheet: bytes) -> bytes:
    """Return a sheet's XML with error values that calamine does not know as one that it does."""
    return _ERROR_CELL.sub(rb"\1#VALUE!\2", sheet)


_ERROR_CELL = re.compile(
    rb"(<(?:\w+:)?c\s(?=[^<>]*>)(?>[^<>]*?\bt\s*=\s*[\"']e[\"'])[^<>]*>"
    rb"(?:(?!</?(?:\w+:)?[cv][\s>]).)*<(?:\w+:)?v>)"
    rb"(?!" + b"|".join(map(re.escape, sorted(_ERRORS))) + rb")[^<]*(</)",
    re.DOTALL,
)
