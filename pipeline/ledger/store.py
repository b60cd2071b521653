"""Opening the ledger, and the two kinds of transaction: reading, and changing.

SQLite with a rollback journal and ``synchronous=EXTRA``: a commit survives power loss (sqlite.org,
pragma synchronous). WAL stays off: versions before 3.51.3 can corrupt it (sqlite.org, wal reset).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, create_engine, event, insert, select, update
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from pipeline.errors import LeaseLostError, LedgerError, MoveLostError
from pipeline.ledger import tables
from pipeline.ledger.growth import BARE, grow
from pipeline.ledger.version import SCHEMA_VERSION
from pipeline.spool import make_private_file
from pipeline.states import DOSSIER_MOVES, DROP_MOVES

_PATIENCE = 10.0
"""Seconds to wait for another process's transaction."""
_UNUSABLE = "không dùng được sổ cái / the ledger cannot be used"
_MOVES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "drops": {start: frozenset(ends) for start, ends in DROP_MOVES.items()},
    "dossiers": {start: frozenset(ends) for start, ends in DOSSIER_MOVES.items()},
}


class Store:
    """One open ledger. `clock` gives the aware time that is written with every event."""

    def __init__(self, url: str, site: Path, clock: Callable[[], datetime]) -> None:
        self._engine = _engine(url, site)
        self._immediate = self._engine.execution_options(immediate=True)
        self.clock = clock
        self.epoch: int | None = None
        try:
            self._prepare()
        except LedgerError:
            self.close()
            raise

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent view; writes nothing, and waits only for a commit under way."""
        with self._translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def change(self) -> Iterator[Connection]:
        """One transaction that holds the write lock from its first statement."""
        with self._translated(), self._immediate.begin() as connection:
            if self.epoch is not None and self._epoch(connection) != self.epoch:
                raise LeaseLostError(
                    "một tiến trình khác đã nhận thư mục này / another instance took over this site"
                )
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
        *,
        start: StrEnum,
        end: StrEnum,
        because: str,
        **columns: object,
    ) -> None:
        """Compare-and-set one state and write the event; MoveLostError if it stands elsewhere."""
        if end not in _MOVES[table.name][start]:
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
                with self._immediate.begin() as tx:
                    tables.metadata.create_all(tx)
                    if tx.execute(select(tables.meta)).first() is None:
                        start = {"version": SCHEMA_VERSION, "epoch": 0}
                        tx.execute(
                            insert(tables.meta),
                            [{"name": name, "number": number} for name, number in start.items()],
                        )
            else:
                grow(self._engine, self._immediate)
            with self._engine.connect() as connection:
                version = connection.execute(
                    select(tables.meta.c.number).where(tables.meta.c.name == "version")
                ).scalar_one()
        if version != SCHEMA_VERSION:
            raise LedgerError(
                f"sổ cái có phiên bản {version}, chương trình cần {SCHEMA_VERSION} / "
                f"the ledger has version {version}, this program needs {SCHEMA_VERSION}"
            )

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Let no library exception out; the text names the driver's complaint, no values."""
        try:
            yield
        except SQLAlchemyError as failed:
            # These two speak of files and locks; the others may quote what was to be written.
            if type(failed) in (OperationalError, DatabaseError):
                text = f"{_UNUSABLE}: {failed.orig}"  # type: ignore[attr-defined]  # both have it
            else:
                text = f"sổ cái từ chối / the ledger refused: {type(failed).__name__}"
            raise LedgerError(text) from failed


def _engine(url: str, site: Path) -> Engine:
    """Make the engine; a relative SQLite path is anchored at the site."""
    path = site / url.removeprefix("sqlite:///")
    try:
        make_private_file(path)
    except OSError as failed:
        raise LedgerError(f"{_UNUSABLE}: {failed.strerror}") from failed
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": _PATIENCE}, hide_parameters=True
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        if options.get(BARE):
            return
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("immediate") else "BEGIN")

    return engine
