"""C15 to C25: delimiters, headings, quotes and line ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from tests.corpus.case import SOMEWHERE, Case, New, State
from tests.corpus.ooxml import workbook
from tests.corpus.people import HEADINGS, People, csv

BAD, SPOILT = State.UNREADABLE, State.INVALID


def lines(who: People) -> list[str]:
    """Return the file as lines."""
    return csv(who.rows).decode().splitlines()


def joined(parts: list[str], end: str = "\n") -> bytes:
    """Return lines as a file."""
    return (end.join(parts) + end).encode()


def cases(new: New) -> Iterator[Case]:
    """Yield C15 to C25."""
    yield from _delimiters(new)
    yield from _uneven(new)
    yield from _headings(new)
    yield from _quotes(new)
    yield from _ends(new)


def _delimiters(new: New) -> Iterator[Case]:
    for name, sign in (("semicolon", ";"), ("tab", "\t"), ("pipe", "|")):
        yield new(f"C15-{name}", lambda who, s=sign: csv(who.rows).replace(b",", s.encode()))
    yield new(
        "C15-ambiguous",
        lambda who: joined([lines(who)[0].replace(",", ";", 1), *lines(who)[1:]]),
        ("E-DELIM", None, None),
        state=BAD,
    )
    yield new(
        "C15-header-in-one-cell",
        lambda who: joined([f'"{lines(who)[0]}"', *lines(who)[1:]]),
        ("E-DELIM", None, None),
        state=BAD,
    )
    yield new(
        "C15-workbook-of-one-column",
        lambda who: workbook([[line] for line in lines(who)]),
        ("E-ADAPTER", None, None),
        ending="xlsx",
        state=BAD,
    )


def _uneven(new: New) -> Iterator[Case]:
    yield new(
        "C16-data-rows",
        lambda who: joined([lines(who)[0], *(f"{x}," for x in lines(who)[1:])]),
        *(("E-COLS", row, None) for row in (2, 3, 4)),
        ("E-EMPTY", None, None),
        state=SPOILT,
    )
    yield new("C16-all-rows", lambda who: joined([f"{line}," for line in lines(who)]))

    def second(change):
        def build(who: People) -> bytes:
            parts = lines(who)
            return joined([*parts[:2], change(parts[2]), *parts[3:]])

        return build

    found = ("E-COLS", 3, None)
    yield new("C17-longer", second(lambda line: f"{line},x"), found, state=SPOILT)
    yield new("C17-shorter", second(lambda line: line.removesuffix(",")), found, state=SPOILT)
    yield new(
        "C17-comma-in-a-name",
        second(lambda line: line.replace(" ", ", ", 1)),
        found,
        free_notes=True,
        state=SPOILT,
    )
    yield new(
        "C17-good-rows-go-on",
        second(lambda line: f"{line},x"),
        found,
        feed="good",
        fates=(2, 0, 1, 0),
    )


def _headings(new: New) -> Iterator[Case]:
    header = ("E-HEADER", None, None)

    def headed(change):
        return lambda who: joined([change(lines(who)[0]), *lines(who)[1:]])

    yield new(
        "C18-same-twice", headed(lambda h: h.replace("Chức vụ", "Họ và tên")), header, state=BAD
    )
    yield new(
        "C18-two-spellings", headed(lambda h: h.replace("Chức vụ", "HO VA TEN")), header, state=BAD
    )
    yield new("C19-missing", headed(lambda h: h.replace("Số CCCD", "Ghi chú")), header, state=BAD)
    yield new("C19-unknown", headed(lambda h: h.replace("Lý do", "Cỡ áo")), ("W-COLUMN", 1, "LyDo"))
    yield new("C19-reordered", lambda who: joined([_turned(line) for line in lines(who)]))
    yield new("C19-bare", headed(_bare))
    yield new("C19-codes", headed(lambda _: ",".join(HEADINGS)))


def _turned(line: str) -> str:
    return ",".join(reversed(line.split(",")))


def _bare(heading: str) -> str:
    bare = unicodedata.normalize("NFD", heading).replace("đ", "d").replace("Đ", "D")
    return bare.encode("ascii", "ignore").decode().upper().replace(" ", "  ")


def _quotes(new: New) -> Iterator[Case]:
    def with_name(write):
        return lambda who: csv(who.but(1, {"HoTen": write(who.rows[1]["HoTen"])}))

    quote = ("E-QUOTE", 3, None)
    yield new("C21-open", with_name(lambda name: f'"{name}'), quote, state=BAD)
    yield new("C21-behind", with_name(lambda name: f'"{name}"x'), quote, state=BAD)
    yield new(
        "C22-in-heading",
        lambda who: csv(who.rows).replace("Mức lương đóng".encode(), '"Mức lương\nđóng"'.encode()),
    )

    def broken_line(who: People) -> bytes:
        rows = who.but(0, {"Diachi_NN": '"1 Lê Lợi\nBến Thành"'})
        return csv(rows)

    def date_behind(who: People) -> bytes:
        wrong = csv(who.but(1, {"NgaySinh": "31/02/1990"}))
        return wrong.replace("Chức vụ".encode(), '"Chức\nvụ"'.encode())

    yield new("C22-in-address", broken_line, fates=None, free_notes=True)
    yield new(
        "C22-row-behind", date_behind, ("E-DATE", 4, "NgaySinh"), state=SPOILT, free_notes=True
    )
    yield new(
        "C22-comma-and-quotes",
        lambda who: csv(who.rows).replace("Xưởng 1".encode(), '"Xưởng ""A"", lầu 1"'.encode()),
        known={at: {"NoiLamViec": "Xưởng 1"} for at in range(3)},
        fates=None,
    )


def _ends(new: New) -> Iterator[Case]:
    yield new("C23-cr", lambda who: joined(lines(who), "\r"))
    yield new("C23-crlf", lambda who: joined(lines(who), "\r\n"))
    yield new(
        "C23-cr-quoted",
        lambda who: joined([f'"{x}"'.replace(",", '","') for x in lines(who)], "\r"),
    )
    yield new(
        "C23-crlf-then-lf", lambda who: joined(lines(who)[:2], "\r\n") + joined(lines(who)[2:])
    )
    mixed = ("E-EOL", SOMEWHERE, None)
    yield new(
        "C23-one-bare-cr",
        lambda who: joined(lines(who)[:2]) + "\r".join(lines(who)[2:]).encode() + b"\n",
        mixed,
        state=BAD,
    )
    yield new(
        "C23-one-bare-cr-quoted",
        lambda who: (
            joined([f'"{x}"'.replace(",", '","') for x in lines(who)[:2]])
            + "\r".join(lines(who)[2:]).encode()
        ),
        mixed,
        state=BAD,
    )
    yield new("C24-no-last-end", lambda who: csv(who.rows).rstrip(b"\n"))
    yield new(
        "C25-cut-row",
        lambda who: joined([*lines(who)[:3], lines(who)[3][:60]])[:-1],
        ("E-COLS", 4, None),
        state=SPOILT,
    )
    yield new(
        "C25-cut-in-quotes",
        lambda who: csv(who.but(2, {"Diachi_NN": '"1 Lê Lợi"'})).partition(b'"1 L')[0] + b'"1 L',
        ("E-QUOTE", 4, None),
        state=BAD,
    )
