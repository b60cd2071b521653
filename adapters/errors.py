"""What can go wrong while an export is read.

AdapterError
├── UnreadableError   the file as a whole cannot be taken as a payroll export
├── ReadFailedError   the disk did not give the file; trying again may help
└── ReaderFaultError  the code that reads workbooks has a defect that this file brought out
"""

from __future__ import annotations


class AdapterError(Exception):
    """Room 1 could not do its work."""


class UnreadableError(AdapterError):
    """The file cannot be read as a payroll export; says why, where, and what to do.

    `code` is a stable word such as ``E-ENC`` or ``E-EMPTY``; the texts hold no cell values.
    `proposal` says what was probably meant, where something nearly is right.
    """

    def __init__(
        self,
        code: str,
        reason_vi: str,
        reason_en: str,
        *,
        advice_vi: str = "",
        advice_en: str = "",
        row: int | None = None,
        proposal: str | None = None,
    ) -> None:
        super().__init__(f"{code}: {reason_en}")
        self.code = code
        self.reason_vi = reason_vi
        self.reason_en = reason_en
        self.advice_vi = advice_vi
        self.advice_en = advice_en
        self.row = row
        self.proposal = proposal


class ReadFailedError(AdapterError):
    """The disk did not give the file: gone, forbidden, or a fault; the cause says which."""


class ReaderFaultError(AdapterError):
    """The process that reads workbooks failed by a defect of ours; its error output says where."""
