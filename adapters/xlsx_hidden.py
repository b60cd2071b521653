"""What a sheet hides: rows, by hand or by a filter, and columns (ECMA-376 part 1, 18.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from adapters.grid import column_letter
from adapters.model import Defect

_TRUE = rb"\s*=\s*[\"'](?:1|true|on)[\"']"
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*\bhidden" + _TRUE + rb"[^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*\bhidden" + _TRUE + rb"[^>]*>")
_NUMBER = re.compile(rb"\br\s*=\s*[\"']([0-9]{1,9})[\"']")
_SPAN = re.compile(rb"\b(min|max)\s*=\s*[\"']([0-9]{1,5})[\"']")
_FILTER = re.compile(rb"<(?:\w+:)?autoFilter[\s/>]")


@dataclass
class Hidden:
    """What was seen of it while a sheet went by."""

    rows: list[int] = field(default_factory=list)
    nameless: int = 0
    """Hidden rows that do not say which they are."""
    columns: list[tuple[int, int]] = field(default_factory=list)
    filtered: bool = False

    def look(self, rows: bytes) -> None:
        """Note what is hidden in some rows, and before and behind them."""
        if b"hidden" in rows:
            for tag in _ROW.findall(rows):
                if number := _NUMBER.search(tag):
                    self.rows.append(int(number[1]))
                else:
                    self.nameless += 1
            for tag in _COLUMN.findall(rows):
                span = {name: int(number) for name, number in _SPAN.findall(tag)}
                self.columns.append((span.get(b"min", 1), span.get(b"max", 1)))
        self.filtered |= b"autoFilter" in rows and _FILTER.search(rows) is not None

    def all(self, width: int) -> Iterator[Defect]:
        """Yield a defect for each hidden row, and one for the columns among the first `width`."""
        why: dict[str, str | int] = {"kind": "filter"} if self.filtered else {}
        for row in self.rows:
            yield Defect(code="E-HIDDEN", row=row, facts=why)
        if self.nameless:
            yield Defect(code="E-HIDDEN", row=None, facts={"rows": self.nameless})
        seen = [(first, min(last, width)) for first, last in self.columns if first <= width]
        if seen:
            spans = ", ".join(
                f"{column_letter(first - 1)}:{column_letter(last - 1)}" for first, last in seen[:9]
            )
            count = sum(last - first + 1 for first, last in seen)
            facts: dict[str, str | int] = {"columns": count, "range": spans}
            yield Defect(code="W-HIDDEN", row=None, facts=facts)
