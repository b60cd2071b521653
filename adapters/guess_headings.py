"""How well does a foreign heading fit each field? By the names that we know, and by their words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from adapters.words import fold
from config.headings import Alias, Vocabulary, spaced

_LEVELS: Final = {"sure": 1.0, "likely": 0.86, "near": 0.55, "maybe": 0.55}
_LIKE: Final = 0.93
"""What the same words in another order or spelling are worth."""
_BOTH: Final = 0.9
_ASIDE: Final = 0.5
"""What words in brackets are worth where the words before them say something else."""
_SAYS: Final = 0.5
_FORMAT: Final = re.compile(
    r"(?i)[([][^)\]]*(?:dd|mm|yy|vnd|vnđ|đồng|bắt buộc|required|mandatory|optional|nếu có|if any)"
    r"[^)\]]*[)\]]|\*"
)
_SEAMS: Final = re.compile(r"\s[/|–-]\s|[\n|/]|[()\[\]]")
_LETTERS: Final = re.compile(r"\b([^\W\d_])/([^\W\d_])\b")
"""P/c, đ/c, T/g: one shortened word or two, and no seam."""
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
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


@dataclass
class HeadingJudge:
    """Knows the aliases, their words, and how telling each word is."""

    vocabulary: Vocabulary
    _exact: dict[str, list[Alias]] = field(default_factory=dict)
    _bags: list[tuple[Alias, frozenset[str]]] = field(default_factory=list)
    _weights: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        counts: Counter[str] = Counter()
        for alias in self.vocabulary.aliases:
            self._exact.setdefault(fold(alias.text), []).append(alias)
            bag = self._words(alias.text)
            self._bags.append((alias, bag))
            counts.update(bag)
        total = len(self._bags)
        self._weights = {word: math.log(1 + total / times) for word, times in counts.items()}

    def fits(self, heading: str) -> Mapping[str, Fit]:
        """Return how well a heading fits each field that it fits at all."""
        bare = _LETTERS.sub(r"\1\2", " ".join(_FORMAT.sub(" ", heading).split()))
        parts = [part.strip() for part in _SEAMS.split(bare) if fold(part)]
        known = bool(parts) and self._is_sure(parts[0])
        found = dict(self._part(bare, known=known))
        if len(parts) > 1:
            told = [self._part(part) for part in parts]
            for name, fit in self._of_parts(told, aside="(" in bare or "[" in bare).items():
                _better(found, name, fit)
        for name, fit in self._two_languages(bare).items():
            _better(found, name, fit)
        return found

    def _is_sure(self, text: str) -> bool:
        return any(alias.level == "sure" for alias in self._exact.get(fold(text), []))

    @staticmethod
    def _of_parts(told: Sequence[Mapping[str, Fit]], *, aside: bool) -> Mapping[str, Fit]:
        """Return what the parts of a heading say; what they all say is sure, an aside is not."""
        main = max((fit.score for fit in told[0].values()), default=0.0)
        found: dict[str, Fit] = {}
        for name in {name for fits in told for name in fits}:
            fits = [each[name] for each in told if name in each]
            elsewhere = name not in told[0] or told[0][name].score < _SAYS
            worth = 1.0 if len(fits) == len(told) else _BOTH
            if aside and elsewhere and main >= _SAYS:
                worth = _ASIDE
            best = max(fits, key=lambda fit: fit.score)
            found[name] = Fit(score=best.score * worth, level=best.level)
        return found

    def knows(self, text: str) -> bool:
        """Tell whether a text is one of the headings that we know."""
        bare = _FORMAT.sub(" ", text)
        parts = [bare, *_SEAMS.split(bare)]
        return any(fold(part) in self._exact for part in parts if fold(part))

    def _part(self, text: str, *, known: bool = False) -> Mapping[str, Fit]:
        found: dict[str, Fit] = {}
        exact = self._exact.get(fold(text), [])
        for alias in exact:
            _better(found, alias.field, Fit(score=_LEVELS[alias.level], level=alias.level))
        words = self._words(text)
        # What one alias names exactly is hardly anything else.
        damped = 0.7 if exact or known else 1.0
        for alias, bag in self._bags:
            if words & bag:
                score = self._alike(words, bag) * _LIKE * _LEVELS[alias.level] * damped
                _better(found, alias.field, Fit(score=score, level=alias.level))
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
        padded = f" {spaced(_CAMEL.sub(' ', text))} "
        for short, long in self.vocabulary.shortenings.items():
            if f" {short} " in padded:
                padded = padded.replace(f" {short} ", f" {long} ")
        words = [word for word in padded.split() if word not in _FILLERS]
        return frozenset(words or padded.split())


def _better(found: dict[str, Fit], name: str, fit: Fit) -> None:
    if name not in found or found[name].score < fit.score:
        found[name] = fit
