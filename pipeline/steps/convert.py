"""Examined -> converted: movements against the declared roster, cut into dossiers.

A brake (no baseline, older period, head-count or wages moved too far, the feed's approval) holds
the whole file until a person decides; a question holds one person while the others go on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Connection

from adapters.model import Kind, PayrollTable
from config.model import Period
from outbox import dossier as paper
from outbox.model import Movements, Question, RowFate
from outbox.movements import MovementRules, work_out
from outbox.roster import opening
from pipeline import columns
from pipeline.ledger.dossiers import Plan
from pipeline.model import Balance, Drop, Hold
from pipeline.parts import Parts
from pipeline.rosters import declared
from pipeline.states import DropState
from pipeline.steps.examine import judged, read
from validators.brakes import Brake, brakes

# Báo tăng, báo giảm, điều chỉnh đóng: the procedure of every monthly movement.
_PROCEDURE = "600"
_WORDS = {"no-baseline": ("as-baseline", "as-new")}


@dataclass(frozen=True, kw_only=True, eq=False)
class _Case:
    """One file on the table: what it says, and what stands against it."""

    drop: Drop
    table: PayrollTable
    wrong: NDArray[np.bool_]
    units: tuple[str, ...]
    period: Period
    unopened: tuple[str, ...]
    """Units of the file that have no declared roster yet."""
    replaced: tuple[str, ...]
    """Other files' unshipped dossiers of the same units and period."""


def convert(parts: Parts, drop: Drop) -> DropState:
    """Work one examined file out; returns ``converted``, or ``examined`` if a brake holds it."""
    case = _lay_out(parts, drop)
    if "as-baseline" in drop.released.split(",") and case.unopened:
        return _open_rosters(parts, case)
    movements = _movements(parts, case)
    standing = [brake for brake in _brakes(parts, case, movements) if not _is_released(brake, drop)]
    if standing:
        rows = len(case.wrong)
        rejected = int(case.wrong.sum())
        balance = Balance(rows=rows, rejected=rejected, held=rows - rejected, absent=movements.absent)
        reason = " · ".join(f"{brake.reason_vi} / {brake.reason_en}" for brake in standing)
        parts.ledger.drops.hold(drop, sorted({brake.code for brake in standing}), reason, balance)
        return DropState.EXAMINED
    _record(parts, case, movements)
    return DropState.CONVERTED


def _lay_out(parts: Parts, drop: Drop) -> _Case:
    table, _ = read(parts, drop, parts.feed(drop.feed))
    report = judged(parts, drop, table)
    units = tuple(sorted(set(table.frame["MaDonVi"][~report.wrong].unique())))
    opened = parts.ledger.dossiers.openings()
    replaced: list[str] = []
    if table.kind is Kind.SNAPSHOT:
        for unit in units:
            found = parts.ledger.dossiers.replaceable(unit, str(report.period), drop.id)
            replaced += [dossier.id for dossier in found]
    return _Case(
        drop=drop,
        table=table,
        wrong=report.wrong,
        units=units,
        period=Period.parse(str(report.period)),
        unopened=tuple(unit for unit in units if unit not in opened),
        replaced=tuple(replaced),
    )


def _movements(parts: Parts, case: _Case) -> Movements:
    feed = parts.feed(case.drop.feed)
    released = parts.ledger.holds.of_drop(case.drop.id, "released")
    rules = MovementRules(
        law=parts.law,
        codes=parts.codes,
        units=parts.settings.employer.units,
        missing=feed.missing,
        household=parts.profile.household,
        released=frozenset((hold.unit, hold.person, hold.code) for hold in released),
    )
    known = declared(
        parts.ledger,
        parts.spool,
        units=case.units,
        all_units=[unit.code for unit in parts.settings.employer.units],
        without=case.replaced,
    )
    return work_out(case.table, case.wrong, known, rules)


def _is_released(brake: Brake, drop: Drop) -> bool:
    words = drop.released.split(",")
    return brake.code in words or any(word in words for word in _WORDS.get(brake.code, ()))


def _brakes(parts: Parts, case: _Case, movements: Movements) -> list[Brake]:
    """Return everything that a person should decide before this file goes on."""
    found = [*_order_brakes(parts, case)]
    if case.table.kind is Kind.SNAPSHOT:
        feed = parts.feed(case.drop.feed)
        known = declared(
            parts.ledger, parts.spool, units=case.units, all_units=case.units, without=case.replaced
        )
        right = case.table.frame[~case.wrong]
        found += brakes(right, known.roster, feed.max_change_percent)
    return found + _approval(parts, case, movements)


def _order_brakes(parts: Parts, case: _Case) -> list[Brake]:
    found = [
        Brake(
            code="no-baseline",
            unit=unit,
            reason_vi=f"{unit}: chưa có danh sách gốc; chạy `bhxh baseline FILE`, "
            f"hoặc `bhxh release {case.drop.id} --as-baseline | --as-new`",
            reason_en=f"{unit}: no baseline yet; run `bhxh baseline FILE`, "
            f"or `bhxh release {case.drop.id} --as-baseline | --as-new`",
        )
        for unit in case.unopened
    ]
    for unit in case.units:
        last = parts.ledger.dossiers.last_period(unit)
        if last is not None and Period.parse(last) > case.period:
            found.append(
                Brake(
                    code="older-period",
                    unit=unit,
                    reason_vi=f"{unit}: kỳ {case.period} cũ hơn kỳ đã báo {last}",
                    reason_en=f"{unit}: period {case.period} is older than {last}, reported before",
                )
            )
    return found


