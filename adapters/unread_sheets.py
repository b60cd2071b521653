"""Visible sheets of a workbook that nobody reads: named, and louder if people may stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyarrow.compute as pc

from adapters import arrow
from adapters.household import annex_at
from adapters.model import Defect, RawTable

_TELLING: Final = r"^\s*0[0-9]{8,11}\s*$"
"""Citizen's and insurance numbers and phones begin with 0, which no amount does."""
_NAMED: Final = 5
_LONGEST: Final = 31
"""Letters that Excel lets into the name of a sheet."""


def unread_sheets(tables: Iterable[RawTable], read: RawTable, format: str) -> Iterator[Defect]:
    """Yield a defect that names the other sheets with people's numbers, and one for the rest."""
    others = [raw for raw in tables if raw is not read and len(raw.rows)]
    if format == "vnpt":  # its sheet of households is read beside it
        others = [raw for raw in others if annex_at(raw) is None]
    people = [raw for raw in others if _has_people(raw)]
    rest = [raw for raw in others if not any(raw is each for each in people)]
    for code, found in (("W-SHEET", people), ("N-SHEET", rest)):
        if found:
            named = ", ".join(str(raw.sheet)[:_LONGEST] for raw in found[:_NAMED])
            facts: dict[str, str | int] = {"sheets": len(found), "names": named}
            yield Defect(code=code, row=None, facts=facts)


def _has_people(raw: RawTable) -> bool:
    """Tell whether a number that belongs to a person stands anywhere in a sheet."""
    columns = (arrow.of_series(raw.cells[index]) for index in raw.cells.columns)
    return any(pc.any(arrow.matches(column, _TELLING)).as_py() for column in columns)
