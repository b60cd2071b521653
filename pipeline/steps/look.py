"""A file wherever it lies -> what would be said of it, and nothing is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from adapters.errors import UnreadableError
from adapters.feed import read_workbook
from config.settings import Feed
from pipeline.parts import Parts
from pipeline.steps.beside import seen_beside
from pipeline.steps.examine import unreadable_report
from pipeline.steps.judged import completed, hints_of, report_on
from pipeline.steps.onward import onward
from pipeline.steps.papers import lay_beside
from pipeline.sweep import path_in
from validators import report as paper
from validators.model import Report


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What would be said of a file, and of the lists that lie beside it."""

    report: Report
    beside: Mapping[str, Report] = field(default_factory=dict)
    """``household`` and ``proofs`` (the papers that D01-TS lists), those of them that are there."""


def look(parts: Parts, file: Path, feed: Feed) -> Looked:
    """Read and judge a file as one of that feed, with what lies beside it; nothing is written.

    One that lies in drop/ is read as it would be taken in from there.
    """
    with file.open("rb") as opened:
        digest = hashlib.file_digest(opened, "sha256").hexdigest()
    hints = hints_of(feed, path_in(parts.spool.site / "drop", file))
    try:
        table, _, sheets = read_workbook(
            file, hints=hints, format=parts.format_of(feed), read=parts.read
        )
    except UnreadableError as unreadable:
        report = unreadable_report(file.name, digest, unreadable, feed)
        return Looked(report=replace(report, onward=onward(report, feed)))
    papers = lay_beside(parts, seen_beside(file), table, sheets, parts.encoding_of(feed))
    table = completed(parts, table, parts.today)
    report = papers.added_to(report_on(parts, digest, table, papers.keys))
    lists = {"household": papers.beside.household, "proofs": papers.beside.listed}
    return Looked(
        report=replace(report, onward=onward(report, feed)),
        beside={name: told[0] for name, told in lists.items() if told is not None},
    )


def write_page(parts: Parts, looked: Looked, to: Path) -> None:
    """Write what was found as the page that the sender would get."""
    parts.spool.write(str(to.absolute()), paper.to_html(looked.report), shared=True)
