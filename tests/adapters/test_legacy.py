from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.legacy import Code, codes, explained, font_codes, verdict
from adapters.syllables import plausible
from tests.adapters.old_codes import LETTERS, SMALL, masked, written

TCVN3, VNI, WINDOWS = codes()
WORDS = """
Nguyễn Trần Lê Phạm Hoàng Huỳnh Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nghiêm Triệu Khuất
Lương Lưu Mạc Nhữ Phùng Quyền Sầm Tạ Thạch Thân Tiêu Tô Trịnh Trương Từ Viên Vương Yên
Uyên Tuyết Nguyệt Quyên Quỳnh Thuỷ Thúy Khuê Huế Hoè giếng Gìn Giã Khoẻ Quýt Quốc Quờn
Đắk Lắk Rượu Bưởi cứu Hươu Ngoẹo khuỷu tuýp xuýt quạnh quặng xưởng phường quận tỉnh Thừa
Thiên Đường Trãi Ngạn Nghĩa Khương Thuấn Nhuận Luân Chuẩn Đẩu Điều Diệu Yến Thoại Toại
Duẩn Bảo Hậu Cầu
"""
NAMES = re.findall(r"\S+", WORDS)


def test_the_golden_phrases_are_read() -> None:
    assert TCVN3.read("NguyÔn V¨n §øc") == "Nguyễn Văn Đức"
    assert VNI.read("Nguyeãn Vaên Ñöùc") == "Nguyễn Văn Đức"
    assert WINDOWS.read("Nguy\xea\xden Vãn \xd0\xfd\xecc") == "Nguyễn Văn Đức"


@pytest.mark.parametrize(
    ("code", "letters"), [(TCVN3, SMALL + "ĂÂÊÔƠƯĐ"), (VNI, LETTERS), (WINDOWS, LETTERS)]
)
def test_every_letter_comes_back_alone_and_among_others(code: Code, letters: str) -> None:
    for letter in letters:
        text = f"{letter} x{letter}y {letter}{letter}"

        assert code.read(written(text, code.name).decode("latin-1")) == text


@given(st.text(SMALL + "abcxyz ;\n\0", max_size=30))
def test_any_small_text_comes_back_from_any_code(text: str) -> None:
    for code in codes():
        assert code.read(written(text, code.name).decode("latin-1")) == text
        assert code.read_bytes(written(text, code.name)) == text


@given(st.text(LETTERS + "ABCXYZabcxyz ;\n\0", max_size=30))
def test_any_text_comes_back_from_codes_with_all_capitals(text: str) -> None:
    for code in (VNI, WINDOWS):
        assert code.read(written(text, code.name).decode("latin-1")) == text
        assert code.read_bytes(written(text, code.name)) == text


@pytest.mark.parametrize(
    ("code", "text", "at"),
    [(TCVN3, "ab\x93", 2), (VNI, "aùiù", 3), (VNI, "ù", 0), (WINDOWS, "abc\x8d", 3)],
)
def test_what_is_no_letter_is_found(code: Code, text: str, at: int) -> None:
    assert code.read(text) is None
    assert code.wrong_at(text) == at


def test_signs_that_are_no_letters_stay_in_a_cell() -> None:
    tcvn3, _ = font_codes()

    assert tcvn3.read_cell("25m² ®Êt – “T©n”") == "25m² đất – “Tân”"
    assert tcvn3.read_cell("J\xe0") is None


@pytest.mark.parametrize("word", NAMES)
def test_vietnamese_words_are_plausible_in_any_case(word: str) -> None:
    assert plausible(word)
    assert plausible(word.upper())


@pytest.mark.parametrize("word", ["José", "Müller", "Vaên", "Nguyeón", "ẹaởng", "Hñôk", "đs", "ờị"])
def test_other_words_are_not(word: str) -> None:
    assert not plausible(word)


@pytest.mark.parametrize("code", codes())
def test_a_few_words_name_their_code(code: Code) -> None:
    words = [written(word, code.name).decode("latin-1") for word in NAMES]

    found = verdict((word for word in words if not word.isascii()), codes())

    assert found is not None
    assert found.name == code.name


@pytest.mark.parametrize("text", ["", "José Muñoz Núñez", "Thò Thò", "Loïc Raúl Zoé Björn"])
def test_too_few_words_or_foreign_ones_name_none(text: str) -> None:
    words = (word for word in text.split() if not word.isascii())

    assert verdict(words, codes()) is None


def test_a_word_is_explained_by_the_code_in_which_it_is_one() -> None:
    assert [explained(code, masked("Nguyễn", "vni")) for code in codes()] == [False, True, False]
