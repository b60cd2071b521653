"""Everything at a glance: what `status` shows of each thing, and no more, as the database has it.

A ledger holds ten thousands of dossiers and answers; making a noun of each takes most of a second.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select

from pipeline.ledger.store import Store
from pipeline.ledger.tables import dossiers, receipts

__all__ = ["Overview", "Row"]


class Overview:
    """Rows with the names of `Dossier` and `Answer`, in the order of `all()`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def dossiers(self) -> list[Row[Any]]:
        """Return of every dossier what programs read, in the order of making."""
        of = dossiers.c
        query = select(
            of.id, of.reference, of.unit, of.period, of.procedure, of.batch, of.state,
            of.held_because, of.reason, of.uncertain, of.people, of.sha256, of.remote_name,
            of.number, of.due, of.drop_id,
        ).order_by(of.conversion, of.id)  # fmt: skip
        with self._store.read() as connection:
            return list(connection.execute(query))

    def matched(self) -> list[Row[Any]]:
        """Return of every matched answer its dossier and what it is, oldest first."""
        of = receipts.c
        query = (
            select(of.dossier_id, of.kind, of.file, of.trusted, of.at)
            .where(of.state == "matched", of.dossier_id.is_not(None))
            .order_by(of.first_seen, of.sha256)
        )
        with self._store.read() as connection:
            return list(connection.execute(query))
