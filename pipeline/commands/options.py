"""What the commands share: where the site is, how to answer, and opening just enough of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from config.load import load_settings
from config.settings import Settings
from pipeline.errors import LedgerError
from pipeline.ledger import Ledger

if TYPE_CHECKING:
    from pipeline.parts import Parts


@contextmanager
def open_ledger(site: Path) -> Iterator[tuple[Settings, Ledger]]:
    """Open a site's settings and ledger, and nothing heavier."""
    settings = load_settings(site)
    ledger = Ledger(settings.ledger.url, settings.site, lambda: datetime.now(UTC))
    try:
        yield settings, ledger
    finally:
        ledger.close()


@contextmanager
def open_parts(site: Path) -> Iterator[Parts]:
    """Assemble a whole site; loads everything."""
    from pipeline import log  # noqa: PLC0415 - heavy: only for commands that work
    from pipeline.assembly import assemble  # noqa: PLC0415 - heavy: only for commands that work

    settings = load_settings(site)
    parts = assemble(site, log.configure(settings.log))
    try:
        yield parts
    finally:
        parts.ledger.close()


@dataclass(frozen=True)
class Opened:
    """A site of which something may be broken."""

    parts: Parts | None
    ledger: LedgerError | None
    """Why its ledger cannot be opened; an empty one stands in its place."""
    disk: OSError | None
    """Why there are no parts: the disk or a folder is in the way."""


@contextmanager
def open_what_opens(settings: Settings) -> Iterator[Opened]:
    """Assemble a site as far as that goes, so that all that is whole can be looked at."""
    from pipeline import log  # noqa: PLC0415 - heavy: only for commands that work
    from pipeline.assembly import assemble, now  # noqa: PLC0415 - heavy: only for commands that work

    parts, unusable, disk = None, None, None
    with TemporaryDirectory() as spare:
        try:
            ledger = Ledger(settings.ledger.url, settings.site, now)
        except LedgerError as failure:
            unusable = failure
            ledger = Ledger("sqlite:///ledger.db", Path(spare), now)
        with closing(ledger):
            try:
                parts = assemble(settings.site, log.configure(settings.log), ledger=ledger)
            except OSError as shut:
                disk = shut
            yield Opened(parts, unusable, disk)
