"""How single values of the settings are written, and how people are told of it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, Field
from pydantic.fields import FieldInfo

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _seconds(value: object) -> object:
    """Turn ``30s``, ``5m``, ``2h`` or ``1d`` into seconds; numbers are seconds already."""
    if isinstance(value, str) and (found := re.fullmatch(r"([0-9]+)([smhd])", value.strip())):
        return int(found[1]) * _UNITS[found[2]]
    return value


def _told(vietnamese: str, english: str) -> str:
    """Return a description as `config.problems` reads it."""
    return f"{vietnamese} / {english}"


def _text(pattern: str, vietnamese: str, english: str) -> FieldInfo:
    """Return what a text must look like, and how people are told so."""
    form: FieldInfo = Field(pattern=f"^(?:{pattern})$", description=_told(vietnamese, english))
    return form


def _whole(least: int, most: int, vietnamese: str, english: str) -> FieldInfo:
    """Return between which numbers a whole one must be, and how people are told so."""
    form: FieldInfo = Field(ge=least, le=most, description=_told(vietnamese, english))
    return form


Seconds = Annotated[
    float,
    BeforeValidator(_seconds),
    Field(
        gt=0,
        allow_inf_nan=False,
        description=_told(
            'là số giây trên 0, hoặc "30s", "5m", "2h", "1d"',
            'seconds above 0, or "30s", "5m", "2h", "1d"',
        ),
    ),
]
TaxCode = Annotated[
    str,
    _text(
        "[0-9]{10}(-[0-9]{3})?|[0-9]{12}",
        'là MST trong dấu ngoặc kép: "0301234567", chi nhánh "0301234567-001", hoặc 12 chữ số',
        'a tax code in quotes: "0301234567", of a branch "0301234567-001", or 12 digits',
    ),
]
"""MST: 10 digits, a branch's with ``-NNN``, a household business's 12; `doctor` proves the check
digit, because a settings file should not refuse what VSS once gave out."""
UnitCode = Annotated[
    str,
    _text(
        "[A-Z]{2}[A-Z0-9]{5}",
        'là mã đơn vị, 2 chữ in và 5 chữ in hoặc số: "TA0001A"',
        'a unit code, 2 capitals and 5 capitals or digits: "TA0001A"',
    ),
]
Agency = Annotated[
    str,
    _text(
        "[0-9A-Z]{5}",
        'là mã cơ quan BHXH, 5 chữ số hoặc chữ in: "07906"',
        'the agency\'s code, 5 digits or capitals: "07906"',
    ),
]
WageRegion = Annotated[
    int, _whole(1, 4, "là vùng lương 1, 2, 3 hoặc 4", "a wage region: 1, 2, 3 or 4")
]
Phone = Annotated[
    str,
    _text(
        "[0-9]{8,15}",
        'là 8 đến 15 chữ số trong dấu ngoặc kép: "02838220000"',
        '8 to 15 digits in quotes: "02838220000"',
    ),
]
Email = Annotated[
    str,
    _text(
        r"[^@\s]+@[^@\s]+\.[^@\s]+",
        'là địa chỉ e-mail: "bhxh@example.vn"',
        'an e-mail address: "bhxh@example.vn"',
    ),
]
IvanCode = Annotated[
    str,
    _text(
        "[0-9]{5}",
        'là MaIVAN, 5 chữ số trong dấu ngoặc kép: "00040"',
        'MaIVAN, 5 digits in quotes: "00040"',
    ),
]
Port = Annotated[
    int, _whole(1, 65535, "là số nguyên từ 1 đến 65535", "a whole number from 1 to 65535")
]
FeedName = Annotated[
    str,
    _text(
        "[a-z0-9][a-z0-9_-]{0,30}",
        "là tên gồm chữ thường không dấu, số, - và _",
        "a name of small letters without accents, digits, - and _",
    ),
]
Percent = Annotated[
    int, _whole(0, 1000, "là số nguyên từ 0 đến 1000", "a whole number from 0 to 1000")
]
Month = Annotated[
    str,
    _text("(0[1-9]|1[0-2])/20[0-9]{2}", 'là tháng, như "10/2026"', 'a month such as "10/2026"'),
]
TimeOfDay = Annotated[
    str,
    _text("([01][0-9]|2[0-3]):[0-5][0-9]", 'là giờ, như "01:30"', 'a time of day such as "01:30"'),
]
LedgerUrl = Annotated[
    str,
    _text(
        "sqlite:///.+",
        'là "sqlite:///" và tên tệp: "sqlite:///ledger.db"',
        '"sqlite:///" and the name of a file: "sqlite:///ledger.db"',
    ),
]
