"""Visible sheets of a workbook that nobody reads: named, and louder if people may stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from adapters import arrow
from adapters.household import annex_at
from adapters.model import Defect, RawTable
from config.fold import fold
from config.headings import load_vocabulary

_TELLING: Final = r"^\s*\+?[(]?[0-9](?:[\s.()-]*[0-9]){8,11}\s*$"
"""Citizen's and insurance numbers and phones, however their digits are grouped."""
_AMOUNT: Final = r"^\s*[1-9](?:[0-9]{0,2}(?:[.\s][0-9]{3})+|[0-9]*000)\s*$"
"""Grouped by thousands, or round; no number of a person is written so but by chance."""
_FIELDS: Final = ("CMND", "MasoBHXH", "DienThoai", "Dienthoai_LH")
_SEARCHED: Final = 30
"""Cells from the top of a column among which its heading may stand."""
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
    """Tell whether a number that belongs to a person stands anywhere in a sheet.

    What is written as text is one; what is stored as a number may be an amount as well, unless
    it begins with 0, or stands under a heading that says so.
    """
    unsure = []
    for index in range(raw.cells.shape[1]):
        column = arrow.of_series(raw.cells[index])
        telling = arrow.flags(arrow.matches(column, _TELLING))
        telling &= ~arrow.flags(arrow.matches(column, _AMOUNT))
        stored = raw.numeric.get(index, np.zeros(len(column), np.bool_))
        amounts = stored & ~arrow.flags(arrow.matches(column, "^0"))
        if (telling & ~amounts).any():
            return True
        if telling.any():
            unsure.append(column)
    return bool(unsure) and _is_headed(unsure)


def _is_headed(columns: Iterable[arrow.Text]) -> bool:
    """Tell whether the heading of one of the columns is known for a person's number."""
    aliases = [each for each in load_vocabulary().aliases if each.field in _FIELDS]
    known = {fold(each.text) for each in aliases if each.level == "sure"}
    return any(fold(text) in known for column in columns for text in column[:_SEARCHED].to_pylist())
