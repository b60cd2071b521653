"""Which rows of a table could be about somebody: those with a number or a day that tells people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from adapters import arrow
from adapters.grid import column_letter, spoken
from adapters.model import RawTable

_TELLING: Final = ("MaNV", "MasoBHXH", "CMND", "NgaySinh")
"""Fields that are filled for every person, and for no total and no signature."""
_NUMBERED: Final = r"^(?:\S*[0-9][A-Za-z]?|[A-Za-z]{0,6} ?[0-9][0-9 :./-]*)$"
"""NV001, 079085000012, 15/03/1985; but neither P0001-PERNR nor "Ngày 31 tháng 10 năm 2026"."""


def could_be_people(
    raw: RawTable, places: Mapping[str, tuple[int, ...]], rows: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Tell for some rows, by index, which of them could be about a person.

    A formula without a result, or an error, may stand for a number.
    """
    columns = {index for name in _TELLING for index in places.get(name, ())}
    letters = {column_letter(index) for index in columns}
    meant = spoken(each for each in raw.defects if each.letter in letters)
    found = np.isin(raw.rows[rows], meant)
    for index in columns:
        cells = arrow.of_series(raw.cells[index]).take(rows)
        found |= arrow.flags(arrow.matches(arrow.normalised(cells), _NUMBERED))
    return found
