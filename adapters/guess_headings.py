"""How well does a foreign heading fit each field? By the names that we know, and by their words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from adapters.concepts import ConceptJudge, Understood
from adapters.words import fold, uncameled
from config.concepts import Concepts
from config.headings import IDLE, Alias, Vocabulary, spaced

_LEVELS: Final = {"sure": 1.0, "likely": 0.86, "near": 0.55, "maybe": 0.55}
_WORTH: Final = {"sure": 1.0, "likely": 0.86, "near": 0.55, "maybe": 0.62}
"""What a heading that is understood is worth at most: more than one that is only alike."""
_LIKE: Final = 0.93
"""What the same words in another order or spelling are worth."""
_LIKE_IDLE: Final = 0.75
"""The same where that would mean that nobody needs a column."""
_ALIKE: Final = 0.85
"""What is less like a heading that we know names nothing surely: the code of a household."""
_BOTH: Final = 0.9
_ASIDE: Final = 0.5
"""What words in brackets are worth where the words before them say something else."""
_SAYS: Final = 0.5
_UNDERSTOOD: Final = 0.9
"""What a heading is worth whose every word is understood; nothing that is only alike beats it."""
_PARTLY: Final = 0.7
_SPOKEN: Final = 0.85
"""The same of a heading that only speaks of what nobody needs."""
_DAMPED: Final = 0.7
OUTRIGHT: Final = 0.9
"""What a heading is worth that names a field outright."""
_INITIALS: Final = 2
_FORMAT: Final = re.compile(
    r"(?i)[([][^)\]]*(?:dd|mm|yy|vnd|vnđ|đồng|bắt buộc|required|mandatory|optional|nếu có|if any)"
    r"[^)\]]*[)\]]|\*"
)
_SEAMS: Final = re.compile(r"\s[/|–-]\s|[\n|/]|[()\[\]]")
_LETTERS: Final = re.compile(r"\b([^\W\d_])/([^\W\d_])\b")
"""P/c, đ/c, T/g: one shortened word or two, and no seam."""
_PATH: Final = re.compile(r"[a-z0-9_.]+(?:/[a-z0-9_.]+)+")
"""contract_id/date_end: a field of what a field points to."""
_STEP: Final = re.compile(r"(?:_id)?/")
_FILLERS: Final = frozenset(
    {
        "of",
        "the",
        "cua",
        "va",
        "and",
        "theo",
        "in",
        "by",
        "cac",
        "s",
        "txt",
        "desc",
        "cd",
        "amt",
        "asg",
    }
)


@dataclass(frozen=True, kw_only=True)
class Fit:
    """How well a heading fits a field: 0 to 1, and how sure the name that it fits is."""

    score: float
    level: str

    @property
    def outright(self) -> bool:
        """Tell whether the heading names the field, and nothing else."""
        return self.level == "sure" and self.score >= OUTRIGHT


@dataclass
class HeadingJudge:
    """Knows the aliases, their words, and how telling each word is."""

    vocabulary: Vocabulary
    concepts: Concepts
    _meaning: ConceptJudge = field(init=False)
    _exact: dict[str, list[Alias]] = field(default_factory=dict)
    _bags: list[tuple[Alias, frozenset[str]]] = field(default_factory=list)
    _weights: dict[str, float] = field(default_factory=dict)
    _told: dict[str, Mapping[str, Fit]] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)
    _with_word: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._meaning = ConceptJudge(self.concepts)
        counts: Counter[str] = Counter()
        for alias in self.vocabulary.aliases:
            self._exact.setdefault(fold(alias.text), []).append(alias)
            bag = self._words(alias.text)
            for word in bag:
                self._with_word.setdefault(word, []).append(len(self._bags))
            self._bags.append((alias, bag))
            counts.update(bag)
        total = len(self._bags)
        self._weights = {word: math.log(1 + total / times) for word, times in counts.items()}

    def fits(self, heading: str) -> Mapping[str, Fit]:
        """Return how well a heading fits each field that it fits at all."""
        if heading not in self._told:
            self._told[heading] = self._fits(heading)
        return self._told[heading]

    def _fits(self, heading: str) -> Mapping[str, Fit]:
        bare = _LETTERS.sub(r"\1\2", " ".join(_FORMAT.sub(" ", heading).split()))
        if _PATH.fullmatch(bare):
            bare = _STEP.sub("_", bare)
        parts = [part.strip() for part in _SEAMS.split(bare) if fold(part)]
        known = bool(parts) and self._is_sure(parts[0])
        found = dict(self._part(bare, known=known))
        if len(parts) > 1:
            told = [self._part(part) for part in parts]
            for name, fit in self._of_parts(told, aside="(" in bare or "[" in bare).items():
                _better(found, name, fit)
        for name, fit in self._two_languages(bare).items():
            _better(found, name, fit)
        return found if self._is_sure(bare) else self._with_concepts(bare, found)

    def meant(self, heading: str) -> set[str]:
        """Return the fields that a heading means, every word of it understood."""
        told = self._understood(heading).values()
        return {each.field for each in told if each.score >= _UNDERSTOOD and each.level == "sure"}

    def spoken(self, heading: str) -> set[str]:
        """Return the fields whose words a heading has among others."""
        return set(self._understood(heading))

    def besides(self, heading: str) -> set[str]:
        """Return the fields that a heading names, also if it speaks of somebody else's."""
        return self._meaning.besides(self._meaning.read(heading))

    def _understood(self, heading: str) -> Mapping[str, Understood]:
        return self._meaning.fields(self._meaning.read(heading))

    def _with_concepts(self, heading: str, found: Mapping[str, Fit]) -> Mapping[str, Fit]:
        """Return also what the words mean; where that is plain, likenesses count for less."""
        judge = self._meaning
        said = judge.read(heading)
        meant = {
            each.field: Fit(score=min(each.score, _WORTH[each.level]), level=each.level)
            for each in judge.fields(said).values()
        }
        if judge.idle(said):
            spoken = _SAYS if meant else _PARTLY if said.unknown else _SPOKEN
            meant.setdefault(IDLE, Fit(score=spoken, level="sure"))
        plain = max((fit.score for fit in meant.values()), default=0.0) >= _UNDERSTOOD
        worth = _DAMPED if plain else 1.0
        foreign = judge.foreign(said)
        all_of_it = {
            name: Fit(
                score=fit.score, level=meant[name].level if _doubted(name, meant) else fit.level
            )
            if name in meant
            else Fit(score=fit.score * worth, level="near" if foreign else fit.level)
            for name, fit in found.items()
        }
        for name, fit in meant.items():
            _better(all_of_it, name, fit)
        return all_of_it

    def _is_sure(self, text: str) -> bool:
        return any(alias.level == "sure" for alias in self._exact.get(fold(text), []))

    @staticmethod
    def _of_parts(told: Sequence[Mapping[str, Fit]], *, aside: bool) -> Mapping[str, Fit]:
        """Return what the parts of a heading say; what they all say is sure, an aside is not."""
        # An aside that names a field is heard where the words before it name none.
        main = max((fit.score for name, fit in told[0].items() if name != IDLE), default=0.0)
        found: dict[str, Fit] = {}
        for name in {name for fits in told for name in fits}:
            fits = [each[name] for each in told if name in each]
            elsewhere = name not in told[0] or told[0][name].score < _SAYS
            agreed = sum(fit.score >= _SAYS for fit in fits) == len(told)
            worth = 1.0 if agreed else _BOTH
            if aside and elsewhere and main >= _SAYS:
                worth = _ASIDE
            best = max(fits, key=lambda fit: fit.score)
            found[name] = Fit(score=best.score * worth, level=best.level)
        return found

    def understands(self, word: str) -> bool:
        """Tell whether a word means anything to us."""
        return not self._meaning.read(word).unknown

    def knows(self, text: str) -> bool:
        """Tell whether a text is one of the headings that we know."""
        if text not in self._known:
            bare = _FORMAT.sub(" ", text)
            parts = [bare, *_SEAMS.split(bare)]
            self._known[text] = any(fold(part) in self._exact for part in parts if fold(part))
        return self._known[text]

    def _part(self, text: str, *, known: bool = False) -> Mapping[str, Fit]:
        found: dict[str, Fit] = {}
        exact = self._exact.get(fold(text), [])
        # Two letters without accents are short for several things: DT, GT, NS.
        short = len(text) <= _INITIALS and text.isascii()
        for alias in exact:
            level = "likely" if short and alias.level == "sure" else alias.level
            _better(found, alias.field, Fit(score=_LEVELS[level], level=level))
        words = self._words(text)
        # What one alias names exactly is hardly anything else.
        damped = _DAMPED if exact or known else 1.0
        near = sorted({at for word in words for at in self._with_word.get(word, ())})
        for alias, bag in (self._bags[at] for at in near):
            like = _LIKE_IDLE if alias.field == IDLE else _LIKE
            score = self._alike(words, bag) * like * _LEVELS[alias.level] * damped
            level = "maybe" if score < _ALIKE and alias.field != IDLE else alias.level
            _better(found, alias.field, Fit(score=score, level=level))
        return found

    def _two_languages(self, text: str) -> Mapping[str, Fit]:
        """Return fields that both halves of a heading name, such as ``Họ và tên Full name``."""
        words = text.split()
        found: dict[str, Fit] = {}
        for cut in range(1, len(words)):
            first = self._exact.get(fold(" ".join(words[:cut])), [])
            second = self._exact.get(fold(" ".join(words[cut:])), [])
            sure = [
                {each.field for each in half if each.level == "sure"} for half in (first, second)
            ]
            for name in sure[0] & sure[1]:
                _better(found, name, Fit(score=0.98, level="sure"))
        return found

    def _alike(self, words: frozenset[str], bag: frozenset[str]) -> float:
        """Return how much of their telling words two headings share, 0 to 1."""
        both = self._weight(words & bag)
        return 2 * both / (self._weight(words) + self._weight(bag)) if both else 0.0

    def _weight(self, words: Iterable[str]) -> float:
        strange = math.log(1 + len(self._bags))
        return sum(self._weights.get(word, strange) for word in words)

    def _words(self, text: str) -> frozenset[str]:
        """Return the words of a heading, shortenings written out."""
        padded = f" {spaced(uncameled(text))} "
        for short, long in self.vocabulary.shortenings.items():
            if f" {short} " in padded:
                padded = padded.replace(f" {short} ", f" {long} ")
        words = [word for word in padded.split() if word not in _FILLERS]
        return frozenset(words or padded.split())


def _doubted(name: str, meant: Mapping[str, Fit]) -> bool:
    """Tell whether the words name a field only perhaps; likeness makes that no surer."""
    return meant[name].level == "maybe"


def _better(found: dict[str, Fit], name: str, fit: Fit) -> None:
    if name not in found or found[name].score < fit.score:
        found[name] = fit
