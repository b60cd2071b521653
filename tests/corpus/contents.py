"""C20 and C26 to C30: too little, too much, strange words, and what is no table at all."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

from tests.corpus.case import SOMEWHERE, Case, New, State
from tests.corpus.ooxml import workbook, zipped
from tests.corpus.people import HEADINGS, csv, letter, table, xlsx
from tests.corpus.tables import joined, lines

BAD, SPOILT = State.UNREADABLE, State.INVALID
MANY_ROWS = 1_600_000


def cases(new: New) -> Iterator[Case]:
    """Yield C20 and C26 to C30."""
    yield from _nothing(new)
    yield from _sizes(new)
    yield from _words(new)
    yield from _other_kinds(new)


def _nothing(new: New) -> Iterator[Case]:
    empty = ("E-EMPTY", None, None)
    contents = {
        "no-byte": lambda who: b"",
        "bom-only": lambda who: b"\xef\xbb\xbf",
        "blank-lines": lambda who: b"\n \n\r\n\n",
        "header-only": lambda who: joined(lines(who)[:1]),
        "blank-rows": lambda who: joined([lines(who)[0], *["," * (len(HEADINGS) - 1)] * 3]),
    }
    for name, build in contents.items():
        yield new(f"C20-{name}", build, empty, state=BAD, in_baseline=False)
    yield new(
        "C20-empty-workbook",
        lambda who: workbook([[]]),
        empty,
        ending="xlsx",
        state=BAD,
        in_baseline=False,
    )


def _sizes(new: New) -> Iterator[Case]:
    size = ("E-SIZE", SOMEWHERE, None)
    yield new("C26-cell", lambda who: csv(who.but(1, {"LyDo": "x" * 1_100_000})), size, state=BAD)
    yield new(
        "C26-quoted-cell",
        lambda who: csv(who.but(1, {"LyDo": f'"{"x" * 200_000}"'})),
        size,
        state=BAD,
    )
    yield new("C26-line", lambda who: csv(who.rows) + b"x" * 9_000_000, size, state=BAD)
    yield new(
        "C26-rows",
        lambda who: b"MaNV,HoTen\n" + b"1,A\n" * MANY_ROWS,
        size,
        state=BAD,
        in_baseline=False,
    )


def _words(new: New) -> Iterator[Case]:
    words = ("NA", "null", "None", "nan", "TRUE")
    known = {at: {"HoTen": word} for at, word in enumerate(words)}
    yield new("C27-words", lambda who: csv(who.rows), known=known, count=len(words))
    yield new(
        "C27-workbook",
        lambda who: xlsx(who.rows),
        ending="xlsx",
        known={0: {"HoTen": "NA"}, 1: {"HoTen": "None Null"}, 2: {"HoTen": "TRUE"}},
    )
    yield new(
        "C28-same-row",
        lambda who: csv([*who.rows, who.rows[1]]),
        ("E-DUP-ROW", 3, "MaNV"),
        ("E-DUP-ROW", 5, "MaNV"),
        state=SPOILT,
    )
    last = "," * (len(HEADINGS) - 1)
    wage = ord(letter("TienLuong")) - ord("A")
    rest = "," * (len(HEADINGS) - 1 - wage)
    found = ("E-SUMMARY", 5, "MaNV")
    yield new(
        "C29-total", lambda who: joined([*lines(who), f"Tổng cộng{last}"]), found, state=SPOILT
    )
    yield new(
        "C29-total-of-wages",
        lambda who: joined([*lines(who), f"TỔNG CỘNG:{',' * wage}27300000{rest}"]),
        found,
        state=SPOILT,
    )
    yield new(
        "C29-total-in-names",
        lambda who: joined([*lines(who), f",,,Cộng{last[3:]}"]),
        ("E-SUMMARY", 5, "HoTen"),
        state=SPOILT,
    )
    yield new(
        "C29-workbook",
        lambda who: workbook([*table(who.rows), ["Tổng số"]]),
        found,
        ending="xlsx",
        state=SPOILT,
    )
    yield new(
        "C29-good-rows",
        lambda who: joined([*lines(who), f"Tổng cộng{last}"]),
        found,
        feed="good",
        fates=(3, 0, 1, 0),
    )


def _other_kinds(new: New) -> Iterator[Case]:
    page = "<html><body><table><tr><td>Mã nhân viên</td></tr></table></body></html>".encode()
    contents = {
        "html": lambda who: page,
        "html-bom": lambda who: b"\xef\xbb\xbf\r\n" + page,
        "xml": lambda who: b'<?xml version="1.0"?><Workbook><Worksheet/></Workbook>',
        "zip": lambda who: zipped({"luong.csv": csv(who.rows)}),
        "workbook": lambda who: xlsx(who.rows),
        "gzip": lambda who: gzip.compress(csv(who.rows), mtime=0),
        "pdf": lambda who: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    }
    found = ("E-TYPE", None, None)
    for name, build in contents.items():
        yield new(f"C30-{name}", build, found, state=BAD, in_baseline=False)
    yield new(
        "C30-csv-gz",
        lambda who: gzip.compress(csv(who.rows), mtime=0),
        found,
        feed="any",
        ending="csv.gz",
        state=BAD,
        in_baseline=False,
    )
    yield new("C30-empty-zip", lambda who: _empty_zip(), found, state=BAD, in_baseline=False)


def _empty_zip() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w"):
        pass
    return target.getvalue()
