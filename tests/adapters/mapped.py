"""Invented exports, read through mappings, for the tests of mappings."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from adapters.errors import UnreadableError
from adapters.feed import Hints, read_export
from adapters.model import PayrollTable
from config.mapping import ExportMapping
from config.mapping_files import load_mapping

HINTS = Hints(name="luong-2026-10.csv", unit="TA0001A")


def sheet(path: Path, rows: Sequence[Sequence[object]], name: str = "Sheet1") -> Path:
    """Write one sheet, texts as texts."""
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(name)
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                if hasattr(cell, "year"):
                    page.write_datetime(number, index, cell, day)
                else:
                    page.write(number, index, cell)
    return path


def lines(path: Path, rows: Sequence[Sequence[str]], delimiter: str = ";") -> Path:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return path


def own(folder: Path, text: str, name: str = "hr") -> ExportMapping:
    """Load a mapping of the site from this text."""
    (folder / "mappings").mkdir(exist_ok=True)
    (folder / "mappings" / f"{name}.toml").write_text(text, encoding="utf-8")
    return load_mapping(name, folder)


def read(path: Path, mapping: ExportMapping, hints: Hints = HINTS) -> PayrollTable:
    return read_export(path, hints=hints, format=mapping)[0]


def refusal(path: Path, mapping: ExportMapping, hints: Hints = HINTS) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_export(path, hints=hints, format=mapping)
    return caught.value


def person(table: PayrollTable, row: int = 0) -> Mapping[str, str]:
    """Return the filled fields of one row."""
    return {field: text for field, text in table.frame.iloc[row].items() if text}


def codes(table: PayrollTable) -> list[tuple[str, int | None, str | None]]:
    """Return code, row and letter of every defect."""
    return [(each.code, each.row, each.letter) for each in table.defects]
