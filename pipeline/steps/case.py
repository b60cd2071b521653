"""One examined file on the table: what it says, and what it stands against."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from adapters.model import Kind, PayrollTable, RawTable
from config.model import Period
from pipeline.desk import Judged
from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.steps.judged import read_and_judge
from validators.model import Report


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One file on the table."""

    drop: Drop
    table: PayrollTable
    """The rows that still count: without those of units that a later file has decided."""
    counts: NDArray[np.bool_]
    """Which rows of the file those are."""
    all_rows: NDArray[np.int64]
    """The physical row numbers of the whole file."""
    raw: RawTable
    report: Report
    units: tuple[str, ...]
    """Units that its good rows name and that no later file has decided."""
    period: Period
    unopened: tuple[str, ...]
    """Units of the file that have no declared roster yet."""
    replaced: tuple[str, ...]
    """Other files' unshipped dossiers of the same units and period, which this file replaces."""

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which rows of `table` have errors."""
        return self.report.wrong[self.counts]

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.report.rows

    @property
    def rejected(self) -> int:
        """How many of them have errors."""
        return int(self.report.wrong.sum())


def lay_out(parts: Parts, drop: Drop) -> Case:
    """Take a judged file from the desk, or read it, and look up what the ledger says of it."""
    judged = parts.desk.take(drop) or read_and_judge(parts, drop)
    report = judged.report
    table, counts = _still_counting(judged, parts.ledger.dossiers.overtaken(drop.id))
    units = tuple(sorted(set(table.frame["MaDonVi"][~report.wrong[counts]].unique())))
    opened = parts.ledger.dossiers.openings()
    replaced: list[str] = []
    if table.kind is Kind.SNAPSHOT:
        for unit in units:
            found = parts.ledger.dossiers.replaceable(unit, str(report.period), drop.id)
            replaced += [dossier.id for dossier in found]
    return Case(
        drop=drop,
        table=table,
        counts=counts,
        all_rows=judged.table.rows,
        raw=judged.raw,
        report=report,
        units=units,
        period=Period.parse(str(report.period)),
        unopened=tuple(unit for unit in units if unit not in opened),
        replaced=tuple(replaced),
    )


def _still_counting(judged: Judged, overtaken: set[str]) -> tuple[PayrollTable, NDArray[np.bool_]]:
    """Return the table without the units that a later file has decided, and which rows it kept.

    A released person of an early file must not undo what the next file said of everybody else.
    """
    table = judged.table
    if not overtaken:
        return table, np.ones(len(table.frame), dtype=bool)
    counts = ~table.frame["MaDonVi"].isin(overtaken).to_numpy(dtype=bool)
    kept = replace(table, frame=table.frame[counts].reset_index(drop=True), rows=table.rows[counts])
    return kept, counts
