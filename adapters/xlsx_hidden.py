"""What a sheet hides: rows, by hand or by a filter, and columns (ECMA-376 part 1, 18.3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from adapters.grid import column_letter
from adapters.model import Defect

_ROW = re.compile(rb"<(?:\w+:)?row\s([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"(?<![\w:])(\w+)\s*=\s*[\"']([^\"']*)[\"']")
_FILTER = re.compile(rb"<(?:\w+:)?autoFilter[\s/>]")
_TRUE = frozenset(("1", "true", "on"))
# Many programs tell of each row that it is not hidden, or how high it is: those are passed by. The
# letters come first, and what may not stand before them after: so they are looked for quickly.
_HIDDEN = re.compile(rb"hidden\s*=\s*[\"'](?:1|true|on)[\"']")
_LOW = re.compile(rb"ht(?<!\wht)\s*=\s*[\"'](?![1-9][0-9.]*[\"'])")
_COLUMN_SIGNS = (b"hidden", b"width")
_NUMBER = re.compile("[0-9]{1,9}")
_LOWEST = 1.0
"""Points of height: a lower row shows no letter of its cells, and 0 is how some programs hide."""
_NARROWEST = 0.1
"""Characters of width; above it there are columns that only part others, in many forms."""


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
        if _may_hide(rows):
            for tag in filter(_may_hide, _ROW.findall(rows)):
                self.row(_attributes(tag))
        if b"<cols" in rows or b":cols" in rows:
            for tag in _COLUMN.findall(rows):
                if any(sign in tag for sign in _COLUMN_SIGNS):
                    self.column(_attributes(tag))
        self.filtered |= b"autoFilter" in rows and _FILTER.search(rows) is not None

    def row(self, attributes: Mapping[str, str], number: int | None = None) -> None:
        """Note a row if it is hidden; `number` is the one it has without saying so."""
        if _is_hidden(attributes, "ht", _LOWEST):
            said = attributes.get("r", "")
            found = int(said) if _NUMBER.fullmatch(said) else number
            if found is None:
                self.nameless += 1
            else:
                self.rows.append(found)

    def column(self, attributes: Mapping[str, str]) -> None:
        """Note some columns if they are hidden."""
        if _is_hidden(attributes, "width", _NARROWEST):
            first, last = (
                int(said) if _NUMBER.fullmatch(said := attributes.get(end, "")) else 1
                for end in ("min", "max")
            )
            self.columns.append((first, last))

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


def _may_hide(text: bytes) -> bool:
    """Tell whether some row of a text may be hidden, or too low to be seen."""
    return _HIDDEN.search(text) is not None or _LOW.search(text) is not None


def _attributes(tag: bytes) -> dict[str, str]:
    return dict(_ATTRIBUTE.findall(tag.decode("utf-8", "replace")))


def _is_hidden(attributes: Mapping[str, str], size: str, least: float) -> bool:
    """Tell whether a row or column says that it is hidden, or is too small to be seen."""
    if attributes.get("hidden") in _TRUE:
        return True
    try:
        return float(attributes.get(size, least)) < least
    except ValueError:
        return False
