"""The nouns of the roof: what the ledger remembers of drops, dossiers, questions and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Final

from pipeline.states import DossierState, DropState


@dataclass(frozen=True, kw_only=True)
class Balance:
    """The fate of every row of a drop: rows = unchanged + reported + rejected + held."""

    rows: int = 0
    unchanged: int = 0
    reported: int = 0
    rejected: int = 0
    held: int = 0
    absent: int = 0


@dataclass(frozen=True, kw_only=True)
class Drop:
    """One dropped file. `name` is its path below drop/, escaped for people."""

    id: str
    feed: str
    name: str
    sha256: str
    size: int
    state: DropState
    purpose: str
    """``report``, or ``baseline`` for an opening roster."""
    held_because: str | None
    """Codes of the brakes that hold it, comma-separated."""
    reason: str | None
    released: str
    """Codes of the brakes that a person released, comma-separated."""
    period: str | None
    units: str
    """Unit codes that the file names, comma-separated."""
    balance: Balance
    errors: int
    warnings: int
    duplicate_of: str | None
    next_try_at: datetime | None
    attempts: int
    arrived_at: datetime
    arrival: int
    """The place of this file in the order of arrival, which no clock can change."""
    companions: str | None = None
    """SHA-256 of the list of what lay beside it: households and attachments."""

    @property
    def is_withdrawn(self) -> bool:
        """Tell whether a person ended it: it is ``invalid`` by a word, not by its cells."""
        return is_withdrawn(self.state, self.reason)


_LONGEST_NAME: Final = 200
"""Bytes of the sender's name that an answer's name keeps: a file name holds 255 in all."""


def returned_name(drop: Drop, ending: str) -> str:
    """Return where an answer to the sender lies: its own name, content, and what it is."""
    name = PurePosixPath(drop.name).name
    while len(name.encode()) > _LONGEST_NAME:
        name = name[:-1]
    return f"returned/{name}.{drop.sha256[:8]}.{ending}"


OPENED: Final = "danh sách gốc"
"""How the event begins by which a file became the opening roster of its units."""
WITHDRAWN: Final = "đã rút / withdrawn"
"""How the reason of a file begins that a person ended."""


def is_withdrawn(state: str, reason: str | None) -> bool:
    """Tell whether a person ended a file, by its state and reason."""
    return state == DropState.INVALID and (reason or "").startswith(WITHDRAWN)


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """One dossier: lines [first_line, first_line + lines) of a conversion's artefact.

    One of registration is made from no file: its artefact is the document that is signed.
    """

    id: str
    reference: str
    drop: str | None
    conversion: int | None
    artefact: str
    first_line: int
    lines: int
    people: int
    unit: str
    period: str
    procedure: str
    batch: int
    made_on: date
    remote_name: str
    state: DossierState
    held_because: str | None
    reason: str | None
    uncertain: bool
    sha256: str | None
    size: int | None
    certificate: str | None
    number: str | None
    due: date | None
    next_try_at: datetime | None
    attempts: int
    built_at: datetime
    shipped_at: datetime | None
    answered: str | None = None
    """What VSS had answered before it was superseded: ``refused`` or ``partly_accepted``."""
    papers: str | None = None
    """The artefact of the papers that go with some of its lines: households and attachments."""
    by_hand: bool = False
    """Handed over by a person on VSS's portal, and not by SFTP."""


@dataclass(frozen=True, kw_only=True)
class Hold:
    """One held person (or the absent people of a unit), as a question to an operator."""

    id: str
    drop: str
    unit: str
    person: str
    row: int | None
    code: str
    question_vi: str
    question_en: str
    state: str
    """``open``; ``released`` or ``declined`` by a person; ``closed`` when a later file decides."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One file that came back, by its SHA-256."""

    sha256: str
    remote_name: str
    file: str
    """Where it lies, relative to the site."""
    first_seen: datetime
    kind: str | None
    state: str
    """``fetched``, ``matched``, ``statement``, ``unmatched``, ``conflict`` or ``dismissed``."""
    trusted: bool | None
    reason: str | None
    dossier: str | None
    at: datetime | None
    unit: str | None = None
    period: str | None = None

    @property
    def is_imported(self) -> bool:
        """Tell whether a person brought it: no name in the provider's folder has a slash."""
        return self.remote_name.startswith(IMPORTED)


IMPORTED: Final = "import/"
"""How the name begins of an answer that a person fetched."""
