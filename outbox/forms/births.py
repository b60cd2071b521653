"""How exact a date of birth is: CCNS, which several forms say beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd


def precision(births: pd.Series[str]) -> pd.Series[str]:
    """Return CCNS, how exact a date of birth is: 0 = dd/MM/yyyy, 1 = MM/yyyy, 2 = yyyy."""
    length = births.str.len()
    exact = np.select([length == len("MM/yyyy"), length == len("yyyy")], ["1", "2"], "0")
    return pd.Series(exact, births.index, dtype="str")
