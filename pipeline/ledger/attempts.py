"""The shelf of attempts: what must be durable so that a dossier is put on the server once.

Implements `outbox.attempts.Attempts`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, insert, or_, select, update

from outbox.attempts import Attempt
from pipeline.errors import MoveLostError
from pipeline.ledger.store import Store
from pipeline.ledger.tables import attempts, dossiers, drops
from pipeline.states import DossierState

# An answer proves the shipment before our own record of it: `Answers.applied` closed the attempt.
_ANSWERED = frozenset(DossierState) - {
    DossierState.BUILT,
    DossierState.SIGNED,
    DossierState.SHIPPED,
    DossierState.WITHDRAWN,
}


class AttemptLog:
    """Attempts to ship, one row each."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def open(self, dossier: str) -> Attempt | None:
        """Return the attempt that is not finished, if any."""
        with self._store.read() as connection:
            return self._open(connection, dossier)

    def begin(self, dossier: str, temp_name_for: Callable[[int], str]) -> Attempt:
        """Write ``uploading`` before anything reaches the server; one open attempt at a time."""
        with self._store.change() as tx:
            state = tx.execute(
                select(dossiers.c.state).where(dossiers.c.id == dossier)
            ).scalar_one()
            if state != DossierState.SIGNED:
                raise MoveLostError(dossier, DossierState.SIGNED, "uploading")
            if self._open(tx, dossier) is not None:
                raise MoveLostError(dossier, "without an open attempt", "uploading")
            last = tx.execute(
                select(func.max(attempts.c.number)).where(attempts.c.dossier_id == dossier)
            ).scalar_one()
            number = (last or 0) + 1
            temp_name = temp_name_for(number)
            tx.execute(
                insert(attempts).values(
                    dossier_id=dossier,
                    number=number,
                    temp_name=temp_name,
                    state="uploading",
                    at=self._store.clock(),
                )
            )
        return Attempt(dossier=dossier, number=number, temp_name=temp_name, committing=False)

    def committing(self, chosen: Sequence[Attempt]) -> None:
        """Write the point of no return; from here on nobody uploads this dossier again."""
        with self._store.change() as tx:
            for attempt in chosen:
                state = tx.execute(
                    select(dossiers.c.state).where(dossiers.c.id == attempt.dossier)
                ).scalar_one()
                if state != DossierState.SIGNED:
                    raise MoveLostError(attempt.dossier, DossierState.SIGNED, "committing")
                self._advance(tx, attempt, "uploading", "committing")

    def abandoned(self, attempt: Attempt, reason: str) -> None:
        """Write that the fence is in place: this attempt's temp name can never be committed."""
        with self._store.change() as tx:
            self._advance(tx, attempt, "uploading", "abandoned", reason=reason)

    def shipped(
        self, chosen: Sequence[Attempt], *, uncertain: bool, evidence: Mapping[str, str]
    ) -> None:
        """Write that the dossier lies under its final name; an answer may have said so before."""
        with self._store.change() as tx:
            for attempt in chosen:
                row = tx.execute(
                    select(dossiers.c.state, dossiers.c.drop_id).where(
                        dossiers.c.id == attempt.dossier
                    )
                ).one()
                answered = row.state in _ANSWERED
                self._advance(
                    tx,
                    attempt,
                    "shipped" if answered else "committing",
                    "shipped",
                    evidence=json.dumps(dict(evidence)),
                )
                if not answered:
                    self._shipped(tx, attempt, uncertain=uncertain)
                    tx.execute(
                        update(drops).where(drops.c.id == row.drop_id).values(feedback_due=True)
                    )

    def _shipped(self, tx: Connection, attempt: Attempt, *, uncertain: bool) -> None:
        doubt = ", không chắc / uncertain" if uncertain else ""
        self._store.move(
            tx,
            dossiers,
            attempt.dossier,
            start=DossierState.SIGNED,
            end=DossierState.SHIPPED,
            because=f"lần gửi / attempt {attempt.number}{doubt}",
            uncertain=uncertain,
            shipped_at=self._store.clock(),
            attempts=0,
            next_try_at=None,
            reason=None,
        )

    def _open(self, connection: Connection, dossier: str) -> Attempt | None:
        row = connection.execute(
            select(attempts).where(
                attempts.c.dossier_id == dossier,
                attempts.c.state.in_(("uploading", "committing")),
            )
        ).first()
        if row is None:
            return None
        return Attempt(
            dossier=dossier,
            number=row.number,
            temp_name=row.temp_name,
            committing=row.state == "committing",
        )

    def leftovers(self, since: datetime, limit: int = 100) -> list[str]:
        """Return temp names that may still lie on the server although nobody will rename them.

        Of attempts abandoned since then (a session that outlived us may create its file late), and
        of uploads that were under way when their dossier was withdrawn, or answered after all.
        """
        ended = select(dossiers.c.id).where(dossiers.c.state != DossierState.SIGNED)
        dead = or_(
            attempts.c.state == "abandoned",
            and_(attempts.c.state == "uploading", attempts.c.dossier_id.in_(ended)),
        )
        with self._store.read() as connection:
            rows = connection.execute(
                select(attempts.c.temp_name)
                .where(dead, attempts.c.at >= since)
                .order_by(attempts.c.at.desc())
                .limit(limit)
            )
            return [row.temp_name for row in rows]

    def _advance(
        self, tx: Connection, attempt: Attempt, start: str, end: str, **columns: str
    ) -> None:
        changed = tx.execute(
            update(attempts)
            .where(
                attempts.c.dossier_id == attempt.dossier,
                attempts.c.number == attempt.number,
                attempts.c.state == start,
            )
            .values(state=end, at=self._store.clock(), **columns)
        )
        if changed.rowcount != 1:
            raise MoveLostError(f"{attempt.dossier} attempt {attempt.number}", start, end)
