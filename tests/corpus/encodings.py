"""C01 to C14: what a text file may be written in, and what hides in its cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from tests.corpus import legacy
from tests.corpus.case import SOMEWHERE, Case, New, State
from tests.corpus.ooxml import workbook
from tests.corpus.people import HEADINGS, People, csv, table

BOM = b"\xef\xbb\xbf"
BAD, SPOILT = State.UNREADABLE, State.INVALID
_ENC, _LEGACY = ("E-ENC", SOMEWHERE, None), ("E-ENC-LEGACY", SOMEWHERE, None)
_NAMES = {
    0: {"HoTen": "Nguyễn Thị Bưởi"},
    1: {"HoTen": "Đặng Văn Đức"},
    2: {"HoTen": "Trần Quốc Vượng"},
}
"""Names that every legacy code can write, with plenty of marks in them."""


def text(who: People) -> str:
    """Return the file as text."""
    return csv(who.rows).decode()


def coded(who: People) -> str:
    """Return the file as text with the field codes for headings, a first line of ASCII."""
    return "\n".join([",".join(HEADINGS), *text(who).splitlines()[1:]]) + "\n"


def plain_words(who: People) -> list[str]:
    """Return lines of ASCII alone but for the names."""
    spoken = {"ChucVu": "CN", "NoiLamViec": "X1", "GioiTinh": "0", "Diachi_NN": "1 LL"}
    rows = [{**row, **spoken} for row in who.rows]
    return [",".join(HEADINGS), *csv(rows).decode().splitlines()[1:]]


def cases(new: New) -> Iterator[Case]:
    """Yield C01 to C14."""
    yield from _unicode(new)
    yield from _old_codes(new)
    yield from _decomposed(new)
    yield from _broken(new)
    yield from _controls(new)
    yield from _unseen(new)
    yield from _digits(new)
    yield from _look_alikes(new)


def _unicode(new: New) -> Iterator[Case]:
    yield new("C01-bom", lambda who: BOM + csv(who.rows))
    yield new("C01-bom-quoted", lambda who: BOM + _quoted(csv(who.rows)))
    yield new("C01-bom-twice", lambda who: BOM + BOM + csv(who.rows))
    for order, mark in (("le", b"\xff\xfe"), ("be", b"\xfe\xff")):
        code = f"utf-16-{order}"

        def marked(who: People, mark: bytes = mark, code: str = code) -> bytes:
            return mark + text(who).encode(code)

        yield new(f"C02-{order}", marked, _ENC, state=BAD)
        feed = "utf16" if order == "le" else "auto"
        yield new(f"C02-{order}-{feed}", marked, feed=feed, free_notes=True)
        yield new(f"C03-{order}", lambda w, c=code: text(w).encode(c), _ENC, state=BAD)
    yield new(
        "C03-ascii",
        lambda who: "\n".join(plain_words(who)).replace("ễ", "e").encode("utf-16-le"),
        _ENC,
        state=BAD,
    )


def _quoted(data: bytes) -> bytes:
    lines = data.decode().splitlines()
    return "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in lines).encode()


def _old_codes(new: New) -> Iterator[Case]:
    written = {
        "C04": ("cp1258", legacy.windows_1258),
        "C05": ("tcvn3", legacy.tcvn3),
        "C06": ("vni", legacy.vni),
    }
    for number, (feed, write) in written.items():
        code = _ENC if number == "C04" else _LEGACY

        def whole(who: People, write=write) -> bytes:
            return b"".join(write(each) for each in coded(who))

        yield new(f"{number}-undeclared", whole, code, state=BAD, known=_NAMES)
        yield new(f"{number}-declared", whole, feed=feed, known=_NAMES, free_notes=True)
        yield new(f"{number}-auto", whole, feed="auto", known=_NAMES, free_notes=True)
        if number != "C04":
            yield new(
                f"{number}-as-unicode",
                lambda who, whole=whole: whole(who).decode("cp1252").encode(),
                _LEGACY,
                state=BAD,
                known=_NAMES,
            )
    yield new(
        "C04-row",
        lambda who: _with_line(plain_words(who), 2, legacy.windows_1258),
        ("E-ENC", 3, None),
        state=BAD,
        known={0: {"HoTen": "Le Van An"}, 1: {"HoTen": "Đặng Văn Đức"}},
    )
    for number, write in (("C05", legacy.tcvn3), ("C06", legacy.vni)):
        yield new(
            f"{number}-workbook",
            lambda who, w=write: workbook(_garbled(who, w)),
            _LEGACY,
            ending="xlsx",
            state=BAD,
            known=_NAMES,
        )


def _with_line(lines: list[str], at: int, write) -> bytes:
    parts = [line.encode() for line in lines]
    parts[at] = b"".join(write(each) for each in lines[at])
    return b"\n".join(parts) + b"\n"


def _garbled(who: People, write) -> list[list[str]]:
    """Return the cells as a spreadsheet has them whose cells are set in a legacy font."""
    rows = table(who.rows)
    return [
        rows[0],
        *(["".join(write(c).decode("cp1252") for c in cell) for cell in row] for row in rows[1:]),
    ]


def _decomposed(new: New) -> Iterator[Case]:
    def nfd(who: People) -> bytes:
        return unicodedata.normalize("NFD", text(who)).encode()

    def one(who: People) -> bytes:
        full = who.rows[1]["HoTen"]
        return csv(who.but(1, {"HoTen": unicodedata.normalize("NFD", full)}))

    def book(who: People) -> bytes:
        cells = [[unicodedata.normalize("NFD", c) for c in row] for row in table(who.rows)]
        return workbook(cells)

    note = ("N-NFC", SOMEWHERE, None)
    yield new("C07-nfd", nfd, note, free_notes=True)
    yield new("C07-one-name", one, ("N-NFC", 3, "HoTen"))
    yield new("C07-workbook", book, note, ending="xlsx", free_notes=True)


def _broken(new: New) -> Iterator[Case]:
    def spoilt(wrong: bytes):
        def build(who: People) -> bytes:
            first, name, rest = csv(who.rows).rpartition("Xưởng".encode())
            first, _, between = first.rpartition("Xưởng".encode())
            return first + wrong + between + name + rest

        return build

    at_row = ("E-ENC", 3, None)
    yield new(
        "C08-cp1258-line",
        lambda who: _with_line(text(who).splitlines(), 2, legacy.windows_1258),
        at_row,
        state=BAD,
        known=_NAMES,
    )
    yield new(
        "C08-cp1258-line-auto",
        lambda who: _with_line(text(who).splitlines(), 2, legacy.windows_1258),
        ("E-ENC", SOMEWHERE, None),
        state=BAD,
        known=_NAMES,
        feed="auto",
    )
    yield new(
        "C08-tcvn3-line",
        lambda who: _with_line(text(who).splitlines(), 2, legacy.tcvn3),
        at_row,
        state=BAD,
        known=_NAMES,
    )
    yield new(
        "C08-tcvn3-name-as-unicode",
        lambda who: csv(who.but(1, {"HoTen": legacy.tcvn3("Đặng Văn Đức").decode("cp1252")})),
        ("E-ENC-LEGACY", 3, None),
        state=BAD,
    )
    yield new(
        "C08-vni-name-as-unicode",
        lambda who: csv(who.but(1, {"HoTen": legacy.vni("Đặng Văn Đức").decode("cp1252")})),
        ("E-ENC-LEGACY", 3, None),
        state=BAD,
    )
    yield new(
        "C08-utf16-tail",
        lambda who: (
            csv(who.rows[:1]) + csv(who.rows).split(b"\n", 2)[2].decode().encode("utf-16-le")
        ),
        ("E-ENC", SOMEWHERE, None),
        state=BAD,
    )
    yield new("C09-ff", spoilt(b"\xff"), at_row, state=BAD)
    yield new("C09-overlong", spoilt(b"\xc0\xaf"), at_row, state=BAD)
    yield new("C09-surrogate", spoilt(b"\xed\xa0\xbd\xed\xb8\x80"), at_row, state=BAD)
    yield new("C09-beyond-unicode", spoilt(b"\xf5\x80\x80\x80"), at_row, state=BAD)
    yield new(
        "C09-cut-letter",
        lambda who: csv(who.rows).rstrip(b"\n,") + b"\xe1\xba",
        ("E-ENC", 4, None),
        state=BAD,
    )


def _controls(new: New) -> Iterator[Case]:
    yield new.wrong("C10-nul", {"HoTen": "Lê\0Thị Na"}, "E-CTRL")
    yield new.each(
        "C11-names",
        "HoTen",
        ("Lê Thị\x07 Na", "E-CTRL"),
        ("Lê Thị\x0b Na", "E-CTRL"),
        ("Lê Thị\ufffe Na", "E-CTRL"),
        ("Lê Thị\x7f Na", "E-INVISIBLE"),
    )
    yield new.wrong("C11-escape", {"Diachi_NN": "1 \x1b[31mLê Lợi"}, "E-CTRL")
    yield new.wrong("C11-ffff", {"MaNV": "NV\uffff1"}, "E-CTRL")


def _unseen(new: New) -> Iterator[Case]:
    signs = "\u200b\u00a0\u00ad\u202e\ufeff\u2060\u2068\u2009"
    inside = [(f"07919{sign}0000001", "E-INVISIBLE") for sign in signs]
    yield new.each("C12-inside-a-number", "CMND", *inside)

    def around(field: str, before: str, after: str = ""):
        return lambda who: csv(who.but(1, {field: before + who.rows[1][field] + after}))

    for name, build, field in (
        ("zero-width-first", around("CMND", "\u200b"), "CMND"),
        ("bom-last", around("MasoBHXH", "", "\ufeff"), "MasoBHXH"),
    ):
        yield new(f"C12-{name}", build, ("E-INVISIBLE", 3, field), state=SPOILT)
    for name, build, field in (
        ("nbsp-around", around("HoTen", "\u00a0", "\u00a0 "), "HoTen"),
        ("nbsp-around-number", around("CMND", "", "\u00a0"), "CMND"),
    ):
        yield new(f"C12-{name}", build, ("N-TRIM", 3, field))


def _digits(new: New) -> Iterator[Case]:
    yield new.each(
        "C13-citizen",
        "CMND",
        ("０７９１９００００００１", "E-CITIZEN"),
        ("07919000000²", "E-CITIZEN"),
    )
    yield new.each(
        "C13-wage", "TienLuong", ("1250000²", "E-MONEY"), ("１２５０００００", "E-MONEY")
    )
    yield new.wrong("C13-arabic", {"MasoBHXH": "٧٩٠٠٠٠٠٠٠١"}, "E-INSURANCE")
    yield new.wrong("C13-date", {"NgaySinh": "０５/０３/１９９０"}, "E-DATE")
    yield new.wrong("C13-phone", {"DienThoai": "０900000001"}, "E-PHONE")


def _look_alikes(new: New) -> Iterator[Case]:
    yield new.each(
        "C14-names",
        "HoTen",
        ("Ðặng Văn Ðức", "E-NAME-LETTER"),
        ("Ɖặng Văn Đức", "E-NAME-LETTER"),
        ("Lê Hải ðăng", "E-NAME-LETTER"),
        ("Lê Vаn An", "E-NAME"),
    )
    yield new.wrong(
        "C14-eth-in-position",
        {"ChucVu": "Ðốc công"},
        "W-LOOKALIKE",
        state=State.CONVERTED,
        fates=None,
    )
    yield new.wrong(
        "C14-eth-in-address",
        {"Diachi_NN": "1 Ðinh Tiên Hoàng"},
        "W-LOOKALIKE",
        state=State.CONVERTED,
        fates=None,
        free_notes=True,
    )
