"""The nouns of room 2: findings and the report that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from adapters.near import Words
from config.codes import Codes
from config.law import Law, Row
from config.settings import Unit


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """The row cannot go on."""
    WARNING = "warning"
    """The row goes on; a person should look."""
    NOTE = "note"
    """For the record: what we did and why."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing found at one place, told in two languages, with the next move.

    `value` is masked (at most 4 + 3 characters shown); `row` is the physical row, `column` its
    letter, both None for a finding about the whole file.
    """

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    heading: str | None
    field: str | None
    code: str
    severity: Severity
    value: str
    message_vi: str
    message_en: str
    advice_vi: str
    advice_en: str
    proposal: str | None = None
    """What was probably meant, where the value nearly is a right one; the advice asks for it."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Violation:
    """One rule broken in one column, at any number of rows: how rules answer without a loop.

    `positions` index into the table's frame (not physical rows); an empty array together with
    `whole_file` says that the file as a whole is meant.
    """

    code: str
    severity: Severity
    field: str | None
    positions: NDArray[np.intp]
    message_vi: str
    message_en: str
    advice_vi: str
    advice_en: str
    whole_file: bool = False
    rests_on: tuple[Row[object], ...] = ()
    """The rows of the law by which it is one."""
    near: Words | None = None
    """The right words of that column, for proposals where a value is nearly one of them."""
    proposal: str | None = None
    """What was probably meant, where it is the same at every place."""


@dataclass(frozen=True, kw_only=True)
class Onward:
    """What happens next to a file that was examined, by its feed's policy."""

    policy: str
    goes_on: bool
    rows_on: int
    """Rows that are worked out; all others stay behind."""
    rows_left_out: int
    vi: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a rule may know besides the table: law, codes, our units, and the business date."""

    law: Law
    codes: Codes
    units: tuple[Unit, ...]
    today: date
    households: frozenset[str] = frozenset()
    """Who has household data that can be used: employee numbers, or those of VNPT's column A."""
    declared: pd.DataFrame | None = None
    """MaDonVi, MaNV, CMND and MasoBHXH of those who are declared; None where nobody asked."""
    employees: pd.Series[str] | None = None
    """Of households: whom the export names, by the same numbers; None where nobody asked."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Report:
    """What was found in one file: at most `Report.SHOWN` findings a code, all of them counted.

    `wrong` tells for each row of the table whether it has an error.
    """

    SHOWN = 1000

    file: str
    sheet: str | None
    sha256: str
    period: str | None
    units: tuple[str, ...]
    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    errors: int
    warnings: int
    wrong: NDArray[np.bool_]
    skipped: tuple[str, ...] = ()
    """Layers that were not run because an earlier one failed."""
    amounts: Mapping[str, object] | None = None
    """What the month costs with this file, once it is worked out; nothing of a person."""
    onward: Onward | None = None
    """What happens next to the file, where that is decided."""

    @property
    def rows(self) -> int:
        """How many rows the table has."""
        return len(self.wrong)
