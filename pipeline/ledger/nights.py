"""The shelf of nights: which business dates have been reconciled."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import delete, func, insert, select

from pipeline.ledger.store import Store
from pipeline.ledger.tables import nights


class Nights:
    """Reconciliations done; a night without a row is still owed."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def last(self) -> date | None:
        """Return the last business date that was reconciled, or None."""
        with self._store.read() as connection:
            last: date | None = connection.execute(
                select(func.max(nights.c.business_date))
            ).scalar_one()
            return last

    def done_at(self, business_date: date) -> datetime | None:
        """Return when that date was reconciled last, or None."""
        with self._store.read() as connection:
            at: datetime | None = connection.execute(
                select(nights.c.at).where(nights.c.business_date == business_date)
            ).scalar_one_or_none()
            return at

    def before(self, business_date: date) -> tuple[date, datetime] | None:
        """Return the nearest earlier date that was reconciled, and when; None if there is none."""
        with self._store.read() as connection:
            found = connection.execute(
                select(nights.c.business_date, nights.c.at)
                .where(nights.c.business_date < business_date)
                .order_by(nights.c.business_date.desc())
                .limit(1)
            ).one_or_none()
            return None if found is None else (found.business_date, found.at)

    def done(self, business_date: date, exit_code: int, report: str) -> None:
        """Record a reconciliation; a later one of the same date replaces it."""
        with self._store.change() as tx:
            tx.execute(delete(nights).where(nights.c.business_date == business_date))
            tx.execute(
                insert(nights).values(
                    business_date=business_date,
                    at=self._store.clock(),
                    exit_code=exit_code,
                    report=report,
                )
            )
