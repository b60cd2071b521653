"""The shelf of sightings: since when a name has been lying in drop/, whoever writes to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select

from pipeline.ledger.store import Store
from pipeline.ledger.tables import sightings


class Sightings:
    """Names in drop/ that were not taken in; those that are gone are forgotten."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def known(self) -> Mapping[str, datetime]:
        """Return when each name was seen first."""
        with self._store.read() as connection:
            rows = connection.execute(select(sightings)).all()
        return {row.name: row.first_seen for row in rows}

    def keep(self, names: Collection[str]) -> None:
        """Remember what lies there now, and forget all else; writes only where that is news."""
        there, known = set(names), set(self.known())
        fresh, gone = sorted(there - known), sorted(known - there)
        if not fresh and not gone:
            return
        with self._store.change() as tx:
            for name in gone:
                tx.execute(delete(sightings).where(sightings.c.name == name))
            if fresh:
                now = self._store.clock()
                rows = [{"name": name, "first_seen": now} for name in fresh]
                tx.execute(insert(sightings), rows)
