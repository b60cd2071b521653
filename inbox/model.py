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
    absent. `at` is the time that the receipt claims, aware; None if it claims none that is readable.
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
