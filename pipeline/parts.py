"""What the steps are handed: every concrete part, made by `pipeline.assembly` alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from structlog.typing import FilteringBoundLogger

from adapters.reader import Reader
from adapters.table import Read
from config.codes import Codes
from config.encodings import Encoding
from config.law import Law
from config.mapping import ExportMapping
from config.profile import Profile
from config.settings import Feed, Settings, Unit
from outbox.signer import Signer
from outbox.transport import RemoteFolder
from pipeline.desk import Desk
from pipeline.ledger import Ledger
from pipeline.spool import Spool
from validators.schema import Schemas
from validators.signature import Trust


@dataclass(frozen=True, kw_only=True)
class Parts:
    """One site, assembled."""

    settings: Settings
    profile: Profile
    law: Law
    codes: Codes
    ledger: Ledger
    spool: Spool
    schemas: Schemas
    clock: Callable[[], datetime]
    """The aware time; business dates are its dates in the schedule's zone."""
    signer_for: Callable[[Unit], Signer]
    connect: Callable[[], RemoteFolder]
    trust_of: Callable[[Literal["ivan", "bhxh"]], Trust]
    log: FilteringBoundLogger
    desk: Desk = field(default_factory=Desk)
    read: Read = field(default_factory=Reader)
    """Reads files into tables, workbooks in a process apart."""
    mappings: Mapping[str, ExportMapping] = field(default_factory=dict)
    """The mappings that feeds name."""

    @property
    def today(self) -> date:
        """The business date."""
        return self.clock().astimezone(self.settings.schedule.zone).date()

    def feed(self, name: str) -> Feed:
        """Return a feed by name; a file of a feed that was removed gets that feed's defaults."""
        for feed in self.settings.feeds:
            if feed.name == name:
                return feed
        return Feed(name=name)

    def format_of(self, feed: Feed) -> str | ExportMapping:
        """Return how a feed's files are read: a format of ours by name, or a mapping."""
        return self.mappings.get(feed.format, feed.format)

    def encoding_of(self, feed: Feed) -> Encoding:
        """Return what a feed's files, and the lists beside them, are written in: "" is UTF-8."""
        format = self.format_of(feed)
        return (format.encoding if isinstance(format, ExportMapping) else "") or feed.encoding

    def tax_code(self, unit: Unit) -> str:
        """Return the MST that signs for a unit: its own, or the employer's."""
        return unit.tax_code or self.settings.employer.tax_code
