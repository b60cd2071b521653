"""The shelf of insurance numbers that were taken over from VSS's own lists."""

from __future__ import annotations

from pipeline.ledger import conversions
from pipeline.ledger.store import Store


class Numbers:
    """Numbers that a person let us take from a list of VSS's."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def artefacts(self) -> list[str]:
        """Return where they lie, oldest first."""
        with self._store.read() as connection:
            return conversions.numbers(connection)
