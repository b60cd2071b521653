"""How large a file may be before it is refused unread."""

from __future__ import annotations

from dataclasses import dataclass

_TARGET = 1 << 30
"""Bytes of memory that a million employees may take (design.md, law 4)."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Caps on what is read into memory; a file beyond one of them is refused, never cut."""

    file_bytes: int = 2 << 30
    cell_bytes: int = 1 << 20
    """One cell of a CSV file. In files with quotes the csv module stops at 131,072 characters."""
    columns: int = 16_384
    """Of a CSV file, as many as a spreadsheet can have."""
    csv_lines: int = 1_500_000
    """Lines of a CSV file below its headings: one and a half of the largest employers."""
    csv_cells: int = 200_000_000
    """Lines times columns of a CSV file: Arrow holds eight bytes for each, besides the text."""
    control_cells: int = 100_000
    """Cells with control characters, each told by itself; beyond it this is no text file."""
    zip_bytes: int = 400_000_000
    """Sum of the unpacked parts of a workbook."""
    zip_ratio: int = 200
    zip_entries: int = 2_000
    sheet_cells: int = 16_000_000
    """Rows times columns up to the last cell, of all visible sheets of a workbook together:
    calamine holds 32 bytes for each of one sheet, and we keep what each of them said."""
    cell_characters: int = 32_767
    """Of a workbook: what Excel lets into one cell (Microsoft, Excel specifications and limits)."""
    shared_strings: int = 4_000_000
    """Different texts of a workbook: calamine holds some 64 bytes for each, besides the text."""
    reader_memory: int = 880 << 20
    """Bytes that a file may take to be read. A CSV file foretells them; the process that reads a
    workbook gets no more beyond its own code, which is some 70 MB: together less than the target.
    """
    reader_cpu: int = 120
    """Seconds that the processor may work for a workbook; the largest within limits takes 40."""
    reader_seconds: int = 180
    """Seconds after which nobody waits for a workbook any longer."""
    text_bytes: int = (_TARGET - 16_000_000 * 32) // 3
    """Text of all cells of a workbook, once each cell has its own: calamine holds it, and Arrow
    twice while pieces become columns, in what `sheet_cells` leaves of the target."""
