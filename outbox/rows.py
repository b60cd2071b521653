"""From decided cases to lines of a D02-TS, and who of them must wait for an answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from config.model import Period
from outbox.cases import LONG_NUMBER_LENGTH, Cases
from outbox.compare import CONDITIONS, Mask
from outbox.events import Event, Events
from outbox.keys import Positions
from outbox.lines import BACK, LEAVE, WORKING, contract_note, describe, shortened
from outbox.model import Question
from outbox.questions import ask, in_rows, released
from outbox.rules import MovementRules

AT = "at"
"""The column, next to LINE_COLUMNS, that holds a line's position in the export."""


def questions_of(
    cases: Cases, found: Events, physical: Positions, rules: MovementRules
) -> tuple[Mask, tuple[Question, ...]]:
    """Return who must wait, and what each of them is asked."""
    joins = found.event == Event.JOIN
    nameless = joins & (cases.number == "").to_numpy(bool)
    row = physical[cases.at]
    annexed = in_rows(row, rules.annexed)
    spoilt = in_rows(row, rules.doubtful.get("Q-HOUSEHOLD-ROWS", ()))
    on_leave = cases.employed & (cases.condition != 0)
    other_leave = (found.event == Event.LEAVE) & (cases.declared_condition > 0)
    concerned = {
        "Q-TWO-UNITS": cases.twice,
        "Q-PA": found.misfit,
        "Q-SAME-ID": joins & cases.same_id,
        "Q-NEW-ON-LEAVE": joins & on_leave,
        "Q-LEAVE-CHANGE": other_leave,
        "Q-NUMBER-12": joins & cases.long_number(),
        "Q-HOUSEHOLD": nameless & (rules.household == "required") & ~annexed & ~spoilt,
        "Q-HOUSEHOLD-ROWS": nameless & spoilt,
        "Q-ATTACHMENT": (found.event != Event.NONE)
        & in_rows(row, rules.doubtful.get("Q-ATTACHMENT", ())),
    }
    waits = np.zeros(len(cases.at), bool)
    questions: list[Question] = []
    for code, asked in concerned.items():
        open_ = asked & ~released(code, cases.rows, rules.released)
        waits |= open_
        questions.extend(ask(code, cases.rows, physical[cases.at], open_))
    return waits, tuple(questions)


def remarks_of(
    cases: Cases, found: Events, physical: Positions, reported: Mask, annexed: frozenset[int]
) -> tuple[Question, ...]:
    """Return what a person should know about people whom nothing stops."""
    joins = reported & (found.event == Event.JOIN)
    transfers = joins & (found.codes == "TD") & ~cases.kin
    nameless = joins & (cases.number == "").to_numpy(bool)
    own_code = (cases.rows["PA"] != "").to_numpy(bool)
    return (
        *ask("R-TRANSFER", cases.rows, physical[cases.at], transfers & ~own_code),
        *ask(
            "R-HOUSEHOLD",
            cases.rows,
            physical[cases.at],
            nameless & ~in_rows(physical[cases.at], annexed),
        ),
        *ask("R-IDENTITY", cases.rows, physical[cases.at], cases.identity_differs()),
    )


def lines_of(
    cases: Cases,
    found: Events,
    physical: Positions,
    *,
    reporting: Mask,
    rules: MovementRules,
    period: Period,
) -> pd.DataFrame:
    """Return the lines of those who report something, in the export's order, DC before CD."""
    chosen = np.flatnonzero(reporting)
    lines = describe(cases.rows.take(chosen), period, rules.law, rules.units)
    number = cases.number.take(chosen)
    long = number.str.len() == LONG_NUMBER_LENGTH
    known = pd.Series(np.where(number == "", "0", "1"), lines.index, dtype="str")
    lines = lines.assign(
        **{AT: cases.at[chosen], "row": physical[cases.at[chosen]]},
        MasoBHXH=number.mask(long, ""),
        DaCoSo=known,
        PA=pd.Series(found.codes[chosen], lines.index, dtype="str"),
        Loai=pd.Series(found.groups[chosen], lines.index).astype("str"),
        gone=found.event[chosen] == Event.GONE,
        TinhTrang=_conditions(cases, found, chosen, lines.index),
        Ghichu=_notes(cases.rows.take(chosen), found.event[chosen]),
    )
    lines = _with_deaths(lines, cases.rows.take(chosen), found.death[chosen])
    titles = lines[found.second[chosen]].assign(PA="CD", Loai="5")
    return pd.concat([lines, titles]).sort_values(AT, kind="stable", ignore_index=True)


def _conditions(cases: Cases, found: Events, chosen: Positions, index: pd.Index) -> pd.Series[str]:
    """Return the condition after each line: at work, on a leave, or "" where nothing is said."""
    event, codes = found.event[chosen], found.codes[chosen]
    told = np.array(CONDITIONS, object)[cases.condition[chosen]]
    coded = np.array([LEAVE.get(code, "") for code in codes], object)
    leave = np.where(told == WORKING, coded, told)
    back = np.isin(event, (Event.JOIN, Event.BACK)) | np.isin(codes, BACK)
    after = np.where(event == Event.LEAVE, leave, np.where(back, WORKING, ""))
    return pd.Series(after, index, dtype="str")


def _notes(rows: pd.DataFrame, event: Positions) -> pd.Series[str]:
    """Return Ghichu: the contract of an arrival, the reason of everything else."""
    return contract_note(rows).where(
        pd.Series(event == Event.JOIN, rows.index), shortened(rows["LyDo"])
    )


def _with_deaths(lines: pd.DataFrame, rows: pd.DataFrame, died: Mask) -> pd.DataFrame:
    """Return the lines with CoGiamChet and NgayChet (the day of the status) of the dead."""
    dead = pd.Series(died, lines.index)
    return lines.assign(
        CoGiamChet=lines["CoGiamChet"].mask(dead, "1"),
        NgayChet=lines["NgayChet"].mask(dead, rows["NgayTrangThai"]),
    )
