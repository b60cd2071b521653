"""Rows below or between the data that are no data: totals, signatures, headings of departments."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters import arrow
from adapters.headings import fits
from adapters.model import RawTable
from config.mapping import Footer

_LOOKED_AT = 4
"""Columns in which the first cell of such a row may stand."""


def without_footers(raw: RawTable, first: int, footer: Footer) -> RawTable:
    """Return a table without the rows of data that a mapping leaves out."""
    if not (footer.end or footer.skip):
        return raw
    begins = first_cells(raw, first)
    kept = ~_among(begins, footer.skip)
    ends = _among(begins, footer.end).nonzero()[0]
    if len(ends):
        kept[ends[0] :] = False
    if kept.all():
        return raw
    rows = np.concatenate([np.ones(first, dtype=np.bool_), kept])
    left = set(raw.rows[rows].tolist())
    return replace(
        raw,
        cells=raw.cells.loc[rows].reset_index(drop=True),
        rows=raw.rows[rows],
        defects=tuple(each for each in raw.defects if each.row is None or each.row in left),
        numeric={index: flags[rows] for index, flags in raw.numeric.items()},
        dated={index: flags[rows] for index, flags in raw.dated.items()},
    )


def first_cells(raw: RawTable, first: int) -> arrow.Text:
    """Return the first cell of each row of data that has anything in it."""
    columns = range(min(_LOOKED_AT, raw.cells.shape[1]))
    found = arrow.blank(len(raw.rows) - first)
    for index in columns:
        found = arrow.filled(found, arrow.normalised(arrow.of_series(raw.cells[index])[first:]))
    return found


def _among(cells: arrow.Text, patterns: tuple[str, ...]) -> NDArray[np.bool_]:
    """Tell which cells fit one of the patterns; each distinct text is asked once.

    A cell of digits alone is no such text: rows that begin with a number or an id are data.
    """
    found = np.zeros(len(cells), dtype=np.bool_)
    if not patterns:
        return found
    worded = arrow.positions(pc.invert(arrow.matches(cells, "^[0-9]*$")))
    encoded = pc.dictionary_encode(cells.take(worded))
    fitting = [fits(patterns, text) for text in encoded.dictionary.to_pylist()]
    if any(fitting):
        found[worded] = np.array(fitting)[encoded.indices.to_numpy(zero_copy_only=False)]
    return found
