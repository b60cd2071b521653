"""Lines that say that somebody takes part in another set of funds than before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from config.law import Law
from outbox.cases import Cases
from outbox.events import Event, Events
from outbox.funds import ACCIDENT, FUND_SETS
from outbox.keys import Positions
from outbox.lines import FUND_CODES, shares_of


def fund_lines(
    lines: pd.DataFrame, cases: Cases, found: Events, chosen: Positions, on: tuple[Law, date]
) -> Iterator[pd.DataFrame]:
    """Yield the lines of each fund that goes on or off, at the rate that holds after each."""
    after = cases.declared_funds[chosen]
    for code, fund in FUND_CODES.items():
        joins = code.startswith("T")
        moved = ((found.gained if joins else found.lost)[chosen] & fund) > 0
        after = np.where(moved, after ^ fund, after)
        if moved.any():
            few = lines[moved].assign(PA=code, Loai="2" if joins else "4")
            yield _at_rate(few, after[moved], on)


def departures(
    lines: pd.DataFrame, cases: Cases, found: Events, chosen: Positions, on: tuple[Law, date]
) -> pd.DataFrame:
    """Return how those who leave and arrive leave, from the funds that they had."""
    again = found.event[chosen] == Event.REJOIN
    if not again.any():
        return lines.iloc[:0]
    before = cases.declared_funds[chosen][again]
    accident = pd.Series(before == ACCIDENT, lines.index[again])
    going = lines[again].assign(gone=True, TinhTrang="", PA="GH", Loai="3")
    going = going.assign(
        PA=going["PA"].mask(accident, "GL"), Loai=going["Loai"].mask(accident, "4")
    )
    return _at_rate(going, before, on)


def _at_rate(lines: pd.DataFrame, funds: Positions, on: tuple[Law, date]) -> pd.DataFrame:
    """Return lines of these funds, at their rate."""
    words = pd.Series(np.array(FUND_SETS, object)[funds], lines.index, dtype="str")
    told = lines.assign(Quy=words)
    return told.assign(TyleDong=shares_of(told, *on))
