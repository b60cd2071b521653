"""One cell in TCVN3 or VNI among others in Unicode: seen, or left alone where it may be right."""

from __future__ import annotations

import pytest

from adapters.legacy import font_codes
from adapters.legacy_words import Eye, Look
from config.doubtful import load_doubtful
from tests.corpus import legacy, people

TCVN3, VNI = "TCVN3 (ABC)", "VNI Windows"


def look(cell: str, *, of_names: bool = True) -> Look | None:
    return Eye(font_codes(), load_doubtful(), of_names=of_names).look(cell)


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
    ["Nguyễn Thò Lan", "Loïc Noël", "Ðo Văn An", "Hoàng Hoà", "25m²", "lọc 5 µm", "Tầng T¹ Đông", "12µm", "Khu T¹",
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
