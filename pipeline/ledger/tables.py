"""The ledger's tables; nothing here that PostgreSQL could not do as well."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """An aware moment, kept as ISO text in UTC so that it sorts and survives any driver."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write UTC; a naive time is a bug."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time has no place in the ledger")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        return None if value is None else datetime.fromisoformat(value)


metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("number", Integer, nullable=False),
)

drops = Table(
    "drops",
    metadata,
    Column("id", String, primary_key=True),
    Column("feed", String, nullable=False),
    Column("name", String, nullable=False),
    Column("sha256", String, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", String, nullable=False),
    Column("purpose", String, nullable=False, server_default="report"),
    Column("again", Boolean, nullable=False, server_default=false()),
    Column("held_because", String),
    Column("reason", String),
    Column("released", String, nullable=False, server_default=""),
    Column("period", String),
    Column("units", String, nullable=False, server_default=""),
    *(
        Column(count, Integer, nullable=False, server_default="0")
        for count in ("rows", "unchanged", "reported", "rejected", "held", "absent")
    ),
    Column("errors", Integer, nullable=False, server_default="0"),
    Column("warnings", Integer, nullable=False, server_default="0"),
    Column("duplicate_of", ForeignKey("drops.id")),
    Column("feedback_due", Boolean, nullable=False, server_default=false()),
    # SHA-256 of the list of what lay beside the file, in keep/companions; none for most.
    Column("companions", String),
    Column("next_try_at", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("arrived_at", Instant, nullable=False),
    # Which came first is counted: a clock may be set back.
    Column("arrival", Integer, nullable=False, unique=True),
)
# The same bytes are processed once, unless a person said "again". PostgreSQL will want the same
# condition under its own name; naming it here would load that dialect for every `status`.
Index(
    "one_drop_per_content",
    drops.c.sha256,
    unique=True,
    sqlite_where=text("state <> 'duplicate' AND again = 0"),
)
Index("drops_by_state", drops.c.state)

conversions = Table(
    "conversions",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("drop_id", ForeignKey("drops.id"), nullable=False),
    Column("unit", String, nullable=False),
    Column("period", String, nullable=False),
    # opening: the artefact is a whole roster; empty: the unit starts with nobody; lines, nothing:
    # what a snapshot reports; movements: what a file of movements does
    Column("kind", String, nullable=False),
    Column("artefact", String),
    Column("at", Instant, nullable=False),
)
Index("conversions_by_unit", conversions.c.unit, conversions.c.seq)

dossiers = Table(
    "dossiers",
    metadata,
    Column("id", String, primary_key=True),
    Column("reference", String, nullable=False, unique=True),
    # A dossier of registration is made from no file: its artefact is the document itself.
    Column("drop_id", ForeignKey("drops.id")),
    Column("conversion", ForeignKey("conversions.seq")),
    Column("artefact", String, nullable=False),
    # Where the papers that go with some lines are; none for most.
    Column("papers", String),
    Column("first_line", Integer, nullable=False),
    Column("lines", Integer, nullable=False),
    Column("people", Integer, nullable=False),
    Column("unit", String, nullable=False),
    Column("period", String, nullable=False),
    Column("procedure", String, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("made_on", Date, nullable=False),
    Column("remote_name", String, nullable=False, unique=True),
    Column("state", String, nullable=False),
    # What VSS had answered to one that is superseded now: refused or partly_accepted.
    Column("answered", String),
    Column("held_because", String),
    Column("reason", String),
    Column("uncertain", Boolean, nullable=False, server_default=false()),
    Column("sha256", String),
    Column("size", Integer),
    Column("certificate", String),
    Column("number", String),
    Column("due", Date),
    Column("next_try_at", Instant),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("built_at", Instant, nullable=False),
    Column("shipped_at", Instant),
    # Handed over by a person on VSS's portal, and not by SFTP.
    Column("by_hand", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("unit", "period", "procedure", "batch"),
)
Index("dossiers_by_state", dossiers.c.state)
Index("dossiers_by_drop", dossiers.c.drop_id)

attempts = Table(
    "attempts",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("temp_name", String, nullable=False, unique=True),
    # uploading -> committing -> shipped; uploading -> abandoned
    Column("state", String, nullable=False),
    Column("evidence", String),
    Column("reason", String),
    Column("at", Instant, nullable=False),
)

receipts = Table(
    "receipts",
    metadata,
    Column("sha256", String, primary_key=True),
    Column("remote_name", String, nullable=False),
    Column("file", String, nullable=False),
    Column("first_seen", Instant, nullable=False),
    Column("kind", String),
    Column("state", String, nullable=False),
    Column("trusted", Boolean),
    Column("reason", String),
    Column("dossier_id", ForeignKey("dossiers.id")),
    Column("unit", String),
    Column("period", String),
    Column("at", Instant),
)
Index("receipts_by_dossier", receipts.c.dossier_id)
Index("receipts_by_state", receipts.c.state)

listings = Table(
    "listings",
    metadata,
    # What the provider's folder showed: hex of the name, so that any bytes fit.
    Column("name", String, primary_key=True),
    Column("size", BigInteger, primary_key=True),
    Column("modified", BigInteger, primary_key=True),
    Column("sha256", String),
    Column("first_seen", Instant, nullable=False),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("dossier_id", ForeignKey("dossiers.id"), primary_key=True),
    Column("form", String, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("accepted", Boolean, nullable=False),
    Column("code", String, nullable=False),
    Column("reason", String, nullable=False),
    Column("insurance_number", String, nullable=False),
    Column("card_number", String, nullable=False),
    Column("card_from", String, nullable=False),
    Column("card_to", String, nullable=False),
)

holds = Table(
    "holds",
    metadata,
    Column("id", String, primary_key=True),
    Column("drop_id", ForeignKey("drops.id"), nullable=False),
    Column("unit", String, nullable=False),
    Column("person", String, nullable=False),
    Column("row", Integer),
    Column("code", String, nullable=False),
    Column("question_vi", String, nullable=False),
    Column("question_en", String, nullable=False),
    Column("state", String, nullable=False),
    Column("reason", String),
)
Index("holds_by_drop", holds.c.drop_id, holds.c.state)

events = Table(
    "events",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("thing", String, nullable=False),
    Column("thing_id", String, nullable=False),
    Column("start", String),
    Column("end", String),
    Column("because", String, nullable=False),
)
Index("events_by_thing", events.c.thing_id, events.c.seq)

nights = Table(
    "nights",
    metadata,
    # One row per business date whose reconciliation was done: a fact to reach.
    Column("business_date", Date, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("exit_code", Integer, nullable=False),
    Column("report", String, nullable=False),
)

sightings = Table(
    "sightings",
    metadata,
    # What lies in drop/ and was not taken in: hex of the path's bytes, and when it was seen first.
    Column("name", String, primary_key=True),
    Column("first_seen", Instant, nullable=False),
)
