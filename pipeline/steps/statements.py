"""A C12-TS against the declared roster of its unit and month: what differs, and why it may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from config.errors import LawError
from config.model import Period
from inbox.against import COLUMNS, Gap, gaps
from inbox.causes import WORDS, Candidate, Cause, Explained, Why, explain
from inbox.model import Statement
from inbox.sheets import SHOWN, Row, Sheet, to_xlsx
from outbox.contributions import Contributions, contributions
from outbox.expected import due, each_person, heads
from outbox.keys import key, positions
from outbox.roster import fold
from pipeline import columns
from pipeline.model import Answer, Dossier
from pipeline.parts import Parts
from pipeline.rosters import declared
from pipeline.states import DossierState

_TOLD = 10
"""Causes that a reason names; the workbook has all."""
_DECIDED = (DossierState.ACCEPTED, DossierState.PARTLY_ACCEPTED, DossierState.SUPERSEDED)


@dataclass(frozen=True, kw_only=True, eq=False)
class Compared:
    """What a statement says otherwise than we do."""

    gaps: tuple[Gap, ...]
    explained: Explained
    names: dict[str, str]
    """Employee number -> name, of the people that causes name."""


@dataclass(frozen=True, kw_only=True, eq=False)
class _Standing:
    """What is declared of one unit for one month, and the dossiers that bear on it."""

    parts: Parts
    unit: str
    period: Period
    roster: pd.DataFrame
    refused: pd.DataFrame
    later: tuple[Dossier, ...]
    """Dossiers of later periods."""
    fresh: tuple[Dossier, ...]
    """Dossiers that VSS may not have counted: not accepted, or of this very month."""

    def worked_out(self, roster: pd.DataFrame) -> Contributions:
        parts = self.parts
        return contributions(roster, self.period, parts.law, parts.settings.employer.units)


def compare(parts: Parts, statement: Statement) -> Compared | None:
    """Compare a statement with what we declare; None where we cannot tell.

    We cannot where the unit was not opened by that month, or our law does not reach it.
    """
    period = Period.parse(statement.period)
    chapter = parts.ledger.dossiers.openings().get(statement.unit)
    if chapter is None or Period.parse(chapter.period) > period:
        return None
    try:
        return _compared(_standing(parts, statement.unit, period), statement)
    except LawError:
        return None


def reasons(compared: Compared) -> list[str]:
    """Return what differs and why, in two languages: employee numbers, no names and no wages."""
    told = [" / ".join(gap.words) for gap in compared.gaps]
    causes = compared.explained.causes
    told += [_said(cause) for cause in causes[:_TOLD]]
    if len(causes) > _TOLD:
        told.append(f"… {len(causes) - _TOLD} nữa / more")
    if rest := compared.explained.rest:
        left = ", ".join(f"{column} {amount:+,}" for column, amount in rest)
        told.append(f"chưa giải thích được / not explained: {left}")
    return told


def write(parts: Parts, answer: Answer, statement: Statement, compared: Compared) -> str:
    """Write the comparison as a workbook for HR; returns where it lies."""
    month = Period.parse(statement.period).compact
    file = f"returned/C12-TS.{statement.unit}.{month}.{answer.sha256[:8]}.xlsx"
    made_at = parts.clock().astimezone(parts.settings.schedule.zone)
    sheets = [_gap_sheet(compared), _cause_sheet(compared)]
    data = to_xlsx(sheets, title=f"C12-TS {statement.unit} {statement.period}", made_at=made_at)
    parts.spool.write(file, data, shared=True)
    return file


def _standing(parts: Parts, unit: str, period: Period) -> _Standing:
    counted = parts.ledger.dossiers.counted([unit], ())
    later = tuple(each for each in counted if Period.parse(each.period) > period)
    told = declared(parts.ledger, parts.spool, units=[unit], all_units=[unit], without=_ids(later))
    in_time = [each for each in counted if each not in later]
    fresh = tuple(
        each for each in in_time if each.state not in _DECIDED or each.period == str(period)
    )
    return _Standing(
        parts=parts, unit=unit, period=period, roster=told.roster, refused=told.refused,
        later=later, fresh=fresh,
    )  # fmt: skip


def _compared(standing: _Standing, statement: Statement) -> Compared:
    found = standing.worked_out(standing.roster)
    owed = {column: (each.least, each.most) for column, each in due(found).items()}
    differ = gaps(statement, owed, heads(found))
    if not differ:
        return Compared(gaps=(), explained=Explained(causes=(), rest=()), names={})
    persons = standing.roster["MaNV"].to_list()
    explained = explain(differ, _candidates(standing, found), persons, each_person(found))
    named = {person for cause in explained.causes for person in cause.people}
    frames = [standing.roster, standing.refused, *(_lines(standing.parts, standing.fresh))]
    known = pd.concat([frame[["MaNV", "HoTen"]] for frame in frames], ignore_index=True)
    some = known[known["MaNV"].isin(named)].drop_duplicates("MaNV")
    names = dict(zip(some["MaNV"], some["HoTen"], strict=True))
    return Compared(gaps=differ, explained=explained, names=names)


def _candidates(standing: _Standing, now: Contributions) -> list[Candidate]:
    """Return everything that VSS may have counted otherwise, what is likeliest first."""
    parts, unit = standing.parts, standing.unit
    found: list[Candidate] = []
    if standing.fresh:
        without = _ids((*standing.later, *standing.fresh))
        before = declared(
            parts.ledger, parts.spool, units=[unit], all_units=[unit], without=without
        ).roster
        found += _not_counted(standing, now, before)
    if len(standing.refused):
        found += _counted(standing, now, standing.refused, Why.REFUSED)
    if standing.later:
        lines = pd.concat(list(_lines(parts, standing.later)), ignore_index=True)
        month = lines["TuThang"].str.slice(3) + lines["TuThang"].str.slice(0, 2)
        early = lines[month <= standing.period.compact].reset_index(drop=True)
        found += _counted(standing, now, early, Why.LATE) if len(early) else []
    return found


def _not_counted(
    standing: _Standing, now: Contributions, before: pd.DataFrame
) -> Iterable[Candidate]:
    """Yield the fresh dossiers, whole and by person, as if VSS had not counted them."""
    effects = _difference(standing.roster, now, before, standing.worked_out(before))
    for dossier, lines in zip(standing.fresh, _lines(standing.parts, standing.fresh), strict=True):
        why = Why.REPORTED if dossier.state in _DECIDED else Why.PENDING
        own = {person: effects[person] for person in set(lines["MaNV"]) & set(effects)}
        people = tuple(sorted(own))
        if len(people) > 1:
            whole = np.sum([own[person] for person in people], axis=0)
            yield Candidate(why=why, people=people, dossier=dossier.id, effect=whole)
        for person in people:
            yield Candidate(why=why, people=(person,), dossier=dossier.id, effect=own[person])


def _counted(
    standing: _Standing, now: Contributions, lines: pd.DataFrame, why: Why
) -> Iterable[Candidate]:
    """Yield people with lines that we do not count in this month, as if VSS did."""
    after = fold(standing.roster, lines, {})
    effects = _difference(standing.roster, now, after, standing.worked_out(after))
    for person, effect in effects.items():
        yield Candidate(why=why, people=(person,), dossier="", effect=effect)


def _difference(
    roster: pd.DataFrame, now: Contributions, other: pd.DataFrame, then: Contributions
) -> dict[str, NDArray[np.int64]]:
    """Return for each person what `then` has more than `now`; only those who differ."""
    people = pd.concat([roster[["MaNV"]], other[["MaNV"]]]).drop_duplicates(ignore_index=True)
    wanted = key(people, "MaNV")
    more = _at(then, positions(wanted, key(other, "MaNV")))
    more = more - _at(now, positions(wanted, key(roster, "MaNV")))
    differ = np.flatnonzero(more.any(axis=1))
    return dict(zip(people["MaNV"].take(differ), more[differ], strict=True))


def _at(found: Contributions, places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return what people at these places owe, nothing for -1."""
    nobody = np.zeros((1, 2 * len(COLUMNS)), np.int64)
    owed: NDArray[np.int64] = np.concatenate([each_person(found), nobody])[places]
    return owed


