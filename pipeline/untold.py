"""What no nightly report has told yet: a night that was missed must not lose its day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from pipeline.parts import Parts


def untold(parts: Parts, business_date: date) -> Callable[[datetime], bool]:
    """Return what tells of a moment whether the night of that date is the first to know it.

    The nearest night before it told all of its day and earlier that it could see when it was made.
    """
    zone = parts.settings.schedule.zone
    before = parts.ledger.nights.before(business_date)

    def is_untold(at: datetime) -> bool:
        came = at.astimezone(zone).date()
        told = before is not None and came <= before[0] and at <= before[1]
        return came <= business_date and not told

    return is_untold
