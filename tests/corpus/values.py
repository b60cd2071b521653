"""V01 to V12: cells whose form is right and whose value is not."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date

from tests.corpus.case import SOMEWHERE, Case, New, State
from tests.corpus.ooxml import DATE, Number, workbook
from tests.corpus.people import People, csv, table
from tests.corpus.workbooks import cells
from tests.end_to_end.people import month

SPOILT = State.INVALID
WAGE = "12500000"


def cases(new: New) -> Iterator[Case]:
    """Yield V01 to V12."""
    yield from _amounts(new)
    yield from _identities(new)
    yield from _twice(new)
    yield from _units_and_periods(new)
    yield from _names(new)
    yield from _sent(new)
    yield from _injections(new)
    yield from _lengths(new)


def _amounts(new: New) -> Iterator[Case]:
    good = ("12.500.000", '"12,500,000"', "12500000.00", '"12.500.000,00"', "12500000")
    yield new(
        "V01-good",
        lambda who: csv([{**row, "TienLuong": good[at]} for at, row in enumerate(who.rows)]),
        known={at: {"TienLuong": WAGE} for at in range(len(good))},
        count=len(good),
    )
    yield new.each(
        "V01-wrong",
        "TienLuong",
        ('"12500000,50"', "E-MONEY"),
        ("12.500", "E-MONEY-AMBIGUOUS"),
        ('"12,5"', "E-COEFFICIENT"),
        ("12 500 000", "E-MONEY"),
        ("12500000đ", "E-MONEY"),
        ("12 triệu rưỡi", "E-MONEY"),
        ("12.50.000", "E-MONEY"),
        ('"12.500,000"', "E-MONEY"),
    )
    yield new.each(
        "V02-wrong",
        "TienLuong",
        ("-12500000", "E-MONEY"),
        ("12500000-", "E-MONEY"),
        ("(12500000)", "E-MONEY"),
        ("0", "E-WAGE-ZERO"),
        ("0.3000000004", "E-MONEY"),
        ("12500", "E-THOUSANDS"),
        ("12500000000000", "E-MONEY"),
        ("", "E-REQUIRED"),
        ("012500000", "E-MONEY"),
        ("+12500000", "E-MONEY"),
    )
    yield new.wrong(
        "V02-doubtful",
        {"TienLuong": "1000000000"},
        "W-WAGE-DOUBT",
        state=State.HELD,
        facts={"held": "wage-sum"},
        free_notes=True,
    )


def _identities(new: New) -> Iterator[Case]:
    yield new.each(
        "V03-wrong",
        "CMND",
        ("079190001", "E-CITIZEN-OLD"),
        ("07919000001", "E-CITIZEN"),
        ("0791900000001", "E-CITIZEN"),
        ("07919000000A", "E-CITIZEN"),
        ("079890000001", "E-CITIZEN-PARTS"),
        ("000190000001", "E-CITIZEN-PARTS"),
        ("079090000001", "E-CITIZEN-SEX"),
        ("079191000001", "E-CITIZEN-BIRTH"),
        known={at: {"GioiTinh": "Nữ"} for at in range(8)},
    )
    yield new.wrong("V03-not-blank", {"CMND": ""}, "E-REQUIRED")
    yield new.wrong("V04-9-digits", {"MasoBHXH": "790000001"}, "E-INSURANCE")
    yield new.wrong(
        "V04-12-digits",
        {"MasoBHXH": "079190000001"},
        "W-INSURANCE-12",
        state=State.CONVERTED,
        fates=None,
        free_notes=True,
    )
    yield new(
        "V04-two-people",
        lambda who: csv(who.but(1, {"MasoBHXH": who.rows[2]["MasoBHXH"]})),
        ("E-DUP-INSURANCE", 3, "MasoBHXH"),
        ("E-DUP-INSURANCE", 4, "MasoBHXH"),
        state=SPOILT,
    )
    yield new(
        "V04-one-with-two",
        lambda who: csv([*who.rows, {**who.rows[1], "MaNV": "NV99998", "MasoBHXH": "7999999998"}]),
        ("E-DUP-CITIZEN", 3, "CMND"),
        ("E-DUP-CITIZEN", 5, "CMND"),
        state=SPOILT,
    )


def _twice(new: New) -> Iterator[Case]:
    yield new(
        "V05-in-one-file",
        lambda who: csv([*who.rows, {**who.rows[1], "TienLuong": WAGE}]),
        ("E-DUP-EMPLOYEE", 3, "MaNV"),
        ("E-DUP-EMPLOYEE", 5, "MaNV"),
        state=SPOILT,
    )
    first = new(
        "V05-first-file", lambda who: csv(who.but(1, {"TienLuong": WAGE})), fates=(2, 1, 0, 0)
    )
    yield first
    yield new(
        "V05-second-file",
        lambda who: workbook(table(who.but(1, {"TienLuong": WAGE}))),
        ending="xlsx",
        people=first.people,
        wave=2,
        fates=(3, 0, 0, 0),
    )


def _units_and_periods(new: New) -> Iterator[Case]:
    yield new.wrong("V06-one-row", {"MaDonVi": "ZZ9999Z"}, "E-UNIT")
    yield new(
        "V06-all-rows",
        lambda who: csv([{**row, "MaDonVi": "ZZ9999Z"} for row in who.rows]),
        ("E-UNIT-NONE", None, "MaDonVi"),
        state=SPOILT,
    )
    yield new.wrong("V06-near-miss", {"MaDonVi": "TC0001"}, "E-UNIT")

    def of_period(text: str):
        return lambda who: csv([{**row, "Ky": text} for row in who.rows])

    texts = ("13/2026", "00/2026", "tháng nhuận", "Q3/2026", "2026")
    yield new.each("V07-periods", "Ky", *((text, "E-PERIOD") for text in texts))
    ahead = [("E-PERIOD-FUTURE", row, "Ky") for row in (2, 3, 4)]
    yield new("V07-future", of_period("02/2028"), *ahead, state=SPOILT)
    yield new.wrong("V07-mixed", {"Ky": str(month(0))}, "E-PERIOD-MIXED")
    yield new(
        "V07-closed",
        of_period(str(month(-1))),
        ("W-PERIOD-LATE", SOMEWHERE, None),
        state=State.HELD,
        facts={"held": "older-period"},
        free_notes=True,
    )


def _names(new: New) -> Iterator[Case]:
    yield new.wrong("V08-long", {"HoTen": "Lê " + "An" * 60}, "E-LENGTH")
    wrong = ("***", "Lê Na 2", "Lê <b>Na</b> & Co")
    yield new.each("V08-names", "HoTen", *((text, "E-NAME") for text in wrong))


def _sent(new: New) -> Iterator[Case]:
    """Yield files whose second person has another wage, and what must stand in the form then."""

    def raised(change=lambda data: data, **cells: str):
        return lambda who: change(csv(who.but(1, {"TienLuong": WAGE, **cells})))

    def nfd(data: bytes) -> bytes:
        return unicodedata.normalize("NFD", data.decode()).encode()

    def book(who: People) -> bytes:
        born = Number(str((date(1990, 3, 5) - date(1899, 12, 30)).days), DATE)
        return workbook(cells(who, (3, "NgaySinh", born), (3, "TienLuong", Number(WAGE))))

    def spaced(data: bytes) -> bytes:
        return data.replace("Xưởng 1".encode(), "\u00a0Xưởng 1 ".encode())

    for key, build, fields, told in (
        ("V08-escaped", raised(), ("NoiLamViec",), {1: {"NoiLamViec": "1 <Lê Lợi> & 'Bến'"}}),
        ("V09-sent", raised(), ("ChucVu",), {1: {"ChucVu": "=1+1"}}),
        ("V01-sent", raised(TienLuong="12.500.000"), ("TienLuong",), {}),
        ("C07-sent", raised(nfd), ("HoTen", "ChucVu"), {}),
        ("C12-sent", raised(spaced), ("NoiLamViec",), {}),
        ("X12-sent", book, ("NgaySinh", "TienLuong", "CMND"), {}),
    ):
        yield new(
            key,
            build,
            known=told,
            ending="xlsx" if build is book else "csv",
            fates=(2, 1, 0, 0),
            free_notes=True,
            facts={"sent": fields},
        )


def _injections(new: New) -> Iterator[Case]:
    formulas = ('=HYPERLINK("x")', "@SUM(A1)", "+1", "-2+3", "=cmd|'/C calc'!A0")
    yield new(
        "V09-positions",
        lambda who: csv([{**row, "ChucVu": _quoted(row["ChucVu"])} for row in who.rows]),
        known={at: {"ChucVu": text} for at, text in enumerate(formulas)},
        count=len(formulas),
    )
    yield new.wrong("V09-name", {"HoTen": "=1+1"}, "E-NAME")
    yield new.wrong(
        "V09-tab-first", {"ChucVu": "\t=1+1"}, "N-TRIM", state=State.CONVERTED, fates=None
    )
    yield new.wrong(
        "V10-line", {"HoTen": '"Na\n2026-01-01 INFO accepted"'}, "E-NAME", free_notes=True
    )
    yield new.wrong("V10-escape", {"HoTen": "\x1b[2J\x1b[31mNa"}, "E-CTRL")
    yield new.wrong("V10-return", {"HoTen": '"Na\rINFO accepted"'}, "E-INVISIBLE")
    yield new.wrong("V10-osc", {"MaNV": "\x1b]0;x\x07NV1"}, "E-CTRL")
    yield new.wrong("V11-name", {"HoTen": "<script>alert(1)</script>"}, "E-NAME")
    yield new(
        "V11-position",
        lambda who: csv(who.rows),
        name="V11-<img src=x onerror=1>.csv",
        known={1: {"ChucVu": "<b>Thợ</b> <script>x</script>"}},
    )


def _quoted(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"'


def _lengths(new: New) -> Iterator[Case]:
    yield new.wrong("V12-marks", {"HoTen": "Lê Na" + "\u0301" * 300}, "E-LENGTH", free_notes=True)
    yield new.wrong(
        "V12-some-marks",
        {"HoTen": "Lê Na" + "\u0323\u0301\u0302" * 3},
        "E-NAME",
        free_notes=True,
    )
    yield new.wrong("V12-address", {"Diachi_NN": "Lê Lợi " * 100}, "E-LENGTH", free_notes=True)
    yield new(
        "V12-megabyte",
        lambda who: csv(who.but(1, {"Diachi_NN": "x" * (1 << 20) + "x"})),
        ("E-SIZE", SOMEWHERE, None),
        state=State.UNREADABLE,
    )
    rows = ("E-SIZE", SOMEWHERE, None)
    yield new(
        "V12-workbook",
        lambda who: workbook(table(who.but(1, {"ChucVu": "x" * 40_000}))),
        rows,
        ending="xlsx",
        state=State.UNREADABLE,
    )
