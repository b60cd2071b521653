"""Is this word one that Vietnamese could have? Text read in the wrong code is full of others.

A syllable is an onset, a rime and at most one tone. The rimes are those that textbooks of spelling
list; they and the onsets give way a little to names of the other peoples of Việt Nam.
"""

from __future__ import annotations

import re
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# More than one consonant that is no digraph: Krông, Hđơk, Mlô.
_ONSET = "gi|qu|[bcdđghjklmnpqrstvx]{0,3}"
_RIME = "|".join(
    (
        "a(?:ch?|i|k|m|ng?|nh|o|p|t|u|y)?",
        "ă(?:c|k|m|ng?|p|t)",
        "â(?:c|m|ng?|p|t|u|y)",
        "e(?:c|m|ng?|o|p|t)?",
        "ê(?:ch?|m|nh?|p|t|u)?",
        "i(?:a|ch|m|nh?|p|t|u)?",
        "[iy]ê(?:c|m|ng?|p|t|u)",
        "o(?:c|i|k|m|ng?|p|t)?",
        "oa(?:ch?|i|m|ng?|nh|o|p|t|y)?",
        "oă(?:c|m|ng?|t)",
        "oe(?:n|o|t)?",
        "oo(?:c|ng)",
        "ô(?:c|i|k|m|ng?|p|t)?",
        "ơ(?:i|m|ng?|p|t)?",
        "u(?:a|c|i|m|ng?|p|t)?",
        "uâ(?:ng?|t|y)",
        "uê(?:ch|nh?|t)?",
        "uô(?:c|i|m|ng?|t)",
        "uơ",
        "uy(?:a|ch|nh?|p|t|u)?",
        "uyê(?:n|t)",
        "ư(?:a|c|i|m|ng?|t|u)?",
        "ươ(?:c|i|m|ng?|p|t|u)",
        "y(?:nh?|t)?",
    )
)
_LETTERS = re.compile("[a-zàáâãèéêìíòóôõùúýăđĩũơư\u1ea1-\u1ef9]+")
_ABBREVIATION = re.compile("[BCDĐGHKLMNPQRSTVX]+|đ")  # PGĐ, HĐLĐ; 12.000đ
_OPEN = re.compile(f"(?:{_ONSET})u?ă")  # Kpă, Bluă: never with a tone
_SYLLABLE = re.compile(f"(?:{_ONSET})(?:{_RIME})|gi(?:n|m|p)?")


def plausible(word: str) -> bool:
    """Tell whether a word could be one syllable of Vietnamese, or an abbreviation.

    >>> plausible("Nguyễn"), plausible("ĐỨC"), plausible("Hoà"), plausible("hòa")
    (True, True, True, True)
    >>> plausible("NguyÔn"), plausible("Vaên"), plausible("Muñoz"), plausible("Nguyeón")
    (False, False, False, False)
    >>> plausible("HĐLĐ"), plausible("đ"), plausible("đs")
    (True, True, False)
    """
    if _ABBREVIATION.fullmatch(word):
        return True
    if not _LETTERS.fullmatch(word.lower()):
        return False
    taken = unicodedata.normalize("NFD", word.lower())
    bare = "".join(sign for sign in taken if sign not in _TONES)
    tones = len(taken) - len(bare)
    letters = unicodedata.normalize("NFC", bare)
    if tones == 0 and _OPEN.fullmatch(letters):
        return True
    return tones <= 1 and _SYLLABLE.fullmatch(letters) is not None
