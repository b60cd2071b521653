"""Nobody is reported twice for one kind of change in one period: who was, waits for an answer.

The key is unit, procedure, period, person and kind of change. Its period is the month of the file
or the months that a line speaks of: arrears told again in a later month are told twice. All
arrivals are one kind, and all departures; every other movement code is a kind of its own.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.model import Period
from outbox.compare import Mask
from outbox.keys import Positions, key, positions
from outbox.lines import BACK
from outbox.model import Movements, Question, RowFate
from outbox.questions import question, released

CODE: Final = "Q-TWICE"
EARLIER_COLUMNS: Final = (
    *("MaDonVi", "MaNV", "CMND", "PA", "Loai", "gone", "TuThang", "DenThang", "row"),
    *("Ky", "dossier", "line", "file"),
)
"""What must be known of a line that is on its way or accepted: the line, and where it stands."""

_PERSONS = ("MaNV", "CMND")
_ALIKE: Final = {"Q-DECLARED": "arrival", "Q-SAME-ID": "arrival", "Q-UNKNOWN": "departure"}
"""Questions that may well be about a second report -> the kind of change that they ask about."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Place:
    """Where the lines at hand come from."""

    file: str
    sheet: str | None
    period: Period
    rows: NDArray[np.int64]
    """The physical row of each row whose fate is told."""
    citizens: pd.Series[str]
    """The citizen id (CMND) of each of them."""


def hold_repeated(
    movements: Movements,
    earlier: pd.DataFrame,
    place: Place,
    answered: frozenset[tuple[str, str, str]],
    informed: Collection[tuple[str, str, str]],
) -> Movements:
    """Hold everybody of whom the same kind of change is on its way already, or was accepted.

    `answered` are (unit, person, code) that a person released; `informed` are (unit, person,
    dossier): other questions that a person released and that named the earlier dossier.
    """
    if earlier.empty:
        return movements
    lines = movements.lines
    at = _met(lines, earlier, str(place.period))
    repeats = (at >= 0) & ~released(CODE, lines, answered)
    few = lines.loc[repeats, ["MaDonVi", "MaNV"]]
    known = earlier["dossier"].iloc[at[repeats]]
    told = zip(few["MaDonVi"], few["MaNV"], known, strict=True)
    repeats[repeats] = [each not in informed for each in told]
    people = key(lines, "MaDonVi", "MaNV")
    waits = positions(people, key(lines[repeats], "MaDonVi", "MaNV")) >= 0
    questions = _named(movements.questions, earlier, place)
    fates = movements.fates.copy()
    fates[np.isin(place.rows, lines.loc[waits, "row"].to_numpy())] = RowFate.HELD
    held = set(zip(lines.loc[waits, "MaDonVi"], lines.loc[waits, "MaNV"], strict=True))
    return replace(
        movements,
        lines=lines[~waits].reset_index(drop=True),
        fates=fates,
        questions=(*questions, *_asked(lines, repeats, at, earlier, place)),
        remarks=tuple(each for each in movements.remarks if (each.unit, each.person) not in held),
    )


def _kinds(lines: pd.DataFrame) -> pd.Series[str]:
    """Return the kind of change of each line."""
    arrives = (lines["Loai"] == "1") & ~lines["PA"].isin(BACK)
    kinds = lines["PA"].mask(arrives, "arrival")
    return kinds.mask(lines["gone"].astype(bool), "departure").astype("str")


def _met(lines: pd.DataFrame, earlier: pd.DataFrame, period: str) -> Positions:
    """Return which earlier line reports the same of each line's person; -1 where none does."""
    mine = lines.assign(kind=_kinds(lines), Ky=period)
    known = earlier.assign(kind=_kinds(earlier))
    at = _first_met(mine, known, "MaDonVi", "kind", "Ky")
    spans = _first_met(mine, known, "MaDonVi", "kind", "TuThang", "DenThang")
    return np.where(at < 0, spans, at)


def _first_met(mine: pd.DataFrame, known: pd.DataFrame, *fields: str) -> Positions:
    """Return where each line's person stands with the same fields, by number or citizen id."""
    at = np.full(len(mine), -1, np.int64)
    for person in _PERSONS:
        met = positions(key(mine, *fields, person), key(known, *fields, person))
        # A blank says nothing, so it is like no other blank.
        met[_blank(mine, *fields, person)] = -1
        at = np.where(at < 0, met, at)
    return at


def _blank(lines: pd.DataFrame, *fields: str) -> Mask:
    found: Mask = (lines[list(fields)] == "").any(axis=1).to_numpy(bool)
    return found


def _asked(
    lines: pd.DataFrame, repeats: Mask, at: Positions, earlier: pd.DataFrame, place: Place
) -> tuple[Question, ...]:
    """Return one question for each row, or absent person, that would be reported twice."""
    whose = lines[repeats].assign(at=at[repeats])
    whose = whose.drop_duplicates(["MaDonVi", "MaNV", "row"])
    places = earlier.iloc[whose["at"].to_numpy()]
    return tuple(
        question(
            CODE, unit, person, row or None,
            {"kind": code, "here": _here(place, row), "there": _there(where)},
        )
        for unit, person, row, code, where in zip(
            whose["MaDonVi"], whose["MaNV"], whose["row"].tolist(), whose["PA"],
            places[["file", "row", "dossier", "line"]].to_numpy().tolist(), strict=True,
        )
    )  # fmt: skip


def _named(
    questions: tuple[Question, ...], earlier: pd.DataFrame, place: Place
) -> tuple[Question, ...]:
    """Return questions with both places, where what they ask about was reported before."""
    alike = [number for number, each in enumerate(questions) if each.code in _ALIKE]
    if not alike:
        return questions
    citizens = dict(zip(place.rows.tolist(), place.citizens, strict=True))
    asked = [questions[number] for number in alike]
    about = pd.DataFrame(
        [(each.unit, _ALIKE[each.code], each.person, citizens.get(each.row, "")) for each in asked],
        columns=["MaDonVi", "kind", *_PERSONS],
        dtype="str",
    )
    now = earlier[earlier["Ky"] == str(place.period)].reset_index(drop=True)
    at = _first_met(about, now.assign(kind=_kinds(now)), "MaDonVi", "kind")
    told = list(questions)
    for number, where in zip(alike, at.tolist(), strict=True):
        if where >= 0:
            told[number] = _with_places(questions[number], now.iloc[where], place)
    return tuple(told)


def _with_places(asked: Question, where: pd.Series, place: Place) -> Question:
    there = _there(where[["file", "row", "dossier", "line"]].tolist())
    both = f"{_here(place, asked.row or 0)}; {there}"
    return replace(
        asked,
        question_vi=f"{asked.question_vi} [{both}]",
        question_en=f"{asked.question_en} [{both}]",
    )


def _here(place: Place, row: int) -> str:
    """Say where the new line stands, in words that are the same in both languages."""
    sheet = f" [{place.sheet}]" if place.sheet else ""
    return f"{place.file}{sheet}" + (f":{row}" if row else "")


def _there(where: list[str | int]) -> str:
    """Say where the earlier line stands: file and row, dossier and line of its D02-TS."""
    file, row, dossier, line = where
    return f"{file}:{row} → {dossier} D02-TS:{line}" if row else f"{file} → {dossier} D02-TS:{line}"
