"""The tables of the law: what each is asked by, what it answers, and how its cells are read.

A table is a CSV file of ``law/``: key columns, one value, from when to when it is in force, which
legal text says so, and whether somebody has confirmed it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import product
from typing import Generic, TypeVar

from config.participation import Kind, Late
from config.rows import Line

Value_co = TypeVar("Value_co", covariant=True)


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


class Sex(StrEnum):
    """Who retires at which age."""

    MAN = "man"
    WOMAN = "woman"


class Rule(StrEnum):
    """Single numbers of the law, and one of our own that changes with wages."""

    UNPAID_DAYS = "unpaid-days-limit"
    BHXH_CAP = "bhxh-cap-multiple"
    BHTN_CAP = "bhtn-cap-multiple"
    WORK_AGE = "work-age-years"
    WAGE_DOUBT = "wage-doubt-amount"
    ADULT_AGE = "adult-age-years"
    TRAINED = "trained-percent"
    """On top of the regional minimum for work that asks for training."""
    HAZARD = "hazard-percent"
    """The same for heavy, harmful or dangerous work."""
    FOREIGN_DEFINITE = "foreign-definite-only"
    """1: of foreigners' contracts only definite ones are insured; 0: indefinite ones too."""
    BACK_DATED = "back-dated-months"
    """How many months back procedure 600 reaches; older ones need 601."""


class Floor(StrEnum):
    """What the lowest base is."""

    REGION_WAGE = "region-wage"
    REFERENCE_LEVEL = "reference-level"


class Deadline(StrEnum):
    """By when the employer must have done what."""

    PAY_MONTHS = "pay-months-after"
    """Contributions of a month are due on the last day of the month that many months later."""
    DECLARE_DAYS = "declare-within-days"
    REGISTER_DAYS = "register-within-days"


@dataclass(frozen=True, kw_only=True)
class Row(Generic[Value_co]):
    """One value of one table for a span of time; `valid_to` is the last day, None = open."""

    table: str
    key: tuple[str, ...]
    value: Value_co
    """None where the table says in a word that there is none."""
    written: str
    """The value as its cell says it."""
    valid_from: date
    valid_to: date | None
    legal_source: str
    verified: bool
    of_site: bool = False
    """The site says so in its own ``law/``, not we."""

    def covers(self, on: date) -> bool:
        """Tell whether the row is in force on that day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    @property
    def named(self) -> str:
        """What the row is about, in one word for people."""
        return "/".join(self.key) or "all"


@dataclass(frozen=True)
class Table(Generic[Value_co]):
    """One file of the law: its key columns, its value, and the keys that it must have."""

    name: str
    key_columns: tuple[str, ...]
    value_column: str
    read: Callable[[Line, str], Value_co]
    keys: frozenset[tuple[str, ...]] | None = None
    """None: a list that is not complete; what it does not name, it does not know."""
    begins: date = date(2015, 1, 1)
    """The day from which a complete table answers for every key, without a gap."""


def _keys(*kinds: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(str(word) for word in words) for words in product(*kinds))


def _number_or(
    word: str, read: Callable[[Line, str], Value_co]
) -> Callable[[Line, str], Value_co | None]:
    """Return a reader of numbers that takes one word for "there is none"."""

    def cell(line: Line, column: str) -> Value_co | None:
        return None if line.cells[column] == word else read(line, column)

    return cell


def _floor(line: Line, column: str) -> Floor:
    return Floor(line.one_of(column, tuple(Floor)))


REGIONS = ("1", "2", "3", "4")
"""Vùng I to IV of the regional minimum wage."""

RATES: Table[Decimal] = Table(
    "rates", ("fund", "payer", "group"), "percent", Line.percent, _keys(Fund, Payer, Group)
)
LEVELS: Table[int] = Table(
    "reference_levels", (), "amount", Line.whole, _keys(), begins=date(2013, 7, 1)
)
WAGES: Table[int] = Table("region_wages", ("region",), "amount", Line.whole, _keys(REGIONS))
RULES: Table[int] = Table("rules", ("rule",), "value", Line.whole, _keys(Rule))
COVERAGE: Table[int | None] = Table(
    "coverage",
    ("fund", "group"),
    "months",
    _number_or("none", Line.whole),
    _keys(Fund, Group),
)
PARTICIPATION: Table[int] = Table(
    "participation", ("kind", "fund"), "takes_part", Line.whole, _keys(Kind, Fund)
)
PAST_HEALTH: Table[int] = Table("past_health", ("event",), "lines", Line.whole, _keys(Late))
FLOORS: Table[Floor] = Table("floors", (), "floor", _floor, _keys())
DEADLINES: Table[int] = Table("deadlines", ("deadline",), "value", Line.whole, _keys(Deadline))
LATE_INTEREST: Table[Decimal | None] = Table(
    "late_interest", (), "percent_a_day", _number_or("unknown", Line.percent), _keys()
)
RETIREMENT: Table[int] = Table("retirement_ages", ("sex",), "months", Line.whole, _keys(Sex))
FORMS: Table[str] = Table("form_versions", ("form",), "decision", Line.text)
AGENCIES: Table[str] = Table("agencies", ("code",), "name", Line.text)

TABLES: tuple[Table[object], ...] = (
    RATES,
    LEVELS,
    WAGES,
    RULES,
    COVERAGE,
    PARTICIPATION,
    PAST_HEALTH,
    FLOORS,
    DEADLINES,
    LATE_INTEREST,
    RETIREMENT,
    FORMS,
    AGENCIES,
)
