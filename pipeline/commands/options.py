"""What the commands share: where the site is, how to answer, and opening just enough of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
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


@contextmanager
def open_what_opens(settings: Settings) -> Iterator[tuple[Parts | None, LedgerError | None]]:
    """Assemble a site of which something is broken; says why its ledger cannot be opened.

    An empty ledger stands in the place of one that cannot, so that all that needs none can be
    looked at. Where a folder is shut there are no parts at all.
    """
    from pipeline import log  # noqa: PLC0415 - heavy: only for commands that work
    from pipeline.assembly import assemble, now  # noqa: PLC0415 - heavy: only for commands that work

    unusable = None
    with TemporaryDirectory() as spare:
        try:
            ledger = Ledger(settings.ledger.url, settings.site, now)
        except LedgerError as failure:
            unusable = failure
            ledger = Ledger("sqlite:///ledger.db", Path(spare), now)
        try:
            parts = None
            with suppress(OSError):
                parts = assemble(settings.site, log.configure(settings.log), ledger=ledger)
            yield parts, unusable
        finally:
            ledger.close()
