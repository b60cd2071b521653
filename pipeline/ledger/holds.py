"""The shelf of questions: people who are held until somebody answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, insert, or_, select, update

from pipeline.errors import MoveLostError, NotFoundError
from pipeline.ledger.conversions import of_movements, of_requests
from pipeline.ledger.drops import Drops
from pipeline.ledger.store import Store
from pipeline.ledger.tables import conversions, holds
from pipeline.model import Hold


def _hold(row: object) -> Hold:
    fields = Hold.__dataclass_fields__
    names = {"drop": "drop_id"}
    return Hold(**{field: getattr(row, names.get(field, field)) for field in fields})


def _columns(hold: Hold) -> dict[str, object]:
    """Return an open question as a row."""
    row = {**asdict(hold), "state": "open", "reason": None}
    row["drop_id"] = row.pop("drop")
    return row


def _of_its_kind(tx: Connection, drop: str) -> ColumnElement[bool]:
    """Return which questions a file may decide about: its own, and some of other files."""
    own = holds.c.drop_id == drop
    if tx.execute(of_requests().where(conversions.c.drop_id == drop)).first() is not None:
        return own
    if tx.execute(of_movements().where(conversions.c.drop_id == drop)).first() is not None:
        return or_(own, holds.c.drop_id.not_in(of_movements()))
    return holds.c.drop_id.not_in(of_requests())


class Holds:
    """Questions about people."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def replace(
        self, tx: Connection, drop: str, units: Sequence[str], questions: Iterable[Hold]
    ) -> None:
        """Write the questions of one conversion; open ones of the same units are closed by it.

        Released ones of the same drop stay: they are the person's word that this conversion used.
        A file of movements decides nothing that another one asked: its rows stand nowhere else.
        A file of requests decides nothing of others, and no other file decides about its own.
        """
        decided = update(holds).where(holds.c.unit.in_(units), holds.c.state == "open")
        decided = decided.where(_of_its_kind(tx, drop))
        closed = tx.execute(
            decided.values(state="closed", reason=f"trả lời bởi / decided by {drop}")
        ).rowcount
        known = {
            row.id: (row.state, row.code)
            for row in tx.execute(select(holds).where(holds.c.drop_id == drop))
        }
        fresh = []
        for hold in questions:
            if known.get(hold.id) in (("released", hold.code), ("declined", hold.code)):
                # A person answered while we worked: this conversion does not know it. Once more.
                raise MoveLostError(hold.id, "unanswered", "open")
            if hold.id in known:
                tx.execute(update(holds).where(holds.c.id == hold.id).values(_columns(hold)))
            else:
                fresh.append(_columns(hold))
        if fresh:
            tx.execute(insert(holds), fresh)
        if closed or fresh:
            words = f"câu hỏi / questions: {len(fresh)} mới / new, {closed} đóng / closed"
            self._store.note(tx, "drops", drop, words)

    def of_drop(self, drop: str, state: str = "open") -> list[Hold]:
        """Return the questions of one drop in one state, in the order of the file."""
        with self._store.read() as connection:
            rows = connection.execute(
                select(holds)
                .where(holds.c.drop_id == drop, holds.c.state == state)
                .order_by(holds.c.row.nulls_first(), holds.c.id)
            )
            return [_hold(row) for row in rows]

    def asked(self, drop: str) -> list[Hold]:
        """Return every question of one drop, whatever became of it."""
        with self._store.read() as connection:
            rows = connection.execute(select(holds).where(holds.c.drop_id == drop))
            return [_hold(row) for row in rows]

    def open(self) -> list[Hold]:
        """Return every open question."""
        with self._store.read() as connection:
            rows = connection.execute(
                select(holds)
                .where(holds.c.state == "open")
                .order_by(holds.c.drop_id, holds.c.row.nulls_first(), holds.c.id)
            )
            return [_hold(row) for row in rows]

    def get(self, key: str) -> Hold:
        """Return one question; NotFoundError if there is none of that name."""
        with self._store.read() as connection:
            row = connection.execute(select(holds).where(holds.c.id == key)).first()
        if row is None:
            raise NotFoundError(key)
        return _hold(row)

    def release(self, hold: Hold, because: str, drops: Drops) -> None:
        """Let a held person go on: the file is converted once more, for that person only."""
        with self._store.change() as tx:
            self._release(tx, hold, because)
            drops.reopen(tx, hold.drop, f"cho đi tiếp / released {hold.code}")

    def offer(
        self, given: Iterable[Hold], because: str, drops: Drops, brakes: Sequence[str]
    ) -> None:
        """Let several people go on at once: those held, and those of whom nothing is asked yet.

        The same word lets their files pass those brakes.
        """
        with self._store.change() as tx:
            counts = Counter[str]()
            for hold in given:
                known = tx.execute(select(holds.c.state).where(holds.c.id == hold.id)).scalar()
                if known is None:
                    tx.execute(insert(holds).values(_columns(hold)))
                self._release(tx, hold, because, start=known or "open")
                counts[hold.drop] += 1
            for drop, count in counts.items():
                words = f"gửi lại / offered again: {count}: {because}"
                drops.reopen(tx, drop, words, brakes)

    def decline(self, hold: Hold, because: str, drops: Drops) -> None:
        """Turn a question down: the file is converted once more, without that row."""
        with self._store.change() as tx:
            changed = tx.execute(
                update(holds)
                .where(holds.c.id == hold.id, holds.c.state == "open")
                .values(state="declined", reason=because)
            )
            if changed.rowcount != 1:
                raise MoveLostError(hold.id, "open", "declined")
            words = f"không báo / turned down {hold.code}"
            self._store.note(
                tx, "holds", hold.id, f"{words}: {because}", start="open", end="declined"
            )
            drops.reopen(tx, hold.drop, words)

    def _release(self, tx: Connection, hold: Hold, because: str, start: str = "open") -> None:
        """Write a person's word; one that was given already is lost to whoever gave it."""
        changed = tx.execute(
            update(holds)
            .where(holds.c.id == hold.id, holds.c.state == start, holds.c.state != "released")
            .values(state="released", reason=because)
        )
        if changed.rowcount != 1:
            raise MoveLostError(hold.id, start, "released")
        words = f"cho đi tiếp / released {hold.code}: {because}"
        self._store.note(tx, "holds", hold.id, words, start=start, end="released")
