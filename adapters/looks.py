"""What do the cells of a column look like? The share of each shape, of a sample."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from adapters.styles import APOSTROPHES, read_day
from adapters.words import fold

YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")
_SHAPES: Final = MappingProxyType(
    {
        "email": re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}"),
        "citizen": re.compile(r"[0-9]{12}"),
        "province": re.compile(r"0[0-9]{2}[0-3][0-9]{8}"),
        "old_citizen": re.compile(r"[0-9]{9}|[0-9]{11}"),
        "insurance": re.compile(r"[0-9]{10}"),
        "unit": re.compile(r"[A-Z]{2}[0-9][0-9A-Z]{4}"),
        "month": re.compile(
            r"(?i)(?:(?:tháng|thang|kỳ|ky|t)\.?\s*)?(?:0?[1-9]|1[0-2])\s*[/.-]\s*20[0-9]{2}"
            r"|t(?:0?[1-9]|1[0-2])[/.-][0-9]{2}|20[0-9]{2}[/.M0-]?(?:0[1-9]|1[0-2])"
            r"|(?:0[1-9]|1[0-2])20[0-9]{2}"
            r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .-]+(?:20)?[0-9]{2}"
        ),
        "amount": re.compile(
            r"-?0{0,6}[0-9]{6,9}(?:[.,]0+)?-?"
            rf"|-?[0-9]{{1,3}}(?:([.,\s{APOSTROPHES}])[0-9]{{3}})+(?:[.,]0+)?-?"
        ),
        "nothing": re.compile(r"0+(?:[.,]0+)?|-"),
        "number": re.compile(r"-?[0-9]+(?:[.,][0-9]+)?\s*%?"),
        "small": re.compile(r"[0-9]{1,2}(?:[.,][0-9]+)?\s*%?"),
        "two": re.compile(r"[0-9]{1,2}"),
        "five": re.compile(r"[0-9]{4,5}"),
        "code": re.compile(r"[A-Z]{2}(?:\s*[-–].*)?"),
        "group": re.compile(r"[1-5](?:\s*[-–].*)?"),
        "id": re.compile(r"[A-Za-z]{0,6}[-_./]?[0-9]{1,10}[A-Za-z]?"),
        "letters": re.compile(r".*[^\W\d_].*"),
        "flag": re.compile(r"(?i)[01xX]|có|không|yes|no|true|false|y|n"),
        "three_words": re.compile(r"\S+(?:\s+\S+){2,5}"),
        "many_words": re.compile(r".*\S\s+\S+\s+\S+\s+\S.*"),
    }
)
_AMOUNTS: Final = ("amount", "nothing", "number", "letters")
"""Shapes that are looked at without the currency behind an amount."""
OPEN_END: Final = re.compile(
    r"99991231|31[/.-]12[/.-]9999|9999-12-31|12/31/9999|0{8}"
    r"|31[/.-]12[/.-]2154|2154-12-31|12/31/2154|(?i:31-dec-4712)|4712-12-31|31/12/4712"
    r"|19700101|1970-01-01|0?1[/.-]0?1[/.-]1970"
)
"""What systems write for a day that never comes: SAP, Dynamics AX, Oracle, BaaN."""
_CURRENCY: Final = re.compile(r"(?i)([0-9-])\s*(?:₫|đ|vnđ|vnd|đồng|dong)\.?$")
_PHONE: Final = re.compile(r"(?:\+?84|0084|0)?[35789][0-9]{8}|0[0-9]{9,10}")
_GAPS: Final = re.compile(r"[\s.()-]|(?<=84)0")
_STYLES: Final = ("dmy", "mdy", "ymd", "yyyymmdd", "ddmmyyyy", "d-mon-yyyy")


MOST: Final = 0.8
"""The share of cells that says what a column holds; some are always mistyped."""


@dataclass(frozen=True, kw_only=True)
class Cells:
    """What a sample of one column looks like."""

    texts: tuple[str, ...]
    """Cells with something in them."""
    distinct: int
    shares: Mapping[str, float]
    """Shape -> the share of cells that have it."""
    years: tuple[int, ...]
    """Of the cells that are dates in some style."""
    serial: bool
    """They are numbers of a spreadsheet's days, perhaps."""

    @property
    def blank(self) -> bool:
        """Tell that nothing is known."""
        return not self.texts

    def share(self, *shapes: str) -> float:
        """Return the share of cells of the most usual of these shapes."""
        return max(self.shares[shape] for shape in shapes)


def look_at(texts: Sequence[str], surnames: Container[str]) -> Cells:
    """Look at a sample of cells."""
    filled = tuple(text for text in texts if text)
    count = len(filled) or 1
    shares = {
        name: sum(map(bool, map(pattern.fullmatch, filled))) / count
        for name, pattern in _SHAPES.items()
    }
    bare = [_CURRENCY.sub(r"\1", text) for text in filled]
    for name in _AMOUNTS:
        shares[name] = sum(map(bool, map(_SHAPES[name].fullmatch, bare))) / count
    shares["phone"] = sum(bool(_PHONE.fullmatch(_GAPS.sub("", text))) for text in filled) / count
    shares["name"] = sum(_is_name(text, surnames) for text in filled) / count
    shares["address"] = sum(map(_is_address, filled)) / count
    days = [day for text in filled if (day := _any_day(text))]
    shares["date"] = len(days) / count
    shares["year"] = sum(bool(YEAR.fullmatch(text)) for text in filled) / count
    numbers = [int(text) for text in filled if text.isdecimal()]
    serial = len(numbers) == len(filled) > 0 and min(numbers) > 7_000 and max(numbers) < 60_000  # noqa: PLR2004 - the days of 1919 to 2064
    years = tuple(int(day[-4:]) for day in days)
    return Cells(texts=filled, distinct=len(set(filled)), shares=shares, years=years, serial=serial)


def _any_day(text: str) -> str | None:
    for style in _STYLES:
        day = read_day(style, text)
        if day and "/" in day and 1900 <= int(day[-4:]) <= 2200 and len(day) > 7:  # noqa: PLR2004 - years that may be
            return day
    return "31/12/9999" if OPEN_END.fullmatch(text) else None


def _is_name(text: str, surnames: Container[str]) -> bool:
    words = text.replace(",", " ").split()
    letters = all(word.replace("'", "").replace(".", "").isalpha() for word in words)
    return 2 <= len(words) <= 7 and letters and fold(words[0]) in surnames  # noqa: PLR2004 - a name


def _is_address(text: str) -> bool:
    words = f" {' '.join(fold(word) for word in text.split())} "
    marks = (
        " phuong ",
        " xa ",
        " quan ",
        " huyen ",
        " tinh ",
        " tp ",
        " duong ",
        " street ",
        " ward ",
    )
    worded = "," in text and any(sign.isalpha() for sign in text)
    return worded or any(mark in words for mark in marks)
