"""Cells written in a style that the sender has named: dates, months and amounts.

A reader returns None for what that style cannot hold: nobody guesses another one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial
from types import MappingProxyType
from typing import Final, TypeAlias

from config.mapping import ExportMapping

Reader: TypeAlias = Callable[[str], "str | None"]

_MIDNIGHT = r"(?:[T ]0?0:00(?::00(?:\.0+)?)?)?"
_ISO = re.compile(rf"([0-9]{{4}})-([0-9]{{2}})-([0-9]{{2}}){_MIDNIGHT}")
_PARTIAL = re.compile(r"(?:(0?[1-9]|1[0-2])[/.-])?((?:19|20)[0-9]{2})")
"""A year or a month of birth, which is the same in every order."""
_NUMBERS = re.compile(rf"([0-9]{{1,4}})([/. -])([0-9]{{1,2}})\2([0-9]{{1,4}}){_MIDNIGHT}")
_NAMED = re.compile(r"([0-9]{1,2})[-/. ]?([A-Za-z]{3,9})\.?[-/., ]*([0-9]{4})")
_EIGHT = re.compile(r"[0-9]{8}")
_SERIAL = re.compile(r"([0-9]{2,5})(?:\.0+)?")
_SINCE_1900: Final = date(1899, 12, 30)
_SINCE_1904: Final = date(1904, 1, 1)
_FIRST_DAY: Final = date(1919, 3, 1)
"""Nobody at work was born before it: a smaller number is a year, or counts something else."""
_LAST_MONTH: Final = 12
_LAST_DAY: Final = 31
_YEAR_DIGITS: Final = 4
_MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH_WORD = r"(?P<word>(?:tháng|thang|kỳ|ky|t)\.?\s*)?"
_MONTHS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "my": re.compile(
            rf"(?i){_MONTH_WORD}(?P<m>[0-9]{{1,2}})[/. -](?P<y>[0-9]{{4}}|[0-9]{{2}})"
        ),
        "ym": re.compile(r"(?P<y>[0-9]{4})[/. M-](?P<m>[0-9]{1,2})"),
        "yyyymm": re.compile(r"(?P<y>[0-9]{4})0?(?P<m>[0-9]{2})"),
        "mmyyyy": re.compile(r"(?P<m>[0-9]{2})(?P<y>[0-9]{4})"),
        "mon-yyyy": re.compile(r"(?P<m>[A-Za-z]{3,9})[. -]+(?P<y>[0-9]{4})"),
    }
)
APOSTROPHES: Final = "'’`"
"""Signs for thousands: the typed one, which is read, and those that are printed."""
_THOUSANDS: Mapping[str, str] = MappingProxyType(
    {
        "dot-thousands": ".",
        "comma-thousands": ",",
        "space-thousands": " ",
        "apostrophe-thousands": APOSTROPHES[0],
    }
)
_PARTING: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {" ": re.compile(r"\s"), APOSTROPHES[0]: re.compile(f"[{APOSTROPHES[1:]}]")}
)
"""What else parts thousands: blanks that do not break (U+00A0, U+202F), the printed apostrophe."""
_CURRENCY = re.compile(r"(?i)\s*(?:₫|đ|vnđ|vnd|đồng)\.?$")


def styled(mapping: ExportMapping, style: str, *, since_1904: bool = False) -> Reader | None:
    """Return the reader of a mapping for dates, months or amounts; None: as all formats do."""
    if style == "date" and mapping.dates != "auto":
        return partial(read_day, mapping.dates, since_1904=since_1904)
    if style == "month" and mapping.months != "auto":
        return partial(read_month_as, mapping.months, mapping.dates, since_1904=since_1904)
    if style in ("money", "allowance", "share") and mapping.money != "auto":
        return partial(read_amount, mapping.money, mapping.decimal, mapping.minus)
    return None


def read_day(style: str, text: str, *, since_1904: bool = False) -> str | None:
    """Return dd/MM/yyyy for a date of that style, None for what is none.

    >>> read_day("mdy", "3/15/1985"), read_day("yyyymmdd", "19850315"), read_day("serial", "31121")
    ('15/03/1985', '15/03/1985', '15/03/1985')
    >>> read_day("mdy", "15/3/1985"), read_day("d-mon-yyyy", "15-MAR-1985"), read_day("dmy", "1985")
    (None, '15/03/1985', '1985')
    """
    if found := _ISO.fullmatch(text):
        return _day(found[3], found[2], found[1])
    if style == "serial":
        return _serial(text, _SINCE_1904 if since_1904 else _SINCE_1900)
    if style in ("yyyymmdd", "ddmmyyyy"):
        if not _EIGHT.fullmatch(text):
            return text if _PARTIAL.fullmatch(text) else None
        parts = (text[6:], text[4:6], text[:4]) if style == "yyyymmdd" else _cut(text)
        return _day(*parts)
    if _PARTIAL.fullmatch(text):
        return text
    return _named(text) if style == "d-mon-yyyy" else _ordered(style, text)


def _cut(text: str) -> tuple[str, str, str]:
    return text[:2], text[2:4], text[4:]


def _ordered(style: str, text: str) -> str | None:
    found = _NUMBERS.fullmatch(text)
    if found is None:
        return None
    parts = dict(zip(style, (found[1], found[3], found[4]), strict=True))
    return _day(parts["d"], parts["m"], parts["y"])


def _named(text: str) -> str | None:
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    return _day(found[1], str(_named_month(found[2])), found[3])


def _serial(text: str, epoch: date) -> str | None:
    found = _SERIAL.fullmatch(text)
    day = epoch + timedelta(days=int(found[1])) if found else _SINCE_1900
    return f"{day:%d/%m/%Y}" if day >= _FIRST_DAY else None


def _day(day: str, month: str, year: str) -> str | None:
    """Return a date whose parts may be one; whether there is such a day, room 2 judges."""
    if len(year) != _YEAR_DIGITS or not 1 <= int(month) <= _LAST_MONTH:
        return None
    return f"{day:0>2}/{month:0>2}/{year}" if 1 <= int(day) <= _LAST_DAY else None


def read_month_as(style: str, dates: str, text: str, *, since_1904: bool = False) -> str | None:
    """Return MM/yyyy for a month of that style, None for what is none.

    >>> read_month_as("yyyymm", "auto", "202610"), read_month_as("date", "mdy", "10/31/2026")
    ('10/2026', '10/2026')
    >>> read_month_as("my", "auto", "Tháng 10-2026"), read_month_as("my", "auto", "2026-10")
    ('10/2026', None)
    >>> read_month_as("my", "auto", "T10/26"), read_month_as("my", "auto", "10/26")
    ('10/2026', None)
    >>> read_month_as("mon-yyyy", "auto", "Oct 2026")
    '10/2026'
    >>> read_month_as("ym", "auto", "2026M10"), read_month_as("yyyymm", "auto", "2026010")
    ('10/2026', '10/2026')
    >>> read_month_as("mon-yyyy", "auto", "Sept 2026"), read_day("d-mon-yyyy", "1-Sept-2026")
    ('09/2026', '01/09/2026')
    >>> read_month_as("mon-yyyy", "auto", "Sepp 2026"), read_day("d-mon-yyyy", "1-Sepp-2026")
    (None, None)
    """
    if style == "date":
        day = read_day("dmy" if dates == "auto" else dates, text, since_1904=since_1904)
        return day[3:] if day and len(day) == len("dd/MM/yyyy") else None
    found = _MONTHS[style].fullmatch(text)
    if found is None:
        return None
    month, year = found["m"], found["y"]
    if len(year) != _YEAR_DIGITS:
        # Two digits are a year only where a word says that it is a month: T10/26.
        return _month(month, f"20{year}") if found["word"] else None
    return _month(month, year)


def _named_month(word: str) -> int:
    """Return which month an English name, or its first letters, three at least, are; 0 for none."""
    fitting = [name.startswith(word.lower()) for name in _MONTH_NAMES]
    return fitting.index(True) + 1 if any(fitting) else 0


def _month(month: str, year: str) -> str | None:
    """Return MM/yyyy for a month as digits or as a name."""
    if not month.isdecimal():
        month = str(_named_month(month))
    return f"{month:0>2}/{year}" if 1 <= int(month) <= _LAST_MONTH else None


def read_amount(style: str, decimal: str, minus: str, text: str) -> str | None:
    """Return an amount of that style with a decimal point and a leading sign.

    >>> read_amount("dot-thousands", ".", "leading", "12.500 đ")
    '12500'
    >>> read_amount("plain", ",", "trailing", "1500000,00-")
    '-1500000'
    >>> read_amount("plain", ",", "leading", "0,45")
    '0.45'
    >>> read_amount("space-thousands", ",", "leading", "12 500 000,00")
    '12500000'
    >>> read_amount("apostrophe-thousands", ".", "leading", "12’500'000.00")
    '12500000'
    >>> read_amount("comma-thousands", ".", "leading", "12.500.000")
    """
    bare = _CURRENCY.sub("", text).strip()
    sign = ""
    if minus == "trailing" and bare.endswith("-"):
        sign, bare = "-", bare[:-1].rstrip()
    elif bare.startswith("-") and minus == "leading":
        sign, bare = "-", bare[1:].lstrip()
    thousands = _THOUSANDS.get(style, "")
    if thousands in _PARTING:
        bare = _PARTING[thousands].sub(thousands, bare)
    point = {".": ",", ",": "."}.get(thousands, decimal)
    whole = rf"[0-9]+|[1-9][0-9]{{0,2}}(?:\{thousands}[0-9]{{3}})+" if thousands else "[0-9]+"
    found = re.fullmatch(rf"({whole})(?:\{point}([0-9]+))?", bare)
    if found is None:
        return None
    digits = found[1].replace(thousands, "") if thousands else found[1]
    part = (found[2] or "").rstrip("0")
    return f"{sign}{digits}.{part}" if part else f"{sign}{digits}"
