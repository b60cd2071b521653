"""The shelf of drops: files that arrived, what was found in them, what holds them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, exists, func, insert, or_, select, update

from pipeline.errors import MoveLostError, NotFoundError
from pipeline.ledger import deliveries
from pipeline.ledger.store import Store
from pipeline.ledger.tables import dossiers, drops, holds
from pipeline.model import WITHDRAWN, Balance, Drop
from pipeline.states import DropState

_BALANCE = ("rows", "unchanged", "reported", "rejected", "held", "absent")


def from_row(row: Row[Any]) -> Drop:
    """Read one drop; the only place that knows the columns' names."""
    names = Drop.__dataclass_fields__
    values = {name: getattr(row, name) for name in names if name not in ("balance", "state")}
    balance = Balance(**{name: getattr(row, name) for name in _BALANCE})
    return Drop(**values, state=DropState(row.state), balance=balance)


class Drops:
    """Files that arrived."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def arrive(
        self,
        *,
        key: str,
        feed: str,
        name: str,
        sha256: str,
        size: int,
        again: bool = False,
        purpose: str = "report",
        held_because: str | None = None,
        companions: str | None = None,
    ) -> Drop:
        """Write a new drop: ``arrived``, or ``duplicate`` if the same bytes came before.

        Safe to repeat with the same key: the row of an earlier try is found and nothing changes.
        The same bytes with other `companions` are taken again where that reports nobody twice.
        """
        with self._store.change() as tx:
            if (known := self._find(tx, key)) is not None:
                return known
            first = None if again else self._first(tx, sha256)
            if first is not None and deliveries.says_more(tx, sha256, companions):
                first, again = None, True
            last = tx.execute(select(func.coalesce(func.max(drops.c.arrival), 0))).scalar_one()
            state = DropState.ARRIVED if first is None else DropState.DUPLICATE
            values = {
                "id": key, "feed": feed, "name": name, "sha256": sha256, "size": size,
                "state": state, "again": again, "purpose": purpose, "held_because": held_because,
                "duplicate_of": first, "arrived_at": self._store.clock(),
                "arrival": last + 1,
                "reason": first and f"cùng nội dung với tệp / the same bytes as {first}",
                "companions": companions,
            }  # fmt: skip
            tx.execute(insert(drops).values(values))
            self._store.note(
                tx, "drops", key, f"nhận qua nguồn / arrived by feed {feed}", end=state
            )
            return self._get(tx, key)

    def known(self, key: str) -> Drop | None:
        """Return one drop, None if there is none of that name."""
        with self._store.read() as connection:
            return self._find(connection, key)

    def get(self, key: str) -> Drop:
        """Return one drop; NotFoundError if there is none of that name."""
        with self._store.read() as connection:
            return self._get(connection, key)

    def all(self) -> list[Drop]:
        """Return every drop, oldest first."""
        with self._store.read() as connection:
            rows = connection.execute(select(drops).order_by(drops.c.arrival))
            return [from_row(row) for row in rows]

    def named(self, text: str) -> list[Drop]:
        """Return drops by identifier, name, or the beginning of the SHA-256 (8 digits or more)."""
        wanted = [drops.c.id == text, drops.c.name == text]
        if len(text) >= 8:  # noqa: PLR2004 - as many as the names in returned/ show
            wanted.append(drops.c.sha256.startswith(text, autoescape=True))
        with self._store.read() as connection:
            rows = connection.execute(select(drops).where(or_(*wanted)).order_by(drops.c.arrival))
            return [from_row(row) for row in rows]

    def due(self, state: DropState, now: datetime) -> list[Drop]:
        """Return drops of a state that nothing holds and whose time has come, oldest first."""
        with self._store.read() as connection:
            rows = connection.execute(
                select(drops)
                .where(
                    drops.c.state == state,
                    drops.c.held_because.is_(None),
                    or_(drops.c.next_try_at.is_(None), drops.c.next_try_at <= now),
                )
                .order_by(drops.c.arrival)
            )
            return [from_row(row) for row in rows]

    def examined(
        self,
        drop: Drop,
        state: DropState,
        *,
        because: str,
        balance: Balance,
        **columns: object,
    ) -> None:
        """Record what the look inside gave: examined, invalid or unreadable."""
        with self._store.change() as tx:
            counts = {**asdict(balance), **columns, "reason": because}
            if state is DropState.EXAMINED:
                counts["reason"] = None
            self._store.move(
                tx,
                drops,
                drop.id,
                start=drop.state,
                end=state,
                because=because,
                **counts,
                attempts=0,
                next_try_at=None,
            )

    def hold(
        self,
        drop: Drop,
        codes: Sequence[str],
        reason: str,
        balance: Balance,
        *,
        errors: int | None = None,
    ) -> None:
        """Let a brake hold a drop until a person decides; `errors` is how many it has by now."""
        figures = {**asdict(balance), "errors": drop.errors if errors is None else errors}
        with self._store.change() as tx:
            self._set(tx, drop, held_because=",".join(codes), reason=reason, **figures)
            self._store.note(tx, "drops", drop.id, f"giữ / held: {','.join(codes)}")

    def release(self, drop: Drop, brakes: Sequence[str], because: str) -> None:
        """Note a person's word that those brakes need not hold this drop."""
        with self._store.change() as tx:
            before = self._get(tx, drop.id).released
            released = sorted({*filter(None, before.split(",")), *brakes})
            self._set(
                tx,
                drop,
                held_because=None,
                reason=None,
                released=",".join(released),
                next_try_at=None,
            )
            words = f"cho đi tiếp / released {','.join(brakes)}: {because}"
            self._store.note(tx, "drops", drop.id, words)

    def reopen(self, tx: Connection, key: str, because: str, released: Sequence[str] = ()) -> None:
        """Convert a file once more for some of its people; those brakes need not hold it."""
        current = self._get(tx, key)
        words = {*filter(None, current.released.split(",")), *released}
        if current.state is DropState.CONVERTED:
            self._store.move(
                tx,
                drops,
                key,
                start=DropState.CONVERTED,
                end=DropState.EXAMINED,
                because=because,
                released=",".join(sorted(words)),
            )

    def try_later(self, drop: Drop, at: datetime | None, reason: str) -> None:
        """Record a failed step: when to try again, or None when it needs a person."""
        with self._store.change() as tx:
            columns: dict[str, Any] = {
                "next_try_at": at,
                "attempts": drop.attempts + 1,
                "reason": reason,
            }
            if at is None:
                columns["held_because"] = "failed"
            self._set(tx, drop, **columns)
            self._store.note(tx, "drops", drop.id, f"lỗi / failed: {reason}")

    def try_now(self, drop: Drop) -> None:
        """Forget the waiting time, and a hold that a failure left."""
        columns: dict[str, Any] = {"next_try_at": None}
        if drop.held_because == "failed":
            columns["held_because"] = None
        with self._store.change() as tx:
            self._set(tx, drop, **columns)
            self._store.note(tx, "drops", drop.id, "thử lại / retry")

    def withdraw(self, drop: Drop, because: str) -> None:
        """End a held file of which nothing was reported; its rows count as rejected."""
        reason = f"{WITHDRAWN}: {because}"
        none_counts = asdict(Balance(rows=drop.balance.rows, rejected=drop.balance.rows))
        with self._store.change() as tx:
            self._store.move(
                tx,
                drops,
                drop.id,
                start=drop.state,
                end=DropState.INVALID,
                because=reason,
                held_because=None,
                reason=reason,
                **none_counts,
            )
            tx.execute(
                update(holds)
                .where(holds.c.drop_id == drop.id, holds.c.state == "open")
                .values(state="closed", reason=reason)
            )

    def latest_report(self, feed: str, before: Drop) -> Drop | None:
        """Return the last other drop of a feed of which somebody was reported.

        A file without news proves nothing: nobody has yet looked at a report of that feed.
        """
        with self._store.read() as connection:
            row = connection.execute(
                select(drops)
                .where(
                    drops.c.feed == feed,
                    drops.c.purpose == "report",
                    drops.c.state == DropState.CONVERTED,
                    drops.c.id != before.id,
                    exists().where(dossiers.c.drop_id == drops.c.id),
                )
                .order_by(drops.c.arrival.desc())
                .limit(1)
            ).first()
            return None if row is None else from_row(row)

    def feedback_due(self) -> list[Drop]:
        """Return drops whose result file must be written again."""
        with self._store.read() as connection:
            rows = connection.execute(
                select(drops).where(drops.c.feedback_due).order_by(drops.c.id)
            )
            return [from_row(row) for row in rows]

    def feedback_done(self, drop: Drop) -> None:
        """Note that the result file says all that is known."""
        with self._store.change() as tx:
            tx.execute(update(drops).where(drops.c.id == drop.id).values(feedback_due=False))

    def _set(self, tx: Connection, drop: Drop, **columns: object) -> None:
        """Compare-and-set columns that are not the state."""
        changed = tx.execute(
            update(drops)
            .where(drops.c.id == drop.id, drops.c.state == drop.state)
            .values(**columns)
        )
        if changed.rowcount != 1:
            raise MoveLostError(drop.id, drop.state, drop.state)

    def _first(self, connection: Connection, sha256: str) -> str | None:
        row = connection.execute(
            select(drops.c.id)
            .where(drops.c.sha256 == sha256, drops.c.state != DropState.DUPLICATE)
            .order_by(drops.c.arrival)
            .limit(1)
        ).first()
        return None if row is None else str(row.id)

    def _find(self, connection: Connection, key: str) -> Drop | None:
        row = connection.execute(select(drops).where(drops.c.id == key)).first()
        return None if row is None else from_row(row)

    def _get(self, connection: Connection, key: str) -> Drop:
        found = self._find(connection, key)
        if found is None:
            raise NotFoundError(key)
        return found
