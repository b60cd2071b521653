"""What an examination has found so far: violations become findings, all counted, some shown."""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from adapters.model import Column, Defect
from adapters.near import Words
from validators.cells import Cells
from validators.lacking import with_column
from validators.lookalikes import proposals
from validators.mask import mask, visible
from validators.model import Finding, Report, Severity, Violation
from validators.proposals import OPEN_FIELDS, with_proposal
from validators.rules import form

_ASKED = 500
"""Different texts of one file for which a proposal is looked for."""


class Notes:
    """Collects the findings of one examination, at most `shown` a code."""

    def __init__(self, cells: Cells, shown: int) -> None:
        self._cells = cells
        self._table = cells.table
        self._shown = shown
        self._findings: list[Finding] = []
        self._counts: Counter[str] = Counter()
        self._severities: Counter[Severity] = Counter()
        self._wrong = np.zeros(len(cells), dtype=np.bool_)
        self._meant: dict[tuple[Words, str], str | None] = {}

    def add(self, violation: Violation) -> bool:
        """Note a violation where it tells something new; errors make cells and rows wrong.

        Returns whether it told anything.
        """
        violation = with_column(violation, self._cells)
        if violation.whole_file:
            self._note(violation, 1, [self._finding(violation, None)])
            self._wrong |= violation.severity is Severity.ERROR
            return True
        positions = self._cells.open(violation.field, violation.positions)
        if not len(positions):
            return False
        left = max(0, self._shown - self._counts[violation.code])
        shown = [self._finding(violation, int(at)) for at in positions[:left]]
        self._note(violation, len(positions), shown)
        if violation.severity is Severity.ERROR:
            self._refuse(violation.field, positions)
        return True

    def add_defect(self, defect: Defect) -> None:
        """Note a defect of the form; a row with shifted columns says nothing any more."""
        wording = form.wording_of(defect)
        column = self._column_of(defect)
        # A field that a format reads from two columns has its letter from the first.
        elsewhere = column is not None and defect.letter not in (None, column.letter)
        at = self._position(defect.row)
        if self._counts[defect.code] < self._shown:
            finding = Finding(
                file=self._table.file,
                sheet=self._table.sheet,
                row=defect.row,
                column=column.letter if column and not elsewhere else defect.letter,
                heading=column.heading if column and not elsewhere else None,
                field=column.field if column else defect.field,
                code=defect.code,
                severity=wording.severity,
                value=self._value(column.field if column and not elsewhere else None, at),
                message_vi=wording.vi,
                message_en=wording.en,
                advice_vi=wording.advice_vi,
                advice_en=wording.advice_en,
            )
            self._findings.append(with_proposal(finding, defect.proposal))
        self._counts[defect.code] += 1
        self._severities[wording.severity] += 1
        if wording.severity is Severity.ERROR and at is not None:
            self._refuse_defect(defect, column, np.array([at], dtype=np.intp))

    def report(
        self, *, sha256: str, period: str | None, units: tuple[str, ...], skipped: tuple[str, ...]
    ) -> Report:
        """Return the report, its findings in the order of the file."""
        return Report(
            file=self._table.file,
            sheet=self._table.sheet,
            sha256=sha256,
            period=period,
            units=units,
            findings=tuple(sorted(self._findings, key=_place)),
            counts=dict(self._counts),
            errors=self._severities[Severity.ERROR],
            warnings=self._severities[Severity.WARNING],
            wrong=self._wrong,
            skipped=skipped,
        )

    def _note(self, violation: Violation, count: int, shown: list[Finding]) -> None:
        self._counts[violation.code] += count
        self._severities[violation.severity] += count
        self._findings.extend(shown)

    def _refuse(self, field: str | None, positions: NDArray[np.intp]) -> None:
        self._cells.mark(field, positions)
        self._wrong[positions] = True

    def _refuse_defect(
        self, defect: Defect, column: Column | None, positions: NDArray[np.intp]
    ) -> None:
        """Refuse the cell, or the row; a defect at an unknown place only makes the row wrong."""
        self._wrong[positions] = True
        if defect.code in form.ROW_CODES:
            self._cells.mark(None, positions)
        elif column is not None:
            self._cells.mark(column.field, positions)
        for covered in form.covered(defect, self._table.columns):
            self._cells.mark(covered.field, positions)

    def _finding(self, violation: Violation, at: int | None) -> Finding:
        field = violation.field
        column = self._table.column(field) if field else None
        alike = self._alike(field, at)
        proposal = violation.proposal or self._nearest(violation, at)
        finding = Finding(
            file=self._table.file,
            sheet=self._table.sheet,
            row=None if at is None else int(self._table.rows[at]),
            column=column.letter if column else None,
            heading=column.heading if column else None,
            field=field,
            code=violation.code,
            severity=violation.severity,
            value=self._value(field, at, near=proposal is not None),
            message_vi=violation.message_vi + alike,
            message_en=violation.message_en + alike,
            advice_vi=violation.advice_vi,
            advice_en=violation.advice_en,
        )
        return with_proposal(finding, proposal)

    def _nearest(self, violation: Violation, at: int | None) -> str | None:
        """Return what the cell was meant to hold, asking once for each text."""
        words, field = violation.near, violation.field
        if words is None or field is None or at is None:
            return None
        asked = (words, str(self._cells.column(field).iat[at]))
        if asked not in self._meant:
            if len(self._meant) >= _ASKED:
                return None
            self._meant[asked] = words.nearest(asked[1])
        return self._meant[asked]

    def _value(self, field: str | None, at: int | None, *, near: bool = False) -> str:
        """Return what stands there, masked, unless it nearly is a code that is about nobody."""
        if field is None or at is None:
            return ""
        text = str(self._cells.column(field).iat[at])
        return visible(text) if near and field in OPEN_FIELDS else mask(text)

    def _alike(self, field: str | None, at: int | None) -> str:
        """Name the look-alikes of a cell and what is meant by each, in brackets."""
        if field is None or at is None:
            return ""
        found = proposals(str(self._cells.column(field).iat[at]))
        return f" [{found}]" if found else ""

    def _column_of(self, defect: Defect) -> Column | None:
        """Return the column that a defect names by field or by letter."""
        if defect.field is not None:
            return self._table.column(defect.field)
        found = (column for column in self._table.columns if column.letter == defect.letter)
        return next(found, None)

    def _position(self, row: int | None) -> int | None:
        """Return where a physical row stands in the table; None if it does not."""
        if row is None:
            return None
        at = int(np.searchsorted(self._table.rows, row))
        found = at < len(self._table.rows) and self._table.rows[at] == row
        return at if found else None


def _place(finding: Finding) -> tuple[bool, int, int, str]:
    """Order findings as the file is read: the whole file first, then rows, then columns.

    Notes about the whole file come last: nobody should have to look for an error behind them.
    """
    letter = finding.column or ""
    last = finding.row is None and finding.severity is Severity.NOTE
    return (last, finding.row or 0, len(letter), letter)