def _lines(parts: Parts, dossiers: Sequence[Dossier]) -> Iterable[pd.DataFrame]:
    for each in dossiers:
        path = parts.spool.site / each.artefact
        yield columns.from_file(path, first=each.first_line, count=each.lines)


def _ids(dossiers: Iterable[Dossier]) -> list[str]:
    return [each.id for each in dossiers]


def _who(cause: Cause) -> str:
    """Name a cause's people by employee number."""
    if len(cause.people) > 1:
        return f"{len(cause.people)} người / people"
    more = f" (hoặc {cause.alternatives - 1} người khác / or others)"
    return cause.people[0] + (more if cause.alternatives > 1 else "")


def _said(cause: Cause) -> str:
    vietnamese, english = WORDS[cause.why]
    column = f" {COLUMNS[cause.column]}" if cause.column else ""
    dossier = f" {cause.dossier}" if cause.dossier else ""
    return f"{_who(cause)}{column}: {vietnamese}{dossier} / {english}"


def _gap_sheet(compared: Compared) -> Sheet:
    rows: list[Row] = [
        (gap.line, COLUMNS[gap.column], gap.stated, gap.least, gap.most, gap.more)
        for gap in compared.gaps
    ]
    return Sheet(
        name="Chênh lệch",
        headings=(
            *("Dòng · Line", "Quỹ · Fund", "C12-TS", "Đã khai báo · Declared"),
            *("Đến · To (làm tròn · rounding)", "Chênh lệch · Difference"),
        ),
        rows=rows,
    )


def _cause_sheet(compared: Compared) -> Sheet:
    rows: list[Row] = []
    for cause in compared.explained.causes:
        for person in cause.people[:SHOWN]:
            whole = len(cause.people) == 1
            effect = cause.effect if whole else ("",) * len(cause.effect)
            name = compared.names.get(person, "")
            words = " / ".join(WORDS[cause.why])
            column = COLUMNS.get(cause.column, "")
            rows.append((person, name, words, cause.dossier, column, cause.alternatives, *effect))
    rows += [("", "", "chưa giải thích được / not explained", "", column, "", amount)
             for column, amount in compared.explained.rest]  # fmt: skip
    people = [f"{name}: người · people" for name in COLUMNS.values()]
    return Sheet(
        name="Giải thích",
        headings=(
            *("Mã nhân viên · Employee", "Họ và tên · Name", "Vì sao · Why", "Hồ sơ · Dossier"),
            *("Quỹ · Fund", "Số người khớp · Who fits", *COLUMNS.values(), *people),
        ),
        rows=rows,
    )
