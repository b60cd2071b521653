"""What is said of a blank cell where the file has no column for it: which one to add, and where."""

from __future__ import annotations

from dataclasses import replace

from adapters.model import PayrollTable
from config.fields import KINDS, load_fields
from config.mapping import BUILT_IN
from validators.cells import Cells
from validators.model import Violation


def with_column(violation: Violation, cells: Cells) -> Violation:
    """Return the violation with the column to add, where nothing in the file tells its field."""
    field, table = violation.field, cells.table
    if field is None or table.column(field) is not None or cells.has(field):
        return violation
    known = load_fields().by_name.get(field)
    name = known.vi if known else field
    mapping_vi, mapping_en = _in_mapping(table, field, name)
    return replace(
        violation,
        message_vi=f"{violation.message_vi} (tệp không có cột “{name}”)",
        message_en=f"{violation.message_en} (the file has no column “{name}”)",
        advice_vi=f"Thêm cột “{name}”{mapping_vi}. {violation.advice_vi}",
        advice_en=f"Add the column “{name}”{mapping_en}. {violation.advice_en}",
    )


def _in_mapping(table: PayrollTable, field: str, name: str) -> tuple[str, str]:
    """Say which line a mapping needs for a new column; nothing where none reads the file."""
    if table.kind not in KINDS or table.format in BUILT_IN:
        return "", ""
    line = f'{field} = ["{name}"]'
    return (
        f" và khai ở [columns] của bản ánh xạ {table.format}: {line}",
        f" and name it in [columns] of the mapping {table.format}: {line}",
    )
