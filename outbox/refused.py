"""What VSS refused is not offered again until it differs, or until a person says so."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from outbox.compare import Mask
from outbox.keys import Positions, key, positions
from outbox.lines import LINE_COLUMNS
from outbox.model import Question
from outbox.questions import question, released
from outbox.rules import MovementRules

CODE: Final = "Q-REFUSED"
_IGNORED = (
    *("row", "gone", "source", "TuThang", "DenThang", "Ghichu"),
    *("Quy", "Dien", "TruyLui"),
)
_CONTENT = tuple(column for column in LINE_COLUMNS if column not in _IGNORED)
_PERSON = ("MaDonVi", "MaNV")


def same_as_refused(lines: pd.DataFrame, refused: pd.DataFrame) -> Positions:
    """Return which refused line each line repeats, -1 where its person has anything new to say."""
    repeats = np.full(len(lines), -1, np.int64)
    if lines.empty or refused.empty:
        return repeats
    known = refused.reindex(columns=list(_CONTENT), fill_value="").astype("str")
    met = positions(key(lines, *_PERSON), key(known, *_PERSON)) >= 0
    few = lines[met]
    at = positions(key(few, *_CONTENT), key(known, *_CONTENT))
    people = few[list(_PERSON)].assign(new=at < 0)
    other = people.groupby(list(_PERSON))["new"].transform("any").to_numpy(bool)
    repeats[np.flatnonzero(met)[~other]] = at[~other]
    return repeats


def refused_again(
    lines: pd.DataFrame, refused: pd.DataFrame, rules: MovementRules
) -> tuple[Mask, tuple[Question, ...]]:
    """Return the lines of people who would report only what VSS refused, and their questions."""
    at = same_as_refused(lines, refused)
    waits = at >= 0
    if not waits.any():
        return waits, ()
    waits[waits] = ~released(CODE, lines[waits], rules.released)
    first = ~lines[waits].duplicated(list(_PERSON)).to_numpy(bool)
    asked = lines[waits][first]
    said = refused[["code", "reason"]].take(at[waits][first])
    return waits, tuple(
        question(CODE, unit, person, row or None, {"said": ": ".join(filter(None, (code, reason)))})
        for unit, person, row, code, reason in zip(
            asked["MaDonVi"],
            asked["MaNV"],
            asked["row"].tolist(),
            said["code"],
            said["reason"],
            strict=True,
        )
    )
