"""X06 to X14: what spreadsheets do to what people typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests.corpus import packages
from tests.corpus.case import Case, New, State
from tests.corpus.ooxml import (
    DATE,
    Cell,
    Fault,
    Formula,
    Number,
    workbook,
)
from tests.corpus.people import HEADINGS, People, table

BAD, SPOILT = State.UNREADABLE, State.INVALID
_AT = list(HEADINGS).index
_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_BIRTH = date(1990, 3, 5)


def cells(who: People, *changes: tuple[int, str, Cell]) -> list[list[Cell]]:
    """Return headings and rows; a change is the row in the sheet, the field and the new cell."""
    rows: list[list[Cell]] = [list(row) for row in table(who.rows)]
    for row, name, cell in changes:
        rows[row - 1][_AT(name)] = cell
    return rows


def cases(new: New) -> Iterator[Case]:
    """Yield X01 to X14 and X23."""
    yield from packages.cases(new)
    yield from _numbers(new)
    yield from _formulas(new)
    yield from _dates(new)


def _one(new: New, key: str, name: str, cell: Cell, *codes: str, **told: object) -> Case:
    """Return a workbook with one odd cell in row 3, and what must be found there."""
    found = [(code, 3, name) for code in codes]
    usual = {"ending": "xlsx", "state": SPOILT, **told}
    return new(key, lambda who: workbook(cells(who, (3, name, cell))), *found, **usual)


def _numbers(new: New) -> Iterator[Case]:
    lost = "E-NUMBER-ID"
    yield _one(new, "X06-citizen", "CMND", Number("79190000001"), lost)
    yield _one(new, "X06-phone", "DienThoai", Number("900000001"), lost)
    yield _one(new, "X06-hospital", "MaBenhVien", Number("1258"), lost)
    yield new(
        "X06-whole",
        lambda who: workbook(
            cells(
                who,
                (3, "MasoBHXH", Number(who.rows[1]["MasoBHXH"])),
                (3, "TienLuong", Number(who.rows[1]["TienLuong"])),
            )
        ),
        ending="xlsx",
    )
    yield _one(new, "X07-citizen", "CMND", Number("123456789012345678"), lost)
    yield _one(new, "X07-wage", "TienLuong", Number("123456789012345678"), "E-MONEY")
    yield _one(new, "X08-text", "CMND", "7.91901E+10", lost)
    yield new.wrong("X08-csv", {"CMND": "7.91901E+10"}, lost)
    yield new.wrong("X08-csv-wage", {"TienLuong": "1.25E+07"}, "E-MONEY")
    yield _one(new, "X08-wage-half", "TienLuong", Number("12500000.5"), "E-MONEY")


def _formulas(new: New) -> Iterator[Case]:
    yield _one(new, "X09-wage", "TienLuong", Formula("9000000+100000"), "E-FORMULA")
    yield _one(new, "X09-blank-text", "HoTen", Formula('D2&""', "", "str"), "E-FORMULA")

    def stored(who: People) -> bytes:
        wages = [row["TienLuong"] for row in who.rows]
        odd = [(row, "TienLuong", Formula("1*R2", wages[row - 2])) for row in (3, 4)]
        return workbook(cells(who, *odd))

    yield new("X10-wage", stored, ("N-FORMULA", 3, "TienLuong"), ending="xlsx")
    yield new(
        "X10-name",
        lambda who: workbook(
            cells(who, (3, "HoTen", Formula('A1&" "&B1', who.rows[1]["HoTen"], "str")))
        ),
        ("N-FORMULA", 3, "HoTen"),
        ending="xlsx",
    )
    for name, field, value in (
        ("ref", "TienLuong", "#REF!"),
        ("na", "HoTen", "#N/A"),
        ("value", "NgaySinh", "#VALUE!"),
        ("unknown", "ChucVu", "#SPILL!"),
    ):
        yield _one(new, f"X11-{name}", field, Fault(value), "E-CELL")
    yield _one(new, "X11-text", "HoTen", "#N/A", "E-NAME")
    yield new.wrong("X11-csv", {"TienLuong": "#REF!"}, "E-MONEY")


def _dates(new: New) -> Iterator[Case]:
    serial = str((_BIRTH - _EPOCH).days)

    def born(cell: Cell, **more: object):
        return lambda who: workbook(cells(who, (3, "NgaySinh", cell)), **more)

    yield new("X12-date", born(Number(serial, DATE)), ending="xlsx")
    yield new(
        "X12-date-1904",
        born(Number(str((_BIRTH - _EPOCH_1904).days), DATE), epoch_1904=True),
        ending="xlsx",
    )
    yield _one(new, "X12-serial", "NgaySinh", Number(serial), "E-DATE")
    yield _one(new, "X12-with-clock", "NgaySinh", Number(f"{serial}.5", DATE), "E-DATE")
    yield _one(new, "X12-date-in-wage", "TienLuong", Number(serial, DATE), "E-MONEY")
    yield _one(new, "X12-date-in-name", "HoTen", Number(serial, DATE), "E-NAME")
    yield _one(new, "X12-serial-text-csv", "NgaySinh", serial, "E-DATE")
    ways = ("5/3/1990", "1990-03-05", "05-03-1990")
    yield new(
        "X13-ways",
        lambda who: workbook(
            cells(who, *((row, "NgaySinh", text) for row, text in enumerate(ways, start=2)))
        ),
        ending="xlsx",
    )
    wrong = ("13/14/1990", "03/25/1990", "05/03/90", "5 tháng 3 năm 1990")
    yield new.each("X13-wrong", "NgaySinh", *((text, "E-DATE") for text in wrong))
    yield _one(new, "X14-false-leap-day", "HDTuNgay", Number("60", DATE), "E-DATE")
    yield _one(new, "X14-false-leap-text", "HDTuNgay", "29/02/1900", "E-DATE")
    wrong = ("29/02/2027", "00/05/1985", "1990", "03/1990", "31/04/1990")
    yield new.each("X14-wrong", "NgaySinh", *((text, "E-DATE") for text in wrong))
