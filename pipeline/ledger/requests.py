"""The shelf of requests for books and cards: which dossiers ask, and how far those are."""

from __future__ import annotations

from sqlalchemy import select

from pipeline.ledger.conversions import of_requests
from pipeline.ledger.dossiers import from_row
from pipeline.ledger.store import Store
from pipeline.ledger.tables import dossiers
from pipeline.model import Dossier
from pipeline.states import DossierState

_ACCEPTED = (DossierState.ACCEPTED, DossierState.PARTLY_ACCEPTED)
_OVER = (*_ACCEPTED, DossierState.REFUSED, DossierState.WITHDRAWN, DossierState.SUPERSEDED)


class Requests:
    """Dossiers that ask for books and cards and report no movement."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def accepted(self) -> list[Dossier]:
        """Return those of which VSS accepted all or some, oldest first."""
        return [each for each in self._all() if each.state in _ACCEPTED]

    def under_way(self) -> list[Dossier]:
        """Return those that are neither answered nor withdrawn, oldest first."""
        return [each for each in self._all() if each.state not in _OVER]

    def _all(self) -> list[Dossier]:
        query = select(dossiers).where(dossiers.c.drop_id.in_(of_requests()))
        with self._store.read() as connection:
            rows = connection.execute(query.order_by(dossiers.c.conversion, dossiers.c.id))
            return [from_row(row) for row in rows]
