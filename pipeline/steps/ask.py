"""Examined -> converted, for requests: books and cards asked for, a dossier for each procedure.

They stand beside the declared roster; no payroll file decides about them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from outbox.model import Movements
from outbox.requests import RequestRules, work_out
from pipeline import columns
from pipeline.ledger.conversions import REQUESTS
from pipeline.ledger.dossiers import Plan
from pipeline.parts import Parts
from pipeline.rosters import declared
from pipeline.states import DropState
from pipeline.steps.brakes import approval
from pipeline.steps.case import Case
from pipeline.steps.conversion import Written, balance_of, cut, hold, tell
from pipeline.steps.examine import with_remarks
from pipeline.steps.onward import settled
from pipeline.steps.papers_kept import keep_papers, left_behind
from pipeline.steps.questions import named, without_declined
from pipeline.steps.so_far import all_remarks


def ask(parts: Parts, case: Case) -> DropState:
    """Work one examined file of requests out; ``examined`` where somebody must look first."""
    units = [unit.code for unit in parts.settings.employer.units]
    known = declared(parts.ledger, parts.spool, units=units, all_units=units)
    rows = pd.Series(case.table.rows, case.table.frame.index, dtype="int64")
    movements = work_out(
        case.table.frame.assign(row=rows), case.wrong, known.roster, _rules(parts, case, units)
    )
    movements = without_declined(case, movements)
    if standing := approval(parts, case, movements):
        hold(parts, case, standing, movements)
        return DropState.EXAMINED
    _record(parts, case, movements)
    return DropState.CONVERTED


def _rules(parts: Parts, case: Case, units: list[str]) -> RequestRules:
    released = parts.ledger.holds.of_drop(case.drop.id, "released")
    return RequestRules(
        kinds=parts.codes.requests,
        procedures=parts.codes.procedures,
        units=tuple(units),
        period=case.period,
        under_way=frozenset(_under_way(parts)),
        released=frozenset((each.unit, each.person, each.code) for each in released),
        doubtful=case.beside.doubtful,
    )


def _under_way(parts: Parts) -> Iterator[tuple[str, str, str]]:
    """Yield unit, person and code of every request that is in a dossier and not answered."""
    for dossier in parts.ledger.requests.under_way():
        lines = columns.from_file(
            parts.spool.site / dossier.artefact,
            columns=["MaDonVi", "MaNV", "YeuCau"],
            first=dossier.first_line,
            count=dossier.lines,
        )
        yield from zip(lines["MaDonVi"], lines["MaNV"], lines["YeuCau"], strict=True)


def _record(parts: Parts, case: Case, movements: Movements) -> None:
    """Write the lines of each procedure and turn, then the ledger; safe to repeat."""
    made = _dossiers(parts, case, movements.lines)
    noticed = (*movements.remarks, *left_behind(case, movements))
    remarks = all_remarks(parts, case.drop, noticed)
    balance = balance_of(case, movements)
    report = settled(with_remarks(case.report, remarks), balance)
    named_units = {row["unit"] for row in made} | {each.unit for each in movements.questions}
    units = sorted(named_units) or [parts.settings.employer.units[0].code]
    plan = Plan(
        chapters=tuple((unit, str(case.period), REQUESTS, None) for unit in units),
        dossiers=tuple(made),
        replaced=(),
        balance=balance,
        warnings=report.warnings,
        errors=report.errors,
    )
    asked = parts.ledger.holds.asked(case.drop.id)
    questions = named(case.drop.id, movements.questions, asked)
    before = {each.unit for each in asked}
    record_questions = partial(
        parts.ledger.holds.replace, drop=case.drop.id,
        units=sorted({*units, *before}), questions=questions,
    )  # fmt: skip
    tell(parts, case, report, marked=bool(remarks))
    because = f"{plan.balance.reported} yêu cầu / requests, {plan.balance.held} giữ / held"
    parts.ledger.dossiers.record(case.drop, plan, record_questions, because)
    for code, count in Counter(remark.code for remark in noticed).items():
        parts.log.info("drop.remarks", drop=case.drop.id, code=code, people=count)


def _dossiers(parts: Parts, case: Case, lines: pd.DataFrame) -> list[dict[str, Any]]:
    """Write and cut the lines of each procedure; nobody stands in one dossier twice."""
    count = len(parts.ledger.dossiers.of_drop(case.drop.id))
    made: list[dict[str, Any]] = []
    turns = lines.groupby(["ThuTuc", "Lan"], sort=True).ngroup().to_numpy()
    batches: Counter[tuple[str, str]] = Counter()
    for turn in np.unique(turns).tolist():
        part = lines[turns == turn].reset_index(drop=True)
        procedure = part["ThuTuc"].iloc[0]
        artefact = f"keep/lines/{case.drop.id}-{count}-{turn}.arrow"
        parts.spool.write(artefact, columns.to_bytes(part))
        written = Written(
            lines=part, artefact=artefact, papers=keep_papers(parts, case, part, artefact)
        )
        rows = cut(parts, case, written, procedure=procedure, taken=batches)
        batches.update((row["unit"], procedure) for row in rows)
        made += rows
    return made
