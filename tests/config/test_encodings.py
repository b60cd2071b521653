from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from config.encodings import TABLES, load_encoding
from config.errors import CodesError

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
SMALL = {
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES
} - set("aeiouy") | {"đ"}
CAPITALS = {letter.upper() for letter in SMALL}


def table(folder: Path, *rows: str) -> Path:
    (folder / "vni.csv").write_text(
        "\n".join(["bytes,letter,legal_source,verified", *rows, ""]), encoding="utf-8"
    )
    return folder


def test_vni_writes_every_vietnamese_letter_in_exactly_one_way() -> None:
    letters = load_encoding("vni")

    assert len(letters) == 134
    assert set(letters.values()) == SMALL | CAPITALS


def test_tcvn3_has_every_small_letter_and_the_capitals_without_a_tone() -> None:
    letters = load_encoding("tcvn3")

    assert len(letters) == 74
    assert set(letters.values()) == SMALL | set("ĂÂÊÔƠƯĐ")


@pytest.mark.parametrize("name", TABLES)
def test_no_sign_of_a_code_begins_another_one_that_text_could_take_for_it(name: str) -> None:
    signs = load_encoding(name)

    seconds = {sign[1] for sign in signs if len(sign) == 2}

    assert seconds.isdisjoint(sign[0] for sign in signs)
    assert all(len(sign) == 1 or sign[0].isascii() or sign[0] in signs for sign in signs)


def test_vni_writes_capitals_as_it_writes_small_letters() -> None:
    written = {letter: sign for sign, letter in load_encoding("vni").items()}

    assert all(written[letter.upper()] == written[letter].upper() for letter in SMALL)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("61 F9,á,,true", "legal_source is missing"),
        ("61 F9,á,x,perhaps", "verified"),
        ("61 F9 F9,á,x,true", "not one or two"),
        ("61,á,x,true", "not one or two"),
        ("zz,á,x,true", "not one or two"),
        ("61 F9,a\u0301,x,true", "not one composed letter"),
        ("61 F9,1,x,true", "not one composed letter"),
    ],
)
def test_a_broken_table_is_refused_with_its_row(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(CodesError) as caught:
        load_encoding("vni", table(tmp_path, row))

    assert caught.value.problems[0].startswith("vni.csv row 2")
    assert said in str(caught.value)


@pytest.mark.parametrize("again", ["61 F9,à,x,true", "61 F8,á,x,true"])
def test_bytes_or_letters_that_stand_twice_are_refused(tmp_path: Path, again: str) -> None:
    with pytest.raises(CodesError, match="stands twice"):
        load_encoding("vni", table(tmp_path, "61 F9,á,x,true", again))
