"""Which cells of a whole column are worth the question of `adapters.legacy_words`: a first glance.

Of a million correct cells none should be taken apart. So one pattern finds whatever letters of
Latin-1 stand where Vietnamese has none so; it may find too much, and never too little.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from config.doubtful import Doubtful

_LETTERS = "abcdefghijklmnopqrstuvwxyzàáâãèéêìíòóôõùúý"
_OTHERS = r"\x{a1}-\x{bf}ÄÅÆÇËÎÏÐÑÖ×ØÛÜÞßäåæçëîïðñö÷øûüþÿ"
"""Letters and signs of Latin-1 that Vietnamese does not have."""
_CONSONANTS = "bdhlmnrstvx"
_BEFORE: Mapping[str, str] = MappingProxyType(
    {
        "àáã": f"{_CONSONANTS}cgipou",
        "â": f"{_CONSONANTS}cgipu",
        "èé": f"{_CONSONANTS}ikpou",
        "ê": f"{_CONSONANTS}ikpuy",
        "ìí": f"{_CONSONANTS}gkp",
        "òóõùú": f"{_CONSONANTS}cgip",
        "ô": f"{_CONSONANTS}cgipu",
        "ý": "dhklmnstuv",
    }
)
"""What may stand before a letter."""
_BEHIND: Mapping[str, str] = MappingProxyType(
    {
        "àã": "imnouy",
        "á": "cimnoptuy",
        "â": "mnuy",
        "è": "mno",
        "é": "cmnopt",
        "ê": "mnu",
        "ì": "amnu",
        "í": "acmnptu",
        "òõ": "aeimn",
        "ó": "aceimnpt",
        "ô": "imn",
        "ù": "aimny",
        "ú": "acimnpty",
        "ý": "acnptu",
    }
)
"""What may stand behind it."""
_ODD = (
    "(?:â|uô)(?:[^a-z]|$)",
    "gh[àáâãòóôõùú]|ng[ìí]|(?:[^n]|^)gít",
    "[cgknp]hý|(?:[^u]|^)ý[a-z]|quý(?:[acmpu]|n[^h]|n$)",
    "(?:[^q]|^)u(?:ên|[èé])|uy[ùúòó]|uo[àáã]",
    "(?:[bcgmpv]|ph|qu)(?:o[àáãèé]|[òóõ][ae])|(?:[bcgmpv]|ph)u[âêý]|o[àáã]p",
    "[^g]i[àáâãèéòóôõùú]|(?:(?:[^iy]|^)ê|[ìí])ng|[òóôõùú]nh",
)
"""What the letters side by side do not tell."""
_CAPITALS = "[a-zà-ÿ][À-Þ]|[à-ÿ][A-ZÀ-Þ]|[A-ZÀ-Þ]{2}[a-zà-ÿ]"


def glance(doubtful: Doubtful) -> str:
    """Return a pattern (RE2) of the cells that may have a word in TCVN3 or VNI."""
    before = (f"[{_without(allowed)}][{signs}]" for signs, allowed in _BEFORE.items())
    behind = (f"[{signs}][{_without(allowed)}]" for signs, allowed in _BEHIND.items())
    words = "|".join(sorted(word for known in doubtful.in_names.values() for word in known))
    listed = rf"(?:^|\PL)(?:{words})(?:\PL|$)"
    either = "|".join((f"[{_OTHERS}]", *before, *behind, *_ODD, listed))
    return f"(?i:{either})|{_CAPITALS}"


def _without(allowed: str) -> str:
    return "".join(letter for letter in _LETTERS if letter not in allowed)
