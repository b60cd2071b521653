"""Columns of text, asked as a whole: which cells match, how long are they, what do they hold.

No function here makes a Python object per row; answers are arrays of bool or of integers.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

_DATE = r"\A[0-9]{2}/[0-9]{2}/[0-9]{4}\z"
_MONTH = r"\A[0-9]{2}/[0-9]{4}\z"
_DIGITS = r"\A[0-9]{1,12}\z"
_SMALL = r"\A[0-9]{1,3}(?:[.,][0-9]{1,2})?\z"
_ZERO = ord("0")
_LAST_MONTH = 12
_FIRST_SIGN, _LAST_SIGN = ord(" "), ord("~")


def arrow(column: pd.Series) -> pa.Array:
    """Return the column as one Arrow array of text, without a copy where it is one already."""
    found = pa.array(column)
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found


def as_mask(answer: pa.Array) -> NDArray[np.bool_]:
    """Return an Arrow array of bool as a numpy one; missing counts as no."""
    known = pc.fill_null(answer, False).to_numpy(zero_copy_only=False)
    mask: NDArray[np.bool_] = np.asarray(known, dtype=np.bool_)
    return mask


def matches(column: pd.Series, pattern: str) -> NDArray[np.bool_]:
    r"""Tell which cells match a pattern (RE2; anchor it with ``\A`` and ``\z``)."""
    return as_mask(pc.match_substring_regex(arrow(column), pattern))


def matches_repeated(column: pd.Series, pattern: str) -> NDArray[np.bool_]:
    """Tell which cells match a pattern, asking each distinct text only once."""
    distinct = pc.dictionary_encode(arrow(column))
    answers = as_mask(pc.match_substring_regex(distinct.dictionary, pattern))
    mask: NDArray[np.bool_] = answers[distinct.indices.to_numpy(zero_copy_only=False)]
    return mask


def among(column: pd.Series, words: Iterable[str]) -> NDArray[np.bool_]:
    """Tell which cells are one of those words."""
    texts = arrow(column)
    return as_mask(pc.is_in(texts, value_set=pa.array(list(words), type=texts.type)))


def filled(column: pd.Series) -> NDArray[np.bool_]:
    """Tell which cells hold anything."""
    return as_mask(pc.not_equal(arrow(column), ""))


def plain(column: pd.Series) -> bool:
    """Tell whether the bytes under a column are printable ASCII throughout; no is not sure."""
    signs = np.frombuffer(arrow(column).buffers()[2] or b"", dtype=np.uint8)
    return not bool(((signs < _FIRST_SIGN) | (signs > _LAST_SIGN)).any())


def longer(column: pd.Series, limit: int) -> NDArray[np.bool_]:
    """Tell which cells have more characters than that."""
    return as_mask(pc.greater(pc.utf8_length(arrow(column)), limit))


def digits_at(column: pd.Series, at: int, width: int) -> NDArray[np.int64]:
    """Return `width` characters from position `at` as integers; -1 where they are no digits."""
    parts = pc.utf8_slice_codeunits(arrow(column), at, at + width)
    good = pc.match_substring_regex(parts, rf"\A[0-9]{{{width}}}\z")
    numbers = pc.cast(pc.if_else(good, parts, "-1"), pa.int64())
    return np.asarray(numbers.to_numpy(zero_copy_only=False), dtype=np.int64)


def whole_numbers(column: pd.Series) -> NDArray[np.int64]:
    """Return plain digits (at most 12) as integers; -1 for any other text."""
    distinct = pc.dictionary_encode(arrow(column))
    good = pc.match_substring_regex(distinct.dictionary, _DIGITS)
    numbers = pc.cast(pc.if_else(good, distinct.dictionary, "-1"), pa.int64())
    found: NDArray[np.int64] = numbers.to_numpy(zero_copy_only=False)[
        distinct.indices.to_numpy(zero_copy_only=False)
    ]
    return found


def dates(column: pd.Series) -> NDArray[np.datetime64]:
    """Read ``dd/MM/yyyy`` as days; NaT for other texts and for days that no calendar has."""
    distinct = pc.dictionary_encode(arrow(column))
    shaped, digits = _characters(distinct.dictionary, _DATE, 10)
    months_, real = _month_of(digits[:, 6:10], digits[:, 3:5])
    day = _number(digits[:, 0:2])
    days = months_.astype("datetime64[D]") + (day - 1)
    real &= (day >= 1) & (days.astype("datetime64[M]") == months_)
    return _spread(np.where(real, days, np.datetime64("NaT")), shaped, distinct)


def months(column: pd.Series) -> NDArray[np.datetime64]:
    """Read ``MM/yyyy`` as months; NaT for any other text."""
    distinct = pc.dictionary_encode(arrow(column))
    shaped, digits = _characters(distinct.dictionary, _MONTH, 7)
    found, real = _month_of(digits[:, 3:7], digits[:, 0:2])
    return _spread(np.where(real, found, np.datetime64("NaT")), shaped, distinct)


def _characters(
    texts: pa.Array, pattern: str, width: int
) -> tuple[NDArray[np.bool_], NDArray[np.uint8]]:
    """Return which texts have that shape, and their characters, one row per such text."""
    shaped = pc.match_substring_regex(texts, pattern)
    data = "".join(pc.filter(texts, shaped).to_pylist()).encode("ascii")
    return as_mask(shaped), np.frombuffer(data, dtype=np.uint8).reshape(-1, width)


def _month_of(
    year: NDArray[np.uint8], month: NDArray[np.uint8]
) -> tuple[NDArray[np.datetime64], NDArray[np.bool_]]:
    """Return the months that digits name, and which of them exist."""
    years, numbers = _number(year), _number(month)
    real = (numbers >= 1) & (numbers <= _LAST_MONTH) & (years >= 1)
    return np.where(real, (years - 1970) * 12 + numbers - 1, 0).astype("datetime64[M]"), real


def _number(digits: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Read columns of ASCII digits as numbers."""
    total = np.zeros(len(digits), dtype=np.int64)
    for place in range(digits.shape[1]):
        total = total * 10 + (digits[:, place].astype(np.int64) - _ZERO)
    return total


