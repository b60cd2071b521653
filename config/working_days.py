"""Working days: Vietnam's by the library `holidays`, and what the employer's own calendar changes.

Bộ luật Lao động 45/2019/QH14, Điều 112; days that the Government swaps from year to year are known
as far as the library knows them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from config.rows import Line, read_lines
from config.tables import Row

if TYPE_CHECKING:
    from holidays import HolidayBase

NAME = "holidays"
_COLUMNS = ("date", "working", "unit", "name", "legal_source")
_EVERY_UNIT = ""


@dataclass(frozen=True)
class Calendar:
    """Which days are worked: everywhere in Vietnam, and in one unit."""

    own: Mapping[tuple[date, str], Row[str]] = field(default_factory=lambda: MappingProxyType({}))
    """What the employer says, by day and unit; unit "" is every unit."""

    def is_working_day(self, day: date, unit: str | None = None) -> bool:
        """Tell whether a unit works on that day; its own word comes first, then the employer's."""
        for who in (unit or _EVERY_UNIT, _EVERY_UNIT):
            if said := self.own.get((day, who)):
                return said.value == "yes"
        return bool(self._vietnam.is_working_day(day))

    def working_days_after(self, start: date, days: int, unit: str | None = None) -> date:
        """Return the day on which that many working days after `start` are over."""
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= self.is_working_day(day, unit)
        return day

    def working_days_between(self, first: date, last: date, unit: str | None = None) -> int:
        """Return how many working days there are from one day to another, both included."""
        days = range((last - first).days + 1)
        return sum(self.is_working_day(first + timedelta(days=day), unit) for day in days)

    @cached_property
    def _vietnam(self) -> HolidayBase:
        import holidays  # noqa: PLC0415 - slow to load, and `bhxh law` need not wait for it

        return holidays.country_holidays("VN")


def read_calendar(folder: Path | None, units: Collection[str], problems: list[str]) -> Calendar:
    """Read the employer's own days, if it has any; `units` are those that a row may name."""
    if folder is None or not (folder / f"{NAME}.csv").exists():
        return Calendar()
    own: dict[tuple[date, str], Row[str]] = {}
    file = f"{NAME}.csv"
    for line in read_lines(folder / file, _COLUMNS, problems, f"{folder.name}/{file}"):
        day, unit = line.day("date"), line.cells["unit"]
        if (day, unit) in own:
            line.complain(f"{day} stands twice")
        if unit and unit not in units:
            line.complain(f"unknown unit: {unit}")
        own[day, unit] = _row(line, day)
    return Calendar(MappingProxyType(own))


def _row(line: Line, day: date) -> Row[str]:
    return Row(
        table=NAME,
        key=tuple(filter(None, (line.cells["unit"], line.text("name")))),
        value=line.one_of("working", ("yes", "no")),
        written=line.cells["working"],
        valid_from=day,
        valid_to=day,
        legal_source=line.text("legal_source"),
        verified=True,
        of_site=True,
    )
