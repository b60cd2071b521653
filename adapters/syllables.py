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
_ELSEWHERE = re.compile(f"(?:{_ONSET})iô(?:k|l|m|ng?|t)?")  # Siôn, of the Ê Đê: never with a tone
_SPELLED_ONSET = "gi|qu|[ckpt]h|ngh?|nh|tr|gh?|[bcdđhklmnprstvx]|"
_SPELLED_RIME = "|".join(
    (
        "a(?:ch?|i|m|ng?|nh|o|p|t|u|y)?",
        "[ăâ](?:c|m|ng?|p|t)|â[uy]",
        "e(?:c|m|ng?|o|p|t)?",
        "ê(?:ch|m|nh?|p|t|u)?",
        "i(?:a|ch|m|nh?|p|t|u)?",
        "[iy]ê(?:c|m|ng?|p|t|u)",
        "o(?:c|i|m|ng?|p|t)?",
        "oa(?:ch?|i|m|ng?|nh|o|t|y)?",
        "oă(?:c|m|ng?|t)",
        "oe(?:n|o|t)?",
        "ô(?:c|i|m|ng?|p|t)?",
        "ơ(?:i|m|n|p|t)?",
        "u(?:a|c|i|m|ng?|p|t)?",
        "uâ(?:ng?|t|y)",
        "uê(?:ch|nh)?",
        "uô(?:c|i|m|ng?|t)",
        "uơ|uya|uyu",
        "uy(?:ch|nh|p|t)?",
        "uyê(?:n|t)",
        "ư(?:a|c|i|m|ng|t|u)?",
        "ươ(?:c|i|m|ng?|p|t|u)",
        "y(?:nh|t)?",
    )
)
"""What textbooks list, without the little that `_RIME` gives way."""
_PARTS = re.compile(f"(?P<onset>{_SPELLED_ONSET})(?P<rime>{_SPELLED_RIME})")
_SHORT = re.compile("(?P<onset>g)(?P<rime>i(?:m|n|p|ê(?:c|m|ng?|p|t|u))?)")
"""Where gi has lost an i: gì, giếng."""
_BEFORE_FRONT = frozenset(("k", "gh", "ngh"))
"""Onsets before e, ê, i, y; the same sounds are `_BEFORE_OTHERS` before all other vowels."""
_BEFORE_OTHERS = frozenset(("c", "g", "ng"))
_NEVER_ROUNDED = frozenset(("b", "c", "g", "m", "p", "ph", "qu", "v"))
_ROUNDED = re.compile("o[aăe]|u[âêơy]")
_BEFORE_Y = frozenset(("", "d", "h", "k", "l", "m", "n", "qu", "s", "t", "th", "v"))
_STOPS = ("c", "ch", "p", "t")
_SHARP, _HEAVY = "\u0301", "\u0323"
_MARKED = re.compile("[ăâêôơư](?![ăâêôơư])")
_VOWELS = re.compile("[aăâeêioôơuưy]+")
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
    letters, marks = _parted(unicodedata.normalize("NFD", word.lower()))
    tones = len(marks)
    if tones == 0 and _OPEN.fullmatch(letters):
        return True
    return tones <= 1 and _SYLLABLE.fullmatch(letters) is not None


def spelled(word: str) -> bool:
    """Tell whether a word is spelt as Vietnamese is, with nothing left to names of other peoples.

    Vowels stand where the onset allows them, the tone on the vowel that bears it, and a syllable
    that ends in c, ch, p or t has the sharp or the heavy one.

    >>> spelled("Quốc"), spelled("Nghĩa"), spelled("KIÊN"), spelled("giếng"), spelled("quỳnh")
    (True, True, True, True, True)
    >>> spelled("Quèc"), spelled("Nghóa"), spelled("xaõ"), spelled("Mlô"), spelled("Kú")
    (False, False, False, False, False)
    """
    taken = unicodedata.normalize("NFD", word.lower())
    letters, marks = _parted(taken)
    if not _LETTERS.fullmatch(word.lower()) or len(marks) > 1:
        return False
    if letters.endswith(_STOPS) and marks not in (_SHARP, _HEAVY):
        return False
    found = _SHORT.fullmatch(letters) or _PARTS.fullmatch(letters)
    if found is None or (found.re is _PARTS and not _together(found["onset"], found["rime"])):
        return False
    return not marks or _toned(taken) - found.end("onset") in _bearers(found["rime"])


def native(word: str) -> bool:
    """Tell whether people of Việt Nam could have written a plausible word just so.

    A tone stands on the vowel that bears it, no stop has a level one but in names of other peoples
    (Lôp), and gh and ngh are written before e, ê, i alone by all of them.

    >>> native("Nguyễn"), native("Kú"), native("Phôc"), native("SIÔN")
    (True, True, True, True)
    >>> native("Quèc"), native("Nghóa"), native("Quoác"), native("xaõ"), native("TuÊn")
    (False, False, False, False, False)
    """
    taken = unicodedata.normalize("NFD", word.lower())
    letters, marks = _parted(taken)
    if not marks and _ELSEWHERE.fullmatch(letters):
        return True
    if not plausible(word) or not regular(word):
        return False
    if marks and letters.endswith(_STOPS) and marks not in (_SHARP, _HEAVY):
        return False
    found = _SHORT.fullmatch(letters) or _PARTS.fullmatch(letters)
    if found is None or not marks:
        return True
    onset, rime = found["onset"], found["rime"]
    strange = (onset in ("gh", "ngh") and rime[0] not in "eêi") or (
        onset == "qu" and _ROUNDED.match(rime) is not None
    )
    return not strange and _toned(taken) - found.end("onset") in _bearers(rime)


def regular(word: str) -> bool:
    """Tell whether a word is small, or capital, or has one capital at its beginning.

    >>> regular("Tuấn"), regular("TUẤN"), regular("TuÊn")
    (True, True, False)
    """
    return word.islower() or word.isupper() or (word[:1].isupper() and word[1:].islower())


def _together(onset: str, rime: str) -> bool:
    """Tell whether an onset is written before a rime."""
    front = rime[0] in "eêiy"
    if onset in _BEFORE_FRONT | _BEFORE_OTHERS and front is not (onset in _BEFORE_FRONT):
        return False
    if _ROUNDED.match(rime) and onset in _NEVER_ROUNDED:
        return False
    if rime == "uyu":
        return onset == "kh"
    if rime[:2] in ("iê", "yê"):
        return (rime[0] == "y") is (onset in ("", "qu"))
    return onset in _BEFORE_Y if rime == "y" else rime not in ("ynh", "yt") or onset == "qu"


def _bearers(rime: str) -> tuple[int, ...]:
    """Return which letters of a rime may bear its tone: either of òa and oà."""
    marked = _MARKED.search(rime)
    if marked:
        return (marked.start(),)
    vowels = _VOWELS.match(rime)
    width = vowels.end() if vowels else 0
    if rime in ("oa", "oe", "uy"):
        return (0, 1)
    return (1,) if rime[:2] in ("oa", "oe", "uy") else (0,) if width else ()


def _toned(taken: str) -> int:
    """Return which letter of a text in NFD has its tone."""
    before = re.split(f"[{_TONES}]", taken)[0]
    return len(_parted(before)[0]) - 1


def _parted(taken: str) -> tuple[str, str]:
    """Return the letters of a text in NFD without its tones, and the tones."""
    marks = "".join(sign for sign in taken if sign in _TONES)
    bare = "".join(sign for sign in taken if sign not in _TONES)
    return unicodedata.normalize("NFC", bare), marks
