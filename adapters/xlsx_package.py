"""Is this ZIP an honest workbook? Asked before anything is unpacked into memory.

A workbook is a ZIP of XML parts (ECMA-376, Office Open XML, part 2). Sizes promised by the ZIP's
directory are checked against the limits first and against the real bytes while reading.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Generator
from pathlib import Path, PurePosixPath

from lxml import etree

from adapters.limits import Limits
from adapters.refusals import refuse

_CHUNK = 4 << 20
_FOREIGN = {
    "xl/workbook.bin": "XLSB",
    "xl/vbaProject.bin": "XLSM",
    "content.xml": "ODS",
    "word/document.xml": "DOCX",
}
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """The parts of a workbook, readable as streams of pieces."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open the package and check its directory; raise UnreadableError."""
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise refuse("zip", found="ZIP") from error
        _check_directory(self._zip.infolist(), limits)
        self._names = set(self._zip.namelist())
        _check_kind(self._names)

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def pieces(self, part: str) -> Generator[bytes, None, None]:
        """Yield a part's bytes; raise UnreadableError if they are not what the ZIP promised."""
        try:
            with self._zip.open(part) as stream:
                first = True
                while piece := stream.read(_CHUNK):
                    if first and (b"\0" in piece or b"<!DOCTYPE" in piece):
                        raise refuse("zip", found="XML")
                    first = False
                    yield piece
        except KeyError as error:
            raise refuse("zip", found=PurePosixPath(part).name) from error
        except _BROKEN as error:
            raise refuse("zip", found="ZIP") from error

    def verify(self) -> None:
        """Unpack every XML part once to nowhere, so that none is larger than it says."""
        for part in sorted(self._names):
            if part.startswith("xl/") and part.endswith(".xml") and "/worksheets/" not in part:
                for _ in self.pieces(part):
                    pass

    def sheet_parts(self) -> dict[str, str]:
        """Return the part of each sheet by the sheet's name."""
        targets = {
            relation.get("Id"): _absolute(relation.get("Target", ""))
            for relation in self._tree(_RELATIONS).iter("{*}Relationship")
        }
        sheets = list(self._tree(_WORKBOOK).iter("{*}sheet"))
        parts = {str(sheet.get("name")): targets.get(sheet.get(_ID), "") for sheet in sheets}
        if len(parts) != len(sheets):
            # Which of two sheets of one name is read, others may decide in another way.
            raise refuse("zip", found="2 x 1")
        return parts

    def _tree(self, part: str) -> etree._Element:
        """Parse a small part."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(b"".join(self.pieces(part)), parser)
        except etree.XMLSyntaxError as error:
            raise refuse("zip", found="XML") from error


def _check_directory(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    """Raise if the directory promises too much, or one name twice."""
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if len(entries) > limits.zip_entries:
        raise refuse("zip", found=f"{len(entries)} > {limits.zip_entries}")
    if unpacked > limits.zip_bytes:
        raise refuse("zip", found=f"{unpacked} > {limits.zip_bytes} byte")
    if unpacked > limits.zip_ratio * max(packed, 1):
        raise refuse("zip", found=f"1 : {unpacked // max(packed, 1)}")
    # calamine finds a part whatever its capitals, so names that differ in these alone are one.
    if len({entry.filename.replace("\\", "/").lower() for entry in entries}) != len(entries):
        raise refuse("zip", found="2 x 1")


def _check_kind(names: set[str]) -> None:
    """Raise if the package is of another kind than XLSX."""
    for sign, found in _FOREIGN.items():
        if sign in names:
            raise refuse("type", found=found)
    if _WORKBOOK not in names:
        raise refuse("type", found="ZIP")


def _absolute(target: str) -> str:
    """Return a relationship's target as a part name."""
    if target.startswith(("/xl/", "xl/")):
        return target.removeprefix("/")
    return f"xl/{target}"
