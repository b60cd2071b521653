"""Date-effective lookups of the law: rates, levels, wages, caps, floors, coverage, deadlines.

The facts lie in ``law/*.csv``; every row says from when to when it is in force, which legal text
says so, and whether a public source or a real document confirmed it (`verified`) or nobody yet.
A site may add rows, or put its own in the place of ours, in its own ``law/``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import chain, product
from pathlib import Path
from typing import TypeVar, cast

from config.errors import LawError
from config.model import Period
from config.participation import Kind, Late
from config.spans import Key, read_table
from config.tables import (
    AGENCIES,
    COVERAGE,
    DEADLINES,
    FLOORS,
    FORMS,
    LATE_INTEREST,
    LEVELS,
    PARTICIPATION,
    PAST_HEALTH,
    RATES,
    RETIREMENT,
    RULES,
    TABLES,
    WAGES,
    Deadline,
    Floor,
    Fund,
    Group,
    Payer,
    Row,
    Rule,
    Sex,
    Table,
)
from config.working_days import NAME as HOLIDAYS
from config.working_days import Calendar, read_calendar

__all__ = [
    "AGENCIES", "COVERAGE", "DEADLINES", "FLOORS", "FORMS", "LATE_INTEREST", "LEVELS",
    "PARTICIPATION", "PAST_HEALTH", "RATES", "RETIREMENT", "RULES", "TABLES", "WAGES", "Deadline",
    "Floor", "Fund", "Group", "Law", "Payer", "Row", "Rule", "Sex", "Table", "load_law",
]  # fmt: skip

FOLDER = "law"
"""The site's folder with its own rows."""

_BUILT_IN = Path(__file__).parent / "law"
_COMPLETE = [table.name for table in TABLES if table.keys is not None]

Value = TypeVar("Value")