def _approval(parts: Parts, case: _Case, movements: Movements) -> list[Brake]:
    """Return the feed's wish that a person looks before anything is signed."""
    approve = parts.feed(case.drop.feed).approve
    if approve == "never" or movements.lines.empty:
        return []
    if approve == "first" and parts.ledger.drops.latest_report(case.drop.feed, case.drop):
        return []
    people = len(movements.lines[["MaDonVi", "MaNV"]].drop_duplicates())
    return [
        Brake(
            code="approval",
            unit="",
            reason_vi=f"chờ duyệt: {people} người, {len(movements.lines)} dòng; "
            f"`bhxh release {case.drop.id} --reason …`",
            reason_en=f"waits for approval: {people} people, {len(movements.lines)} lines; "
            f"`bhxh release {case.drop.id} --reason …`",
        )
    ]


def _open_rosters(parts: Parts, case: _Case) -> DropState:
    """Load the file as the opening roster of its new units, reporting nobody of them."""
    artefact = f"keep/rosters/{case.drop.id}.arrow"
    roster = opening(case.table.frame[~case.wrong], case.unopened)
    parts.spool.write(artefact, columns.to_bytes(roster))
    rows, rejected = len(case.wrong), int(case.wrong.sum())
    chapters = tuple((unit, str(case.period), "opening", artefact) for unit in case.unopened)
    plan = Plan(
        chapters=chapters,
        dossiers=(),
        replaced=(),
        balance=Balance(rows=rows, unchanged=rows - rejected, rejected=rejected),
    )
    parts.ledger.dossiers.record(case.drop, plan, lambda _tx: None, "baseline")
    if len(case.unopened) == len(case.units):
        return DropState.CONVERTED
    # The other units of the file have a roster already: they are compared with it, as usual.
    parts.ledger.drops.convert_again(case.drop.id, "its other units are compared")
    return DropState.EXAMINED


def _record(parts: Parts, case: _Case, movements: Movements) -> None:
    """Write the lines, then the ledger; a crash between them is repeated from the start."""
    count = len(parts.ledger.dossiers.of_drop(case.drop.id))
    artefact = f"keep/lines/{case.drop.id}-{count}.arrow"
    if not movements.lines.empty:
        parts.spool.write(artefact, columns.to_bytes(movements.lines))
    dossiers = _dossiers(parts, case, movements.lines, artefact)
    reporting = sorted({row["unit"] for row in dossiers})
    period = str(case.period)
    chapters = [(unit, period, "empty", None) for unit in case.unopened]
    chapters += [
        (unit, period, "lines" if unit in reporting else "nothing", artefact if unit in reporting else None)
        for unit in case.units
    ]
    plan = Plan(
        chapters=tuple(chapters),
        dossiers=tuple(dossiers),
        replaced=case.replaced,
        balance=_balance(parts, case, movements),
    )
    questions = _holds(case.drop.id, movements.questions)

    def write_holds(tx: Connection) -> None:
        parts.ledger.holds.replace(tx, case.drop.id, case.units, questions)

    because = f"{plan.balance.reported} reported, {plan.balance.held} held"
    parts.ledger.dossiers.record(case.drop, plan, write_holds, because)
    for remark in movements.remarks:
        parts.log.info("person.remark", drop=case.drop.id, row=remark.row, code=remark.code)


def _dossiers(
    parts: Parts, case: _Case, lines: pd.DataFrame, artefact: str
) -> list[dict[str, Any]]:
    """Cut the lines into dossiers; names follow from content, so a rerun makes the same ones."""
    made: list[dict[str, Any]] = []
    batches: dict[str, int] = {}
    for part in paper.split(lines, parts.profile.limits):
        unit = part.unit
        if unit not in batches:
            batches[unit] = parts.ledger.dossiers.next_batch(unit, str(case.period), _PROCEDURE)
        batch = batches[unit]
        batches[unit] += 1
        reference = paper.reference(unit, _PROCEDURE, case.period, batch, case.drop.sha256)
        made.append(
            {
                "id": paper.dossier_id(unit, case.period, _PROCEDURE, batch),
                "reference": str(reference),
                "artefact": artefact,
                "first_line": part.first,
                "lines": part.count,
                "people": part.people,
                "unit": unit,
                "period": str(case.period),
                "procedure": _PROCEDURE,
                "batch": batch,
                "made_on": parts.today,
                "remote_name": paper.remote_name(unit, case.period, _PROCEDURE, batch, reference),
            }
        )
    return made


def _balance(parts: Parts, case: _Case, movements: Movements) -> Balance:
    """Count fates; a row that an earlier conversion of the same file reported stays reported."""
    fates = movements.fates.copy()
    for dossier in parts.ledger.dossiers.of_drop(case.drop.id):
        earlier = columns.from_file(
            parts.spool.site / dossier.artefact,
            columns=["row"],
            first=dossier.first_line,
            count=dossier.lines,
        )
        before = np.isin(case.table.rows, earlier["row"].to_numpy())
        fates[before & (fates == RowFate.UNCHANGED)] = RowFate.REPORTED
    counts = np.bincount(fates, minlength=len(RowFate))
    return Balance(
        rows=len(fates),
        unchanged=int(counts[RowFate.UNCHANGED]),
        reported=int(counts[RowFate.REPORTED]),
        rejected=int(counts[RowFate.REJECTED]),
        held=int(counts[RowFate.HELD]),
        absent=movements.absent,
    )


def _holds(drop: str, questions: Sequence[Question]) -> list[Hold]:
    """Give each question a name: the drop and the row, or the unit whose people are absent."""
    return [
        Hold(
            id=f"{drop}/{question.row if question.row is not None else f'{question.unit}-absent'}",
            drop=drop,
            unit=question.unit,
            person=question.person,
            row=question.row,
            code=question.code,
            question_vi=question.question_vi,
            question_en=question.question_en,
            state="open",
        )
        for question in questions
    ]
