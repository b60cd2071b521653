"""One cell in TCVN3 or VNI among others in Unicode: seen, or left alone where it may be right."""

from __future__ import annotations

import random
from functools import cache
from itertools import product

import pytest

from adapters.legacy import font_codes
from adapters.legacy_words import Eye, Look
from config.doubtful import load_doubtful
from tests.corpus import legacy, people

TCVN3, VNI = "TCVN3 (ABC)", "VNI Windows"


@cache
def eye(*, of_names: bool) -> Eye:
    return Eye(font_codes(), load_doubtful(), of_names=of_names)


def look(cell: str, *, of_names: bool = True) -> Look | None:
    return eye(of_names=of_names).look(cell)


@pytest.mark.parametrize(
    ("cell", "label", "text"),
    [
        ("NguyÔn V¨n §øc", TCVN3, "Nguyễn Văn Đức"),
        ("Tr­¬ng Kim Anh", TCVN3, "Trương Kim Anh"),
        ("TuÊn", TCVN3, "Tuấn"),
        ("Quèc", TCVN3, "Quốc"),
        ("Kr«ng P¾k", TCVN3, "Krông Pắk"),
        ("Leâ Thò Hoa", VNI, "Lê Thị Hoa"),
        ("NGUYEÃN VAÊN ÑÖÙC", VNI, "NGUYỄN VĂN ĐỨC"),
        ("Quoác", VNI, "Quốc"),
        ("Nguyễn Vaên Đức", VNI, "Nguyễn Văn Đức"),
        ("José NguyÔn V¨n", TCVN3, "José Nguyễn Văn"),
    ],
)
def test_what_no_correct_text_looks_like_is_certain(cell: str, label: str, text: str) -> None:
    found = look(cell)

    assert found is not None
    assert (found.certain, found.label, found.text) == (True, label, text)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Cao Thò Lan", "Cao Thị Lan"),
        ("Vò Duy Anh", "Vũ Duy Anh"),
        ("Lôp", "Lụp"),
        ("Loïc Martin", "Lọc Martin"),
        ("José Vaên Minh", "José Văn Minh"),
        ("Ñinh Cao Minh", "Đinh Cao Minh"),
    ],
)
def test_what_may_be_right_as_it_stands_is_a_doubt(cell: str, text: str) -> None:
    found = look(cell)

    assert found is not None
    assert (found.certain, found.text) == (False, text)


@pytest.mark.parametrize(
    "cell",
    ["Nguyễn Thò Lan", "Loïc Noël", "Ðo Văn An", "Hoàng Hoà", "25m²", "lọc 5 µm", "12µm",
     "Khu T¹",
     "Coca-Cola®", "«An»", "45 £", "Trần Hòang Qúy", "½", "Lý Thò Hoa"],
)  # fmt: skip
def test_what_is_unicode_or_nothing_of_ours_is_left_alone(cell: str) -> None:
    assert look(cell) is None


def test_a_word_that_is_odd_in_names_only_is_left_alone_in_texts() -> None:
    assert look("Dòng", of_names=False) is None
    assert look("Thò", of_names=False) is not None


@pytest.mark.parametrize("write", [legacy.tcvn3, legacy.vni])
def test_every_name_of_the_corpus_is_seen_in_both_codes(write) -> None:
    names = {people.name(number) for number in range(11 * 7 * 12)}

    seen = {name: look(write(name[0] + name[1:].lower()).decode("cp1252")) for name in names}

    assert len(names) == 11 * 7 * 12
    assert all(seen.values())
    assert not any(map(look, names))


FAMILIES = [
    "Y Bhiăng",
    "H'Hen",
    "Ksor",
    "Rơ Châm",
    "Lò",
    "Quàng",
    "Vì",
    "Giàng A",
    "Sùng Thị",
    "Vàng Seo",
    "Thạch",
    "Néang",
    "Neáng",
    "Đàng",
    "Trượng",
    "Voòng",
    "Ôn",
    "Điểu",
    "Ka",
    "K'",
    "Zơrâm",
    "Hồ",
    "Nguyễn",
    "Hoàng",
    "Lý",
    "Võ",
]
MIDDLES = ["Văn", "Thị", "A", "Sô", "Mí", "Sóc", "Năng", "Y Mô", "H'Siôn", "Mỹ", "Quốc", "Chí"]
GIVENS = [
    "Pún",
    "Niê",
    "Niê Kdăm",
    "Êban",
    "Mlô",
    "Ayŭn",
    "H'Blăm",
    "Ênuôl",
    "Hđơk",
    "Hmôk",
    "Phia",
    "Rây",
    "Phôl",
    "Sươl",
    "Thọ",
    "Zên",
    "Páo",
    "Lử",
    "Sìn",
    "Múi",
    "Dậu",
    "Krông",
    "Bhnướch",
    "Brôi",
    "Rứ",
    "Thuỳ",
    "Hòa",
    "Tú",
    "Út",
    "Êm",
    "Ý",
]
ABROAD = [
    "José María",
    "Jürgen Müller",
    "François Lefèvre",
    "Loïc Noël",
    "Zoë",
    "Gaël Béart",
    "Jörg Köhler",
    "Hän",
    "Weiß",
    "Søren",
    "Bø",
    "João Conceição",
    "Iñaki Núñez",
    "Pál Tóth",
    "Seán",
    "Róisín",
    "Lü",
    "Satô",
    "Aïcha Traoré",
    "Sène",
    "Benoît",
    "Çelik",
    "Björk",
]


def test_people_of_all_peoples_of_the_country_are_never_refused() -> None:
    names = [" ".join(parts) for parts in product(FAMILIES, MIDDLES, GIVENS)]
    names += [name.upper() for name in random.Random(2).sample(names, 2_000)]

    looks = [look(name) for name in names]

    assert not any(found and found.certain for found in looks)
    assert sum(found is not None for found in looks) < len(names) / 100


def test_names_from_abroad_are_never_refused() -> None:
    looks = [look(" ".join(parts)) for parts in product(ABROAD, ABROAD)]

    assert not any(found and found.certain for found in looks)
