"""Answers -> HR: what became of each reported person, in a workbook beside their report."""

from __future__ import annotations

import numpy as np
import pandas as pd

from inbox.feedback import RESULT_COLUMNS, PersonState, to_xlsx
from pipeline import columns
from pipeline.model import Dossier, Drop
from pipeline.parts import Parts
from pipeline.rosters import told
from pipeline.states import DossierState
from pipeline.steps.examine import returned_name

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
    DossierState.SUPERSEDED: PersonState.REFUSED,
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
    people = lines[["row", "MaNV", "HoTen", "MaDonVi", "PA"]].copy()
    people["dossier"] = dossier.id
    people["state"] = str(_WORDS[dossier.state])
    for name in RESULT_COLUMNS[len(people.columns) :]:
        people[name] = ""
    if dossier.state is DossierState.REFUSED:
        people["reason"] = dossier.reason or ""
    answer = told(parts.ledger, dossier, lines)
    for position, (code, reason) in answer.refused.items():
        label = people.index[position]
        people.loc[label, ["state", "code", "reason"]] = [str(PersonState.REFUSED), code, reason]
    _cards(parts, dossier, people, answer.numbers)
    return people[list(RESULT_COLUMNS)]


def _cards(parts: Parts, dossier: Dossier, people: pd.DataFrame, numbers: dict[int, str]) -> None:
    """Fill in the numbers and cards that VSS gave; a person's number stands on each of their lines."""
    for outcome in parts.ledger.answers.outcomes(dossier.id):
        position = outcome["line"] - 1
        if outcome["form"] == "D02-TS" and outcome["accepted"] and position < len(people):
            cards = ["card_number", "card_from", "card_to"]
            people.loc[people.index[position], cards] = [outcome[name] for name in cards]
    given = {str(people["MaNV"].iloc[position]): number for position, number in numbers.items()}
    if given:
        assigned = people["MaNV"].map(given).fillna("")
        people["insurance_number"] = np.where(assigned != "", assigned, people["insurance_number"])
