"""What do a table's headings say together: under a group, behind a system's own letters?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from adapters.guess_headings import Fit, HeadingJudge
from config.headings import IDLE

_TECHNICAL: Final = re.compile(r"[A-Za-z][A-Za-z0-9_$.]+")
_LONGEST: Final = 6
"""Letters of a system's own prefix."""
_MANY: Final = 4
"""Columns of a table of which half is enough to tell a prefix."""
_BEGIN: Final = re.compile(r"([A-Za-z0-9]{2,8}?)(?:[_.$]|(?<=[a-z])(?=[A-Z]))(?=[A-Za-z])")
"""The first word of a technical name, and what parts it from the next."""
_SEVERAL: Final = 3
"""So many headings tell that their beginning is the system's own."""
_BY_ITSELF: Final = 0.8
_GROUPED: Final = 0.6
"""What the group above such a heading is worth."""
_LOWEST: Final = 0.98
"""What the lowest part of a heading is worth without its group."""


def grouped(
    judge: HeadingJudge, whole: str, lowest: str, against: Callable[[str], bool]
) -> dict[str, Fit]:
    """Return which fields a heading fits with the group above it and without.

    `against` tells whether the cells below speak against a field: amounts are no posts.
    """
    found = dict(judge.fits(whole)) if whole else {}
    if not lowest or lowest == whole:
        return found
    own = judge.fits(lowest)
    if _by_itself(judge, whole, {name: fit for name, fit in own.items() if not against(name)}):
        # What the heading itself names, its group does not name again.
        found = {name: _worth(fit, _GROUPED) for name, fit in found.items()}
    for name, fit in own.items():
        weaker = _worth(fit, _LOWEST)
        if name not in found or found[name].score < weaker.score:
            found[name] = weaker
    return found


def _by_itself(judge: HeadingJudge, whole: str, own: Mapping[str, Fit]) -> bool:
    """Tell whether a heading names a field by itself; what is above it says no more, then.

    A group may list what stands below it: wages and allowances over each of both.
    """
    named = {name: fit for name, fit in own.items() if name not in (IDLE, "Loai")}
    if any(fit.outright for fit in named.values()):
        return True
    group, _, _ = whole.rpartition(" / ")
    likely = {
        name for name, fit in named.items() if fit.level == "likely" and fit.score >= _BY_ITSELF
    }
    return bool(likely) and not (judge.meant(whole) - likely and likely - judge.spoken(group))


def _worth(fit: Fit, share: float) -> Fit:
    return Fit(score=fit.score * share, level=fit.level)


def without_prefix(
    headings: Sequence[tuple[str, str]], known: Callable[[str], bool]
) -> list[tuple[str, str]]:
    """Return headings without the letters that a system puts before its own: PREMNO, PRDEPT.

    They are what most headings begin with, if without them more headings mean something.

    >>> own = [("YADOB", "YADOB"), ("YASEX", "YASEX"), ("YAZONE", "YAZONE"), ("EDLN", "EDLN")]
    >>> without_prefix(own, lambda word: word in ("DOB", "SEX", "ZONE"))[2:]
    [('ZONE', 'ZONE'), ('EDLN', 'EDLN')]
    """
    plain = [whole for whole, low in headings if whole == low and _TECHNICAL.fullmatch(whole)]
    begins = Counter(whole[:length] for whole in plain for length in range(1, _LONGEST + 1))
    usual = [begin for begin, times in begins.items() if 2 * times >= max(len(headings), _MANY)]
    gained, prefix = max(((_gained(plain, each, known), each) for each in usual), default=(0, ""))
    if gained < _SEVERAL:
        return list(headings)
    return [
        (whole[len(prefix) :], whole[len(prefix) :])
        if whole == low and _has(whole, prefix)
        else (whole, low)
        for whole, low in headings
    ]


def _gained(names: Sequence[str], prefix: str, known: Callable[[str], bool]) -> int:
    """Return how many more names mean something without a prefix."""
    begun = [name for name in names if _has(name, prefix)]
    return sum(known(name[len(prefix) :]) - known(name) for name in begun)


def _has(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and len(name) > len(prefix) + 1


def without_marks(
    headings: Sequence[tuple[str, str]], known: Callable[[str], bool]
) -> list[tuple[str, str]]:
    """Return headings without first words that several have and nobody knows: CDF_SINO, HcmName.

    >>> own = [("CDF_SINO", "CDF_SINO"), ("CDF_SEX", "CDF_SEX"), ("CDF_ZONE", "CDF_ZONE")]
    >>> without_marks(own, lambda word: word != "CDF")[0]
    ('SINO', 'SINO')
    """
    begins = [_BEGIN.match(whole) if whole == low else None for whole, low in headings]
    counted = Counter(begin[1] for begin in begins if begin)
    marks = {mark for mark, times in counted.items() if times >= _SEVERAL and not known(mark)}
    return [
        (whole[begin.end() :], low[begin.end() :])
        if begin and begin[1] in marks and not known(whole)
        else (whole, low)
        for begin, (whole, low) in zip(begins, headings, strict=True)
    ]