@dataclass(frozen=True)
class Law:
    """Everything the law says in numbers, by date; built by `load_law`."""

    rows: Mapping[tuple[str, Key], tuple[Row[object], ...]]
    """(table, key) -> its rows, oldest first, without gap or overlap."""
    calendar: Calendar = field(default_factory=Calendar)

    def find(self, table: Table[Value], key: Key, on: date) -> Row[Value] | None:
        """Return the row in force, with its source; None where our tables say nothing."""
        for row in self.rows.get((table.name, key), ()):
            if row.covers(on):
                return cast("Row[Value]", row)
        return None

    def row(self, table: Table[Value], key: Key, on: date) -> Row[Value]:
        """Return the row in force, with its source; raise LawError where our tables end."""
        if row := self.find(table, key, on):
            return row
        raise LawError(f"{table.name}.csv", (f"nothing for {'/'.join(key) or 'all'} on {on}",))

    def rows_of(self, table: Table[Value], on: date) -> Iterator[Row[object]]:
        """Yield every row of one table that is in force on a day."""
        return (row for row in self.in_force(on) if row.table == table.name)

    def in_force(self, on: date) -> Iterator[Row[object]]:
        """Yield every row in force on a day, table by table; the employer's own days come last."""
        rows = chain.from_iterable(self.rows.values())
        return (row for row in (*rows, *self.calendar.own.values()) if row.covers(on))

    def of_site(self) -> Iterator[Row[object]]:
        """Yield every row that the site says, whenever it is in force."""
        rows = chain.from_iterable(self.rows.values())
        return (row for row in (*rows, *self.calendar.own.values()) if row.of_site)

    @property
    def begins(self) -> date:
        """The first day for which every complete table answers."""
        firsts = (rows[0].valid_from for (name, _), rows in self.rows.items() if name in _COMPLETE)
        return max(firsts)

    def is_complete(self, on: date) -> bool:
        """Tell whether every complete table answers for every key on that day."""
        whole = (rows for (name, _), rows in self.rows.items() if name in _COMPLETE)
        return all(any(row.covers(on) for row in rows) for rows in whole)

    def rate(self, fund: Fund, payer: Payer, group: Group, on: date) -> Decimal:
        """Return the percentage of the base that this payer owes to this fund."""
        return self.row(RATES, (fund.value, payer.value, group.value), on).value

    def total_rate(self, group: Group, on: date) -> Decimal:
        """Return the percentage of the base that all funds get from both payers."""
        shares = (self.rate(fund, payer, group, on) for fund, payer in product(Fund, Payer))
        return sum(shares, Decimal(0))

    def funds(self, kind: Kind, on: date) -> frozenset[Fund]:
        """Return the funds in which people of a kind take part on that day."""
        return frozenset(
            fund for fund in Fund if self.row(PARTICIPATION, (kind.value, fund.value), on).value
        )

    def past_health(self, late: Late, on: date) -> int:
        """Return what becomes of the health fund in months that are declared late.

        0: it stays as it was declared; 1: it is part of the line; 2: it has a line of its own.
        """
        return self.row(PAST_HEALTH, (late.value,), on).value

    def back_dated_months(self, on: date) -> int:
        """Return how many months back procedure 600 may still change; older ones need 601."""
        return self._rule(Rule.BACK_DATED, on)

    def reference_level(self, on: date) -> int:
        """Return the reference level (mức tham chiếu, before 07/2025 lương cơ sở), VND a month."""
        return self.row(LEVELS, (), on).value

    def region_wage(self, region: int, on: date) -> int:
        """Return the regional minimum wage (lương tối thiểu vùng) in VND a month."""
        return self.row(WAGES, (str(region),), on).value

    def base_floor(self, region: int, on: date) -> int:
        """Return the lowest base in VND a month (Luật BHXH 41/2024/QH15, Điều 31(1)(đ))."""
        if self.row(FLOORS, (), on).value is Floor.REGION_WAGE:
            return self.region_wage(region, on)
        return self.reference_level(on)

    def bhxh_cap(self, on: date) -> int:
        """Return the highest base for BHXH, TNLĐ-BNN and BHYT in VND a month."""
        return self._rule(Rule.BHXH_CAP, on) * self.reference_level(on)

    def bhtn_cap(self, region: int, on: date) -> int:
        """Return the highest base for BHTN in VND a month."""
        return self._rule(Rule.BHTN_CAP, on) * self.region_wage(region, on)

    def work_age(self, on: date) -> int:
        """Return the age in years from which somebody may work."""
        return self._rule(Rule.WORK_AGE, on)

    def wage_doubt(self, on: date) -> int:
        """Return from how many VND a month on an amount looks like a slip (own, no law)."""
        return self._rule(Rule.WAGE_DOUBT, on)

    def unpaid_days_limit(self, on: date) -> int:
        """Return from how many unpaid working days on a month has no contribution."""
        return self._rule(Rule.UNPAID_DAYS, on)

    def coverage_months(self, fund: Fund, group: Group, on: date) -> int | None:
        """Return how many months a contract must run to be covered; None: the fund has no such."""
        return self.row(COVERAGE, (fund.value, group.value), on).value

    def declare_within_days(self, on: date) -> int:
        """Return within how many days a change must be declared."""
        return self._deadline(Deadline.DECLARE_DAYS, on)

    def register_within_days(self, on: date) -> int:
        """Return within how many days of the contract somebody must be registered."""
        return self._deadline(Deadline.REGISTER_DAYS, on)

    def pay_by(self, period: Period) -> date:
        """Return the last day on which a month's contributions are in time."""
        return period.plus(self._deadline(Deadline.PAY_MONTHS, period.first_day)).last_day

    def interest_per_day(self, on: date) -> Decimal | None:
        """Return the percentage of a late amount owed for each day; None: nobody has a number."""
        return self.row(LATE_INTEREST, (), on).value

    def retirement_age(self, woman: bool, on: date) -> int:
        """Return the age of retirement in months, under normal conditions of work."""
        sex = Sex.WOMAN if woman else Sex.MAN
        return self.row(RETIREMENT, (sex.value,), on).value

    def form_version(self, form: str, on: date) -> str | None:
        """Return the decision whose version of a form holds; None: not in our list."""
        row = self.find(FORMS, (form,), on)
        return row.value if row else None

    def agency(self, code: str, on: date) -> str | None:
        """Return the name of the VSS office with that code; None: not in our list, maybe right."""
        row = self.find(AGENCIES, (code,), on)
        return row.value if row else None

    def is_working_day(self, day: date, unit: str | None = None) -> bool:
        """Tell whether a unit, or any office, works on that day."""
        return self.calendar.is_working_day(day, unit)

    def working_days_between(self, first: date, last: date, unit: str | None = None) -> int:
        """Return how many working days there are from one day to another, both included."""
        return self.calendar.working_days_between(first, last, unit)

    def working_days_after(self, start: date, days: int, unit: str | None = None) -> date:
        """Return the day on which that many working days after `start` are over."""
        return self.calendar.working_days_after(start, days, unit)

    def _rule(self, rule: Rule, on: date) -> int:
        return self.row(RULES, (rule.value,), on).value

    def _deadline(self, deadline: Deadline, on: date) -> int:
        return self.row(DEADLINES, (deadline.value,), on).value


def load_law(
    folder: Path | None = None, *, site: Path | None = None, units: Collection[str] = ()
) -> Law:
    """Read and check all tables; raise LawError with every problem, each with file and row.

    `site` is the folder of a site; `units` are those that its calendar may name.
    """
    problems: list[str] = []
    own = site / FOLDER if site is not None and (site / FOLDER).is_dir() else None
    if own is not None:
        problems += _strangers(own)
    rows: dict[tuple[str, Key], tuple[Row[object], ...]] = {}
    for table in TABLES:
        read = read_table(table, folder or _BUILT_IN, own, problems)
        rows |= {(table.name, key): spans for key, spans in read.items()}
    calendar = read_calendar(own, units, problems)
    if problems:
        raise LawError(FOLDER, tuple(problems))
    return Law(rows, calendar)


def _strangers(folder: Path) -> list[str]:
    """Complain about files of the site that are no table; hidden ones belong to editors."""
    known = {f"{name}.csv" for name in (*(table.name for table in TABLES), HOLIDAYS)}
    try:
        found = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as closed:
        return [f"{folder.name}/: cannot be read: {closed.strerror}"]
    return [
        f"{folder.name}/{name}: no such table; there are {', '.join(sorted(known))}"
        for name in found
        if name not in known
    ]
