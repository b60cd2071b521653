"""The nouns of the ground floor: a period, and the clock's zone."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_PERIOD = re.compile(r"(0[1-9]|1[0-2])/(20[0-9]{2})")


@dataclass(frozen=True, order=True)
class Period:
    """One month of declaration (kỳ kê khai), written ``MM/yyyy`` as in ``KyKeKhai``."""

    year: int
    month: int

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read ``MM/yyyy``; raise ValueError for anything else.

        >>> Period.parse("10/2026")
        Period(year=2026, month=10)
        """
        found = _PERIOD.fullmatch(text)
        if found is None:
            raise ValueError(f"not a period MM/yyyy: {text!r}")
        return cls(year=int(found[2]), month=int(found[1]))

    def __str__(self) -> str:
        """Return ``MM/yyyy``."""
        return f"{self.month:02}/{self.year}"

    @property
    def compact(self) -> str:
        """The period as ``yyyyMM``, for names and for sorting."""
        return f"{self.year}{self.month:02}"

    @property
    def first_day(self) -> date:
        """The first day of the month."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def plus(self, months: int) -> Period:
        """Return the period that many months later (or earlier)."""
        years, month = divmod(self.month - 1 + months, 12)
        return Period(self.year + years, month + 1)
