"""What the commands share: where the site is, how to answer, and opening just enough of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from config.load import load_settings
from config.settings import Settings
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
