"""On which rows of the law the lines of an export rest: each part of their making says its own."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.model import Kind, PayrollTable
from config.codes import Codes
from config.law import Law, Row
from config.model import Period
from outbox import compare, funds, lines


def rests_on(table: PayrollTable, law: Law, codes: Codes, period: Period) -> Iterator[Row[object]]:
    """Yield the rows of the law, verified or not, that making these lines would look up."""
    yield from lines.rests_on(table.frame, law, period)
    if table.kind is Kind.SNAPSHOT:
        yield from compare.rests_on(table.frame, law, period)
        yield from funds.rests_on(table.frame, law, codes, period)
