"""From decided cases to lines of a D02-TS, and who of them must wait for an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from config.causes import Cause
from config.model import Period
from outbox.cases import LONG_NUMBER_LENGTH, Cases
from outbox.compare import CONDITIONS, Mask
from outbox.events import Event, Events
from outbox.funds import FUND_SETS, HEALTH
from outbox.keys import Positions, picked
from outbox.lines import (
    BACK,
    LEAVE,
    WORKING,
    contract_note,
    describe,
    leave_note,
    shortened,
)
from outbox.model import Question
from outbox.on_and_off import departures, fund_lines
from outbox.past import past_lines
from outbox.questions import ask, in_rows, released
from outbox.reach import Reach
from outbox.rules import MovementRules

AT = "at"
"""The column, next to LINE_COLUMNS, that holds a line's position in the export."""


def questions_of(
    cases: Cases, found: Events, reached: Reach, physical: Positions, rules: MovementRules
) -> tuple[Mask, tuple[Question, ...]]:
    """Return who must wait, and what each of them is asked."""
    joins = found.event == Event.JOIN
    nameless = joins & (cases.number == "").to_numpy(bool)
    row = physical[cases.at]
    annexed = in_rows(row, rules.annexed)
    spoilt = in_rows(row, rules.doubtful.get("Q-HOUSEHOLD-ROWS", ()))
    on_leave = cases.employed & (cases.condition != 0)
    other_leave = (found.event == Event.LEAVE) & (cases.declared_condition > 0)
    arrives = np.isin(found.event, (Event.JOIN, Event.BACK, Event.REJOIN))
    return asked_about(
        {
            "Q-TWO-UNITS": cases.twice,
            "Q-PA": found.misfit,
            "Q-SAME-ID": joins & cases.same_id,
            "Q-NEW-ON-LEAVE": joins & on_leave,
            "Q-LEAVE-CHANGE": other_leave,
            "Q-CONTRACT": joins & cases.unsure,
            "Q-UNCOVERED": (found.event == Event.GONE) & found.uncovered,
            "Q-FUNDS": found.event == Event.REJOIN,
            "Q-HEALTH-ONLY": arrives & (cases.funds == HEALTH),
            **reached.questions,
            "Q-NUMBER-12": joins & cases.long_number(),
            "Q-HOUSEHOLD": nameless & (rules.household == "required") & ~annexed & ~spoilt,
            "Q-HOUSEHOLD-ROWS": nameless & spoilt,
            "Q-ATTACHMENT": (found.event != Event.NONE)
            & in_rows(row, rules.doubtful.get("Q-ATTACHMENT", ())),
            "Q-PROOFS": (found.event != Event.NONE)
            & in_rows(row, rules.doubtful.get("Q-PROOFS", ())),
        },
        cases,
        physical,
        rules,
    )


def asked_about(
    concerned: Mapping[str, Mask], cases: Cases, physical: Positions, rules: MovementRules
) -> tuple[Mask, tuple[Question, ...]]:
    """Return who must wait for the answer to some question, and the questions nobody answered."""
    waits = np.zeros(len(cases.at), bool)
    questions: list[Question] = []
    for code, asked in concerned.items():
        open_ = asked & ~released(code, cases.rows, rules.released)
        waits |= open_
        questions.extend(ask(code, cases.rows, physical[cases.at], open_))
    return waits, tuple(questions)


def remarks_of(
    cases: Cases,
    found: Events,
    reached: Reach,
    physical: Positions,
    *,
    reported: Mask,
    annexed: frozenset[int],
) -> tuple[Question, ...]:
    """Return what a person should know about people whom nothing stops."""
    joins = reported & (found.event == Event.JOIN)
    transfers = joins & (found.codes == "TD") & ~cases.kin & ~cases.because(Cause.OTHER_UNIT)
    nameless = joins & (cases.number == "").to_numpy(bool)
    own_code = (cases.rows["PA"] != "").to_numpy(bool)
    at = physical[cases.at]
    return (
        *ask("R-TRANSFER", cases.rows, at, transfers & ~own_code),
        *ask("R-HOUSEHOLD", cases.rows, at, nameless & ~in_rows(at, annexed)),
        *ask(
            "R-UNCOVERED",
            cases.rows,
            physical[cases.at],
            found.uncovered & ~cases.declared & ~reported,
        ),
        *(
            remark
            for code, mask in reached.remarks.items()
            for remark in ask(code, cases.rows, at, mask & reported)
        ),
        *ask("R-IDENTITY", cases.rows, at, cases.identity_differs()),
    )


