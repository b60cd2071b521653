"""What happens to one cell on its way out of a payroll system, and what may still be true of it.

Each form says of a good cell how it is written now, and what the forms may hold for it: the text
that a person who reads that cell would write down. `MUST_BE_TOLD` where there is no such text,
because digits are gone, because it can be read in two ways, or because nobody sees what is wrong.
Two properties need words. A date whose day and month changed places is exact if the forms hold the
day that the cell says: nothing in it shows the slip. A letter that only looks like another one is
never exact: the cell says it, and still it is not what anybody meant.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from tests.corpus import legacy
from tests.corpus.ooxml import DATE, Cell, Formula, Number

MUST_BE_TOLD = None
_EPOCH = date(1899, 12, 30)
TEXTS = ("HoTen", "ChucVu", "NoiLamViec", "Diachi_NN")
NUMBERS = ("CMND", "MasoBHXH", "DienThoai")
_FULL_WIDTH = {ord("0") + digit: 0xFF10 + digit for digit in range(10)}
_NO_BREAK, _ZERO_WIDTH = "\u00a0", "\u200b"

Written = tuple[Cell, str | None]
"""What stands in the cell now, and what the forms may hold for it."""


@dataclass(frozen=True)
class Form:
    """One nasty form, the fields that it happens to, and how it is made."""

    fields: tuple[str, ...]
    write: Callable[[str], Written]
    workbook: bool = False
    """Only a spreadsheet can hold it."""


def _told(write: Callable[[str], Cell]) -> Callable[[str], Written]:
    return lambda good: (write(good), MUST_BE_TOLD)


def _swapped(good: str) -> Written:
    day, month, year = good.split("/")
    said = f"{month}/{day}/{year}"
    return said, said if int(day) <= 12 else MUST_BE_TOLD


def _serial(good: str) -> str:
    day, month, year = map(int, good.split("/"))
    return str((date(year, month, day) - _EPOCH).days)


def _iso(good: str) -> Written:
    return "-".join(reversed(good.split("/"))), good


def _grouped(sign: str) -> Callable[[str], Written]:
    return lambda good: (f"{int(good):,}".replace(",", sign), good)


def _legacy(write: Callable[[str], bytes]) -> Callable[[str], Cell]:
    """Return how a text reads that was copied out of a legacy font, capitals small."""
    return lambda good: write(good[0] + good[1:].lower()).decode("cp1252")


FORMS: Mapping[str, Form] = {
    "lost zero": Form(("CMND", "DienThoai"), _told(lambda good: good.lstrip("0"))),
    "lost zero, a number": Form(
        ("CMND", "DienThoai"), _told(lambda good: Number(good.lstrip("0"))), workbook=True
    ),
    "last digit gone": Form((*NUMBERS, "MaBenhVien"), _told(lambda good: good[:-1])),
    "a digit more": Form(NUMBERS[:2], _told(lambda good: good + "0")),
    "letter for a digit": Form(NUMBERS, _told(lambda good: good[:-1] + "O")),
    "NFD": Form(TEXTS, lambda good: (unicodedata.normalize("NFD", good), good)),
    "NFD in a workbook": Form(
        TEXTS, lambda good: (unicodedata.normalize("NFD", good), good), workbook=True
    ),
    "full-width digits": Form(
        (*NUMBERS, "TienLuong", "NgaySinh"), _told(lambda good: good.translate(_FULL_WIDTH))
    ),
    "extra delimiter": Form(TEXTS, _told(lambda good: good.replace(" ", ",", 1))),
    "NA in a text": Form(("HoTen", "ChucVu", "NoiLamViec"), lambda _: ("NA", "NA")),
    "NA in a number": Form((*NUMBERS, "TienLuong", "NgaySinh"), _told(lambda _: "NA")),
    "E+11": Form(NUMBERS[:2], _told(lambda good: f"{float(good):.5E}")),
    "E+06 in a wage": Form(("TienLuong",), _told(lambda good: f"{float(good):.2E}")),
    "formula with its value": Form(
        ("HoTen", "ChucVu", "NgaySinh"), lambda good: (Formula("A1", good, "str"), good), True
    ),
    "formula without a value": Form(
        ("HoTen", "TienLuong", "CMND"), _told(lambda _: Formula("A1")), workbook=True
    ),
    "formula as text": Form(("ChucVu", "NoiLamViec"), lambda _: ("=1+1", "=1+1")),
    "look-alike in a name": Form(("HoTen",), _told(lambda good: "Ð" + good[1:])),
    "look-alike in a text": Form(
        ("ChucVu", "NoiLamViec", "Diachi_NN"), _told(lambda good: f"{good} Ðông")
    ),
    "Cyrillic in a name": Form(("HoTen",), _told(lambda good: good[:-1] + "а")),
    "day and month swapped": Form(("NgaySinh", "HDTuNgay"), _swapped),
    "ISO date": Form(("NgaySinh", "HDTuNgay"), _iso),
    "year of two digits": Form(("NgaySinh",), _told(lambda good: good[:6] + good[8:])),
    "date as a serial": Form(
        ("NgaySinh",), _told(lambda good: Number(_serial(good))), workbook=True
    ),
    "date as a styled serial": Form(
        ("NgaySinh", "HDTuNgay"), lambda good: (Number(_serial(good), DATE), good), workbook=True
    ),
    "NBSP around": Form(TEXTS, lambda good: (f"{_NO_BREAK}{good}{_NO_BREAK}", good)),
    "NBSP within": Form(TEXTS, _told(lambda good: good.replace(" ", _NO_BREAK, 1))),
    "zero-width within": Form(
        (*TEXTS, *NUMBERS, "TienLuong"), _told(lambda good: good[:2] + _ZERO_WIDTH + good[2:])
    ),
    "blanks around": Form((*TEXTS, *NUMBERS), lambda good: (f"  {good} ", good)),
    "points between thousands": Form(("TienLuong",), _grouped(".")),
    "commas between thousands": Form(("TienLuong",), _grouped(","), workbook=True),
    "wage in thousands": Form(("TienLuong",), _told(lambda good: f"{good[:2]}.{good[2:5]}")),
    "trailing minus": Form(("TienLuong",), _told(lambda good: f"{good}-")),
    "wage as a number": Form(("TienLuong",), lambda good: (Number(f"{good}.0"), good), True),
    "half a đồng": Form(("TienLuong",), _told(lambda good: Number(f"{good}.5")), workbook=True),
    "TCVN3": Form(TEXTS, _told(_legacy(legacy.tcvn3))),
    "VNI": Form(TEXTS, _told(_legacy(legacy.vni))),
}
