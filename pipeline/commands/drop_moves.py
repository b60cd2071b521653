"""What a person does next about one file, by all that the ledger knows of it."""

from __future__ import annotations

from pipeline import views
from pipeline.english import counted
from pipeline.ledger import Ledger
from pipeline.model import OPENED, Drop, Hold
from pipeline.states import DropState
from pipeline.twins import twin_moves, unreported_before

_SHOWN = 3
"""Open questions that are named; `show` lists all."""


def opened_as(ledger: Ledger, key: str) -> list[str]:
    """Return what was said of a file when it became the opening roster of units."""
    told = (because for _at, _start, _end, because in ledger.answers.history(key))
    return [because for because in told if because.startswith(OPENED)]


def drop_moves(ledger: Ledger, drop: Drop) -> tuple[str, str]:
    """Return, in Vietnamese and English, the next move: also for its questions, or its twin."""
    if drop.state is DropState.DUPLICATE:
        return twin_moves(drop, unreported_before(ledger, drop))
    questions = ledger.holds.of_drop(drop.id)
    if drop.state is DropState.CONVERTED and questions:
        return _answers(drop, questions)
    return views.next_move(drop)


def _answers(drop: Drop, questions: list[Hold]) -> tuple[str, str]:
    """Name the first questions with both answers."""
    acts = [
        f"{each.id} ({each.code}): `bhxh release {each.id} --reason …` | "
        f"`bhxh withdraw {each.id} --reason …`"
        for each in questions[:_SHOWN]
    ]
    more = f"; `bhxh show {drop.id}`" if len(questions) > _SHOWN else ""
    told = "; ".join(acts) + more
    count = len(questions)
    return (
        f"{count} câu hỏi chờ trả lời, có | không: {told}",
        f"{counted(count, 'open question')}, yes | no: {told}",
    )