def _spread(
    values: NDArray[np.datetime64], shaped: NDArray[np.bool_], distinct: pa.DictionaryArray
) -> NDArray[np.datetime64]:
    """Give every row the value of its distinct text; NaT where the text had no such shape."""
    all_values = np.full(len(shaped), np.datetime64("NaT"), dtype=values.dtype)
    all_values[shaped] = values
    spread: NDArray[np.datetime64] = all_values[distinct.indices.to_numpy(zero_copy_only=False)]
    return spread


def months_later(days: NDArray[np.datetime64], months: int) -> NDArray[np.datetime64]:
    """Return the same day so many months later, or that month's last where it has no such day.

    >>> months_later(np.array(["2026-01-31", "2026-02-10"], "datetime64[D]"), 1).tolist()
    [datetime.date(2026, 2, 28), datetime.date(2026, 3, 10)]
    """
    begun = days.astype("datetime64[M]")
    after = begun + np.timedelta64(months, "M")
    length = (after + 1).astype("datetime64[D]") - after.astype("datetime64[D]")
    into = days - begun.astype("datetime64[D]")
    later: NDArray[np.datetime64] = after.astype("datetime64[D]") + np.minimum(into, length - 1)
    return later


def beginnings(column: pd.Series, width: int, words: Iterable[str]) -> NDArray[np.bool_]:
    """Tell which cells begin with one of those words, asking each distinct text only once."""
    distinct = pc.dictionary_encode(arrow(column))
    starts = pc.utf8_slice_codeunits(distinct.dictionary, 0, width)
    answers = as_mask(pc.is_in(starts, value_set=pa.array(list(words), type=starts.type)))
    mask: NDArray[np.bool_] = answers[distinct.indices.to_numpy(zero_copy_only=False)]
    return mask


def hundredths(column: pd.Series) -> NDArray[np.int64]:
    """Return small numbers such as 32, 4.5 or 0,25 times a hundred; -1 for any other text.

    >>> hundredths(pd.Series(["32", "4.5", "0,25", "x"], dtype="str")).tolist()
    [3200, 450, 25, -1]
    """
    distinct = pc.dictionary_encode(arrow(column))
    shaped = as_mask(pc.match_substring_regex(distinct.dictionary, _SMALL))
    texts = pc.replace_substring(distinct.dictionary, ",", ".")
    numbers = [
        int(Decimal(text) * 100) if good else -1
        for text, good in zip(texts.to_pylist(), shaped, strict=True)
    ]
    found: NDArray[np.int64] = np.array(numbers, dtype=np.int64)[
        distinct.indices.to_numpy(zero_copy_only=False)
    ]
    return found


class Words:
    """The words beyond ASCII of a column's different cells, each cell and word asked but once."""

    def __init__(self, column: pd.Series, between: str) -> None:
        """Split the cells at a pattern (RE2)."""
        cells = pc.unique(arrow(column))
        self._cells = cells.filter(pc.invert(pc.string_is_ascii(cells)))
        parted = pc.split_pattern_regex(self._cells, between)
        words, places = pc.list_flatten(parted), pc.list_parent_indices(parted)
        odd = pc.invert(pc.string_is_ascii(words))
        self._words, self._places = words.filter(odd), places.filter(odd)

    def matching(self, pattern: str) -> list[str]:
        """Return the different words that match."""
        words = pc.unique(self._words)
        found: list[str] = words.filter(pc.match_substring_regex(words, pattern)).to_pylist()
        return found

    def cells_with(self, words: Iterable[str]) -> list[str]:
        """Return the different cells that have any of those words."""
        among = pc.is_in(self._words, value_set=pa.array(list(words), type=self._words.type))
        found: list[str] = self._cells.take(pc.unique(self._places.filter(among))).to_pylist()
        return found
