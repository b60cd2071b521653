"""The shelf of contents: what files of movements say, so that the same is not reported twice."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from pipeline.ledger.conversions import of_movements
from pipeline.ledger.links import contents
from pipeline.ledger.store import Store
from pipeline.ledger.tables import dossiers, drops
from pipeline.states import DossierState

_OVER = (DossierState.WITHDRAWN, DossierState.REFUSED, DossierState.SUPERSEDED)


class Contents:
    """Digests of the rows of files of movements."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def remember(self, tx: Connection, drop: str, digest: str | None) -> None:
        """Write what a file of movements says, in the transaction that converts it."""
        known = tx.execute(select(contents.c.drop_id).where(contents.c.drop_id == drop)).first()
        if digest is not None and known is None:
            tx.execute(insert(contents).values(drop_id=drop, rows_sha256=digest))

    def same(self, drop: str, digest: str | None) -> set[str]:
        """Return the other files that say the same rows."""
        query = select(contents.c.drop_id).where(
            contents.c.rows_sha256 == digest, contents.c.drop_id != drop
        )
        with self._store.read() as connection:
            return set(connection.execute(query).scalars())

    def on_their_way(self, drop: str, digest: str) -> list[str]:
        """Return those of them of which a dossier is on its way or accepted, oldest first."""
        alive = select(dossiers.c.drop_id).where(dossiers.c.state.not_in(_OVER))
        query = (
            select(drops.c.id)
            .where(drops.c.id.in_(self.same(drop, digest)), drops.c.id.in_(alive))
            .order_by(drops.c.arrival)
        )
        with self._store.read() as connection:
            return list(connection.execute(query).scalars())

    def of_movements(self) -> set[str]:
        """Return the drops that are files of movements."""
        with self._store.read() as connection:
            return {row.drop_id for row in connection.execute(of_movements())}
