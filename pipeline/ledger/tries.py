"""The shelf of tries: steps of a file that began, and whether they came to any end.

Every end of a step writes an event of the file: a move, a hold, a failure. So an event ``begun``
with nothing after it is a step in which the process died. No column says so: ledgers that older
programs made need no change.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from pipeline.ledger.store import Store
from pipeline.ledger.tables import events
from pipeline.model import Drop

_BEGUN = "begun"
_DROPS = "drops"


class Tries:
    """Steps of files that began."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, drop: Drop, *, most: int) -> bool:
        """Note that a step begins, durably; False if as many as `most` began and never ended."""
        with self._store.change() as tx:
            if self._unended(tx, drop.id) >= most:
                return False
            self._store.note(tx, _DROPS, drop.id, _BEGUN)
            return True

    def end(self, drop: Drop) -> None:
        """Note that a step was broken off, but in good order."""
        with self._store.change() as tx:
            self._store.note(tx, _DROPS, drop.id, "broken off")

    def _unended(self, connection: Connection, key: str) -> int:
        mine = (events.c.thing == _DROPS) & (events.c.thing_id == key)
        ends = select(func.coalesce(func.max(events.c.seq), 0)).where(
            mine, events.c.because != _BEGUN
        )
        count = select(func.count()).where(mine, events.c.seq > ends.scalar_subquery())
        return int(connection.execute(count).scalar_one())
