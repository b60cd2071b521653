"""The shelf of answers: every file that came back, kept first and judged later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    func,
    insert,
    literal,
    select,
    true,
    update,
)

from pipeline.errors import MoveLostError, NotFoundError
from pipeline.ledger.store import Store
from pipeline.ledger.tables import (
    Instant,
    attempts,
    dossiers,
    drops,
    events,
    listings,
    outcomes,
    receipts,
)
from pipeline.model import Answer
from pipeline.states import DossierState

if TYPE_CHECKING:
    from inbox.model import PersonResult


def from_row(row: Row[Any]) -> Answer:
    """Read one answer; the only place that knows the columns' names."""
    names = {"dossier": "dossier_id"}
    return Answer(
        **{name: getattr(row, names.get(name, name)) for name in Answer.__dataclass_fields__}
    )


class Answers:
    """What came back."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def listed(self, name: bytes, size: int, modified: int) -> bool:
        """Tell whether that entry of the provider's folder is dealt with already."""
        with self._store.read() as connection:
            query = select(listings.c.name).where(
                listings.c.name == name.hex(),
                listings.c.size == size,
                listings.c.modified == modified,
            )
            return connection.execute(query).first() is not None

    def fetched(self, *, sha256: str, name: bytes, size: int, modified: int, file: str) -> bool:
        """Write a new answer and its listing; False if the same bytes came before."""
        shown = name.decode("ascii", "backslashreplace")
        with self._store.change() as tx:
            now = self._store.clock()
            known = tx.execute(select(receipts.c.sha256).where(receipts.c.sha256 == sha256)).first()
            entry = (
                listings.c.name == name.hex(),
                listings.c.size == size,
                listings.c.modified == modified,
            )
            if tx.execute(select(listings.c.name).where(*entry)).first() is None:
                tx.execute(
                    insert(listings).values(
                        name=name.hex(), size=size, modified=modified, sha256=sha256, first_seen=now
                    )
                )
            if known is None:
                tx.execute(
                    insert(receipts).values(
                        sha256=sha256, remote_name=shown, file=file, first_seen=now, state="fetched"
                    )
                )
                self._store.note(tx, "receipts", sha256, "kept", end="fetched")
        return known is None

    def get(self, sha256: str) -> Answer:
        """Return the answer with those bytes; NotFoundError."""
        with self._store.read() as connection:
            row = connection.execute(select(receipts).where(receipts.c.sha256 == sha256)).first()
        if row is None:
            raise NotFoundError(sha256)
        return from_row(row)

    def of_dossier(self, dossier: str) -> list[Answer]:
        """Return the answers that were matched to a dossier, oldest first."""
        return self._where(receipts.c.dossier_id == dossier)

    def in_state(self, *states: str) -> list[Answer]:
        """Return the answers in those states, oldest first."""
        return self._where(receipts.c.state.in_(states))

    def all(self) -> list[Answer]:
        """Return every answer, oldest first."""
        return self._where(true())

    def judged(self, answer: Answer, state: str, file: str, **columns: object) -> None:
        """Record the verdict on an answer that moves no dossier."""
        with self._store.change() as tx:
            self._judge(tx, answer, state, file, columns)

    def dismiss(self, answer: Answer, because: str) -> None:
        """Take a person's word that an answer nobody matched needs no more looking at; it stays."""
        reason = f"{answer.reason or answer.state} · bỏ qua / dismissed: {because}"
        with self._store.change() as tx:
            self._judge(tx, answer, "dismissed", answer.file, {"reason": reason})
            self._store.note(tx, "receipts", answer.sha256, f"bỏ qua / dismissed: {because}")

    def applied(
        self,
        answer: Answer,
        file: str,
        *,
        dossier: str,
        moves: Iterable[tuple[DossierState, DossierState]],
        people: Iterable[PersonResult],
        columns: dict[str, Any],
        dossier_columns: dict[str, Any],
    ) -> None:
        """Record a matched answer, what it moves, and what it says of each person, at once."""
        with self._store.change() as tx:
            self._judge(tx, answer, "matched", file, {**columns, "dossier_id": dossier})
            because = f"receipt {answer.sha256[:16]}"
            for start, end in moves:
                self._store.move(tx, dossiers, dossier, start=start, end=end, because=because)
            now = self._store.clock()
            tx.execute(
                update(dossiers)
                .where(dossiers.c.id == dossier)
                .values(
                    uncertain=False,
                    held_because=None,
                    next_try_at=None,
                    # Without a time of shipment nobody would notice that the next answer is late.
                    shipped_at=func.coalesce(dossiers.c.shipped_at, literal(now, Instant())),
                    **dossier_columns,
                )
            )
            # Whoever answers has the file: an attempt past the point of no return has succeeded.
            tx.execute(
                update(attempts)
                .where(attempts.c.dossier_id == dossier, attempts.c.state == "committing")
                .values(state="shipped", at=now)
            )
            self._said(tx, dossier, people)
            owner = select(dossiers.c.drop_id).where(dossiers.c.id == dossier).scalar_subquery()
            tx.execute(update(drops).where(drops.c.id == owner).values(feedback_due=True))

    def outcomes(self, dossier: str) -> list[dict[str, Any]]:
        """Return what VSS said of each line of a dossier."""
        with self._store.read() as connection:
            rows = connection.execute(
                select(outcomes)
                .where(outcomes.c.dossier_id == dossier)
                .order_by(outcomes.c.form, outcomes.c.line)
            )
            names = tuple(rows.keys())
            return [dict(zip(names, row, strict=True)) for row in rows]

    def history(self, key: str) -> list[tuple[datetime, str | None, str | None, str]]:
        """Return the events of one thing: when, from, to, because."""
        with self._store.read() as connection:
            rows = connection.execute(
                select(events).where(events.c.thing_id == key).order_by(events.c.seq)
            )
            return [(row.at, row.start, row.end, row.because) for row in rows]

    def _where(self, condition: ColumnElement[bool]) -> list[Answer]:
        with self._store.read() as connection:
            rows = connection.execute(
                select(receipts).where(condition).order_by(receipts.c.first_seen, receipts.c.sha256)
            )
            return [from_row(row) for row in rows]

    def _said(self, tx: Connection, dossier: str, people: Iterable[PersonResult]) -> None:
        """Keep what was said of each line; the first word on a line stands."""
        known = tx.execute(
            select(outcomes.c.form, outcomes.c.line).where(outcomes.c.dossier_id == dossier)
        )
        seen = {(row.form, row.line) for row in known}
        fresh = []
        for person in people:
            if (person.form, person.line) not in seen:
                seen.add((person.form, person.line))
                fresh.append({"dossier_id": dossier, **vars(person)})
        if fresh:
            tx.execute(insert(outcomes), fresh)

    def _judge(
        self, tx: Connection, answer: Answer, state: str, file: str, columns: dict[str, Any]
    ) -> None:
        reason = columns.get("reason")
        if (state, file, reason) == (answer.state, answer.file, answer.reason):
            # Tried again, still unknown: a verdict that says nothing new is no event.
            return
        changed = tx.execute(
            update(receipts)
            .where(receipts.c.sha256 == answer.sha256, receipts.c.state == answer.state)
            .values(state=state, file=file, **columns)
        )
        if changed.rowcount != 1:
            raise MoveLostError(answer.sha256, answer.state, state)
        # The text may quote what the other side wrote; its leading word is ours.
        because = reason.split(":")[0] if reason and ":" in reason else state
        self._store.note(tx, "receipts", answer.sha256, because, start=answer.state, end=state)
