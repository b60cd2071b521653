"""One examined file on the table: what it says, and what it stands against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adapters.model import Kind, PayrollTable, RawTable
from config.model import Period
from pipeline.model import Drop
from pipeline.parts import Parts
from pipeline.steps.judged import read_and_judge
from validators.model import Report


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One file on the table."""

    drop: Drop
    table: PayrollTable
    raw: RawTable
    report: Report
    units: tuple[str, ...]
    """Units that its good rows name."""
    period: Period
    unopened: tuple[str, ...]
    """Units of the file that have no declared roster yet."""
    replaced: tuple[str, ...]
    """Other files' unshipped dossiers of the same units and period, which this file replaces."""

    @property
    def wrong(self) -> NDArray[np.bool_]:
        """Which rows have errors."""
        return self.report.wrong

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return len(self.wrong)

    @property
    def rejected(self) -> int:
        """How many of them have errors."""
        return int(self.wrong.sum())


def lay_out(parts: Parts, drop: Drop) -> Case:
    """Take a judged file from the desk, or read it, and look up what the ledger says of it."""
    judged = parts.desk.take(drop) or read_and_judge(parts, drop)
    table, report = judged.table, judged.report
    units = tuple(sorted(set(table.frame["MaDonVi"][~report.wrong].unique())))
    opened = parts.ledger.dossiers.openings()
    replaced: list[str] = []
    if table.kind is Kind.SNAPSHOT:
        for unit in units:
            found = parts.ledger.dossiers.replaceable(unit, str(report.period), drop.id)
            replaced += [dossier.id for dossier in found]
    return Case(
        drop=drop,
        table=table,
        raw=judged.raw,
        report=report,
        units=units,
        period=Period.parse(str(report.period)),
        unopened=tuple(unit for unit in units if unit not in opened),
        replaced=tuple(replaced),
    )
