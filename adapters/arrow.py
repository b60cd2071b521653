"""Whole columns of text at a time, on Arrow's own buffers.

pyarrow has no annotations, so its arrays are named here once: `Text` is a pyarrow array of
type large_string without nulls, `Mask` one of booleans.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Text: TypeAlias = Any  # pyarrow.LargeStringArray; pyarrow is not annotated
Mask: TypeAlias = Any  # pyarrow.BooleanArray

_LINE_FEED = 10
# As Alt+Enter writes it; a carriage return by itself is none, and stays to be refused.
_BREAK = r"\s*\n\s*"
# All letters up to U+02FF and of U+1E00 to U+1EFF are in NFC and stay so side by side (UAX #15).
_NOT_SURELY_NFC = r"[^\x00-\x{2ff}\x{1e00}-\x{1eff}]"


def text(values: Sequence[str]) -> Text:
    """Return a column of these values."""
    return pa.array(values, pa.large_string())


def blank(rows: int) -> Text:
    """Return a column of nothing."""
    return pa.repeat(pa.scalar("", pa.large_string()), rows)


def transposed(pieces: list[list[Any]]) -> tuple[Text, ...]:
    """Return whole columns from pieces of rows, letting go of the pieces as it goes."""
    nothing = blank(sum(len(piece[0]) for piece in pieces))
    columns = []
    for index in range(len(pieces[0])):
        column = [piece[index].cast(pa.large_string()) for piece in pieces]
        for piece in pieces:
            piece[index] = None
        columns.append(pa.concat_arrays(column) if any(map(longest, column)) else nothing)
        pa.default_memory_pool().release_unused()
    return tuple(columns)


def words(column: Text) -> list[str]:
    """Return the different words of a column: runs of letters."""
    parts = pc.list_flatten(pc.split_pattern_regex(column, r"[^\p{L}]+"))
    found: list[str] = pc.unique(parts).to_pylist()
    return found


def lengthened(column: Text, rows: int) -> Text:
    """Return the column with so many blank cells more."""
    return pa.concat_arrays([column, blank(rows)])


def longest(column: Text) -> int:
    """Return the length in bytes of the longest cell."""
    return pc.max(pc.binary_length(column)).as_py() or 0


def to_frame(columns: dict[Any, Text]) -> pd.DataFrame:
    """Return a frame of dtype ``str`` that shares the columns' buffers."""
    import pandas as pd  # noqa: PLC0415 - heavy: the process that reads workbooks does without

    dtype = pd.StringDtype("pyarrow", na_value=np.nan)
    wrap = dtype.__from_arrow__  # type: ignore[attr-defined]  # unknown to the stubs
    series = {name: wrap(pa.chunked_array([column])) for name, column in columns.items()}
    return pd.DataFrame(series, copy=False)


def of_series(series: pd.Series[str]) -> Text:
    """Return a frame's column without copying it."""
    return pa.array(series.array)


def normalised(column: Text) -> Text:
    """Return the column in NFC, each cell on one line and without outer blanks.

    It is the very same column if it was so already.
    """
    if not longest(column):
        return column
    trimmed = pc.utf8_trim_whitespace(_composed(column))
    if _has_breaks(trimmed):
        trimmed = pc.replace_substring_regex(trimmed, _BREAK, " ")
    return column if column.equals(trimmed) else trimmed


def padded(column: Text) -> Mask:
    """Tell which cells have blanks around a text, or line breaks in it."""
    trimmed = pc.utf8_trim_whitespace(column)
    more = pc.not_equal(column, trimmed)
    if _has_breaks(trimmed):
        more = pc.or_(more, matches(trimmed, _BREAK))
    return pc.and_(more, pc.not_equal(trimmed, ""))


def _has_breaks(column: Text) -> bool:
    """Tell whether any cell has a line break: one look at the bytes of them all."""
    data = column.buffers()[2]
    if data is None:
        return False
    text = np.frombuffer(data, np.uint8)
    return bool((text == _LINE_FEED).any())


def decomposed(column: Text) -> Mask:
    """Tell which cells have letters in parts that Unicode writes as one, and nothing beyond."""
    odd = matches(column, _NOT_SURELY_NFC)
    parts = column.filter(odd)
    whole = pc.utf8_normalize(parts, form="NFC")
    composed = pc.and_(pc.not_equal(parts, whole), pc.invert(matches(whole, r"\p{Mn}")))
    return pc.replace_with_mask(odd, odd, composed)


def _composed(column: Text) -> Text:
    """Return the column in NFC, looking only at cells that have more than composed letters."""
    if not pc.any(pc.invert(pc.string_is_ascii(column))).as_py():
        return column
    odd = matches(column, _NOT_SURELY_NFC)
    if not pc.any(odd).as_py():
        return column
    return pc.replace_with_mask(column, odd, pc.utf8_normalize(column.filter(odd), form="NFC"))


def matches(column: Text, pattern: str) -> Mask:
    """Tell for each cell whether the pattern (RE2) is found in it."""
    return pc.match_substring_regex(column, pattern)


def flags(mask: Mask) -> NDArray[np.bool_]:
    """Return a mask as a numpy array that may be changed."""
    return np.array(mask.to_numpy(zero_copy_only=False), dtype=np.bool_)


def positions(mask: Mask) -> NDArray[np.intp]:
    """Return where a mask is true."""
    return np.flatnonzero(flags(mask))


def by_value(column: Text, plain: str, read: Callable[[str], str]) -> Text:
    """Read every cell that is not plain already, each distinct value once.

    `plain` is a pattern (RE2) of the values that `read` would not change.
    """
    if not longest(column) and not read(""):
        return column
    odd = pc.invert(matches(column, f"^(?:{plain})$"))
    if not pc.any(odd).as_py():
        return column
    encoded = pc.dictionary_encode(column.filter(odd))
    values = text([read(value) for value in encoded.dictionary.to_pylist()])
    return pc.replace_with_mask(column, odd, values.take(encoded.indices))


def filled(column: Text, instead: Text | str) -> Text:
    """Return the column with its empty cells taken from another one, or from one value."""
    empty = pc.equal(column, "")
    if not pc.any(empty).as_py():
        return column
    value = pa.scalar(instead, pa.large_string()) if isinstance(instead, str) else instead
    return pc.if_else(empty, value, column)


def changed(column: Text, other: Text) -> Mask:
    """Tell which cells of two columns are not the same."""
    return pc.not_equal(column, other)


def among(column: Text, values: Iterable[str]) -> Mask:
    """Tell which cells are one of those texts."""
    return pc.is_in(column, value_set=text(list(values)))


def chosen(flags: NDArray[np.bool_], column: Text, otherwise: Text) -> Text:
    """Return the cells of one column where a flag is set, else those of the other."""
    return pc.if_else(pa.array(flags), column, otherwise)


def together(columns: Sequence[Text], between: str) -> Text:
    """Return the filled cells of several columns, put together row by row."""
    whole, *others = columns
    for other in others:
        joined = pc.binary_join_element_wise(whole, other, pa.scalar(between, pa.large_string()))
        either = pc.if_else(pc.equal(whole, ""), other, whole)
        both = pc.and_(pc.not_equal(whole, ""), pc.not_equal(other, ""))
        whole = pc.if_else(both, joined, either)
    return whole


def different(column: Text) -> list[str]:
    """Return the different texts of a column, each once."""
    return [str(text) for text in pc.unique(column).to_pylist()]


def unset(flags: NDArray[np.bool_]) -> Mask:
    """Return a mask of where a flag is not set."""
    return pa.array(~flags)
