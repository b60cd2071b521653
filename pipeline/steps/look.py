"""A file that is not in drop/ -> Report: what would be said of it, and nothing is kept."""

from __future__ import annotations

import hashlib
from pathlib import Path

from adapters.errors import UnreadableError
from adapters.feed import read_export
from adapters.hints import Hints
from config.settings import Feed
from pipeline.parts import Parts
from pipeline.steps.examine import unreadable_report
from pipeline.steps.judged import dated, report_on
from validators.model import Report


def look(parts: Parts, file: Path, feed: Feed) -> Report:
    """Read and judge a file as one of that feed; nothing is written."""
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    hints = Hints(name=file.name, folder="", unit=feed.unit, period=feed.period)
    try:
        table, _ = read_export(file, hints=hints, format=feed.format)
    except UnreadableError as unreadable:
        return unreadable_report(file.name, digest, unreadable)
    return report_on(parts, digest, dated(table, parts.today))
