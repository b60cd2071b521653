"""The shelf of what a person carries: a dossier that was given out, to be uploaded by hand."""

from __future__ import annotations

from sqlalchemy import update

from pipeline.ledger.store import Store
from pipeline.ledger.tables import dossiers, drops
from pipeline.model import Dossier
from pipeline.states import DossierState


class Hands:
    """Dossiers that go by hand."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def given_out(self, dossier: Dossier) -> None:
        """Write that the file was given out, once; nobody saw the upload, so it is uncertain."""
        with self._store.change() as tx:
            self._store.move(
                tx,
                dossiers,
                dossier.id,
                start=DossierState.SIGNED,
                end=DossierState.SHIPPED,
                because="xuất để nộp tay / exported, to be uploaded by hand",
                uncertain=True,
                shipped_at=self._store.clock(),
                attempts=0,
                next_try_at=None,
                reason=None,
            )
            tx.execute(update(drops).where(drops.c.id == dossier.drop).values(feedback_due=True))
