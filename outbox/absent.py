"""Declared people whom a snapshot does not name: moved to another own unit, or missing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.model import Period
from outbox.cases import found_by
from outbox.compare import Comparison, Mask
from outbox.funds import ACCIDENT, FUND_SETS
from outbox.keys import Positions, picked, taken
from outbox.lines import describe
from outbox.model import Question, RowFate
from outbox.questions import ask, question
from outbox.roster import Declared
from outbox.rows import AT
from outbox.rules import MovementRules

_ABSENT = "Q-ABSENT"
_SHOWN = 50
"""Absent people whom their question names."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Absence:
    """What follows from people's absence."""

    lines: pd.DataFrame | None
    """None where nobody is absent."""
    questions: tuple[Question, ...]
    remarks: tuple[Question, ...]
    missing: int


def absences(
    frame: pd.DataFrame,
    comparison: Comparison,
    fates: Positions,
    *,
    declared: Declared,
    rules: MovementRules,
    period: Period,
) -> Absence:
    """Work out who is absent: GD for those who moved, GH or one question for those missing.

    A move waits until the row in the new unit is reported, so that nobody is lost between two.
    """
    people = _unseen(frame, comparison, fates, declared.roster)
    if people.empty:
        return Absence(lines=None, questions=(), remarks=(), missing=0)
    moved, waiting = _moved(people, frame, comparison, fates, declared.elsewhere)
    missing = ~moved & ~waiting
    leaving, questions, remarks = _decide(people[missing], rules)
    gone = np.flatnonzero(missing)[leaving]
    going = np.concatenate([np.flatnonzero(moved), gone])
    codes = np.repeat(["GD", "GH"], [moved.sum(), len(gone)])
    lines = _departures(people.take(going).reset_index(drop=True), codes, rules, period)
    nowhere = np.zeros(len(people), np.int64)
    waits = ask("R-MOVE-WAITS", people.assign(PA=""), nowhere, waiting)
    return Absence(
        lines=lines.assign(**{AT: len(frame)}),
        questions=questions,
        remarks=(*remarks, *waits),
        missing=int(missing.sum()),
    )


def _unseen(
    frame: pd.DataFrame, comparison: Comparison, fates: Positions, roster: pd.DataFrame
) -> pd.DataFrame:
    """Return the roster rows, of units that the file names, that no row stands for.

    A rejected row may have the wrong employee number, so it also stands for its citizen id.
    """
    rejected = fates == RowFate.REJECTED
    named = set(frame.loc[~rejected, "MaDonVi"].unique())
    unseen = roster["MaDonVi"].isin(named).to_numpy(bool, copy=True)
    unseen[comparison.own[comparison.own >= 0]] = False
    people = picked(roster, unseen).reset_index(drop=True)
    wrong = frame.loc[rejected & (frame["CMND"] != ""), ["MaDonVi", "CMND"]]
    told = pd.MultiIndex.from_frame(people[["MaDonVi", "CMND"]]).isin(
        pd.MultiIndex.from_frame(wrong)
    )
    return people[~told].reset_index(drop=True)


def _moved(
    people: pd.DataFrame,
    frame: pd.DataFrame,
    comparison: Comparison,
    fates: Positions,
    elsewhere: pd.DataFrame,
) -> tuple[Mask, Mask]:
    """Tell who is at work in another own unit, and whose row there is not reported yet."""
    if people.empty:
        return np.zeros(0, bool), np.zeros(0, bool)
    employed = np.flatnonzero(comparison.employed)
    columns = frame[["MaDonVi", "MaNV", "CMND"]].take(employed)
    at = found_by(people, columns)
    there = at >= 0
    open_ = np.zeros(len(people), bool)
    open_[there] = np.isin(fates[employed[at[there]]], (RowFate.REJECTED, RowFate.HELD))
    same = (taken(columns, at)["MaDonVi"] == people["MaDonVi"]).to_numpy(bool)
    waiting = there & (open_ | same)
    known = found_by(people, elsewhere) >= 0
    return (there & ~waiting) | (known & ~there), waiting


def _decide(
    missing: pd.DataFrame, rules: MovementRules
) -> tuple[Mask, tuple[Question, ...], tuple[Question, ...]]:
    """Return who of the missing is reported as gone; one question or remark for each unit."""
    leaving = np.zeros(len(missing), bool)
    questions, remarks = [], []
    for unit, count in missing["MaDonVi"].value_counts(sort=False).items():
        away = missing["MaNV"][missing["MaDonVi"] == unit]
        facts: dict[str, str | int] = {"count": int(count), "who": _named(away)}
        if rules.missing == "leaves" or (str(unit), "", _ABSENT) in rules.released:
            leaving |= (missing["MaDonVi"] == unit).to_numpy(bool)
            remarks.append(question("R-ABSENT", str(unit), "", None, facts))
        else:
            questions.append(question(_ABSENT, str(unit), "", None, facts))
    return leaving, tuple(questions), tuple(remarks)


def _named(people: pd.Series[str]) -> str:
    """Return employee numbers for a person to read, in their order; many are cut short."""
    first = sorted(people.head(_SHOWN).tolist())
    return ", ".join(first) + (", …" if len(people) > _SHOWN else "")


def _departures(
    people: pd.DataFrame, codes: NDArray[np.str_], rules: MovementRules, period: Period
) -> pd.DataFrame:
    number = people["MasoBHXH"]
    accident = (people["Quy"] == FUND_SETS[ACCIDENT]).to_numpy(bool)
    codes = np.where(accident, "GL", codes)
    lines = describe(people, period, rules.law, rules.units)
    return lines.assign(
        DaCoSo=pd.Series(np.where(number == "", "0", "1"), people.index, dtype="str"),
        PA=pd.Series(codes, people.index, dtype="str"),
        Loai=pd.Series(np.where(accident, "4", "3"), people.index, dtype="str"),
        gone=True,
    )
