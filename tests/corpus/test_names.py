"""200 invented names in every code: the same text in the form, or a refusal; never another text."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from lxml import etree

from adapters.errors import UnreadableError
from adapters.feed import read_export
from adapters.hints import Hints
from adapters.snapshot import SNAPSHOT_FIELDS
from config.encodings import Encoding
from outbox.forms import d02_ts
from outbox.movements import work_out
from tests.corpus import legacy
from tests.corpus.ooxml import workbook
from tests.outbox import payroll

_VOWELS = "aăâeêioôơuưy"
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_FAMILIES = ("Nguyễn", "Trần", "Đỗ", "Phạm", "Hoàng", "Huỳnh", "Vũ", "Đặng", "Bùi", "Ngô", "Lưu")
_REFUSALS = ("E-ENC", "E-ENC-LEGACY")
_REFUSED = "refused"

Names = tuple[str, ...]


@cache
def names() -> Names:
    """Return 200 names: every letter with every tone, small and capital, and names in capitals."""
    letters = [unicodedata.normalize("NFC", v + t) for v, t in product(_VOWELS, _TONES)]
    small = [f"{_family(at)} H{letter}nh" for at, letter in enumerate([*letters, "đ"])]
    capital = [
        f"{_family(at)} {letter.upper()}n" for at, letter in enumerate([*letters, "đ"], start=3)
    ]
    rest = 200 - len(small) - len(capital)
    loud = [f"{_family(at)} thị đ{letters[at % 72]}ng".upper() for at in range(rest)]
    return (*small, *capital, *loud)


def _family(at: int) -> str:
    return f"{_FAMILIES[at % len(_FAMILIES)]} {('Văn', 'Thị', 'Đức')[at % 3]}"


@cache
def small_enough() -> Names:
    """Return the names that TCVN3 has letters for: its fonts have no capital with a tone."""
    return tuple(name for name in names() if _has(name))


def _has(name: str) -> bool:
    try:
        legacy.tcvn3(name)
    except UnicodeEncodeError:
        return False
    return True


def text_of(wanted: Names) -> str:
    """Return a file of these people; the field codes are its headings."""
    rows = [payroll.row(at, HoTen=name, GioiTinh="1") for at, name in enumerate(wanted, start=1)]
    lines = [SNAPSHOT_FIELDS, *([row[field] for field in SNAPSHOT_FIELDS] for row in rows)]
    return "\n".join(",".join(line) for line in lines) + "\n"


Write = Callable[[str], bytes]
WRITINGS: dict[str, tuple[Write, Callable[[], Names]]] = {
    "utf-8": (lambda text: text.encode(), names),
    "bom": (lambda text: b"\xef\xbb\xbf" + text.encode(), names),
    "nfd": (lambda text: unicodedata.normalize("NFD", text).encode(), names),
    "utf-16-le": (lambda text: b"\xff\xfe" + text.encode("utf-16-le"), names),
    "utf-16-be": (lambda text: b"\xfe\xff" + text.encode("utf-16-be"), names),
    "utf-16-le without bom": (lambda text: text.encode("utf-16-le"), names),
    "windows-1258": (legacy.windows_1258, names),
    "tcvn3": (legacy.tcvn3, small_enough),
    "vni": (legacy.vni, names),
    "tcvn3 as unicode": (lambda text: _as_unicode(legacy.tcvn3(text)), small_enough),
    "vni as unicode": (lambda text: _as_unicode(legacy.vni(text)), names),
}
"""How a file may be written, and whom it can name."""
SETTINGS = ("", "auto", "utf-8", "utf-16", "windows-1258", "tcvn3", "vni")
SAME = {
    *(
        (writing, setting)
        for writing in ("utf-8", "bom", "nfd")
        for setting in ("", "utf-8", "auto")
    ),
    *product(("utf-16-le", "utf-16-be"), ("utf-16", "auto")),
    *((name, setting) for name in ("windows-1258", "tcvn3", "vni") for setting in (name, "auto")),
}
"""Writing and setting of what must be read; all else is read the same or refused."""


def _as_unicode(data: bytes) -> bytes:
    return data.decode("cp1252").encode()


def outcome(path: Path, setting: Encoding) -> Names | str:
    """Return the names that a file's D02-TS would hold, or that it was refused."""
    try:
        table, _ = read_export(path, hints=Hints(name=path.name, encoding=setting))
    except UnreadableError as refused:
        return _REFUSED if refused.code in _REFUSALS else refused.code
    return tuple(table.frame["HoTen"])


def test_the_names_show_every_letter_with_every_tone() -> None:
    letters = {
        unicodedata.normalize("NFC", vowel + tone) for vowel, tone in product(_VOWELS, _TONES)
    }
    shown = set("".join(names()))

    assert len(set(names())) == 200
    assert {"đ", "Đ", *letters, *(letter.upper() for letter in letters)} <= shown
    assert len(small_enough()) > 70
    assert all(unicodedata.is_normalized("NFC", name) for name in names())


@pytest.mark.parametrize(("writing", "setting"), list(product(WRITINGS, SETTINGS)))
def test_names_are_read_the_same_or_refused(
    writing: str, setting: Encoding, tmp_path: Path
) -> None:
    write, wanted = WRITINGS[writing]
    path = tmp_path / "luong.csv"
    path.write_bytes(b"".join(write(line) for line in [text_of(wanted())]))

    found = outcome(path, setting)

    if (writing, setting) in SAME:
        assert found == wanted()
    else:
        assert found in (_REFUSED, wanted())


@pytest.mark.parametrize("writing", ["tcvn3", "vni"])
def test_a_workbook_in_a_legacy_font_is_refused(writing: str, tmp_path: Path) -> None:
    write, wanted = WRITINGS[writing]
    lines = text_of(wanted()).splitlines()
    path = tmp_path / "luong.xlsx"
    path.write_bytes(workbook([write(line).decode("cp1252").split(",") for line in lines]))

    found = outcome(path, "")

    assert found == _REFUSED


def test_the_form_holds_the_names_as_they_were_read(tmp_path: Path) -> None:
    path = tmp_path / "luong.csv"
    path.write_bytes(unicodedata.normalize("NFD", text_of(names())).encode())
    table, _ = read_export(path, hints=Hints(name=path.name))

    nobody = np.zeros(len(table.rows), bool)
    lines = work_out(table, nobody, payroll.declared(), payroll.rules()).lines
    form = etree.fromstring(d02_ts.build(lines.assign(ID="0000000001")))

    assert tuple(form.xpath("//LaoDong/HoTen/text()")) == names()
