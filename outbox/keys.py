"""Finding people by key, whole columns at a time."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters.arrow import Text, blank, of_series, to_frame

Positions: TypeAlias = NDArray[np.int64]

_BETWEEN = "\x1f"


def key(frame: pd.DataFrame, *fields: str) -> Text:
    """Return one column of keys made of several fields."""
    columns = [_text(frame[field]) for field in fields]
    between = pa.scalar(_BETWEEN, pa.large_string())
    return columns[0] if len(columns) == 1 else pc.binary_join_element_wise(*columns, between)


def positions(wanted: Text, among: Text) -> Positions:
    """Return where each key stands first in another column; -1 if nowhere, or if it is empty."""
    found = pc.fill_null(pc.index_in(wanted, value_set=among), -1).to_numpy(zero_copy_only=False)
    empty = pc.equal(wanted, "").to_numpy(zero_copy_only=False)
    at: Positions = np.where(empty, -1, found).astype(np.int64)
    return at


def taken(frame: pd.DataFrame, at: Positions) -> pd.DataFrame:
    """Return the frame's rows at these positions, blank rows for -1."""
    chosen = pa.array(at, mask=at < 0)
    return to_frame(
        {
            name: pc.fill_null(_text(frame[name]).take(chosen), "")
            if len(frame)
            else blank(len(at))
            for name in frame.columns
        }
    )


def picked(frame: pd.DataFrame, which: NDArray[np.bool_]) -> pd.DataFrame:
    """Return the rows of a mask; all or none of many columns cost nothing."""
    if which.all():
        return frame
    return frame[which] if which.any() else frame.iloc[:0]


def repeated(column: pd.Series[str], counted: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which of the counted values stand there more than once; an empty one never does."""
    encoded = pc.dictionary_encode(_text(column))
    codes = encoded.indices.to_numpy(zero_copy_only=False)
    often = np.bincount(codes[counted], minlength=len(encoded.dictionary)) > 1
    filled = pc.not_equal(encoded.dictionary, "").to_numpy(zero_copy_only=False)
    again: NDArray[np.bool_] = counted & (often & filled)[codes]
    return again


def _text(series: pd.Series[str]) -> Text:
    column = of_series(series)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