def lines_of(
    cases: Cases,
    found: Events,
    reached: Reach,
    physical: Positions,
    *,
    reporting: Mask,
    rules: MovementRules,
    period: Period,
) -> pd.DataFrame:
    """Return the lines of those who report something, by person in the export's order.

    Somebody's lines stand in this order: departure, arrival or wage, funds on and off, title.
    """
    chosen = np.flatnonzero(reporting)
    rows = cases.rows.take(chosen).reset_index(drop=True)
    lines = describe(_with_funds(rows, cases, found, chosen), period, rules.law, rules.units)
    lines = _filled(lines, rows, cases, found, chosen)
    lines = lines.assign(row=physical[cases.at[chosen]])
    second = picked(lines, found.second[chosen]).assign(PA="CD", Loai="5")
    on = (rules.law, period.first_day)
    whole = [
        departures(lines, cases, found, chosen, on),
        picked(lines, found.plain[chosen]),
        *fund_lines(lines, cases, found, chosen, on),
        second,
        past_lines(lines, chosen, cases, found, reached, rules=rules, period=period),
    ]
    return _in_order(lines, whole)


def _filled(
    lines: pd.DataFrame, rows: pd.DataFrame, cases: Cases, found: Events, chosen: Positions
) -> pd.DataFrame:
    """Return lines with what the event itself says: number, code, group, condition, note."""
    number = cases.number.take(chosen).reset_index(drop=True)
    long = number.str.len() == LONG_NUMBER_LENGTH
    event = found.event[chosen]
    lines = lines.assign(
        **{AT: cases.at[chosen]},
        MasoBHXH=number.mask(long, ""),
        DaCoSo=pd.Series(np.where(number == "", "0", "1"), dtype="str"),
        PA=pd.Series(found.codes[chosen], dtype="str"),
        Loai=pd.Series(found.groups[chosen]).astype("str"),
        gone=event == Event.GONE,
        TinhTrang=_conditions(cases, found, chosen, lines.index),
        Ghichu=notes(rows, event),
    )
    return _with_deaths(lines, rows, found.death[chosen])


def _in_order(lines: pd.DataFrame, whole: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return all lines by person in the export's order, each person's as they were made."""
    filled = [each for each in whole if len(each)] or [lines.iloc[:0]]
    found = filled[0] if len(filled) == 1 else pd.concat(filled)
    return found.sort_values(AT, kind="stable", ignore_index=True)


def _with_funds(rows: pd.DataFrame, cases: Cases, found: Events, chosen: Positions) -> pd.DataFrame:
    """Return the rows with the funds that the line's rate is of: who goes had the declared ones."""
    going = np.isin(found.event[chosen], (Event.GONE, Event.LEAVE))
    funds = np.where(going, cases.declared_funds[chosen], cases.funds[chosen])
    known = np.where(funds < 0, cases.funds[chosen], funds)
    return rows.assign(Quy=pd.Series(np.array(FUND_SETS, object)[known], dtype="str"))


def _conditions(cases: Cases, found: Events, chosen: Positions, index: pd.Index) -> pd.Series[str]:
    """Return the condition after each line: at work, on a leave, or "" where nothing is said."""
    event, codes = found.event[chosen], found.codes[chosen]
    told = np.array(CONDITIONS, object)[cases.condition[chosen]]
    coded = np.array([LEAVE.get(code, "") for code in codes], object)
    leave = np.where(told == WORKING, coded, told)
    back = np.isin(event, (Event.JOIN, Event.BACK, Event.REJOIN)) | np.isin(codes, BACK)
    after = np.where(event == Event.LEAVE, leave, np.where(back, WORKING, ""))
    return pd.Series(after, index, dtype="str")


def notes(rows: pd.DataFrame, event: Positions) -> pd.Series[str]:
    """Return Ghichu: the contract of an arrival, the span of a leave, else the reason."""
    joins = pd.Series(np.isin(event, (Event.JOIN, Event.REJOIN)), rows.index)
    leaves = pd.Series(event == Event.LEAVE, rows.index)
    reasons = rows["LyDo"].mask(leaves, leave_note(rows))
    return contract_note(rows).where(joins, shortened(reasons))


def _with_deaths(lines: pd.DataFrame, rows: pd.DataFrame, died: Mask) -> pd.DataFrame:
    """Return the lines with CoGiamChet and NgayChet (the day of the status) of the dead."""
    dead = pd.Series(died, lines.index)
    return lines.assign(
        CoGiamChet=lines["CoGiamChet"].mask(dead, "1"),
        NgayChet=lines["NgayChet"].mask(dead, rows["NgayTrangThai"]),
    )
