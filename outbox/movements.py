"""Declared roster + checked export -> Movements: what must be reported, and what must be asked.

Pure. A snapshot is complete for every unit that it names and says nothing of others; a file of
movements is taken as it is. Only people with something to report, to ask or to remark ever leave
the whole columns.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from adapters.model import Kind, PayrollTable
from config.model import Period
from outbox.absent import absences
from outbox.cases import gather
from outbox.coded import coded_lines, coded_questions
from outbox.compare import Comparison, Mask, compare
from outbox.events import Event
from outbox.given import events
from outbox.keys import Positions, key, positions
from outbox.lines import LINE_COLUMNS, complete
from outbox.model import Movements, Question, RowFate
from outbox.questions import released
from outbox.reach import reach
from outbox.refused import refused_again
from outbox.roster import Declared
from outbox.rows import AT, lines_of, questions_of, remarks_of
from outbox.rules import MovementRules

Fates = NDArray[np.int8]

__all__ = ["LINE_COLUMNS", "MovementRules", "work_out"]


def work_out(
    table: PayrollTable, wrong: Mask, declared: Declared, rules: MovementRules
) -> Movements:
    """Work out what an export means; `wrong` marks the rows that room 2 does not let pass."""
    fates = np.where(wrong, RowFate.REJECTED, RowFate.UNCHANGED).astype(np.int8)
    period = _period(table.frame, wrong)
    if period is None:
        return Movements(lines=_ordered([]), fates=fates, questions=(), remarks=(), absent=0)
    if table.kind is Kind.MOVEMENTS:
        return _from_movements(table, fates, declared, rules, period)
    return _from_snapshot(table, fates, declared, rules, period)


def _period(frame: pd.DataFrame, wrong: Mask) -> Period | None:
    """Return the period of the rows that are right; room 2 has seen to it that it is one."""
    right = frame.loc[~wrong, "Ky"]
    return None if right.empty else Period.parse(right.iloc[0])


def _from_snapshot(
    table: PayrollTable,
    fates: Fates,
    declared: Declared,
    rules: MovementRules,
    period: Period,
) -> Movements:
    comparison = compare(table.frame, declared.roster, rules, period)
    present, questions, remarks = _present(
        table, comparison, fates, declared=declared, rules=rules, period=period
    )
    away = absences(
        table.frame,
        comparison,
        fates.astype(np.int64),
        declared=declared,
        rules=rules,
        period=period,
    )
    parts = [present]
    if away.lines is not None:
        again, refusals = refused_again(away.lines, declared.refused, rules)
        parts.append(away.lines[~again])
        questions = (*questions, *away.questions, *refusals)
    return Movements(
        lines=_ordered(parts),
        fates=fates,
        questions=tuple(questions),
        remarks=(*remarks, *away.remarks),
        absent=away.missing,
    )


def _present(
    table: PayrollTable,
    comparison: Comparison,
    fates: Fates,
    *,
    declared: Declared,
    rules: MovementRules,
    period: Period,
) -> tuple[pd.DataFrame, Sequence[Question], Sequence[Question]]:
    """Work out the lines of those whom the file names, and mark their fates."""
    chosen = comparison.interesting(table.frame["PA"]) & (fates != RowFate.REJECTED)
    cases = gather(table.frame, comparison, np.flatnonzero(chosen), declared, rules.codes)
    found = events(cases, rules.codes, released("Q-PA", cases.rows, rules.released))
    reached = reach(cases, found, declared, rules, period)
    waits, questions = questions_of(cases, found, reached, table.rows, rules)
    reporting = ~waits & (found.event != Event.NONE)
    lines = lines_of(
        cases, found, reached, table.rows, reporting=reporting, rules=rules, period=period
    )
    again, refusals = refused_again(lines, declared.refused, rules)
    fates[cases.at[waits]] = RowFate.HELD
    fates[cases.at[reporting]] = RowFate.REPORTED
    fates[lines.loc[again, AT].to_numpy(np.int64)] = RowFate.HELD
    told = fates[cases.at] == RowFate.REPORTED
    remarks = remarks_of(cases, found, reached, table.rows, reported=told, annexed=rules.annexed)
    return lines[~again], (*questions, *refusals), remarks


def _from_movements(
    table: PayrollTable,
    fates: Fates,
    declared: Declared,
    rules: MovementRules,
    period: Period,
) -> Movements:
    right = np.flatnonzero(fates != RowFate.REJECTED)
    lines = coded_lines(
        table.frame, table.rows, right, declared=declared, rules=rules, period=period
    )
    waits, questions = coded_questions(lines, declared, rules)
    again, refusals = refused_again(lines, declared.refused, rules)
    waits = _whole_people(lines, waits | again)
    fates[right] = np.where(waits, RowFate.HELD, RowFate.REPORTED)
    return Movements(
        lines=_ordered([lines[~waits]]),
        fates=fates,
        questions=(*questions, *refusals),
        remarks=(),
        absent=0,
    )


def _whole_people(lines: pd.DataFrame, waits: Mask) -> Mask:
    """Hold all lines of somebody who must wait: nobody is both held and reported."""
    held: Positions = positions(key(lines, "MaDonVi", "MaNV"), key(lines[waits], "MaDonVi", "MaNV"))
    return held >= 0


def _ordered(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return lines by unit and by the first row of each person, so that no person is torn."""
    if not parts:
        return complete(pd.DataFrame({"MaDonVi": pd.Series([], dtype="str")}))
    lines = parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)
    first = lines.groupby(["MaDonVi", "MaNV"])[AT].transform("min")
    person = pd.Series(np.where(lines["row"] == 0, "", lines["MaNV"]), lines.index)
    order = lines.assign(_first=first, _person=person).sort_values(
        ["MaDonVi", "_first", "_person", AT], kind="stable"
    )
    return order[list(LINE_COLUMNS)].reset_index(drop=True)
