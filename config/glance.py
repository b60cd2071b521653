"""The two settings that a glance at a site needs, read without building all the others.

pydantic takes longer to load than a person waits for `bhxh status`. Whatever looks wrong here is
left to `config.load`, which tells every problem.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_NAME = "bhxh.toml"
_TABLES = {"employer", "ivan", "sftp", "signing", "trust", "feeds"}
_OPTIONAL = {"schedule", "ledger", "log"}
_URL = "sqlite:///"


@dataclass(frozen=True, kw_only=True)
class Glance:
    """Where a site's ledger lies, and the zone of its business dates."""

    ledger: Path
    zone: ZoneInfo


def glance(site: Path) -> Glance | None:
    """Return what a glance needs; None where the settings want a closer look."""
    try:
        written = tomllib.loads((site / _NAME).read_text(encoding="utf-8"))
        if not _TABLES <= written.keys() <= _TABLES | _OPTIONAL:
            return None
        url = written.get("ledger", {}).get("url", f"{_URL}ledger.db")
        zone = ZoneInfo(written.get("schedule", {}).get("timezone", "Asia/Ho_Chi_Minh"))
    except (OSError, ValueError, TypeError, AttributeError, ZoneInfoNotFoundError):
        return None
    if not isinstance(url, str) or not url.startswith(_URL):
        return None
    return Glance(ledger=site.resolve() / url.removeprefix(_URL), zone=zone)
