"""A payroll table with a memory: which cells are known to be wrong, and what the others hold.

Rules ask for good cells only, so one wrong cell has one finding and no rule judges what another
one has refused already. One `Cells` lives as long as one examination.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from adapters.model import Kind, PayrollTable
from validators import columns

Mask = NDArray[np.bool_]

WORKING = ("", "DangLam")
LEAVING = ("NghiViec", "ChuyenDonVi")
STATUSES = ("DangLam", *LEAVING, "ThaiSan", "OmDau", "KhongLuong")
BASE = ("TienLuong", "PhuCapLuong", "PhuCapBosung")
"""What counts for the base of contributions (Luật BHXH 41/2024/QH15, điều 31)."""
DECREASE = "3"
"""Loai 3, giảm lao động: the person leaves or pauses."""


class Cells:
    """The columns of one table, read once, and a mask of wrong cells for each of them."""

    def __init__(self, table: PayrollTable) -> None:
        self.table = table
        self.unread: Mask = np.zeros(len(table.rows), dtype=np.bool_)
        """Rows whose cells do not stand in their columns: nothing can be said of them."""
        self._columns: dict[str, pd.Series] = {}
        self._wrong: dict[str, Mask] = {}
        self._filled: dict[str, Mask] = {}
        self._dates: dict[str, NDArray[np.datetime64]] = {}
        self._months: dict[str, NDArray[np.datetime64]] = {}
        self._numbers: dict[str, NDArray[np.int64]] = {}

    def __len__(self) -> int:
        return len(self.table.rows)

    def has(self, field: str) -> bool:
        """Tell whether any row that can be read has something in that field."""
        return bool(self.filled(field).any())

    def column(self, field: str) -> pd.Series:
        """Return the texts of a field; blank ones if the format does not know it."""
        if field not in self._columns:
            known = field in self.table.frame.columns
            self._columns[field] = self.table.frame[field] if known else self._nothing
        return self._columns[field]

    def filled(self, field: str) -> Mask:
        """Tell which rows have something in that cell and can be read."""
        if field not in self._filled:
            self._filled[field] = columns.filled(self.column(field))
        return self._filled[field] & ~self.unread

    def good(self, field: str) -> Mask:
        """Tell which rows have something in that cell that nobody has refused."""
        return self.filled(field) & ~self.wrong(field)

    def blank(self, field: str) -> Mask:
        """Tell which rows have nothing in that cell, and nobody has complained about it."""
        return ~self.filled(field) & ~self.wrong(field) & ~self.unread

    def wrong(self, field: str | None) -> Mask:
        """Tell which cells of a field have an error; for None, which rows cannot be read."""
        if field is None:
            return self.unread
        return self._wrong.setdefault(field, np.zeros(len(self), dtype=np.bool_))

    def open(self, field: str | None, positions: NDArray[np.intp]) -> NDArray[np.intp]:
        """Return those of the positions where a finding tells something new."""
        return positions[~(self.wrong(field)[positions] | self.unread[positions])]

    def mark(self, field: str | None, positions: NDArray[np.intp]) -> None:
        """Remember that these cells are wrong; for None, that these rows cannot be read."""
        self.wrong(field)[positions] = True

    def dates(self, field: str) -> NDArray[np.datetime64]:
        """Return the days of a field; NaT where there is no good one."""
        if field not in self._dates:
            self._dates[field] = columns.dates(self.column(field))
        return np.where(self.good(field), self._dates[field], np.datetime64("NaT"))

    def months(self, field: str) -> NDArray[np.datetime64]:
        """Return the months of a field; NaT where there is no good one."""
        if field not in self._months:
            self._months[field] = columns.months(self.column(field))
        return np.where(self.good(field), self._months[field], np.datetime64("NaT"))

    def numbers(self, field: str) -> NDArray[np.int64]:
        """Return a field's plain digits as whole numbers; -1 for any other text."""
        if field not in self._numbers:
            self._numbers[field] = columns.whole_numbers(self.column(field))
        return self._numbers[field]

    def amounts(self, field: str) -> NDArray[np.int64]:
        """Return the whole numbers of a field; blank is 0, what nobody can read is -1."""
        numbers = np.where(self.blank(field), 0, self.numbers(field))
        return np.where(self.wrong(field), -1, numbers)

    def period_ends(self) -> NDArray[np.datetime64]:
        """Return the last day of each row's period; NaT where the period is no good."""
        following = (self.months("Ky") + np.timedelta64(1, "M")).astype("datetime64[D]")
        # numpy's stubs take the difference for a span of time.
        return (following - np.timedelta64(1, "D")).astype("datetime64[D]")

    def holds(self, field: str, *words: str) -> Mask:
        """Tell which rows have one of those words in a field; "" is a word too."""
        return columns.among(self.column(field), words) & ~self.unread

    @cached_property
    def _nothing(self) -> pd.Series:
        return pd.Series("", index=range(len(self)), dtype="str")

    @cached_property
    def vietnamese(self) -> Mask:
        """Rows of citizens: nationality VN, or none given."""
        return columns.among(self.column("QuocTich"), ("", "VN"))

    @cached_property
    def leaving(self) -> Mask:
        """Rows of people who are no longer there, or pause: fewer cells are needed."""
        if self.table.kind is Kind.MOVEMENTS:
            return columns.among(self.column("Loai"), (DECREASE,))
        return columns.among(self.column("TrangThai"), LEAVING)

    @cached_property
    def paid(self) -> Mask:
        """Rows of people who work for a wage in the period."""
        if self.table.kind is Kind.MOVEMENTS:
            return ~self.leaving
        return columns.among(self.column("TrangThai"), WORKING)
