"""What does a heading mean that no alias names? Its words, one concept each, say which field."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from typing import Final

from adapters.words import fold, uncameled
from config.concepts import Concepts, Meaning, accented, split

_OWN: Final = re.compile(r"^z+(?=[a-z]{2})")
"""The mark of a customer's own fields in SAP."""
_NUMBERED: Final = re.compile(r"[a-z]{0,5}[0-9]{3,4}|[a-z]?[0-9]{1,2}")
"""P0016, 2, 01: which of several, and of which table."""
_COUNTED: Final = re.compile(r"(?<=[a-z]{3})[0-9]{1,2}$")
"""address1, phone2."""
_LONGEST: Final = 5
"""Words of the longest phrase that is one concept."""
_WAYS: Final = 64
"""In how many ways a heading without accents is read at most."""
_LETTERS: Final = re.compile(r"(?<![^\W\d_])(?:[^\W\d_]\.)+[^\W\d_](?![^\W\d_])")
"""Words cut to one letter each: l.v, k.l.g."""
_PIECES: Final = 5
"""Into how many words run together one is cut at most: CONTRENDDA, masobhxh."""
_LEAST: Final = 2
_TOLD: Final = 4
"""Letters of a piece that means what nobody needs."""
_SHORT: Final = (
    *("hd", "nv", "ma", "id", "no", "dt", "nm", "cd", "si"),
    *("bh", "so", "tu", "pc", "cv", "vk", "tn", "em", "to", "fr"),
)
"""Words of two letters that headings run together with others."""
_NEUTRAL: Final = frozenset({"vietnam", "filler", "person", "sector"})
"""What every heading may say: of Vietnam, in Vietnamese, by, for, of a teacher."""
_TELLING: Final = frozenset(
    {
        *("residence", "birthplace", "province", "commune", "address", "hospital", "posgroup"),
        *("unpaid", "beyond", "region", "minimum", "ethnic", "nation", "status", "reason", "quit"),
        *("workplace", "department", "sex", "birthdate", "citizen", "contribution", "bhxh"),
        *(
            "hold",
            "sino",
            "unitcode",
            "leave",
            "tradesen",
            "beyondsen",
            "regionminimum",
            "birthreg",
        ),
    }
)
"""Concepts of one field or two: a heading with one of them is never left out in silence."""
_COSTLY: Final = ("TienLuong", "HDTuNgay", "HDDenNgay", "NgaySinh", "MaNV")
"""Fields of which an unknown word may mean another one: the old, the next, the average."""
_WHOLE: Final = 0.96
"""What a heading is worth whose every word is understood."""
_PARTLY: Final = 0.84
"""The same with one word that nobody knows."""
_CROWDED: Final = 0.5
"""It says more than the field, or two words are unknown."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a heading says."""

    meant: tuple[tuple[str, ...], ...]
    """For each phrase, the concepts that it may mean: without accents some mean several."""
    unknown: int
    """Words that mean nothing to us."""

    def readings(self) -> list[frozenset[str]]:
        """Return the concepts of the heading, for each way to read it."""
        ways = islice(product(*self.meant), _WAYS)
        return [frozenset(way) for way in ways]


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
        """Return what the words of a heading mean, the longest phrases first.

        Words of a group above the heading may be strange: ``Quá trình HĐ / Từ ngày``.
        """
        group, _, own = heading.rpartition(" / ")
        above, _ = self._words(group)
        found, unknown = self._words(own)
        return Said(meant=(*above, *found), unknown=unknown)

    def _words(self, text: str) -> tuple[list[tuple[str, ...]], int]:
        """Return the concepts that each phrase of a text may mean, and how many words mean none."""
        bare = _LETTERS.sub(lambda found: found[0].replace(".", ""), text)
        known = self.concepts.bare
        words = [self._plain(word) for word in split(uncameled(bare))]
        words = [word for word in words if word in known or not _NUMBERED.fullmatch(word)]
        found, unknown, at = list[tuple[str, ...]](), 0, 0
        while at < len(words):
            length, concepts = self._phrase(words[at : at + _LONGEST])
            found += concepts
            unknown += not concepts
            at += length
        return found, unknown

    def _plain(self, word: str) -> str:
        """Return a word without a customer's mark before it or a count behind it, if it is new."""
        bare = _OWN.sub("", _COUNTED.sub("", word))
        return word if word in self.concepts.bare or not bare else bare

    def foreign(self, said: Said) -> bool:
        """Tell whether a heading speaks of somebody or something else, however it is read."""
        return all(each & self.concepts.others for each in said.readings())

    def idle(self, said: Said) -> bool:
        """Tell whether a heading speaks of what nobody here needs, and of nothing else."""
        return all(self._idle(each) for each in said.readings())

    def _idle(self, concepts: frozenset[str]) -> bool:
        if concepts & self.concepts.others:
            return True
        return bool(concepts & self.concepts.idle) and not concepts & _TELLING

    def fields(self, said: Said) -> Mapping[str, Understood]:
        """Return the fields whose concepts a heading names, each with its best score.

        Of meanings that are as good, the first of the table says how sure it is.
        """
        best: dict[str, Understood] = {}
        readings = said.readings()
        for concepts, meaning in product(readings, self.concepts.meanings):
            others = self.concepts.others - meaning.also
            if concepts & others or not meaning.needs <= concepts:
                continue
            one = self._understood(meaning, concepts, said.unknown)
            if any(each & others for each in readings):
                # Read in another way it is somebody else's.
                one = replace(one, level="maybe")
            if one.field not in best or best[one.field].score < one.score:
                best[one.field] = one
        return best

    def besides(self, said: Said) -> set[str]:
        """Return the fields that a heading surely names beside what is somebody else's."""
        return {
            meaning.field
            for concepts in said.readings()
            for meaning in self.concepts.meanings
            if meaning.level == "sure" and meaning.needs <= concepts
        }

    def _understood(self, meaning: Meaning, concepts: frozenset[str], unknown: int) -> Understood:
        more = concepts - meaning.needs - meaning.also - _NEUTRAL
        if "name" in concepts:
            # The name of what has a code: JOBCODE_DESCR.
            more -= {"number"}
        score = _PARTLY if unknown else _WHOLE
        if more or unknown >= max(len(concepts), 2):
            score = _CROWDED
        strange = unknown and ("person" in concepts or meaning.field in _COSTLY)
        level = "maybe" if more & self.concepts.idle or strange else meaning.level
        return Understood(field=meaning.field, score=score, level=level)

    def _phrase(self, words: Sequence[str]) -> tuple[int, list[tuple[str, ...]]]:
        """Return how many words the longest known phrase has, and its concepts."""
        for length in range(len(words), 0, -1):
            if concepts := self._known(words[:length]):
                return length, [concepts]
        if len(words) > 1 and (concept := self._shortened(words[0], words[1])):
            return 2, [(concept,)]
        return 1, self._run_together(words[0])

    def _known(self, words: Sequence[str]) -> tuple[str, ...]:
        if all(word.isascii() for word in words):
            return self.concepts.bare.get(" ".join(words), ())
        return self.concepts.accented.get(" ".join(map(accented, words)), ())

    def _run_together(self, word: str) -> list[tuple[str, ...]]:
        """Return the concepts of a word that is several: CONTRENDDA, masobhxh, dtoc."""
        if not word.isascii():
            return []
        if found := self._pieces(word):
            return found
        return [(concept,)] if (concept := self._shortened(word[:1], word[1:])) else []

    def _shortened(self, first: str, second: str) -> str:
        """Return the one concept of two words of which the first is cut: N.Sinh, Th.kê, Q.Tịch."""
        return self.concepts.shortened.get((fold(first), fold(second)), "")

    def _pieces(self, word: str, most: int = _PIECES) -> list[tuple[str, ...]]:
        """Return the concepts of words run together, as few as can be; none unless all is known."""
        if whole := self._piece(word):
            return [whole]
        best: list[tuple[str, ...]] = []
        for cut in range(len(word) - _LEAST, _LEAST - 1, -1) if most > 1 else ():
            first = self._piece(word[:cut])
            rest = self._pieces(word[cut:], most - 1) if first else []
            if rest and not 0 < len(best) <= len(rest) + 1:
                best = [first, *rest]
        return best

    def _piece(self, text: str) -> tuple[str, ...]:
        """Return the concepts of a piece of a longer word; short ones are mostly chance."""
        if text in self.concepts.pieces:
            return self.concepts.pieces[text]
        concepts = (
            self.concepts.joined.get(text)
            or self.concepts.skeletons.get(text)
            or self.concepts.cut(text)
        )
        told = _TOLD if set(concepts) <= self.concepts.idle else _LEAST + 1
        return concepts if len(text) >= told or text in _SHORT else ()
