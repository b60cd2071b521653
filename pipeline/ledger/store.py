"""Opening the ledger, and the two kinds of transaction: reading, and changing.

SQLite with a rollback journal and ``synchronous=EXTRA``: a commit survives power loss (sqlite.org,
pragma synchronous). WAL stays off: versions before 3.51.3 can corrupt it (sqlite.org, wal reset).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, select, update
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from pipeline.errors import LeaseLostError, LedgerError, MoveLostError
from pipeline.ledger import tables
from pipeline.states import DOSSIER_MOVES, DROP_MOVES, DossierState, DropState

_MOVES: dict[str, Any] = {
    "drops": (DropState, DROP_MOVES),
    "dossiers": (DossierState, DOSSIER_MOVES),
}


class Store:
    """One open ledger. `clock` gives the aware time that is written with every event."""

    def __init__(self, url: str, site: Path, clock: Callable[[], datetime]) -> None:
        self._engine = _engine(url, site)
        self.clock = clock
        self.epoch: int | None = None
        self._prepare()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; never writes, never waits for a writer's lock."""
        with self._translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its first statement."""
        immediate = self._engine.execution_options(immediate=True)
        with self._translated(), immediate.begin() as connection:
            if self.epoch is not None and self._epoch(connection) != self.epoch:
                raise LeaseLostError("another instance took over this site")
            yield connection

    def take_lease(self) -> None:
        """Become the one instance whose changes count; every older one stops at its next change."""
        with self.change() as tx:
            epoch = self._epoch(tx) + 1
            tx.execute(
                update(tables.meta).where(tables.meta.c.name == "epoch").values(number=epoch)
            )
        self.epoch = epoch

    def move(
        self,
        tx: Connection,
        table: Table,
        key: str,
        start: StrEnum,
        end: StrEnum,
        because: str,
        **columns: Any,
    ) -> None:
        """Compare-and-set one state and write the event; MoveLostError if it stands elsewhere."""
        _, moves = _MOVES[table.name]
        if end not in moves[start]:
            raise MoveLostError(key, f"allowed to leave {start}", end)
        changed = tx.execute(
            update(table)
            .where(table.c.id == key, table.c.state == start)
            .values(state=end, **columns)
        )
        if changed.rowcount != 1:
            raise MoveLostError(key, start, end)
        self.note(tx, table.name, key, because, start=start, end=end)

    def note(
        self,
        tx: Connection,
        thing: str,
        key: str,
        because: str,
        *,
        start: str | None = None,
        end: str | None = None,
    ) -> None:
        """Append one event; `because` holds codes and counts, never a person's data."""
        tx.execute(
            insert(tables.events).values(
                at=self.clock(), thing=thing, thing_id=key, start=start, end=end, because=because
            )
        )

    def _epoch(self, connection: Connection) -> int:
        row = connection.execute(select(tables.meta.c.number).where(tables.meta.c.name == "epoch"))
        return int(row.scalar_one())

    def _prepare(self) -> None:
        """Make the tables of a new ledger; refuse a ledger of another version."""
        with self._translated():
            with self._engine.connect() as connection:
                known = self._engine.dialect.has_table(connection, "meta")
            if not known:
                with self._engine.execution_options(immediate=True).begin() as tx:
                    tables.metadata.create_all(tx)
                    if tx.execute(select(tables.meta)).first() is None:
                        start = {"version": tables.SCHEMA_VERSION, "epoch": 0}
                        tx.execute(
                            insert(tables.meta),
                            [{"name": name, "number": number} for name, number in start.items()],
                        )
            with self._engine.connect() as connection:
                version = connection.execute(
                    select(tables.meta.c.number).where(tables.meta.c.name == "version")
                ).scalar_one()
        if version != tables.SCHEMA_VERSION:
            raise LedgerError(
                f"the ledger has version {version}, this program needs {tables.SCHEMA_VERSION}"
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Let no library exception out; the text names the driver's complaint, no values."""
        try:
            yield
        except OperationalError as failed:
            raise LedgerError(f"the ledger cannot be used: {failed.orig}") from failed
        except SQLAlchemyError as failed:
            raise LedgerError(f"the ledger refused: {type(failed).__name__}") from failed


def _engine(url: str, site: Path) -> Engine:
    """Make the engine; a relative SQLite path is anchored at the site."""
    path = site / url.removeprefix("sqlite:///")
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": 10})

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("immediate") else "BEGIN")

    return engine
