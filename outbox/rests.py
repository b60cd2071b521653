"""On which rows of the law the lines of an export rest: each part of their making says its own."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.model import Kind, PayrollTable
from config.law import Law, Row
from config.model import Period
from outbox import compare, lines

_OF_EVERY_EXPORT = (lines,)
_OF_SNAPSHOTS = (compare,)


def rests_on(table: PayrollTable, law: Law, period: Period) -> Iterator[Row[object]]:
    """Yield the rows of the law, verified or not, that making these lines would look up."""
    snapshot = table.kind is Kind.SNAPSHOT
    for part in (*_OF_EVERY_EXPORT, *(_OF_SNAPSHOTS if snapshot else ())):
        yield from part.rests_on(table.frame, law, period)
