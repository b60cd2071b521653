"""A table of the law, ours and the site's -> its rows by key, oldest first, without gap or overlap.

A row of the site wins: ours are cut around it. What is wrong is told with file and row, all of it
at once, after both have been put together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

from config.rows import DATED, Line, read_lines
from config.tables import Row, Table

Key = tuple[str, ...]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A row, and the line of the file where it stands."""

    line: Line
    row: Row[object]


def read_table(
    table: Table[object], built_in: Path, site: Path | None, problems: list[str]
) -> Mapping[Key, tuple[Row[object], ...]]:
    """Read one table from our folder and from the site's, and check them together."""
    file = f"{table.name}.csv"
    reading = _Reading(table, problems, set())
    ours = reading.spans(built_in / file, file, of_site=False)
    own = (
        reading.spans(site / file, f"{site.name}/{file}", of_site=True)
        if site is not None and (site / file).exists()
        else []
    )
    rows: dict[Key, tuple[Row[object], ...]] = {}
    for key in [
        *dict.fromkeys((*sorted(table.keys or ()), *(span.row.key for span in ours + own)))
    ]:
        spans = _together(_of(key, ours), _of(key, own))
        if key not in reading.broken:
            _check(table, key, spans, problems)
        rows[key] = tuple(span.row for span in spans)
    return rows


@dataclass(frozen=True)
class _Reading:
    """One table being read: what is wrong so far, and the keys that nothing more is said about."""

    table: Table[object]
    problems: list[str]
    broken: set[Key]

    def spans(self, path: Path, name: str, *, of_site: bool) -> list[Span]:
        """Read one file; a line with a broken cell is told, and left out."""
        columns = (*self.table.key_columns, self.table.value_column, *DATED)
        found = []
        for line in read_lines(path, columns, self.problems, name):
            before = len(self.problems)
            row = _row(self.table, line, of_site=of_site)
            if self.table.keys is not None and row.key not in self.table.keys:
                line.complain(f"unknown {'/'.join(self.table.key_columns)}: {'/'.join(row.key)}")
            if len(self.problems) == before:
                found.append(Span(line, row))
            else:
                self.broken.add(row.key)
        return found


def _row(table: Table[object], line: Line, *, of_site: bool) -> Row[object]:
    """Turn a line into a row, complaining about each cell that cannot be read."""
    ends = line.day_or_open("valid_to")
    row = Row(
        table=table.name,
        key=tuple(line.text(column) for column in table.key_columns),
        value=table.read(line, table.value_column),
        written=line.cells[table.value_column],
        valid_from=line.day("valid_from"),
        # Spreadsheets like to say 9999-12-31 where they mean "open".
        valid_to=None if ends == date.max else ends,
        legal_source=line.text("legal_source"),
        verified=line.flag("verified"),
        of_site=of_site,
    )
    if row.valid_to is not None and row.valid_to < row.valid_from:
        line.complain(f"valid_to {row.valid_to} is before valid_from {row.valid_from}")
    return row


def _of(key: Key, spans: Iterable[Span]) -> list[Span]:
    return [span for span in spans if span.row.key == key]


def _together(ours: Sequence[Span], own: Sequence[Span]) -> list[Span]:
    """Cut our rows around the site's, and put both in order."""
    left = list(ours)
    for span in own:
        left = [Span(each.line, row) for each in left for row in _without(each.row, span.row)]
    return sorted([*left, *own], key=lambda span: span.row.valid_from)


def _without(row: Row[object], other: Row[object]) -> list[Row[object]]:
    """Return what is left of a row, before and after another one."""
    if row.valid_to is not None and row.valid_to < other.valid_from:
        return [row]
    if other.valid_to is not None and other.valid_to < row.valid_from:
        return [row]
    left = []
    if row.valid_from < other.valid_from:
        left.append(replace(row, valid_to=other.valid_from - _DAY))
    if other.valid_to is not None and (row.valid_to is None or row.valid_to > other.valid_to):
        left.append(replace(row, valid_from=other.valid_to + _DAY))
    return left


def _check(table: Table[object], key: Key, spans: Sequence[Span], problems: list[str]) -> None:
    """Complain about a key without rows, a beginning that is not the table's, gaps, overlaps."""
    if not spans:
        problems.append(f"{table.name}.csv: no row for {'/'.join(key) or 'all'}")
        return
    first = spans[0]
    if table.keys is not None and first.row.valid_from > table.begins:
        first.line.complain(f"leaves a gap after the table's beginning on {table.begins}")
    for span in spans:
        if table.keys is not None and span.row.valid_from < table.begins:
            span.line.complain(f"lies before the table's beginning on {table.begins}")
    for before, after in pairwise(spans):
        _check_pair(before.row, after)


def _check_pair(before: Row[object], after: Span) -> None:
    """Complain where a row does not begin on the day after the one before it ends."""
    if before.valid_to is None or after.row.valid_from <= before.valid_to:
        after.line.complain(f"overlaps the row from {before.valid_from}")
    elif after.row.valid_from - before.valid_to > _DAY:
        after.line.complain(f"leaves a gap after {before.valid_to}")
