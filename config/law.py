"""Date-effective lookups of the law: rates, reference level, regional wages, terms, caps.

The facts lie in ``law/*.csv``; every row says from when to when it is in force, which legal text
says so, and whether a public source or a real document confirmed it (`verified`) or nobody yet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise, product
from pathlib import Path

import holidays

from config.coverage import Kind, Late
from config.errors import LawError
from config.rows import DATED, Line, read_lines

_BUILT_IN = Path(__file__).parent / "law"


class Fund(StrEnum):
    """The component funds of compulsory insurance (Luật BHXH 41/2024/QH15 and its sisters)."""

    BHXH_SICK = "sick-maternity"
    BHXH_RETIREMENT = "retirement-death"
    TNLD_BNN = "accident-disease"
    BHYT = "health"
    BHTN = "unemployment"


class Payer(StrEnum):
    """Who pays a share of a contribution."""

    EMPLOYER = "employer"
    EMPLOYEE = "employee"


class Group(StrEnum):
    """Whose contributions follow the same rates."""

    VIETNAMESE = "vietnamese"
    FOREIGN = "foreign"


class Rule(StrEnum):
    """Single numbers of the law."""

    UNPAID_DAYS = "unpaid-days-limit"
    DECLARE_WITHIN = "declare-within-days"
    BHXH_CAP = "bhxh-cap-multiple"
    BHTN_CAP = "bhtn-cap-multiple"
    BACK_DATED = "back-dated-months"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One value of one table for a span of time; `valid_to` is the last day, None = open."""

    table: str
    key: tuple[str, ...]
    value: Decimal
    valid_from: date
    valid_to: date | None
    legal_source: str
    verified: bool

    def covers(self, on: date) -> bool:
        """Tell whether the row is in force on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class Table:
    """One file of the law: its key columns, its value, and the keys that it must have."""

    name: str
    key_columns: tuple[str, ...]
    value_column: str
    read: Callable[[Line, str], Decimal | int]
    keys: frozenset[tuple[str, ...]]


RATES = Table(
    "rates",
    ("fund", "payer", "group"),
    "percent",
    Line.percent,
    frozenset((str(f), str(p), str(g)) for f, p, g in product(Fund, Payer, Group)),
)
LEVELS = Table("reference_levels", (), "amount", Line.whole, frozenset({()}))
WAGES = Table(
    "region_wages",
    ("region",),
    "amount",
    Line.whole,
    frozenset({("1",), ("2",), ("3",), ("4",)}),
)
RULES = Table("rules", ("rule",), "value", Line.whole, frozenset((str(r),) for r in Rule))
COVERAGE = Table(
    "coverage",
    ("kind", "fund"),
    "takes_part",
    Line.whole,
    frozenset((str(k), str(f)) for k, f in product(Kind, Fund)),
)
PAST_HEALTH = Table(
    "past_health", ("event",), "lines", Line.whole, frozenset((str(late),) for late in Late)
)
TABLES = (RATES, LEVELS, WAGES, RULES, COVERAGE, PAST_HEALTH)


@dataclass(frozen=True)
class Law:
    """Everything the law says in numbers, by date; built by `load_law`."""

    rows: Mapping[tuple[str, tuple[str, ...]], tuple[Row, ...]]
    """(table, key) -> its rows, oldest first, without gap or overlap."""

    def row(self, table: Table, key: tuple[str, ...], on: date) -> Row:
        """Return the row in force, with its source; raise LawError where our tables end."""
        for row in self.rows.get((table.name, key), ()):
            if row.covers(on):
                return row
        raise LawError(f"{table.name}.csv", (f"nothing for {'/'.join(key) or 'all'} on {on}",))

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
            fund for fund in Fund if self.row(COVERAGE, (kind.value, fund.value), on).value
        )

    def past_health(self, late: Late, on: date) -> int:
        """Return what becomes of the health fund in months that are declared late.

        0: it stays as it was declared; 1: it is part of the line; 2: it has a line of its own.
        """
        return int(self.row(PAST_HEALTH, (late.value,), on).value)

    def back_dated_months(self, on: date) -> int:
        """Return how many months back procedure 600 may still change; older ones need 601."""
        return self._rule(Rule.BACK_DATED, on)

    def reference_level(self, on: date) -> int:
        """Return the reference level (mức tham chiếu) in VND a month."""
        return int(self.row(LEVELS, (), on).value)

    def region_wage(self, region: int, on: date) -> int:
        """Return the regional minimum wage (lương tối thiểu vùng) in VND a month."""
        return int(self.row(WAGES, (str(region),), on).value)

    def unpaid_days_limit(self, on: date) -> int:
        """Return from how many unpaid working days on a month has no contribution."""
        return self._rule(Rule.UNPAID_DAYS, on)

    def declare_within_days(self, on: date) -> int:
        """Return within how many days a change must be declared."""
        return self._rule(Rule.DECLARE_WITHIN, on)

    def bhxh_cap(self, on: date) -> int:
        """Return the highest base for BHXH, TNLĐ-BNN and BHYT in VND a month."""
        return self._rule(Rule.BHXH_CAP, on) * self.reference_level(on)

    def bhtn_cap(self, region: int, on: date) -> int:
        """Return the highest base for BHTN in VND a month."""
        return self._rule(Rule.BHTN_CAP, on) * self.region_wage(region, on)

    def is_working_day(self, day: date) -> bool:
        """Tell whether offices work: Monday to Friday, no holiday of Bộ luật Lao động, Điều 112.

        Days that the Government swaps from year to year are known as far as `holidays` knows them.
        """
        return bool(holidays.country_holidays("VN").is_working_day(day))

    def working_days_between(self, first: date, last: date) -> int:
        """Return how many working days there are from one day to another, both included."""
        calendar = holidays.country_holidays("VN")
        days = range((last - first).days + 1)
        return sum(calendar.is_working_day(first + timedelta(days=day)) for day in days)

    def working_days_after(self, start: date, days: int) -> date:
        """Return the day on which that many working days after `start` are over."""
        calendar = holidays.country_holidays("VN")
        day = start
        while days > 0:
            day += timedelta(days=1)
            days -= calendar.is_working_day(day)
        return day

    def _rule(self, rule: Rule, on: date) -> int:
        return int(self.row(RULES, (rule.value,), on).value)


def load_law(folder: Path | None = None) -> Law:
    """Read and check all tables; raise LawError with every problem, each with file and row."""
    problems: list[str] = []
    rows: dict[tuple[str, tuple[str, ...]], tuple[Row, ...]] = {}
    for table in TABLES:
        rows |= _read(table, folder or _BUILT_IN, problems)
    if problems:
        raise LawError("law", tuple(problems))
    return Law(rows)


def _read(
    table: Table, folder: Path, problems: list[str]
) -> dict[tuple[str, tuple[str, ...]], tuple[Row, ...]]:
    """Read one table and check that its spans follow each other without gap or overlap."""
    columns = (*table.key_columns, table.value_column, *DATED)
    found: dict[tuple[str, ...], list[tuple[Line, Row]]] = {key: [] for key in table.keys}
    lines = read_lines(folder / f"{table.name}.csv", columns, problems)
    for line in lines:
        row = _row(table, line)
        if row.key in found:
            found[row.key].append((line, row))
        else:
            line.complain(f"unknown {'/'.join(table.key_columns)}: {'/'.join(row.key)}")
    for key, spans in sorted(found.items()):
        if not spans:
            problems.append(f"{table.name}.csv: no row for {'/'.join(key) or 'all'}")
        spans.sort(key=lambda span: span[1].valid_from)
        _check_spans(spans)
    return {(table.name, key): tuple(row for _, row in spans) for key, spans in found.items()}


def _row(table: Table, line: Line) -> Row:
    """Turn a line into a row, complaining about each cell that cannot be read."""
    row = Row(
        table=table.name,
        key=tuple(line.text(column) for column in table.key_columns),
        value=Decimal(table.read(line, table.value_column)),
        valid_from=line.day("valid_from"),
        valid_to=line.day_or_open("valid_to"),
        legal_source=line.text("legal_source"),
        verified=line.flag("verified"),
    )
    if row.valid_to is not None and row.valid_to < row.valid_from:
        line.complain(f"valid_to {row.valid_to} is before valid_from {row.valid_from}")
    return row


def _check_spans(spans: list[tuple[Line, Row]]) -> None:
    """Complain where one row does not begin on the day after the one before it ends."""
    for (_, before), (line, row) in pairwise(spans):
        if before.valid_to is None or row.valid_from <= before.valid_to:
            line.complain(f"overlaps the row from {before.valid_from}")
        elif row.valid_from > before.valid_to + timedelta(days=1):
            line.complain(f"leaves a gap after {before.valid_to}")
