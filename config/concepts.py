"""What the words of a heading mean, and which meanings together name a field.

``concepts.csv``: concept, word (as written in headings), and whether nobody here needs it:
``idle`` unless a field is named, too, ``other`` whatever is named.
A word may be several concepts: a state is a status or a province.
``pieces.csv``: concept, piece; what technical names make of words that they run together.
``meanings.csv``: field, level, the concepts that it needs and those that may stand beside them.
A heading that no alias names is understood word by word: ``BIRTH_REG_PROV_CD`` is the province
of a birthplace, as a code. All three are this product's own, of 2026-11-23.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from config.errors import CodesError
from config.fold import fold
from config.headings import LEVELS
from config.rows import read_lines

_WAYS: Final = 2
"""How many things a word without vowels may mean at most: TTL is a title or a total."""
_CUT: Final = 4
"""Letters that must be left of a word that was cut, and the share of them."""
_MOST: Final = 0.6
_VOWELS: Final = "aeiou"
_VOICED: Final = 0.25
"""The share of vowels of a word that is no shortening itself."""
_SHORT: Final = 2
"""Idle words of so few letters need their accents: cỡ is a size, "co" may be "cơ sở"."""


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """One set of concepts that names a field."""

    field: str
    level: str
    needs: frozenset[str]
    also: frozenset[str]
    """What may be said besides without changing it."""


@dataclass(frozen=True, kw_only=True)
class Concepts:
    """Words -> concepts, concepts -> fields."""

    accented: Mapping[str, tuple[str, ...]]
    """`accented` words with single blanks -> concepts."""
    bare: Mapping[str, tuple[str, ...]]
    """Folded words with single blanks -> concepts: "tinh" is a province (tỉnh) or counts (tính)."""
    idle: frozenset[str]
    """Concepts of what nobody here needs, if nothing else is named."""
    others: frozenset[str]
    """Those of them that make all else somebody else's or something else: a bank, a child."""
    joined: Mapping[str, tuple[str, ...]]
    """Folded words without blanks -> concepts."""
    skeletons: Mapping[str, tuple[str, ...]]
    """Words of English without their vowels -> concepts: STF, WRKPLC, TTL."""
    pieces: Mapping[str, tuple[str, ...]]
    """Pieces of technical names -> concepts: BR, RG, PRV."""
    english: Mapping[str, tuple[str, ...]]
    """First letter -> the longer words that are the same with accents and without."""
    meanings: tuple[Meaning, ...]
    shortened: Mapping[tuple[str, str], str]
    """The start of a word and the word after it, folded -> the one concept they can mean."""
    _cut: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    def cut(self, text: str) -> tuple[str, ...]:
        """Return the concepts of a word that has lost letters: DEPARTM, POSITN, NATIONALTY.

        None unless all words that it may be are of one concept.
        """
        if text not in self._cut:
            told = {self.bare[word] for word in self.english.get(text[:1], ()) if _left(text, word)}
            self._cut[text] = told.pop() if len(told) == 1 else ()
        return self._cut[text]


def _left(text: str, word: str) -> bool:
    """Tell whether most letters of a word are left, in their order."""
    if not max(_CUT, _MOST * len(word)) <= len(text) < len(word):
        return False
    letters = iter(word)
    return all(letter in letters for letter in text)


def load_concepts() -> Concepts:
    """Read the three tables; raise CodesError with all that is wrong."""
    folder, problems = Path(__file__).parent, list[str]()
    known: dict[str, tuple[str, ...]] = {}
    bare: dict[str, tuple[str, ...]] = {}
    idle: dict[str, set[str]] = {"": set(), "idle": set(), "other": set()}
    for line in read_lines(folder / "concepts.csv", ("concept", "idle", "word"), problems):
        concept = line.text("concept")
        kind = line.one_of("idle", tuple(idle))
        idle[kind].add(concept)
        words = split(line.text("word"))
        if concept in known.get(written := " ".join(map(accented, words)), ()):
            line.complain(f"{line.text('word')!r} is told twice")
        known[written] = (*known.get(written, ()), concept)
        folded = " ".join(map(fold, words))
        if not kind or len(folded) > _SHORT or words == [folded]:
            bare[folded] = tuple(dict.fromkeys((*bare.get(folded, ()), concept)))
    names = frozenset().union(*idle.values())
    pieces = _pieces(folder / "pieces.csv", names, problems)
    meanings = _meanings(folder / "meanings.csv", names, problems)
    if problems:
        raise CodesError("concepts.csv", tuple(problems))
    return Concepts(
        accented=MappingProxyType(known),
        bare=MappingProxyType(bare),
        idle=frozenset(idle["idle"] | idle["other"]),
        others=frozenset(idle["other"]),
        joined=MappingProxyType({word.replace(" ", ""): bare[word] for word in reversed(bare)}),
        skeletons=MappingProxyType(_skeletons(known, bare)),
        pieces=MappingProxyType(pieces),
        english=MappingProxyType(_english(known)),
        meanings=meanings,
        shortened=MappingProxyType(_shortened(bare)),
    )


