"""Which format is a file in? Exactly one adapter takes exactly one of its sheets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol, TypeAlias

from adapters.errors import ReadFailedError
from adapters.hints import Hints
from adapters.mapping import Mapped, is_called
from adapters.model import PayrollTable, RawTable
from adapters.refusals import refuse
from adapters.requests import Requests
from adapters.snapshot import Snapshot
from adapters.table import Read, read_table
from adapters.unread_sheets import unread_sheets
from adapters.vnpt import Vnpt
from config.fields import load_fields
from config.mapping import ExportMapping

__all__ = ["Adapter", "Format", "Hints", "read_export", "read_workbook"]

Format: TypeAlias = str | ExportMapping
"""One of ours by name (auto, snapshot, vnpt, requests), or a mapping."""


class Adapter(Protocol):
    """One payroll format."""

    @property
    def name(self) -> str:
        """The format's name in the settings."""

    def claims(self, raw: RawTable) -> bool:
        """Tell whether a table is in this format, by its headings alone."""

    def read(self, raw: RawTable, hints: Hints) -> PayrollTable:
        """Read a table of this format; raise UnreadableError."""


def read_export(
    path: Path, *, hints: Hints, format: Format = "auto", read: Read = read_table
) -> tuple[PayrollTable, RawTable]:
    """Read the one payroll table of a file, and return the text it was read from too."""
    table, raw, _ = read_workbook(path, hints=hints, format=format, read=read)
    return table, raw


def read_workbook(
    path: Path, *, hints: Hints, format: Format = "auto", read: Read = read_table
) -> tuple[PayrollTable, RawTable, list[RawTable]]:
    """Read the one payroll table of a file, and return all its sheets as text too.

    Raises UnreadableError if the file is no payroll export, or if no adapter or more than one
    fits; ReadFailedError if the disk does not give it.
    """
    wanted = _adapters(format)
    delimiter, encoding = "", hints.encoding
    if isinstance(format, ExportMapping):
        delimiter, encoding = format.delimiter, format.encoding or encoding
    try:
        tables = read(path, hints.name, encoding=encoding, delimiter=delimiter)
    except OSError as error:
        raise ReadFailedError("the file cannot be read") from error
    adapter, raw = _choose(wanted, _sheets(format, tables))
    table = adapter.read(raw, hints)
    unread = unread_sheets(tables, raw, table.format)
    return replace(table, defects=(*table.defects, *unread)), raw, tables


def _adapters(format: Format) -> tuple[Adapter, ...]:
    """Return the adapters of a format; requests are never guessed, because they report nobody."""
    if isinstance(format, ExportMapping):
        return (Mapped(format, load_fields()),)
    if format == "auto":
        return (Snapshot(), Vnpt())
    known: tuple[Adapter, ...] = (Snapshot(), Vnpt(), Requests())
    return tuple(adapter for adapter in known if adapter.name == format)


def _sheets(format: Format, tables: Sequence[RawTable]) -> Sequence[RawTable]:
    """Return the sheets that a format may stand in: all, or those that a mapping names."""
    if not isinstance(format, ExportMapping) or not format.sheet:
        return tables
    named = [raw for raw in tables if raw.sheet and is_called(raw.sheet, format.sheet)]
    if not named:
        seen = ", ".join(str(raw.sheet or "CSV") for raw in tables)
        raise refuse("no-sheet", sheet=format.sheet, seen=seen)
    return named


def _choose(adapters: Sequence[Adapter], tables: Sequence[RawTable]) -> tuple[Adapter, RawTable]:
    """Return the only pair of adapter and table that fit each other."""
    found = [(adapter, raw) for raw in tables for adapter in adapters if adapter.claims(raw)]
    if not found and len(adapters) == len(tables) == 1:
        return adapters[0], tables[0]  # it was told what to be: reading says what is missing
    if not found:
        raise refuse("no-adapter")
    if len(found) > 1:
        seen = ", ".join(f"{raw.sheet or raw.file} ({adapter.name})" for adapter, raw in found)
        raise refuse("several-adapters", seen=seen)
    return found[0]
