"""The nouns of room 4: what an answer says, whose it is, and what a statement adds up to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class ReceiptKind(StrEnum):
    """What an answer is."""

    SUBMISSION = "submission"
    NOTICE = "notice"
    RESULT = "result"
    STATEMENT = "statement"


class Outcome(StrEnum):
    """What a receipt says became of its dossier."""

    TAKEN = "taken"
    NUMBERED = "numbered"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class PersonResult:
    """One ROW_CTIET of a result: what VSS says about one line of a form."""

    form: str
    line: int
    """STT_LAODONG: the STT in that form."""
    accepted: bool
    code: str
    reason: str
    insurance_number: str
    card_number: str
    card_from: str
    card_to: str


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One trusted answer, read from exactly what its signature covered.

    `dossier_name` is MA_GDICH: our remote name without ``.xml`` (own). `digest` is MA_BAM, "" where
    absent. `at` is the time that the receipt claims, aware; None if it claims none we can read.
    `outcome` is None where the receipt's result code is unknown: "needs a person", never "fine".
    """

    kind: ReceiptKind
    unit: str
    tax_code: str
    dossier_name: str
    number: str
    digest: str
    outcome: Outcome | None
    at: datetime | None
    due: date | None
    code: str
    reason: str
    people: tuple[PersonResult, ...] = ()
    doubt_vi: str = ""
    """Why `outcome` is None, for the person who must decide."""
    doubt_en: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementLine:
    """One Dong of a C12-TS: integer VND per fund (people, for head-count lines)."""

    number: str
    text: str
    bhxh: int
    bhyt: int
    bhtn: int
    bhtnld: int
    total: int


@dataclass(frozen=True, kw_only=True)
class Statement:
    """A C12-TS: what VSS says a unit owes for a month."""

    unit: str
    agency: str
    period: str
    lines: tuple[StatementLine, ...]


class MatchKind(StrEnum):
    """Whose receipt is it?"""

    MATCHED = "matched"
    UNKNOWN = "unknown"
    """No dossier of that name."""
    FOREIGN = "foreign"
    """Another unit's or another employer's."""
    CONFLICT = "conflict"
    """Names our dossier but not our bytes, or contradicts what we know."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """The verdict on a receipt: the dossier that it belongs to, or why it belongs to none."""

    kind: MatchKind
    dossier: str | None
    reason_vi: str = ""
    reason_en: str = ""


class Standing(StrEnum):
    """How far a dossier has come: the dossier states of the house, as room 4 needs them."""

    BUILT = "built"
    SIGNED = "signed"
    SHIPPED = "shipped"
    TAKEN = "taken"
    NUMBERED = "numbered"
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, kw_only=True)
class Known:
    """What we know of one of our dossiers when an answer comes; "" where nothing is known yet."""

    dossier: str
    unit: str
    tax_code: str
    sha256: str
    standing: Standing
    number: str = ""


class MoveKind(StrEnum):
    """What a matched receipt does to its dossier."""

    FORWARD = "forward"
    STAY = "stay"
    """Late, repeated or overtaken: it says nothing new of the state."""
    CONFLICT = "conflict"
    """Contradicts what an earlier receipt or a person decided; filed and flagged."""
    UNCLEAR = "unclear"
    """Does not say what became of the dossier; a person decides."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Where the dossier stands after a receipt, and why."""

    kind: MoveKind
    standing: Standing
    reason_vi: str = ""
    reason_en: str = ""


@dataclass(frozen=True, kw_only=True)
class StatementDifference:
    """One identity of a statement that does not hold, told in two languages."""

    column: str
    reason_vi: str
    reason_en: str


@dataclass(frozen=True, kw_only=True)
class FetchReport:
    """What one look into the provider's folder came to; names are bytes as the server sent them.

    Only what is `kept` is ours; every other tuple says why an entry is not, or not yet.
    """

    listed: int
    kept: tuple[bytes, ...]
    known: int
    malformed: tuple[str, ...]
    """Entries whose name the profile does not allow, as hex; left where they are."""
    irregular: tuple[str, ...]
    """Folders, links and devices under a visible name, as hex."""
    oversized: tuple[bytes, ...]
    growing: tuple[bytes, ...]
    """Empty, or still being written: the next round takes them."""
    refused: tuple[bytes, ...]
    """The server did not let us read, or remove, them."""
    deleted: int