def _meanings(path: Path, names: frozenset[str], problems: list[str]) -> tuple[Meaning, ...]:
    found: dict[tuple[str, frozenset[str]], Meaning] = {}
    for line in read_lines(path, ("field", "level", "needs", "also"), problems):
        meaning = Meaning(
            field=line.text("field"),
            level=line.one_of("level", LEVELS),
            needs=_named(line.text("needs"), names, problems),
            also=_named(line.cells["also"], names, problems),
        )
        if (meaning.field, meaning.needs) in found:
            line.complain(f"{meaning.field} by {line.text('needs')!r} is told twice")
        found[meaning.field, meaning.needs] = meaning
    return tuple(found.values())


def _pieces(path: Path, names: frozenset[str], problems: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in read_lines(path, ("concept", "piece"), problems):
        piece, concept = line.text("piece"), line.text("concept")
        if concept not in names:
            line.complain(f"{concept!r} is no concept")
        found[piece] = (*found.get(piece, ()), concept)
    return found


def _english(known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for word in known:
        vowels = sum(letter in _VOWELS for letter in word)
        spoken = vowels >= max(_SHORT, _VOICED * len(word))
        if spoken and word.isascii() and word.isalpha() and len(word) > _CUT + 1:
            found.setdefault(word[0], []).append(word)
    return {letter: tuple(words) for letter, words in found.items()}


def _skeletons(
    known: Iterable[str], bare: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return what words of ten letters are in systems whose names have ten: without vowels."""
    told: dict[str, tuple[str, ...]] = {}
    for word in known:
        bones = skeleton(word)
        if word.isascii() and word.isalpha() and len(bones) > _SHORT and bones != word:
            told[bones] = tuple(dict.fromkeys((*told.get(bones, ()), *bare[word])))
    return {bones: concepts for bones, concepts in told.items() if len(concepts) <= _WAYS}


def skeleton(word: str) -> str:
    """Return the first letter of a word and its consonants after that, none of them twice running.

    >>> skeleton("workplace"), skeleton("staff")
    ('wrkplc', 'stf')
    """
    bones = word[:1] + "".join(letter for letter in word[1:] if letter not in _VOWELS)
    return "".join(letter for at, letter in enumerate(bones) if letter != bones[at - 1 : at])


def _shortened(bare: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, str], str]:
    """Return what two words can mean of which the first is cut to one or two letters."""
    told: dict[tuple[str, str], set[str]] = {}
    for phrase, concepts in bare.items():
        first, _, second = phrase.partition(" ")
        if second and " " not in second:
            for letters in range(1, min(_SHORT + 1, len(first))):
                told.setdefault((first[:letters], second), set()).update(concepts)
    return {pair: meant.pop() for pair, meant in told.items() if len(meant) == 1}


def split(text: str) -> list[str]:
    """Return the words of a heading in small letters, their accents kept.

    >>> split("Mức lương (VNĐ)")
    ['mức', 'lương', 'vnđ']
    """
    composed = unicodedata.normalize("NFC", text).lower().replace("%", " percent ")
    return "".join(sign if sign.isalnum() else " " for sign in composed).split()


def accented(word: str) -> str:
    """Return a word as letters and the accents on it, wherever they stand: tùy is tuỳ.

    >>> accented("tùy") == accented("tuỳ") != accented("tuy")
    True
    """
    marks = sorted(sign for sign in unicodedata.normalize("NFD", word) if not sign.isascii())
    return fold(word) + "".join(marks)


def _named(cell: str, names: frozenset[str], problems: list[str]) -> frozenset[str]:
    concepts = frozenset(cell.split())
    problems += [f"meanings.csv: {name!r} is no concept" for name in concepts - names]
    return concepts
