"""The shelves of the ledger together, on one store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from pipeline.ledger.answers import Answers
from pipeline.ledger.attempts import AttemptLog
from pipeline.ledger.contents import Contents
from pipeline.ledger.corrections import Corrections
from pipeline.ledger.dossiers import Dossiers
from pipeline.ledger.drops import Drops
from pipeline.ledger.hands import Hands
from pipeline.ledger.holds import Holds
from pipeline.ledger.months import Months
from pipeline.ledger.nights import Nights
from pipeline.ledger.numbers import Numbers
from pipeline.ledger.registrations import Registrations
from pipeline.ledger.requests import Requests
from pipeline.ledger.sightings import Sightings
from pipeline.ledger.store import Store
from pipeline.ledger.tries import Tries


class Ledger:
    """What the product remembers, one shelf for each kind of thing."""

    def __init__(self, url: str, site: Path, clock: Callable[[], datetime]) -> None:
        self.store = Store(url, site, clock)
        self.drops = Drops(self.store)
        self.tries = Tries(self.store)
        self.dossiers = Dossiers(self.store)
        self.contents = Contents(self.store)
        self.corrections = Corrections(self.store)
        self.attempts = AttemptLog(self.store)
        self.holds = Holds(self.store)
        self.answers = Answers(self.store)
        self.months = Months(self.store)
        self.nights = Nights(self.store)
        self.hands = Hands(self.store)
        self.registrations = Registrations(self.store)
        self.numbers = Numbers(self.store)
        self.sightings = Sightings(self.store)
        self.requests = Requests(self.store)

    def close(self) -> None:
        """Close the ledger."""
        self.store.close()
