"""In which style are texts written? One, several that nobody can tell apart, or none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from adapters.canonical import read_text
from adapters.styles import APOSTROPHES, read_amount, read_day, read_month_as

_DATES: Final = ("dmy", "mdy", "ymd", "yyyymmdd", "ddmmyyyy", "d-mon-yyyy", "serial")
_MONTHS: Final = ("my", "ym", "yyyymm", "mmyyyy", "mon-yyyy", "date")
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*")
_NEARLY: Final = 0.97
_MONTH: Final = re.compile(r"(?:0[1-9]|1[0-2])/(?:19|20)[0-9]{2}")
_SEVERAL: Final = 3
_USUAL: Final = 0.6
_FIRST: Final = 1900
_LAST: Final = 2100
_DMY: Final = re.compile(r"(?i)d{1,2}.?m{1,2}.?y{2,4}")
_MDY: Final = re.compile(r"(?i)m{1,2}.?d{1,2}.?y{2,4}")
_DOTS: Final = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3}){2,}.*|-?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+.*")
_COMMAS: Final = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3}){2,}.*|-?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+.*")
_PARTED: Final = MappingProxyType(
    {
        "space-thousands": re.compile(r"-?[0-9]{1,3}(?:\s[0-9]{3})+(?:[.,][0-9]+)?"),
        "apostrophe-thousands": re.compile(
            rf"-?[0-9]{{1,3}}(?:[{APOSTROPHES}][0-9]{{3}})+(?:[.,][0-9]+)?"
        ),
    }
)
"""Amounts whose thousands are parted by what is no decimal sign anywhere."""
_ONE_GROUP: Final = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3}\D*")
_CENTS: Final = re.compile(
    rf"(?:[0-9]{{4,}}|[0-9]{{1,3}}(?:[\s{APOSTROPHES}][0-9]{{3}})+)([.,])[0-9]{{1,2}}-?"
)


@dataclass(frozen=True, kw_only=True)
class Style:
    """A style, or several between which somebody has to choose."""

    name: str = "auto"
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Amounts:
    """How amounts are written."""

    money: Style = Style()
    decimal: str = "."
    minus: str = "leading"


def date_style(texts: Sequence[str], headings: Iterable[str]) -> Style:
    """Return the style of texts that are dates; headings may say it, as ``(dd/mm/yyyy)``."""
    open_texts = [text for text in texts if not _ISO.fullmatch(text)]
    if not open_texts:
        return Style()
    fitting = [style for style in _DATES if _share(_days(style, open_texts)) >= _NEARLY]
    if {"dmy", "mdy"} <= set(fitting):
        said = orders_said(headings)
        if len(said) == 1:
            return Style(name=said.pop())
        if _days("dmy", open_texts) != _days("mdy", open_texts):
            return Style(name="dmy", choices=("dmy", "mdy"))
    if not fitting:
        best = max(_DATES, key=lambda style: _share(_days(style, open_texts)))
        return Style(name=best, choices=(best, "auto"))
    return Style(name=fitting[0])


def contrary(texts: Sequence[str], style: str) -> bool:
    """Tell whether days of one column are rather written in the other order than all columns are.

    Contracts begin on the first of a month: where reading 4/1/2015, 7/1/2018 the other way makes
    nearly all of them first days, and this way hardly any, somebody must say.
    """
    other = {"dmy": "mdy", "mdy": "dmy"}.get(style)
    mine, theirs = ([day for day in _days(each, texts) if day] for each in (style, other or style))
    if other is None or len(mine) < _SEVERAL or len(theirs) < len(mine):
        return False
    return _first_days(theirs) > _USUAL and _first_days(mine) < 1 - _USUAL


def _first_days(days: Sequence[str]) -> float:
    return sum(day.startswith("01/") for day in days) / len(days)


def orders_said(headings: Iterable[str]) -> set[str]:
    """Return the orders of day and month that headings say, as ``(dd/mm/yyyy)``."""
    orders = {"dmy": _DMY, "mdy": _MDY}
    told = list(headings)
    return {name for name, order in orders.items() if any(map(order.search, told))}


def _days(style: str, texts: Sequence[str]) -> list[str | None]:
    return [day if (day := read_day(style, text)) and _likely(day) else None for text in texts]


def _likely(day: str) -> bool:
    return _FIRST <= int(day[-4:]) <= _LAST or day.endswith("9999")


def _share(read: Sequence[str | None]) -> float:
    return sum(each is not None for each in read) / len(read)


def month_style(texts: Sequence[str], dates: str) -> Style:
    """Return the style of texts that are months."""
    if all(_MONTH.fullmatch(read_text("Ky", text)) for text in texts):
        return Style()
    fitting = []
    for style in _MONTHS:
        read = [read_month_as(style, dates, text) for text in texts]
        if all(month and _likely(month) for month in read):
            fitting.append(style)
    if not fitting:
        return Style()
    return Style(name=fitting[0], choices=tuple(fitting) if len(fitting) > 1 else ())


def amount_style(texts: Sequence[str]) -> Amounts:
    """Return how texts that are amounts are written."""
    minus = "trailing" if any(text.endswith("-") and len(text) > 1 for text in texts) else "leading"
    bare = [text.rstrip("- ") if minus == "trailing" else text for text in texts]
    decimal = _decimal(bare)
    for name, sign in _PARTED.items():
        if any(map(sign.fullmatch, bare)) and _reads(name, decimal or ".", bare):
            return Amounts(money=Style(name=name), decimal=decimal or ".", minus=minus)
    styles = [
        name
        for name, sign in (("dot-thousands", _DOTS), ("comma-thousands", _COMMAS))
        if any(sign.fullmatch(text) for text in bare)
    ]
    if len(styles) == 1 and _reads(styles[0], ".", bare):
        return Amounts(money=Style(name=styles[0]), minus=minus)
    grouped = [text for text in bare if _ONE_GROUP.fullmatch(text)]
    if not styles and grouped:
        dots = any("." in text for text in grouped)
        name = "dot-thousands" if dots else "comma-thousands"
        return Amounts(money=Style(name=name, choices=(name, "plain")), minus=minus)
    if styles:
        choices = ("dot-thousands", "comma-thousands")
        return Amounts(money=Style(name=styles[0], choices=choices), minus=minus)
    named = minus == "trailing" or decimal
    return Amounts(
        money=Style(name="plain" if named else "auto"), decimal=decimal or ".", minus=minus
    )


def _decimal(texts: Iterable[str]) -> str:
    """Return the decimal sign of amounts without thousands signs, "" if none has one."""
    signs = {found[1] for text in texts if (found := _CENTS.fullmatch(text))}
    return signs.pop() if len(signs) == 1 else ""


def _reads(style: str, decimal: str, texts: Sequence[str]) -> bool:
    """Tell whether nearly all texts with a digit can be read in a style."""
    numbers = [text for text in texts if any(sign.isdigit() for sign in text)]
    read = [read_amount(style, decimal, "leading", text) for text in numbers]
    return _share(read) >= _NEARLY
