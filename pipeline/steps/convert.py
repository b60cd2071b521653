"""Examined -> converted: movements against the declared roster, cut into dossiers.

A brake (no baseline, older period, head-count or wages moved too far, the feed's approval) holds
the whole file until a person decides; a question holds one person while the others go on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from adapters.model import Kind
from outbox.model import Movements
from outbox.movements import MovementRules, work_out
from pipeline import columns
from pipeline.ledger.conversions import MOVEMENTS
from pipeline.ledger.corrections import together
from pipeline.ledger.dossiers import Plan
from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.rosters import declared, opened
from pipeline.states import DropState
from pipeline.steps.amounts import tell_amounts
from pipeline.steps.ask import ask
from pipeline.steps.brakes import now_invalid, standing_brakes
from pipeline.steps.case import Case, lay_out
from pipeline.steps.conversion import Written, balance_of, cut, hold, tell
from pipeline.steps.corrections import links_of, words_used
from pipeline.steps.examine import with_remarks
from pipeline.steps.onward import settled
from pipeline.steps.opening import open_rosters
from pipeline.steps.papers_kept import keep_papers, left_behind
from pipeline.steps.questions import named, without_declined
from pipeline.steps.repeats import without_repeats
from pipeline.steps.so_far import all_remarks


def convert(parts: Parts, drop: Drop) -> DropState:
    """Work one examined file out; returns ``converted``, or ``examined`` if a brake holds it."""
    case = lay_out(parts, drop)
    if case.table.kind is Kind.REQUESTS:
        return ask(parts, case)
    as_baseline = "as-baseline" in drop.released.split(",")
    opens = as_baseline and case.unopened and case.table.kind is Kind.SNAPSHOT
    if opens and not now_invalid(parts, case):
        # The file is the baseline of its new units; the others are compared in their turn.
        return open_rosters(parts, case, case.unopened)
    known = declared(
        parts.ledger,
        parts.spool,
        units=case.units,
        all_units=[unit.code for unit in parts.settings.employer.units],
        without=case.replaced,
    )
    rules = _rules(parts, case)
    movements = work_out(case.table, case.wrong, known, rules)
    movements = without_declined(case, without_repeats(parts, case, movements))
    if standing := standing_brakes(parts, case, known, movements):
        hold(parts, case, standing, movements)
        return DropState.EXAMINED
    _record(parts, case, movements, tell_amounts(parts, case, known, movements, rules))
    return DropState.CONVERTED


def _rules(parts: Parts, case: Case) -> MovementRules:
    """Return what the file is worked out by, with the words that people gave on its questions."""
    released = parts.ledger.holds.of_drop(case.drop.id, "released")
    return MovementRules(
        law=parts.law,
        codes=parts.codes,
        units=parts.settings.employer.units,
        missing=parts.feed(case.drop.feed).missing,
        household=parts.profile.household,
        opened=opened(parts.ledger),
        released=frozenset((hold.unit, hold.person, hold.code) for hold in released),
        annexed=case.beside.annexed,
        doubtful=case.beside.doubtful,
    )


def _record(
    parts: Parts, case: Case, movements: Movements, amounts: Mapping[str, Any] | None
) -> None:
    """Write the lines, then the ledger; a crash between them is repeated from the start."""
    count = len(parts.ledger.dossiers.of_drop(case.drop.id))
    artefact = f"keep/lines/{case.drop.id}-{count}.arrow"
    if not movements.lines.empty:
        parts.spool.write(artefact, columns.to_bytes(movements.lines))
    papers = keep_papers(parts, case, movements.lines, artefact)
    dossiers = cut(parts, case, Written(lines=movements.lines, artefact=artefact, papers=papers))
    noticed = (*movements.remarks, *left_behind(case, movements))
    remarks = all_remarks(parts, case.drop, noticed)
    balance = balance_of(case, movements)
    report = settled(replace(with_remarks(case.report, remarks), amounts=amounts), balance)
    plan = Plan(
        chapters=_chapters(case, {row["unit"] for row in dossiers}, artefact),
        dossiers=tuple(dossiers),
        replaced=case.replaced,
        balance=balance,
        warnings=report.warnings,
        errors=report.errors,
    )
    asked = parts.ledger.holds.asked(case.drop.id)
    questions = named(case.drop.id, movements.questions, asked)
    ask = partial(
        parts.ledger.holds.replace, drop=case.drop.id, units=case.units, questions=questions
    )
    link = partial(
        parts.ledger.corrections.link,
        links=links_of(parts, movements.lines, dossiers),
        used=words_used(parts, case.drop, movements.lines),
    )
    because = f"{plan.balance.reported} báo / reported, {plan.balance.held} giữ / held"
    tell(parts, case, report, marked=bool(remarks))
    remember = partial(parts.ledger.contents.remember, drop=case.drop.id, digest=case.content)
    parts.ledger.dossiers.record(case.drop, plan, together(ask, link, remember), because)
    for code, count in Counter(remark.code for remark in noticed).items():
        parts.log.info("drop.remarks", drop=case.drop.id, code=code, people=count)


def _chapters(
    case: Case, reporting: set[str], artefact: str
) -> tuple[tuple[str, str, str, str | None], ...]:
    """Return what the file adds to the declared roster of each of its units."""
    chapters: list[tuple[str, str, str, str | None]] = [
        (unit, str(case.period), "empty", None) for unit in case.unopened
    ]
    for unit in case.units:
        kind = "lines" if unit in reporting else "nothing"
        kind = kind if case.table.kind is Kind.SNAPSHOT else MOVEMENTS
        chapters.append((unit, str(case.period), kind, artefact if unit in reporting else None))
    return tuple(chapters)
