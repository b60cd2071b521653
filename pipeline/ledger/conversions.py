"""Conversions: what each file added to the declared rosters of its units, chapter by chapter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, insert, or_, select

from pipeline.errors import MoveLostError
from pipeline.ledger.tables import conversions
from pipeline.model import Balance, Drop

OPENINGS = ("opening", "empty")
"""Kinds of chapter with which a unit's declared roster begins."""
MOVEMENTS = "movements"
"""Kind of chapter that a file of movements adds: it says nothing of anybody else in the unit."""
REQUESTS = "requests"
"""Kind of chapter that a file of requests for books and cards adds: it declares nothing."""
NUMBERS = "numbers"
"""Kind of chapter that adds insurance numbers from VSS's own list, and reports nobody."""
_BESIDE = (REQUESTS, NUMBERS)
"""Kinds of chapter that stand beside the declared roster: they overtake no file."""


@dataclass(frozen=True, kw_only=True)
class Chapter:
    """One conversion as a part of a unit's declared roster; artefact None = nobody yet."""

    seq: int
    unit: str
    period: str
    kind: str
    artefact: str | None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What one conversion does to the ledger, decided before anything is written.

    `chapters` are (unit, period, kind, artefact); `dossiers` are rows without conversion and state,
    each with the unit whose ``lines`` chapter it belongs to.
    """

    chapters: tuple[tuple[str, str, str, str | None], ...]
    dossiers: tuple[dict[str, Any], ...]
    replaced: tuple[str, ...]
    balance: Balance
    warnings: int | None = None
    """How many the file has by now; None leaves the figure of its examination."""
    errors: int | None = None
    """The same: a file that waited is judged again by today's law and settings."""

    @property
    def figures(self) -> dict[str, object]:
        """What the drop's own row says of this conversion."""
        by_now = {"warnings": self.warnings, "errors": self.errors}
        told = {name: count for name, count in by_now.items() if count is not None}
        return {**asdict(self.balance), **told}


def openings(connection: Connection) -> dict[str, Chapter]:
    """Return, for every unit with a declared roster, the chapter that it begins with."""
    rows = connection.execute(
        select(conversions).where(conversions.c.kind.in_(OPENINGS)).order_by(conversions.c.seq)
    )
    return {
        row.unit: Chapter(
            seq=row.seq, unit=row.unit, period=row.period, kind=row.kind, artefact=row.artefact
        )
        for row in rows
    }


def numbers(connection: Connection) -> list[str]:
    """Return the artefacts of insurance numbers that were taken over, oldest first."""
    rows = connection.execute(
        select(conversions.c.artefact)
        .where(conversions.c.kind == NUMBERS)
        .order_by(conversions.c.seq)
    )
    return list(dict.fromkeys(rows.scalars()))


def last_period(connection: Connection, unit: str) -> str | None:
    """Return the latest period (MM/yyyy) that any file reported or opened for a unit."""
    periods = connection.execute(
        select(conversions.c.period)
        .where(conversions.c.unit == unit, conversions.c.kind.not_in(_BESIDE))
        .distinct()
    ).scalars()
    return max(periods, key=lambda text: (text[3:], text[:2]), default=None)


def of_movements() -> Select[tuple[str]]:
    """Return the query for the drops whose rows stand nowhere else: movements and requests."""
    return select(conversions.c.drop_id).where(conversions.c.kind.in_((MOVEMENTS, REQUESTS)))


def of_requests() -> Select[tuple[str]]:
    """Return the query for the drops that are files of requests."""
    return select(conversions.c.drop_id).where(conversions.c.kind == REQUESTS)


def of_rosters() -> Select[tuple[str]]:
    """Return the query for the drops whose lines count in a declared roster."""
    return select(conversions.c.drop_id).where(conversions.c.kind.not_in(_BESIDE))


def overtaken(connection: Connection, drop: str) -> set[str]:
    """Return the units of a drop for which a later file has the last word.

    Over a file of movements only a snapshot has it: another one speaks of other rows.
    """
    mine = connection.execute(
        select(conversions.c.unit, conversions.c.kind).where(conversions.c.drop_id == drop)
    ).all()
    if any(row.kind in _BESIDE for row in mine):
        return set()
    rows = (
        select(conversions.c.unit, conversions.c.drop_id)
        .where(conversions.c.unit.in_({row.unit for row in mine}))
        .where(conversions.c.kind.not_in(_BESIDE))
        .order_by(conversions.c.seq)
    )
    if any(row.kind == MOVEMENTS for row in mine):
        rows = rows.where(or_(conversions.c.drop_id == drop, conversions.c.kind != MOVEMENTS))
    last = {row.unit: row.drop_id for row in connection.execute(rows)}
    return {unit for unit, owner in last.items() if owner != drop}


def write_chapters(
    tx: Connection,
    drop: Drop,
    chapters: Sequence[tuple[str, str, str, str | None]],
    at: datetime,
) -> dict[str, int]:
    """Write the chapters of one conversion; returns each unit's last.

    MoveLostError if a unit that was to begin with nobody got a baseline meanwhile.
    """
    opened = openings(tx)
    seqs: dict[str, int] = {}
    for unit, period, kind, artefact in chapters:
        if kind == "empty" and unit in opened:
            raise MoveLostError(unit, "unopened", "empty")
        values = {
            "drop_id": drop.id, "unit": unit, "period": period, "kind": kind,
            "artefact": artefact, "at": at,
        }  # fmt: skip
        made = insert(conversions).values(values).returning(conversions.c.seq)
        seqs[unit] = tx.execute(made).scalar_one()
    return seqs
