"""One kept file, read and judged."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath

from adapters.feed import read_export
from adapters.hints import Hints
from adapters.model import PayrollTable
from outbox.rests import rests_on
from pipeline.desk import Judged
from pipeline.model import Drop
from pipeline.parts import Parts
from validators.layers import examine as judge
from validators.model import Context, Report


def read_and_judge(parts: Parts, drop: Drop) -> Judged:
    """Read a kept file as its feed says, and judge it; UnreadableError if it is no export."""
    feed = parts.feed(drop.feed)
    path = PurePosixPath(drop.name)
    folder = path.parts[0] if len(path.parts) > 1 else ""
    hints = Hints(name=path.name, folder=folder, unit=feed.unit, period=feed.period)
    original = parts.spool.original(drop.sha256)
    table, raw = read_export(original, hints=hints, format=feed.format)
    return Judged(table=table, raw=raw, report=report_on(parts, drop.sha256, table))


def report_on(parts: Parts, sha256: str, table: PayrollTable) -> Report:
    """Judge a table, read from bytes of that SHA-256, by today's law, codes and units."""
    context = Context(
        law=parts.law, codes=parts.codes, units=parts.settings.employer.units, today=parts.today
    )
    lines_rest_on = partial(rests_on, table, parts.law, parts.codes)
    return judge(table, sha256=sha256, context=context, lines_rest_on=lines_rest_on)
