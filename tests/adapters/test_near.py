"""Near misses: one word is proposed, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.near import Words, slips

UNITS = Words.of(["TA0001A", "TA0002B", "TB0002B"])
CODES = Words.of(["TM", "TD", "GH", "DC"])


@pytest.mark.parametrize(
    ("words", "text", "meant"),
    [
        (UNITS, "TA001A", "TA0001A"),
        (UNITS, "ta-0001a", "TA0001A"),
        (UNITS, "TAOOO1A", "TA0001A"),
        (UNITS, "ＴＡ０００１Ａ", "TA0001A"),
        (UNITS, "AT0001A", "TA0001A"),
        (UNITS, "TA0001", "TA0001A"),
        (UNITS, "TA0003B", "TA0002B"),
        (UNITS, "TC0002B", None),
        (UNITS, "ZZ9999Z", None),
        (UNITS, "TA0001A", None),
        (UNITS, "***", None),
        (CODES, "MT", "TM"),
        (CODES, "TMM", "TM"),
        (CODES, "T", None),
        (CODES, "XM", None),
        (Words.of(["01", "79"]), "1", "01"),
        (Words.of(["010", "01", "00001"]), "1", None),
        (Words.of(["26740"], most=0), "26741", None),
        (Words.of(["26740"], most=0), "2674O", "26740"),
        (Words.of([f"{number:05}" for number in range(0, 7000, 10)]), "00011", None),
        (Words({"Nam": "1", "male": "1", "Nữ": "0"}), "nbm", "1"),
    ],
)
def test_the_nearest_word_is_proposed_where_it_is_the_only_one(
    words: Words, text: str, meant: str | None
) -> None:
    assert words.nearest(text) == meant


@given(st.text("ABC", max_size=6), st.text("ABC", max_size=6))
def test_slips_are_counted_alike_both_ways_and_never_beyond_the_longer_word(
    one: str, other: str
) -> None:
    found = slips(one, other)

    assert found == slips(other, one)
    assert abs(len(one) - len(other)) <= found <= max(len(one), len(other))
    assert (found == 0) == (one == other)


@given(st.integers(0, 6), st.sampled_from("XYZ9"))
def test_one_slip_is_always_found(at: int, sign: str) -> None:
    word = "TA0001A"

    assert Words.of([word]).nearest(word[:at] + sign + word[at + 1 :]) == word
    assert Words.of([word]).nearest(word[:at] + sign + word[at:]) == word
