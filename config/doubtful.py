"""Words that are Vietnamese, or a name of another tongue, and what an old code makes of others.

``doubtful.csv`` has two kinds. Of ``tcvn3`` and ``vni``: a syllable that hardly stands in a name,
but is what the code keeps of a usual one (``Thò`` is Thị in VNI). ``foreign``: a name of people
from abroad that one of the codes would read as Vietnamese (``Loïc``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from config.errors import CodesError
from config.rows import SOURCED, read_lines

_BUILT_IN = Path(__file__).parent / "doubtful.csv"
_CODES = ("tcvn3", "vni")
_FOREIGN = "foreign"


@dataclass(frozen=True, kw_only=True)
class Doubtful:
    """Words of small letters that prove nothing by themselves."""

    in_names: Mapping[str, frozenset[str]]
    """By code: what in a name is probably another word."""
    in_texts: Mapping[str, frozenset[str]]
    """By code: what is so in any text."""
    foreign: frozenset[str]
    """Names of other tongues."""


def load_doubtful(path: Path | None = None) -> Doubtful:
    """Read the list; raises CodesError with every problem, each with file and row."""
    problems: list[str] = []
    names: dict[str, set[str]] = {kind: set() for kind in (*_CODES, _FOREIGN)}
    texts: dict[str, set[str]] = {kind: set() for kind in _CODES}
    for line in read_lines(path or _BUILT_IN, ("word", "kind", "in_texts", *SOURCED), problems):
        line.text("legal_source")
        line.flag("verified")
        word, kind = line.text("word"), line.one_of("kind", tuple(names))
        if word != word.lower() or word.isascii() or word in names[kind]:
            line.complain(f"not a word of small letters, beyond ASCII, that stands once: {word!r}")
        names[kind].add(word)
        if line.flag("in_texts") and kind in texts:
            texts[kind].add(word)
    if problems:
        raise CodesError("doubtful", tuple(problems))
    return Doubtful(
        in_names={kind: frozenset(names[kind]) for kind in _CODES},
        in_texts={kind: frozenset(texts[kind]) for kind in _CODES},
        foreign=frozenset(names[_FOREIGN]),
    )
