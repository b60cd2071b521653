"""What a name means: the codes of a list that are called so."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from config.fold import word_key

_CODED: Final = re.compile(r"(\w{1,5})\s*[-–—]\s*(\S.*)", re.DOTALL)
_OR: Final = "/"


class Names:
    """The names of one list of codes; two codes may share a name, and every code names itself."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Take pairs of code and name; a name such as ``one/another`` is two, and whole."""
        self._codes: dict[str, frozenset[str]] = {}
        for code, name in named:
            for text in {code, name, *name.split(_OR)}:
                key = word_key(text)
                self._codes[key] = self._codes.get(key, frozenset()) | {code}

    def codes(self, text: str) -> frozenset[str]:
        """Return the codes that a text surely names: by name, by code, or by both.

        >>> names = Names([("KL", "Nghỉ không lương"), ("OF", "Nghỉ ốm/Nghỉ không lương")])
        >>> sorted(names.codes("nghỉ không lương")), sorted(names.codes("KL - Nghỉ không lương"))
        (['KL', 'OF'], ['KL'])
        >>> names.codes("KL - Nghỉ ốm"), names.codes("Nghỉ")
        (frozenset(), frozenset())
        """
        found = self._codes.get(word_key(text), frozenset())
        coded = _CODED.fullmatch(text.strip())
        if found or not coded:
            return found
        by_code, by_name = (self._codes.get(word_key(part), found) for part in coded.groups())
        return by_code & by_name
