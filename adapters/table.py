"""A file becomes tables of text, by what it holds and not by what it is called."""

from __future__ import annotations

from pathlib import Path

from adapters.csv_table import read_csv
from adapters.limits import Limits
from adapters.model import RawTable
from adapters.refusals import refuse
from adapters.xlsx_table import read_xlsx

_HEAD = 1024
_SIGNS = (
    (b"\xd0\xcf\x11\xe0", "OLE (.xls / password)"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"%PDF", "PDF"),
)


def read_table(
    path: Path, name: str, limits: Limits | None = None, *, delimiter: str = ""
) -> list[RawTable]:
    """Read a file into one table (CSV) or one for each visible sheet (XLSX).

    `name` is the name the sender gave it; `delimiter` that of a CSV file, where somebody has told
    it: there may be titles above the headings then. Raises UnreadableError.
    """
    limits = limits or Limits()
    if path.stat().st_size > limits.file_bytes:
        raise refuse("size", limit=limits.file_bytes)
    with path.open("rb") as file:
        head = file.read(_HEAD)
    suffix = Path(name).suffix.lower()
    if head.startswith(b"PK\x03\x04"):
        return _zip(path, name, suffix, limits)
    _refuse_foreign(head)
    if suffix == ".xlsx":
        raise refuse("misnamed", found="CSV (text)", suffix=suffix) if head else refuse("empty")
    return [read_csv(path, name, limits, told=delimiter)]


def _zip(path: Path, name: str, suffix: str, limits: Limits) -> list[RawTable]:
    """Read a workbook; one that calls itself a text file is refused."""
    tables = read_xlsx(path, name, limits)
    if suffix in {".csv", ".txt", ".tsv"}:
        raise refuse("misnamed", found="XLSX", suffix=suffix)
    return tables


def _refuse_foreign(head: bytes) -> None:
    """Raise if the first bytes are those of something that is no table."""
    for sign, found in _SIGNS:
        if head.startswith(sign):
            raise refuse("type", found=found)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:64].lower()
    if start.startswith(b"<"):
        raise refuse("type", found="XML" if start.startswith(b"<?xml") else "HTML")
