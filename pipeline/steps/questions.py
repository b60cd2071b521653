"""Questions of a conversion -> holds: each gets a name that stays its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from outbox.model import Movements, Question
from outbox.questions import question
from pipeline.model import Hold
from pipeline.steps.case import Case


def named(drop: str, questions: Iterable[Question], before: Iterable[Hold]) -> list[Hold]:
    """Name each question by its drop and row, or by the unit whose people are absent.

    A row, or a unit's absent people, may raise several questions; the later ones are numbered.
    What was asked `before`, in an earlier conversion of the same drop, keeps its name: a person's
    answer to it must never be overwritten by another question.
    """
    names = {_asked(hold): hold.id for hold in before}
    taken, numbers = set(names.values()), Counter[str]()
    holds = []
    for each in questions:
        name = names.get(_asked(each)) or _free(drop, each, taken, numbers)
        taken.add(name)
        holds.append(Hold(id=name, drop=drop, state="open", **vars(each)))
    return holds


def without_declined(case: Case, movements: Movements) -> Movements:
    """Ask nothing more of what a person turned down, and say so in the report.

    A row that was turned down is left out before; here are those whom no row names.
    """
    answered = {_asked(hold) for hold in case.declined}
    if not answered:
        return movements
    told = tuple(
        question("R-DECLINED", hold.unit, hold.person, hold.row, {"asked": hold.code})
        for hold in case.declined
    )
    return replace(
        movements,
        questions=tuple(each for each in movements.questions if _asked(each) not in answered),
        remarks=(*movements.remarks, *told),
    )


def _asked(asked: Question | Hold) -> tuple[str, str, int | None, str]:
    """Return what makes two questions the same one."""
    return asked.unit, asked.person, asked.row, asked.code


def _free(drop: str, asked: Question, taken: set[str], numbers: Counter[str]) -> str:
    """Return the first name for a question that no other has; `numbers` says how far we counted."""
    place = asked.row if asked.row is not None else f"{asked.unit}-absent"
    name = first = f"{drop}/{place}"
    while name in taken:
        numbers[first] += 1
        name = f"{first}-{numbers[first] + 1}"
    return name
