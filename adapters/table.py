"""A file becomes tables of text, by what it holds and not by what it is called."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from adapters.csv_table import read_csv
from adapters.errors import UnreadableError
from adapters.fonts import unmasked
from adapters.grid import Grid
from adapters.limits import Limits
from adapters.model import RawTable
from adapters.refusals import refuse
from adapters.xlsx_table import read_sheets
from config.encodings import Encoding

_HEAD = 1024
_OLE = b"\xd0\xcf\x11\xe0"
_SIGNS = (
    (b"\x1f\x8b", "GZIP", "packed"),
    (b"PK\x05\x06", "ZIP", "packed"),
    (b"7z\xbc\xaf", "7-Zip", "packed"),
    (b"Rar!", "RAR", "packed"),
    (b"%PDF", "PDF", "printed"),
)
_SEALED = "EncryptedPackage".encode("utf-16-le")
_OLD_BOOK = "Workbook".encode("utf-16-le")
_OLE_BYTES = 32 << 20


Sheets = Callable[[Path, Limits], Iterable[tuple[str, Grid]]]
"""Reads the visible sheets of a workbook."""


class Read(Protocol):
    """Reads a file into tables: `read_table` here, `adapters.reader.Reader` in a process apart."""

    def __call__(
        self,
        path: Path,
        name: str,
        limits: Limits | None = None,
        encoding: Encoding = "",
        delimiter: str = "",
    ) -> list[RawTable]:
        """Return one table of a CSV file, or one for each visible sheet; UnreadableError."""


def read_table(
    path: Path,
    name: str,
    limits: Limits | None = None,
    encoding: Encoding = "",
    delimiter: str = "",
    *,
    sheets: Sheets = read_sheets,
) -> list[RawTable]:
    """Read a file into one table (CSV) or one for each visible sheet (XLSX).

    `name` is the name the sender gave it, `encoding` what its feed says of it; `delimiter` that of
    a CSV file, where somebody has told it: there may be titles above the headings then. Raises
    UnreadableError.
    """
    limits = limits or Limits()
    if path.stat().st_size > limits.file_bytes:
        raise refuse("size", limit=limits.file_bytes)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    suffix = Path(name).suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        tables = [grid.to_table(name, sheet) for sheet, grid in sheets(path, limits)]
        if suffix in {".csv", ".txt", ".tsv"}:
            raise refuse("misnamed", found="XLSX", suffix=suffix)
        return [unmasked(table, encoding) for table in tables]
    if head.startswith(_OLE):
        raise _old_book(path)
    _refuse_foreign(head)
    if suffix == ".xlsx":
        if b"\x00" in head and not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise refuse("type", found="binary")
        raise refuse("misnamed", found="CSV (text)", suffix=suffix) if head else refuse("empty")
    return [unmasked(read_csv(path, name, limits, encoding, delimiter), encoding)]


def _refuse_foreign(head: bytes) -> None:
    """Raise if the first bytes are those of something that is no table."""
    for sign, found, reason in _SIGNS:
        if head.startswith(sign):
            raise refuse(reason, found=found)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if start.startswith(b"<"):
        raise refuse("page", found="XML" if start.startswith(b"<?xml") else "HTML")


def _old_book(path: Path) -> UnreadableError:
    """Tell what is in an OLE container, by the names of its streams (MS-CFB 2.6)."""
    with path.open("rb") as file:
        content = file.read(_OLE_BYTES)
    if _SEALED in content:
        return refuse("sealed", found="OLE, XLSX")
    return refuse("type", found="OLE, .xls (Excel 97-2003)" if _OLD_BOOK in content else "OLE")
