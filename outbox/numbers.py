"""Insurance numbers that are known of people besides what their lines and answers say."""

from __future__ import annotations

from typing import Final

import pandas as pd

from outbox.keys import key, positions

NUMBER_COLUMNS: Final = ("MaDonVi", "MaNV", "MasoBHXH")


def numbered(roster: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """Return the roster with those numbers where it has none; the last one said of a person counts.

    `numbers` has NUMBER_COLUMNS.
    """
    if numbers.empty:
        return roster
    last = numbers[::-1].reset_index(drop=True)
    at = positions(key(roster, "MaDonVi", "MaNV"), key(last, "MaDonVi", "MaNV"))
    column = roster["MasoBHXH"].to_numpy(object).copy()
    lacking = (at >= 0) & (column == "")
    column[lacking] = last["MasoBHXH"].to_numpy(object)[at[lacking]]
    return roster.assign(MasoBHXH=pd.Series(column, roster.index, dtype="str"))
