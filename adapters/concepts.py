"""What does a heading mean that no alias names? Its words, one concept each, say which field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from adapters.words import fold
from config.concepts import Concepts, Meaning, accented, split

_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_OWN: Final = re.compile(r"^z+(?=[a-z]{2})")
"""The mark of a customer's own fields in SAP."""
_LONGEST: Final = 5
"""Words of the longest phrase that is one concept."""
_PIECES: Final = 4
"""Into how many words run together one is cut at most: CONTRENDDA, masobhxh."""
_LEAST: Final = 2
_TOLD: Final = 4
"""Letters of a piece that means what nobody needs."""
_SHORT: Final = (
    *("hd", "nv", "ma", "id", "no", "dt", "nm", "cd", "si"),
    *("bh", "so", "tu", "pc", "cv", "vk", "tn", "em", "to", "fr"),
)
"""Words of two letters that headings run together with others."""
_NEUTRAL: Final = frozenset({"vietnam"})
"""What every heading may say: of Vietnam, in Vietnamese."""
_WHOLE: Final = 0.96
"""What a heading is worth whose every word is understood."""
_PARTLY: Final = 0.84
"""The same with one word that nobody knows."""
_CROWDED: Final = 0.5
"""It says more than the field, or two words are unknown."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a heading says."""

    concepts: frozenset[str]
    unknown: int
    """Words that mean nothing to us."""


@dataclass(frozen=True, kw_only=True)
class Understood:
    """Which field a heading may name, how well, and how sure such a name is."""

    field: str
    score: float
    level: str


@dataclass(frozen=True)
class ConceptJudge:
    """Understands headings by the concepts of their words."""

    concepts: Concepts

    def read(self, heading: str) -> Said:
        """Return what the words of a heading mean, the longest phrases first."""
        words = [_OWN.sub("", word) or word for word in split(_CAMEL.sub(" ", heading))]
        found, unknown, at = set[str](), 0, 0
        while at < len(words):
            length, concepts = self._phrase(words[at : at + _LONGEST])
            found.update(concepts)
            unknown += not concepts and not words[at].isdecimal()
            at += length
        return Said(concepts=frozenset(found), unknown=unknown)

    def idle(self, said: Said) -> bool:
        """Tell whether a heading speaks of what nobody here needs."""
        return bool(said.concepts & self.concepts.idle)

    def fields(self, said: Said) -> Mapping[str, Understood]:
        """Return the fields whose concepts a heading names, each with its best score."""
        best: dict[str, Understood] = {}
        for meaning in self.concepts.meanings:
            foreign = (said.concepts & self.concepts.others) - meaning.also
            if foreign or not meaning.needs <= said.concepts:
                continue
            one = self._understood(meaning, said)
            if one.field not in best or best[one.field].score < one.score:
                best[one.field] = one
        return best

    def _understood(self, meaning: Meaning, said: Said) -> Understood:
        more = said.concepts - meaning.needs - meaning.also - _NEUTRAL
        score = _WHOLE if not more and not said.unknown else _PARTLY
        if more or said.unknown > 1:
            score = _CROWDED
        level = "maybe" if more & self.concepts.idle else meaning.level
        return Understood(field=meaning.field, score=score, level=level)

    def _phrase(self, words: Sequence[str]) -> tuple[int, tuple[str, ...]]:
        """Return how many words the longest known phrase has, and its concepts."""
        for length in range(len(words), 0, -1):
            if concept := self._concept(words[:length]):
                return length, (concept,)
        if len(words) > 1 and (concept := self._shortened(words[0], words[1])):
            return 2, (concept,)
        return 1, self._run_together(words[0])

    def _run_together(self, word: str) -> tuple[str, ...]:
        """Return the concepts of a word that is several: CONTRENDDA, masobhxh, dtoc."""
        if not word.isascii():
            return ()
        if found := self._pieces(word):
            return found
        return (concept,) if (concept := self._shortened(word[:1], word[1:])) else ()

    def _shortened(self, first: str, second: str) -> str:
        """Return the one concept of two words of which the first is cut: N.Sinh, Th.kê, Q.Tịch."""
        return self.concepts.shortened.get((fold(first), fold(second)), "")

    def _concept(self, words: Sequence[str]) -> str:
        if all(word.isascii() for word in words):
            return self.concepts.bare.get(" ".join(words), "")
        return self.concepts.accented.get(" ".join(map(accented, words)), "")

    def _pieces(self, word: str, most: int = _PIECES) -> tuple[str, ...]:
        """Return the concepts of words run together; none unless all of it is understood."""
        if whole := self._piece(word):
            return (whole,)
        if most > 1:
            for cut in range(len(word) - _LEAST, _LEAST - 1, -1):
                first = self._piece(word[:cut])
                if first and (rest := self._pieces(word[cut:], most - 1)):
                    return (first, *rest)
        return ()

    def _piece(self, text: str) -> str:
        """Return the concept of a piece of a longer word; short ones are mostly chance."""
        concept = self.concepts.joined.get(text, "")
        told = _TOLD if concept in self.concepts.idle else _LEAST + 1
        return concept if len(text) >= told or text in _SHORT else ""
