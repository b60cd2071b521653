"""One examined file on the table: what it says, and what it stands against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from adapters.model import Kind, PayrollTable, RawTable
from config.model import Period
from pipeline import columns
from pipeline.desk import Beside, Judged
from pipeline.model import Drop, Hold
from pipeline.parts import Parts
from pipeline.rosters import TELLING, lost, told
from pipeline.steps.content import content_of
from pipeline.steps.corrections import words_for_refused
from pipeline.steps.judged import read_and_judge
from validators.model import Report


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One file on the table."""

    drop: Drop
    table: PayrollTable
    """The rows that still count: without those of units that a later file has decided, and, in
    a file of movements, without those that are in a dossier already."""
    counts: NDArray[np.bool_]
    """Which rows of the file those are."""
    raw_rows: NDArray[np.int64]
    """The physical row of each row of the file."""
    reported: NDArray[np.bool_]
    """Which rows an earlier conversion of this file put into a dossier."""
    content: str | None
    """Digest of what all rows of a file of movements say; None for a snapshot."""
    raw: RawTable
    sheets: Sequence[RawTable]
    report: Report
    declined: tuple[Hold, ...]
    """Questions of this file that a person turned down."""
    beside: Beside
    """What goes along with some rows, by physical row."""
    units: tuple[str, ...]
    """Units that its good rows name and that no later file has decided."""
    period: Period
    unopened: tuple[str, ...]
    """Units of the file that have no declared roster yet."""
    replaced: tuple[str, ...]
    """Other files' unshipped dossiers of the same units and period, which this file replaces."""

    @property
    def left_out(self) -> NDArray[np.bool_]:
        """Which rows of the file are not reported: they have errors, or a person said no."""
        rows = [hold.row for hold in self.declined if hold.row is not None]
        return self.report.wrong | np.isin(self.raw_rows, np.array(rows, np.int64))

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which rows of `table` are left out."""
        return self.left_out[self.counts]

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.report.rows

    @property
    def rejected(self) -> int:
        """How many of them are left out."""
        return int(self.left_out.sum())


def lay_out(parts: Parts, drop: Drop) -> Case:
    """Take a judged file from the desk, or read it, and look up what the ledger says of it."""
    judged = parts.desk.take(drop) or read_and_judge(parts, drop)
    report = judged.report
    reported = _reported(parts, drop, judged.table.rows)
    table, counts = _still_counting(judged, parts.ledger.dossiers.overtaken(drop.id), reported)
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
        raw_rows=judged.table.rows,
        declined=tuple(parts.ledger.holds.of_drop(drop.id, "declined")),
        reported=reported,
        content=content_of(judged.table),
        raw=judged.raw,
        sheets=judged.sheets,
        report=report,
        beside=judged.beside,
        units=units,
        # One that today's mapping reads without a period has that of its examination.
        period=Period.parse(report.period or str(drop.period)),
        unopened=tuple(unit for unit in units if unit not in opened),
        replaced=tuple(replaced),
    )


def _reported(parts: Parts, drop: Drop, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which physical rows of a file are in a dossier that was made from it before.

    Not those that VSS refused and that a person said to offer again.
    """
    again = {hold.person for hold in words_for_refused(parts, drop)}
    found = np.zeros(len(rows), dtype=bool)
    for dossier in parts.ledger.dossiers.of_drop(drop.id):
        earlier = columns.from_file(
            parts.spool.site / dossier.artefact,
            columns=["row", *TELLING] if again else ["row"],
            first=dossier.first_line,
            count=dossier.lines,
        )
        if again:
            refused = lost(dossier, earlier, told(parts.ledger, dossier, earlier))
            offered = earlier.iloc[refused]["MaNV"].isin(again)
            earlier = earlier.drop(index=offered.index[offered])
        found |= np.isin(rows, earlier["row"].to_numpy())
    return found


def _still_counting(
    judged: Judged, overtaken: set[str], reported: NDArray[np.bool_]
) -> tuple[PayrollTable, NDArray[np.bool_]]:
    """Return the table's rows that have something to say now, and which rows of the file they are.

    A released person of an early file must not undo what the next file said of everybody else.
    Nothing in the declared roster tells that a movement or request was reported: once is enough.
    """
    table = judged.table
    counts = ~table.frame["MaDonVi"].isin(overtaken).to_numpy(dtype=bool)
    if table.kind is not Kind.SNAPSHOT:
        counts &= ~reported
    if counts.all():
        return table, counts
    kept = replace(table, frame=table.frame[counts].reset_index(drop=True), rows=table.rows[counts])
    return kept, counts
