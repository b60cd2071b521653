"""The shelf of registrations: what units asked for, and what became of it.

A unit's state is not stored: it follows from its acts and from how far their dossiers are
(`pipeline.registration`), so that no crash leaves the two apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    insert,
    select,
    true,
)

from config.registrations import Act, Channel
from pipeline.errors import NotNowError
from pipeline.ledger.store import Store
from pipeline.ledger.tables import Instant, dossiers, metadata
from pipeline.registration import Entry, Standing, obstacle, standing_of, standings_of
from pipeline.states import DossierState

registrations = Table(
    "registrations",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("unit", String, nullable=False),
    Column("act", String, nullable=False),
    Column("channel", String, nullable=False),
    # None: done elsewhere, and written down by a person's word.
    Column("dossier_id", ForeignKey("dossiers.id"), unique=True),
    Column("provider", String, nullable=False),
    Column("procedures", String, nullable=False),
    Column("serial", String, nullable=False),
    Column("issuer", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=False),
    Column("email", String, nullable=False),
    Column("phone", String, nullable=False),
    Column("because", String, nullable=False),
    Column("at", Instant, nullable=False),
    Index("registrations_by_unit", "unit", "seq"),
)

UNDER_WAY = (
    DossierState.SIGNED,
    DossierState.SHIPPED,
    DossierState.TAKEN,
    DossierState.NUMBERED,
)
_SHOWN = 5


class Registrations:
    """What units asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self) -> list[Entry]:
        """Return every act, oldest first."""
        with self._store.read() as connection:
            return _entries(connection, true())

    def of_unit(self, unit: str) -> dict[Channel, Standing]:
        """Return where a unit stands on each channel on which it ever asked for something."""
        with self._store.read() as connection:
            found = standings_of(_entries(connection, registrations.c.unit == unit))
        return {channel: standing for (_, channel), standing in found.items()}

    def of_dossier(self, dossier: str) -> Entry | None:
        """Return the act that a dossier asks for; None for one about people."""
        with self._store.read() as connection:
            found = _entries(connection, registrations.c.dossier_id == dossier)
        return found[0] if found else None

    def ask(self, entry: Entry, row: Mapping[str, Any], *, keep_held: bool = False) -> None:
        """Write an act and its dossier at once; NotNowError if the unit cannot do this now.

        `keep_held`: dossiers that the gate holds may wait for another registration.
        """
        with self._store.change() as tx:
            self._check(tx, entry, keep_held=keep_held)
            values = {"state": DossierState.BUILT, "built_at": self._store.clock(), **row}
            tx.execute(insert(dossiers).values(values))
            because = f"{entry.act} {entry.channel}"
            self._store.note(tx, "dossiers", row["id"], because, end=DossierState.BUILT)
            self._write(tx, entry, f"{because}: {row['id']}")

    def write_down(self, entry: Entry) -> None:
        """Write an act that was done elsewhere, by a person's word."""
        with self._store.change() as tx:
            self._check(tx, entry, keep_held=False)
            self._write(tx, entry, f"{entry.act} {entry.channel}: {entry.because}")

    def _check(self, tx: Connection, entry: Entry, *, keep_held: bool) -> None:
        mine = (registrations.c.unit == entry.unit) & (registrations.c.channel == entry.channel)
        standing = standing_of(_entries(tx, mine))
        found = obstacle(entry.act, standing)
        if found is None and entry.act is Act.CEASE:
            found = _under_way(tx, entry.unit, keep_held=keep_held)
        if found is not None:
            raise NotNowError(f"{entry.unit}: {found[0]} / {found[1]}")

    def _write(self, tx: Connection, entry: Entry, because: str) -> None:
        facts = {
            column.name: getattr(entry, column.name)
            for column in registrations.columns
            if column.name not in ("seq", "dossier_id", "procedures")
        }
        tx.execute(
            insert(registrations).values(
                **facts, dossier_id=entry.dossier, procedures=",".join(entry.procedures)
            )
        )
        self._store.note(tx, "units", entry.unit, because)


def _under_way(tx: Connection, unit: str, *, keep_held: bool) -> tuple[str, str] | None:
    """Name the dossiers of a unit that an end would cut off."""
    waiting = dossiers.c.state == DossierState.BUILT
    if keep_held:
        waiting &= dossiers.c.held_because.is_(None)
    found = list(
        tx.execute(
            select(dossiers.c.id)
            .where(dossiers.c.unit == unit, dossiers.c.state.in_(UNDER_WAY) | waiting)
            .order_by(dossiers.c.id)
        ).scalars()
    )
    if not found:
        return None
    names = ", ".join(found[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    return (
        f"{len(found)} hồ sơ còn đang đi: {names}; chờ kết quả, hoặc `bhxh withdraw` cái chưa gửi",
        f"{len(found)} dossiers are under way: {names}; wait for their answers, or `bhxh withdraw` "
        "what is not sent",
    )


def _entries(connection: Connection, condition: Any) -> list[Entry]:  # noqa: ANN401 - SQL expression
    query = (
        select(registrations, dossiers.c.state)
        .outerjoin(dossiers, dossiers.c.id == registrations.c.dossier_id)
        .where(condition)
        .order_by(registrations.c.seq)
    )
    return [_entry(row) for row in connection.execute(query)]


def _entry(row: Row[Any]) -> Entry:
    """Read one act; the only place that knows the columns' names."""
    return Entry(
        unit=row.unit,
        act=Act(row.act),
        channel=Channel(row.channel),
        dossier=row.dossier_id,
        state=None if row.state is None else DossierState(row.state),
        provider=row.provider,
        procedures=tuple(filter(None, row.procedures.split(","))),
        serial=row.serial,
        issuer=row.issuer,
        subject=row.subject,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        email=row.email,
        phone=row.phone,
        because=row.because,
        at=row.at,
    )
