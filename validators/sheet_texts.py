"""The texts of a sheet, each once: the shared strings of a workbook (ECMA-376-1, 18.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from validators.columns import arrow, as_mask

TEXT = pa.large_string()
_CELL_LIMIT = 32_767
_PIECE = 4_096
"""Texts that become XML at once; the longest of them together are some hundred MB."""
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_LOOKS_SPELLED = re.compile("(?=_x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
_ODD = r"[\x00-\x08\x0b-\x1f\x{fffe}\x{ffff}]|_x[0-9A-Fa-f]{4}_"
_EDGES = r"\A[ \t\n]|[ \t\n]\z"
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"))


@dataclass(frozen=True, kw_only=True)
class Texts:
    """The columns of a sheet: which of its different texts stands in each row."""

    different: pa.Array
    """Those of one column after another; the first is the empty one."""
    columns: Mapping[int, NDArray[np.int32]]
    """By their index; a column that holds nothing is not there."""

    @classmethod
    def of(cls, columns: Mapping[int, pd.Series]) -> Texts:
        """Take the texts of each column, each once."""
        parts, indices, first = [pa.array([""], TEXT)], {}, 1
        for at, column in columns.items():
            encoded = pc.dictionary_encode(arrow(column).cast(TEXT))
            found = encoded.dictionary
            if found.equals(parts[0]) or not len(found):
                continue
            parts.append(found)
            indices[at] = encoded.indices.to_numpy() + np.int32(first)
            first += len(found)
        return cls(different=pa.concat_arrays(parts), columns=indices)

    @property
    def filled(self) -> int:
        """How many cells hold anything."""
        there = as_mask(pc.not_equal(self.different, ""))
        return sum(int(there[column].sum()) for column in self.columns.values())

    def items(self) -> Iterator[pa.Buffer]:
        """Yield the different texts as items of the shared strings, piece by piece."""
        for start in range(0, len(self.different), _PIECE):
            yield _items(self.different.slice(start, _PIECE))


def run_together(texts: pa.Array) -> pa.Buffer:
    """Return texts as one, in UTF-8."""
    lists = pa.LargeListArray.from_arrays(pa.array([0, len(texts)], pa.int64()), texts)
    return pc.binary_join(lists.cast(pa.list_(TEXT)), pa.scalar("", TEXT))[0].as_buffer()


def side_by_side(*parts: pa.Array | str, missing: str = "emit_null") -> pa.Array:
    """Return columns and constants joined row by row; a missing part makes its row missing."""
    columns = [pa.scalar(part, TEXT) if isinstance(part, str) else part for part in parts]
    return pc.binary_join_element_wise(*columns, pa.scalar("", TEXT), null_handling=missing)


def _items(texts: pa.Array) -> pa.Buffer:
    """Return texts as items; blanks at an edge are told to be kept."""
    edged = pc.match_substring_regex(texts, _EDGES)
    start = pc.if_else(edged, pa.scalar('<si><t xml:space="preserve">', TEXT), "<si><t>")
    written = _spelled(texts)
    for sign, name in _ESCAPES:
        written = pc.replace_substring(written, sign, name)
    return run_together(side_by_side(start, written, "</t></si>"))


def _spelled(texts: pa.Array) -> pa.Array:
    """Return texts as the format holds them; those with an odd sign are the exception."""
    odd = as_mask(pc.match_substring_regex(texts, _ODD))
    odd |= as_mask(pc.greater(pc.utf8_length(texts), _CELL_LIMIT))
    if not odd.any():
        return texts
    mended = [spelled(text) for text in texts.filter(pa.array(odd)).to_pylist()]
    return pc.replace_with_mask(texts, pa.array(odd), pa.array(mended, TEXT))


def spelled(text: str) -> str:
    """Return a text whose control characters are spelled _xHHHH_ (ECMA-376-1, 22.9.2.19)."""
    kept = _LOOKS_SPELLED.sub("_x005F", writable(text))
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", kept)


def writable(text: str) -> str:
    """Return what an .xlsx cell can hold: no half characters, not too long."""
    return _UNWRITABLE.sub("\ufffd", text)[:_CELL_LIMIT]


def cell_text(text: str) -> str:
    """Return what XlsxWriter writes as this text; its own rich text it would copy as it stands."""
    return writable(f" {text}" if text.startswith("<r>") else text)
