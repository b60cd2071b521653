"""The command that lets a held file go on, as the operator must type it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.model import Kind
from pipeline.steps.case import Case

_WORDS: Final[Mapping[Kind, tuple[str, ...]]] = {
    Kind.SNAPSHOT: ("as-baseline", "as-new"),
    Kind.MOVEMENTS: ("as-new",),
}
"""What a person may say of a file whose units have no baseline."""


def has_baseline_word(case: Case) -> bool:
    """Tell whether a person has said what the file is to units without a baseline."""
    said = case.drop.released.split(",")
    return any(word in said for word in _WORDS.get(case.table.kind, ()))


def release_command(case: Case) -> str:
    """Return the command, with the choice that it asks for where a baseline is missing."""
    choice = "" if has_baseline_word(case) or not case.unopened else _choice(case)
    return f"`bhxh release {case.drop.id} {choice}--reason …`"


def _choice(case: Case) -> str:
    words = " | ".join(f"--{word}" for word in _WORDS.get(case.table.kind, ()))
    return f"{words} " if words else ""
