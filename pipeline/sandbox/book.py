"""What the sandbox's VSS remembers of a unit, just enough for a plausible C12-TS.

It knows only what was declared to it: the people of an employer's baseline are strangers until a
line names them, and then count as having been there before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from config.law import Fund, Group, Law, Payer
from config.model import Period
from pipeline.sandbox.answers import Ruling

Amounts = tuple[int, int, int, int]

_NOTHING: Amounts = (0, 0, 0, 0)
_MORE, _FEWER = "1", "3"
_COLUMNS: tuple[tuple[Fund, ...], ...] = (
    (Fund.BHXH_SICK, Fund.BHXH_RETIREMENT),
    (Fund.BHYT,),
    (Fund.BHTN,),
    (Fund.TNLD_BNN,),
)
_ANY_REGION = 1


@dataclass
class Month:
    """How many came and went in one unit and month, and what the unit owed before it."""

    people: int
    owed: Amounts
    more: int = 0
    fewer: int = 0


@dataclass
class UnitBook:
    """The people of one unit, by person, with the wage that was declared last."""

    wages: dict[str, int] = field(default_factory=dict)
    months: dict[Period, Month] = field(default_factory=dict)
    owed: Amounts = _NOTHING
    strangers: bool = False
    """Somebody was there whose arrival nobody declared here: the employer has a baseline."""

    def enter(self, period: Period, rulings: Iterable[Ruling]) -> None:
        """Take over what was accepted in a month."""
        month = self.months.setdefault(period, Month(len(self.wages), self.owed))
        for ruling in rulings:
            if ruling.accepted:
                self._enter(month, ruling)

    def close(self, period: Period, law: Law) -> Sequence[tuple[str, str, Sequence[int]]]:
        """Return the lines of the month's statement; the unit pays what it owed before."""
        month = self.months[period]
        self.owed = _due(self.wages.values(), law, period.first_day)
        lines = (
            ("A", "Kỳ trước mang sang", _with_total(month.owed)),
            ("A.1", "Số lao động", [month.people] * 5),
            ("B", "Phát sinh trong kỳ", _with_total(self.owed)),
            ("B.1.1", "Lao động tăng", [month.more] * 5),
            ("B.1.2", "Lao động giảm", [month.fewer] * 5),
            ("C", "Số tiền đã nộp trong kỳ", _with_total(month.owed)),
            ("Đ", "Chuyển kỳ sau", _with_total(self.owed)),
            ("Đ.1", "Số lao động", [len(self.wages)] * 5),
        )
        # Who knows that the book lacks people does not count them.
        return [line for line in lines if not (self.strangers and line[0] in ("A.1", "Đ.1"))]

    def _enter(self, month: Month, ruling: Ruling) -> None:
        person, wage = ruling.line.person, _wage(ruling)
        known, group = person in self.wages, ruling.line["Loai"]
        if not known and group != _MORE:
            month.people += 1
            self.strangers = True
        if group == _FEWER:
            month.fewer += 1
            self.wages.pop(person, None)
            return
        month.more += group == _MORE and not known
        self.wages[person] = wage


def _wage(ruling: Ruling) -> int:
    """Return the declared wage with its additions; coefficients and blanks count nothing."""
    texts = (ruling.line[name] for name in ("TienLuong", "PhuCapLuong", "PhuCapBosung"))
    return sum(int(text) for text in texts if text.isdecimal())


def _due(wages: Iterable[int], law: Law, on: date) -> Amounts:
    """Return what is owed for the month: BHXH, BHYT, BHTN, BHTNLĐ-BNN, in VND."""
    caps = [law.bhxh_cap(on), law.bhxh_cap(on), law.bhtn_cap(_ANY_REGION, on), law.bhxh_cap(on)]
    bases = [0, 0, 0, 0]
    for wage in wages:
        for column, cap in enumerate(caps):
            bases[column] += min(wage, cap)
    rates = [
        sum(law.rate(fund, payer, Group.VIETNAMESE, on) for fund in funds for payer in Payer)
        for funds in _COLUMNS
    ]
    one, two, three, four = (
        int(base * rate / 100) for base, rate in zip(bases, rates, strict=True)
    )
    return one, two, three, four


def _with_total(amounts: Amounts) -> Sequence[int]:
    return (*amounts, sum(amounts))
