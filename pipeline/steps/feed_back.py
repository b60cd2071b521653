"""Answers -> HR: what became of each reported person, in a workbook beside their report."""

from __future__ import annotations

import pandas as pd

from inbox.feedback import RESULT_COLUMNS, PersonState, to_xlsx
from pipeline import columns, rosters
from pipeline.model import Dossier, Drop, returned_name
from pipeline.parts import Parts
from pipeline.states import DossierState

_FROM_LINES = ("row", "MaNV", "HoTen", "MaDonVi", "PA")
_WORDS = {
    DossierState.BUILT: PersonState.WAITING,
    DossierState.SIGNED: PersonState.WAITING,
    DossierState.SHIPPED: PersonState.SENT,
    DossierState.TAKEN: PersonState.TAKEN,
    DossierState.NUMBERED: PersonState.NUMBERED,
    DossierState.ACCEPTED: PersonState.ACCEPTED,
    DossierState.PARTLY_ACCEPTED: PersonState.ACCEPTED,
    DossierState.REFUSED: PersonState.REFUSED,
    DossierState.WITHDRAWN: PersonState.WITHDRAWN,
}


def feed_back(parts: Parts, drop: Drop) -> None:
    """Write a drop's result workbook from all that is known now."""
    frames = [_people(parts, dossier) for dossier in parts.ledger.dossiers.of_drop(drop.id)]
    if frames:
        people = pd.concat(frames, ignore_index=True)
        workbook = to_xlsx(
            people, title=drop.name, made_at=parts.clock().astimezone(parts.settings.schedule.zone)
        )
        parts.spool.write(returned_name(drop, "result.xlsx"), workbook, shared=True)
    parts.ledger.drops.feedback_done(drop)


def _people(parts: Parts, dossier: Dossier) -> pd.DataFrame:
    """Return one row per line of a dossier: who, what, and what became of it."""
    lines = columns.from_file(
        parts.spool.site / dossier.artefact, first=dossier.first_line, count=dossier.lines
    )
    told = _told(parts, dossier, lines)
    people = pd.DataFrame({name: lines[name] for name in _FROM_LINES})
    people["dossier"] = dossier.id
    for name in RESULT_COLUMNS[len(people.columns) :]:
        people[name] = pd.Series(told[name], index=people.index, dtype="str")
    return people


def _told(parts: Parts, dossier: Dossier, lines: pd.DataFrame) -> dict[str, list[str]]:
    """Return, column by column, what is known of each line: plain lists, filled by position."""
    count = len(lines)
    told = {name: [""] * count for name in RESULT_COLUMNS if name not in _FROM_LINES}
    reached = DossierState(dossier.answered or dossier.state)
    told["state"] = [str(_WORDS[reached])] * count
    if reached is DossierState.REFUSED:
        told["reason"] = [dossier.reason or ""] * count
    answer = rosters.told(parts.ledger, dossier, lines)
    for position, (code, reason) in answer.refused.items():
        told["state"][position] = str(PersonState.REFUSED)
        told["code"][position], told["reason"][position] = code, reason
    for position, card in answer.cards.items():
        for name, said in zip(("card_number", "card_from", "card_to"), card, strict=True):
            told[name][position] = said
    _name_successors(parts, dossier, lines, told)
    # A number stands on each of a person's lines, whichever form and line it was given on.
    people = lines["MaNV"].tolist()
    given = {people[position]: number for position, number in answer.numbers.items()}
    told["insurance_number"] = [given.get(person, "") for person in people]
    return told


def _name_successors(
    parts: Parts, dossier: Dossier, lines: pd.DataFrame, told: dict[str, list[str]]
) -> None:
    """Say of each refused person which later dossier reports them again."""
    taken = parts.ledger.corrections.taken([dossier.id])
    if not taken:
        return
    for position, person in enumerate(lines["MaNV"].tolist()):
        new = taken.get((dossier.id, person))
        if new is not None and told["state"][position] == PersonState.REFUSED:
            words = (told["reason"][position], f"sửa ở / corrected in {new}")
            told["reason"][position] = " · ".join(filter(None, words))
