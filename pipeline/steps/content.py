"""What a file says, whatever its name, its format and the order of its rows: one digest."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from adapters.model import Kind, PayrollTable


def content_of(table: PayrollTable) -> str | None:
    """Return a digest of what a file of movements says, whatever its format and order of rows.

    None for a snapshot: what it says again is no news, and no news is not reported.
    """
    if table.kind is not Kind.MOVEMENTS:
        return None
    frame = table.frame
    filled = [name for name in sorted(frame.columns) if (frame[name] != "").any()]
    rows = np.sort(pd.util.hash_pandas_object(frame[filled], index=False).to_numpy())
    return hashlib.sha256("\x1f".join(filled).encode() + rows.tobytes()).hexdigest()
