"""Near misses: which word of a list did somebody mean? A proposal, never applied by itself.

Only lists of codes, words and headings come here; digits of a person are never proposed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from adapters.words import fold

_LOOKS_LIKE = str.maketrans("oqilsbz", "0011582")
"""Letters that are typed or scanned for digits."""
_MANY = 600
"""Longer lists are so dense that a neighbour says nothing."""
_LONG = 10
"""From so many signs on, two slips of the hand still leave the word to be known."""
_TINY = 2
"""Of a word so short, an exchanged sign leaves nothing."""


@dataclass(frozen=True, eq=False)
class Words:
    """What may stand in a cell: each right word, and what to write for it."""

    meant: Mapping[str, str]
    most: int = 2
    """How many slips of the hand count; at 0 only signs that look alike and lost zeros do."""

    @classmethod
    def of(cls, words: Iterable[str], *, most: int = 2) -> Words:
        """Return words that are each written as they are."""
        return cls(MappingProxyType({word: word for word in words}), most)

    @cached_property
    def _folded(self) -> Mapping[str, frozenset[str]]:
        return _grouped(self.meant, _plain)

    @cached_property
    def _alike(self) -> Mapping[str, frozenset[str]]:
        return _grouped(self.meant, lambda word: _plain(word).translate(_LOOKS_LIKE))

    def nearest(self, text: str) -> str | None:
        """Return what the text was meant to be, where one answer is nearer than all others.

        >>> Words.of(["TA0001A", "TB0002B"]).nearest("TA001A")
        'TA0001A'
        >>> Words.of(["TA0001A", "TA0011A"]).nearest("TA001A") is None
        True
        >>> Words.of(["01", "79"]).nearest("1")
        '01'
        """
        folded = _plain(text)
        if not folded:
            return None
        answers = (
            self._folded.get(folded)
            or self._zeros(folded)
            or self._alike.get(folded.translate(_LOOKS_LIKE))
            or self._by_hand(folded)
        )
        meant = next(iter(answers)) if len(answers) == 1 else None
        return meant if meant != text else None

    def _zeros(self, folded: str) -> frozenset[str]:
        """Return what the text is with the leading zeros that a spreadsheet takes away."""
        if not folded.isdigit():
            return frozenset()
        padded = {folded.zfill(len(word)) for word in self._folded if word.isdigit()}
        found = [self._folded[word] for word in padded if word in self._folded]
        return frozenset().union(*found)

    def _by_hand(self, folded: str) -> frozenset[str]:
        """Return the words at the smallest distance."""
        most = self.most if len(folded) >= _LONG else min(self.most, 1)
        for limit in range(1, most + 1) if len(self._folded) <= _MANY else ():
            found = [word for word in self._folded if _within(folded, word, limit)]
            if found:
                return frozenset().union(*(self._folded[word] for word in found))
        return frozenset()


def _plain(text: str) -> str:
    """Return what is left of a text without accents, case, blanks and full-width forms."""
    return fold(unicodedata.normalize("NFKC", text))


def _grouped(meant: Mapping[str, str], key: Callable[[str], str]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for word, answer in meant.items():
        found.setdefault(key(word), set()).add(answer)
    found.pop("", None)
    return {word: frozenset(answers) for word, answers in found.items()}


def _within(text: str, word: str, limit: int) -> bool:
    """Tell whether two words are at most so many slips apart; tiny ones are never exchanged."""
    if abs(len(text) - len(word)) > limit:
        return False
    if len(word) <= _TINY and len(text) == len(word):
        return text != word and sorted(text) == sorted(word)
    return slips(text, word) <= limit


def slips(text: str, word: str) -> int:
    """Return the signs left out, put in, exchanged or swapped between two words.

    >>> slips("TA001A", "TA0001A"), slips("MT", "TM"), slips("abc", "xyz")
    (1, 1, 3)
    """
    before: list[int] = []
    last = list(range(len(word) + 1))
    for at, sign in enumerate(text, start=1):
        now = [at]
        for place, other in enumerate(word, start=1):
            best = min(last[place] + 1, now[-1] + 1, last[place - 1] + (sign != other))
            swapped = at > 1 and place > 1 and (sign, text[at - 2]) == (word[place - 2], other)
            now.append(min(best, before[place - 2] + 1) if swapped else best)
        before, last = last, now
    return last[-1]
