"""Columns of cells on their way from a file to a RawTable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters import arrow
from adapters.model import Defect, RawTable
from adapters.refusals import refuse

_CONTROL = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x{fffe}\\x{ffff}]"


def column_letter(index: int) -> str:
    """Return the letter above a column of a spreadsheet.

    >>> column_letter(0), column_letter(25), column_letter(26), column_letter(701)
    ('A', 'Z', 'AA', 'ZZ')
    """
    higher, lowest = divmod(index, 26)
    return (column_letter(higher - 1) if higher else "") + chr(ord("A") + lowest)


def spoken(defects: Iterable[Defect]) -> list[int]:
    """Return the rows that somebody filled, although their cells read as nothing."""
    return [
        defect.row
        for defect in defects
        if defect.row is not None
        and defect.code in ("E-CELL", "E-FORMULA")
        and defect.facts.get("kind") not in ("merged", "blank")
    ]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """All cells of a file or sheet, blank rows included."""

    columns: tuple[arrow.Text, ...]
    rows: NDArray[np.int64]
    defects: tuple[Defect, ...] = ()
    numeric: Mapping[int, NDArray[np.bool_]] = field(default_factory=dict)
    dated: Mapping[int, NDArray[np.bool_]] = field(default_factory=dict)
    framed: Mapping[int, NDArray[np.bool_]] = field(default_factory=dict)
    since_1904: bool = False

    def to_table(self, file: str, sheet: str | None) -> RawTable:
        """Return the table without its blank rows and what was noted about them."""
        grid = self.without_blank_rows()
        return RawTable(
            file=file,
            sheet=sheet,
            cells=arrow.to_frame(dict(enumerate(grid.columns))),
            rows=grid.rows,
            defects=grid.defects,
            numeric=grid.numeric,
            dated=grid.dated,
            framed=grid.framed,
            since_1904=grid.since_1904,
        )

    def without_blank_rows(self) -> Grid:
        """Return the grid without its blank rows and what was noted about them."""
        kept = ~self._blank() | np.isin(self.rows, spoken(self.defects))
        if kept.all():
            return replace(self, defects=self._defects_of(self.rows))
        return Grid(
            columns=tuple(column.filter(kept) for column in self.columns),
            rows=self.rows[kept],
            defects=self._defects_of(self.rows[kept]),
            numeric={index: flags[kept] for index, flags in self.numeric.items()},
            dated={index: flags[kept] for index, flags in self.dated.items()},
            framed={index: flags[kept] for index, flags in self.framed.items()},
            since_1904=self.since_1904,
        )

    def with_controls(self, most: int) -> Grid:
        """Return the grid with a defect for each cell that XML 1.0 could not hold.

        More of them than `most` are no slip of somebody's hand: raises UnreadableError.
        """
        found: list[Defect] = []
        for index, column in enumerate(self.columns):
            places = arrow.positions(arrow.matches(column, _CONTROL))
            if len(found) + len(places) > most:
                raise refuse("type", found="nhị phân / binary")
            letter = column_letter(index)
            found += [
                Defect(code="E-CTRL", row=int(self.rows[place]), letter=letter) for place in places
            ]
        return replace(self, defects=(*self.defects, *found))

    def longest_cell(self) -> int:
        """Return the length in bytes of the longest cell."""
        return max(map(arrow.longest, self.columns))

    def _blank(self) -> NDArray[np.bool_]:
        """Tell which rows have nothing but white space."""
        blank = np.ones(len(self.rows), dtype=np.bool_)
        for column in self.columns:
            if not blank.any():
                break
            empty = pc.equal(pc.utf8_trim_whitespace(column), "")
            blank &= empty.to_numpy(zero_copy_only=False)
        return blank

    def _defects_of(self, rows: NDArray[np.int64]) -> tuple[Defect, ...]:
        """Return the defects of the rows that are left, and those of the whole file."""
        if not self.defects:
            return ()
        left = set(rows.tolist())
        return tuple(d for d in self.defects if d.row is None or d.row in left)
