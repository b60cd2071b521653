"""The pattern that picks cells to be looked at finds all that the look would find."""

from __future__ import annotations

import random
import unicodedata
from itertools import product

import pyarrow as pa
import pyarrow.compute as pc

from adapters.legacy import font_codes
from adapters.legacy_glance import glance
from adapters.legacy_words import Eye
from adapters.syllables import spelled
from config.doubtful import load_doubtful
from tests.adapters.old_codes import TONES, masked

ONSETS = [
    "b",
    "c",
    "ch",
    "d",
    "đ",
    "g",
    "gh",
    "gi",
    "h",
    "k",
    "kh",
    "l",
    "m",
    "n",
    "ng",
    "ngh",
    "nh",
    "p",
    "ph",
    "qu",
    "r",
    "s",
    "t",
    "th",
    "tr",
    "v",
    "x",
]
VOWELS = [
    "a",
    "ă",
    "â",
    "e",
    "ê",
    "i",
    "o",
    "ô",
    "ơ",
    "u",
    "ư",
    "y",
    "ai",
    "ao",
    "au",
    "ay",
    "âu",
    "ây",
    "eo",
    "êu",
    "ia",
    "iê",
    "iu",
    "oa",
    "oă",
    "oe",
    "oi",
    "ôi",
    "ơi",
    "ua",
    "uâ",
    "uê",
    "ui",
    "uô",
    "uơ",
    "ưa",
    "ưi",
    "ươ",
    "ưu",
    "uy",
    "yê",
    "oai",
    "oay",
    "oao",
    "oeo",
    "iêu",
    "yêu",
    "uôi",
    "ươi",
    "ươu",
    "uya",
    "uyu",
    "uyê",
    "uây",
]
ENDS = ["", "c", "ch", "m", "n", "ng", "nh", "p", "t"]


def syllables() -> list[str]:
    """Return every syllable that is spelt as Vietnamese is."""
    made = (
        unicodedata.normalize("NFC", onset + vowels[:at] + tone + vowels[at:] + end)
        for onset, vowels, end in product(["", *ONSETS], VOWELS, ENDS)
        for at in range(1, len(vowels) + 1)
        for tone in ("", *TONES)
    )
    return sorted(set(filter(spelled, made)))


def glanced(words: list[str]) -> list[bool]:
    found: list[bool] = pc.match_substring_regex(
        pa.array(words, pa.large_string()), glance(load_doubtful())
    ).to_pylist()
    return found


def test_no_word_that_is_suspicious_escapes_it() -> None:
    dice = random.Random(1)
    eye = Eye(font_codes(), load_doubtful(), of_names=True)
    some = dice.sample(syllables(), 2_000)
    text = " ".join(case(word) for word in some for case in (str.lower, str.title, str.upper))
    written = " ".join(masked(text, code) for code in ("tcvn3", "vni")).split(" ")

    suspicious = eye.suspicious(dict.fromkeys(written))

    assert len(suspicious) > 8_000
    assert [
        word for word, seen in zip(suspicious, glanced(suspicious), strict=True) if not seen
    ] == []


def test_it_passes_over_nearly_all_that_is_vietnamese() -> None:
    words = [word for word in syllables() if not word.isascii()]

    assert sum(glanced(words)) < len(words) / 30
