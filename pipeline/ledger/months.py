"""The shelf of months: which units the files of each month have named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, select

from pipeline.ledger.conversions import of_movements
from pipeline.ledger.store import Store
from pipeline.ledger.tables import drops
from pipeline.model import Drop
from pipeline.states import DropState

_REPORTS: tuple[ColumnElement[bool], ...] = (
    drops.c.purpose == "report",
    drops.c.state == DropState.CONVERTED,
)


class Months:
    """What files that were worked out said of which units; never a whole history of drops."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def later(self, drop: Drop, period: str) -> list[tuple[str, frozenset[str]]]:
        """Return the files of a month that came after a drop, each with its units."""
        query = (
            select(drops.c.id, drops.c.units)
            .where(*_REPORTS, drops.c.period == period, drops.c.arrival > drop.arrival)
            .order_by(drops.c.arrival)
        )
        with self._store.read() as connection:
            rows = connection.execute(query).all()
        return [(row.id, frozenset(row.units.split(","))) for row in rows]

    def snapshots(self, drop: Drop, periods: Sequence[str]) -> Mapping[str, list[frozenset[str]]]:
        """Return, by month, the units of each snapshot that the drop's feed had before it.

        An opening roster says nothing of how files come; neither do movements and requests.
        """
        query = (
            select(drops.c.period, drops.c.units)
            .where(
                *_REPORTS,
                drops.c.feed == drop.feed,
                drops.c.period.in_(periods),
                drops.c.arrival < drop.arrival,
                drops.c.released.not_like("%as-baseline%"),
                drops.c.id.not_in(of_movements()),
            )
            .distinct()
        )
        found: dict[str, list[frozenset[str]]] = {}
        with self._store.read() as connection:
            for row in connection.execute(query):
                found.setdefault(row.period, []).append(frozenset(row.units.split(",")))
        return found
