"""What the drop folder knows about a file before it is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from config.encodings import Encoding

# yyyy-MM or yyyyMM, but neither part of a longer number nor the beginning of a whole date.
_PERIOD_IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})-?(0[1-9]|1[0-2])(?!-?[0-9])")
# MM-yyyy and the like, not the end of a whole date.
_MONTH_IN_NAME = re.compile(
    r"(?<![0-9])(?<![0-9][-._ ])(0[1-9]|1[0-2])[-._ ](20[0-9]{2})(?![0-9])"
    r"|(?i:(?<![a-z])(?:t|tháng|thang|kỳ|ky)[-._ ]?)([1-9])[-._ ](20[0-9]{2})(?![0-9])"
    r"|(?<![0-9])(0[1-9]|1[0-2])(20[0-9]{2})(?![0-9])"
)
_UNIT = re.compile(r"[A-Z]{2}[A-Z0-9]{5}")


@dataclass(frozen=True, kw_only=True)
class Hints:
    """Where a file came from, and what its feed says of it."""

    name: str
    """The file's name as it was dropped."""
    folder: str = ""
    """The subfolder of the drop folder, "" for none."""
    unit: str | None = None
    """The feed's unit code."""
    period: str | None = None
    """The feed's period, MM/yyyy."""
    encoding: Encoding = ""
    """What the feed says that the text is written in."""
    hidden: Literal["refuse", "read"] = "refuse"
    """Whether hidden rows of a workbook are refused one by one, or read and counted."""

    @property
    def unit_code(self) -> str:
        """The unit for rows that name none: the feed's, else the subfolder if it is a unit code."""
        last = PurePosixPath(self.folder).name
        return self.unit or (last if _UNIT.fullmatch(last) else "")

    @property
    def period_text(self) -> str:
        """The period for rows that name none: the feed's, else the only one in the file's name.

        >>> Hints(name="luong-2026-10.csv").period_text
        '10/2026'
        >>> Hints(name="luong-2026-10-31.csv").period_text
        ''
        """
        found = _periods(self.name)
        return self.period or (found.pop() if len(found) == 1 else "")


def months_named(name: str) -> frozenset[str]:
    """Return every month that a file's name tells in a usual way; a whole date tells none.

    >>> sorted(months_named("luong-2026-09.csv")), sorted(months_named("luong T9.2026.csv"))
    (['09/2026'], ['09/2026'])
    >>> sorted(months_named("luong_102026.csv")), sorted(months_named("luong-02.11.2026.csv"))
    (['10/2026'], [])
    """
    found = [[part for part in each if part] for each in _MONTH_IN_NAME.findall(name)]
    return frozenset({*_periods(name), *(f"{month:0>2}/{year}" for month, year in found)})


def _periods(name: str) -> set[str]:
    """Return the months written yyyy-MM or yyyyMM."""
    return {f"{month}/{year}" for year, month in _PERIOD_IN_NAME.findall(name)}
