"""The nouns of room 1: a table of text, and a payroll table in the product's own words."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd  # the process that reads workbooks does without


class Kind(StrEnum):
    """What one row of an export says."""

    SNAPSHOT = "snapshot"
    """Someone employed in the period; the movements are ours to work out."""
    MOVEMENTS = "movements"
    """A movement, already coded by the sender (PA)."""
    HOUSEHOLD = "household"
    """A member of somebody's household, for the annex of TK1-TS."""
    PROOFS = "proofs"
    """A paper that proves something of an employee, for D01-TS."""
    REQUESTS = "requests"
    """Something asked for about a person's insurance book or health card."""
    PARTICIPANTS = "participants"
    """Somebody whom VSS has as a participant of the unit."""


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column as the sender sees it, and the field that we read from it."""

    field: str
    heading: str
    letter: str
    """The letter above it in a spreadsheet: A, B, … AA."""


@dataclass(frozen=True, kw_only=True)
class Defect:
    """Something wrong in the file's form that room 2 turns into a finding.

    `facts` are counts and kinds for the message, never cell values.
    """

    code: str
    row: int | None
    field: str | None = None
    letter: str | None = None
    facts: Mapping[str, str | int] = dataclasses.field(default_factory=dict)
    proposal: str | None = None
    """What was probably meant there."""


@dataclass(frozen=True, kw_only=True)
class RawTable:
    """A file as text: what stands in which cell, before anyone asks what it means.

    `cells` has one text column per column of the file, named 0, 1, 2 …; missing is "".
    `rows` are physical row numbers, 1 = first line of the file (or sheet row). `numeric` says for
    a column which of its cells were stored as numbers (XLSX); a column without any is not there.
    `dated` says the same of dates: their text is dd/MM/yyyy whatever the sender's style. `framed`
    says it of numbers that their cells show among words, which are not in the text.
    """

    file: str
    sheet: str | None
    cells: pd.DataFrame
    rows: NDArray[np.int64]
    defects: tuple[Defect, ...] = ()
    numeric: Mapping[int, NDArray[np.bool_]] = dataclasses.field(default_factory=dict)
    fonts: Mapping[int, str] = dataclasses.field(default_factory=dict)
    dated: Mapping[int, NDArray[np.bool_]] = dataclasses.field(default_factory=dict)
    framed: Mapping[int, NDArray[np.bool_]] = dataclasses.field(default_factory=dict)
    since_1904: bool = False
    """The workbook counts days from 1904, not from 1900."""


@dataclass(frozen=True, kw_only=True)
class PayrollTable:
    """One payroll export in the product's own words, columns of text.

    `frame` has a column for every field that the format knows, dtype ``str``, no missing values
    ("" instead), text in NFC without outer blanks. Words that mean a code are that code (Nam -> 1),
    dates are dd/MM/yyyy and money is plain digits where the text could be read so without
    guessing; everything else stands as it was written, for room 2 to judge.
    `rows[i]` is the physical row number of ``frame.iloc[i]``.
    """

    file: str
    sheet: str | None
    kind: Kind
    format: str
    columns: tuple[Column, ...]
    frame: pd.DataFrame
    rows: NDArray[np.int64]
    defects: tuple[Defect, ...] = ()
    folder: str = ""
    """The subfolder of the drop folder that the file lay in, "" for none."""

    def column(self, field: str) -> Column | None:
        """Return the sender's column for a field, or None if the file has none."""
        return next((column for column in self.columns if column.field == field), None)
