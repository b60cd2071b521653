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
        self._by_code: dict[str, frozenset[str]] = {}
        self._by_name: dict[str, frozenset[str]] = {}
        for code, name in named:
            self._by_code[code.casefold()] = frozenset((code,))
            for key in {word_key(text) for text in (name, *name.split(_OR))}:
                self._by_name[key] = self._by_name.get(key, frozenset()) | {code}

    def codes(self, text: str) -> frozenset[str]:
        """Return the codes that a text surely names: by name, by code, or by both.

        >>> names = Names([("KL", "Nghỉ không lương"), ("OF", "Nghỉ ốm/Nghỉ không lương")])
        >>> sorted(names.codes("nghỉ không lương")), sorted(names.codes("KL - Nghỉ không lương"))
        (['KL', 'OF'], ['KL'])
        >>> names.codes("KL - Nghỉ ốm"), names.codes("Nghỉ")
        (frozenset(), frozenset())

        A code has no accents:

        >>> names = Names([("MY", "Ma-lai-xi-a"), ("AT", "Áo"), ("AO", "Ăng-gô-la")])
        >>> names.codes("Mỹ"), sorted(names.codes("my")), sorted(names.codes("Áo"))
        (frozenset(), ['MY'], ['AT'])
        """
        found = self._code(text) | self._name(text)
        coded = _CODED.fullmatch(text.strip())
        if found or not coded:
            return found
        return self._code(coded[1]) & self._name(coded[2])

    def _code(self, text: str) -> frozenset[str]:
        return self._by_code.get(text.strip().casefold(), frozenset())

    def _name(self, text: str) -> frozenset[str]:
        return self._by_name.get(word_key(text), frozenset())
