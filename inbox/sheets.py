"""Workbooks of text and whole numbers: nothing in them becomes a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

import xlsxwriter

from validators.sheet_texts import cell_text

Row: TypeAlias = tuple[str | int, ...]

SHOWN = 5_000
"""Rows of a sheet about people; the sheet says how many there are in all."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: a few lines of text, then a table by columns."""

    name: str
    remarks: Sequence[str] = ()
    headings: Sequence[str]
    rows: Sequence[Row]


def to_xlsx(sheets: Sequence[Sheet], *, title: str, made_at: datetime) -> bytes:
    """Return the workbook; its bytes depend on what it is told alone."""
    target = io.BytesIO()
    safe = {
        "in_memory": True,
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, safe) as book:
        book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        number = book.add_format({"num_format": "#,##0"})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, bold, number)
    return target.getvalue()


def _write(
    page: Any,  # noqa: ANN401  # xlsxwriter carries no types
    sheet: Sheet,
    bold: Any,  # noqa: ANN401  # xlsxwriter carries no types
    number: Any,  # noqa: ANN401  # xlsxwriter carries no types
) -> None:
    """Write the remarks, the headings, then row by row: in memory of one row at a time."""
    for line, remark in enumerate(sheet.remarks):
        page.write_string(line, 0, cell_text(remark))
    head = len(sheet.remarks) + bool(sheet.remarks)
    page.freeze_panes(head + 1, 0)
    for place, heading in enumerate(sheet.headings):
        page.set_column(place, place, 20)
        page.write_string(head, place, heading, bold)
    for line, row in enumerate(sheet.rows, start=head + 1):
        for place, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(line, place, cell_text(cell))
            else:
                page.write_number(line, place, cell, number)
