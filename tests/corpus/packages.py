"""X01 to X05 and X23: ZIP directories and XML that promise something else than they hold."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable, Iterator

from tests.corpus.case import Case, New, State
from tests.corpus.ooxml import Cell, Inside, Number, parts, sheet, zipped
from tests.corpus.people import People, table

_SIZES = struct.Struct("<LL")
_CENTRAL, _PACKED_AT = b"PK\x01\x02", 20
_LOCAL_AT = 42
_BOMB = 30_000_000
_LAUGHS = (
    '<!DOCTYPE worksheet [<!ENTITY a "haha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
_OUTSIDE = '<!DOCTYPE worksheet [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def cases(new: New) -> Iterator[Case]:
    """Yield packages that are refused whole."""
    refused: dict[str, tuple[Callable[[People], bytes], str]] = {
        "X01-bomb": (_bomb, "E-ZIP"),
        "X01-entries": (_many_entries, "E-ZIP"),
        "X02-lying-size": (_lying, "E-ZIP"),
        "X02-overlapping": (_overlapping, "E-ZIP"),
        "X02-nested": (lambda who: zipped({"luong.xlsx": _good(who)}), "E-TYPE"),
        "X02-behind-the-end": (lambda who: _good(who) + b"more", "E-ZIP"),
        "X02-zip64": (_zip64, "E-ZIP"),
        "X02-wrong-sum": (_wrong_sum, "E-ZIP"),
        "X03-far-cell": (_far, "E-DIM"),
        "X04-sheet": (lambda who: _with_entity(who, "sheet", _LAUGHS), "E-ZIP"),
        "X04-workbook": (lambda who: _with_entity(who, "workbook", _LAUGHS), "E-ZIP"),
        "X04-strings": (lambda who: _with_entity(who, "strings", _LAUGHS), "E-ZIP"),
        "X05-sheet": (lambda who: _with_entity(who, "sheet", _OUTSIDE), "E-ZIP"),
        "X05-strings": (lambda who: _with_entity(who, "strings", _OUTSIDE), "E-ZIP"),
        "X23-same-name": (_same_name, "E-ZIP"),
        "X23-other-case": (_other_case, "E-ZIP"),
    }
    for key, (build, code) in refused.items():
        yield new(key, build, (code, None, None), ending="xlsx", state=State.UNREADABLE)


def _parts(who: People) -> dict[str, bytes]:
    return parts([("Bảng lương", sheet(table(who.rows)), "")])


def _good(who: People) -> bytes:
    return zipped(_parts(who))


def _bomb(who: People) -> bytes:
    return zipped({**_parts(who), "xl/worksheets/sheet1.xml": b" " * _BOMB})


def _many_entries(who: People) -> bytes:
    return zipped({**_parts(who), **{f"xl/media/{n}.png": b"" for n in range(2_100)}})


def _lying(who: People) -> bytes:
    """Let the directory promise a tenth of the sheet."""
    data = bytearray(_good(who))
    at = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    assert data[at : at + 4] == _CENTRAL
    packed, size = _SIZES.unpack_from(data, at + _PACKED_AT)
    _SIZES.pack_into(data, at + _PACKED_AT, packed, size // 10)
    return bytes(data)


def _overlapping(who: People) -> bytes:
    """Let two entries of the directory lead to the same bytes."""
    more = {**_parts(who), "xl/worksheets/sheet2.xml": _parts(who)["xl/worksheets/sheet1.xml"]}
    data = bytearray(zipped(more))
    first = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    second = data.rindex(b"xl/worksheets/sheet2.xml") - 46
    data[second + _LOCAL_AT : second + _LOCAL_AT + 4] = data[
        first + _LOCAL_AT : first + _LOCAL_AT + 4
    ]
    return bytes(data)


def _zip64(who: People) -> bytes:
    """Put the end of a ZIP64 before the end."""
    data = _good(who)
    end = data.rindex(b"PK\x05\x06")
    return data[:end] + struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1) + data[end:]


def _wrong_sum(who: People) -> bytes:
    """Let one byte of a stored sheet be another one."""
    data = zipped(_parts(who), method=zipfile.ZIP_STORED)
    return data.replace("Xưởng 1".encode(), "Xưởng 7".encode(), 1)


def _far(who: People) -> bytes:
    """Put one more cell where a sheet ends."""
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    xml = sheet(table(who.rows)).replace("</sheetData>", last)
    return zipped(parts([("Bảng lương", xml, "")]))


def _with_entity(who: People, where: str, declared: str) -> bytes:
    """Let one part declare entities and use one of them."""
    rows: list[list[Cell]] = [list(row) for row in table(who.rows)]
    use = "&i;" if declared == _LAUGHS else "&a;"
    if where == "strings":
        shared = f"{declared.replace('worksheet', 'sst')}<sst><si><t>{use}</t></si></sst>"
        rows[1][3] = Inside('<c r="{at}" t="s"><v>0</v></c>')
        return zipped(parts([("Bảng lương", sheet(rows), "")], strings=shared))
    if where == "workbook":
        before = declared.replace("worksheet", "workbook")
        return zipped(parts([("Bảng lương", sheet(rows), "")], before=before))
    rows[1][3] = Inside('<c r="{at}" t="inlineStr"><is><t>' + use + "</t></is></c>")
    return zipped(parts([("Bảng lương", sheet(rows, head=declared), "")]))


def _same_name(who: People) -> bytes:
    other = parts([("Bảng lương", sheet([["x", Number("1")]]), "")])["xl/worksheets/sheet1.xml"]
    same_length = {**_parts(who), "xl/worksheets/sheet9.xml": other}
    return zipped(same_length).replace(b"sheet9.xml", b"sheet1.xml")


def _other_case(who: People) -> bytes:
    other = parts([("Bảng lương", sheet([["x"]]), "")])["xl/worksheets/sheet1.xml"]
    return zipped({**_parts(who), "xl/worksheets/SHEET1.XML": other})
