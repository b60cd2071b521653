"""Questions of a conversion -> holds: each gets a name that stays its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from outbox.model import Question
from pipeline.model import Hold


def named(drop: str, questions: Iterable[Question], before: Iterable[Hold]) -> list[Hold]:
    """Name each question by its drop and row, or by the unit whose people are absent.

    A row, or a unit's absent people, may raise several questions; the later ones are numbered.
    What was asked `before`, in an earlier conversion of the same drop, keeps its name: a person's
    answer to it must never be overwritten by another question.
    """
    names = {_asked(hold): hold.id for hold in before}
    taken, numbers = set(names.values()), Counter[str]()
    holds = []
    for question in questions:
        name = names.get(_asked(question)) or _free(drop, question, taken, numbers)
        taken.add(name)
        holds.append(Hold(id=name, drop=drop, state="open", **vars(question)))
    return holds


def _asked(asked: Question | Hold) -> tuple[str, str, int | None, str]:
    """Return what makes two questions the same one."""
    return asked.unit, asked.person, asked.row, asked.code


def _free(drop: str, question: Question, taken: set[str], numbers: Counter[str]) -> str:
    """Return the first name for a question that no other has; `numbers` says how far we counted."""
    place = question.row if question.row is not None else f"{question.unit}-absent"
    name = first = f"{drop}/{place}"
    while name in taken:
        numbers[first] += 1
        name = f"{first}-{numbers[first] + 1}"
    return name
