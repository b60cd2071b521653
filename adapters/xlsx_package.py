"""Is this ZIP an honest workbook? Asked before anything is unpacked into memory.

A workbook is a ZIP of XML parts (ECMA-376, Office Open XML, part 2). Sizes promised by the ZIP's
directory are checked against the limits first and against the real bytes while reading.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import closing
from copy import copy
from functools import partial
from itertools import pairwise
from pathlib import Path, PurePosixPath

import numpy as np
from lxml import etree

from adapters.errors import UnreadableError
from adapters.limits import Limits
from adapters.refusals import refuse
from adapters.xlsx_looks import looks_of
from adapters.xlsx_strings import Lengths, shared_lengths

_CHUNK = 4 << 20
_FOREIGN = {
    "xl/workbook.bin": "XLSB",
    "xl/vbaProject.bin": "XLSM",
    "content.xml": "ODS",
    "word/document.xml": "DOCX",
}
_END = struct.Struct("<4s4H2LH")
"""The end of a ZIP's directory (PKWARE, APPNOTE 4.3.16)."""
_HEADER = 30
"""Bytes before the name of a part that stands in a ZIP (4.3.7)."""
_LOCATOR = 20
"""Bytes of what stands before it in a ZIP64, which no workbook within our limits needs."""
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedstrings.xml"
_STYLES = "xl/styles.xml"
_STRICT = "{http://purl.oclc.org/ooxml/"
"""Names of the strict form (ISO/IEC 29500-1) begin so; ours are of the transitional one (29500-4).

It names its relations in another way, and may store days as text (ISO 8601).
"""
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_LARGEST = {_WORKBOOK: 8 << 20, _RELATIONS: 8 << 20, _STYLES: 32 << 20}
"""Bytes of parts that become trees or maps when they are read, some 25 or 5 times as large."""
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


class Package:
    """The parts of a workbook, readable as streams of pieces."""

    def __init__(self, path: Path, limits: Limits) -> None:
        """Open the package and check its directory; raise UnreadableError."""
        try:
            self._zip = zipfile.ZipFile(path)
        except _BROKEN as error:
            raise refuse("zip", found="ZIP") from error
        self._limits = limits
        self._names = set(self._zip.namelist())
        try:
            _check_end(path, self._zip)
            _check_directory(self._zip.infolist(), limits)
            _check_places(self._zip.infolist())
            _check_kind(self._names)
        except UnreadableError:
            self._zip.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def pieces(self, part: str) -> Generator[bytes, None, None]:
        """Yield a part's bytes; raise UnreadableError if they are not what the ZIP promised."""
        try:
            entry = copy(self._zip.getinfo(part))
        except KeyError as error:
            named = PurePosixPath(part or _RELATIONS).name
            raise refuse("zip", found=named) from error
        promised, read = entry.file_size, 0
        # Asked for one byte more, zipfile goes on to the end of the stream, as calamine does.
        entry.file_size += 1
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_CHUNK):
                    if not read and (b"\0" in piece or b"<!DOCTYPE" in piece):
                        raise refuse("zip", found="XML")
                    read += len(piece)
                    yield piece
        except _BROKEN as error:
            raise refuse("zip", found="ZIP") from error
        if read != promised:
            raise refuse("zip", found=f"{read} ≠ {promised} byte")

    def changed(self, part: str, change: Callable[[bytes], bytes]) -> bytes:
        """Return the package with one part changed."""
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copied:
            for name in sorted(self._names):
                data = b"".join(self.pieces(name))
                copied.writestr(name, change(data) if name == part else data)
        return target.getvalue()

    def verify(self) -> None:
        """Unpack every XML part once to nowhere, so that none is larger than it says."""
        for part in sorted(self._names):
            # Sheets are looked through before they are read, strings and styles were.
            known = "/worksheets/" in part or _plain(part) in (_STRINGS, _STYLES)
            if not known and part.lower().endswith((".xml", ".rels")):
                for _ in self.pieces(part):
                    pass

    def strings(self) -> Lengths:
        """Measure the shared strings; raise UnreadableError if one is too long for a cell."""
        part = next((name for name in self._names if _plain(name) == _STRINGS), None)
        if part is None:
            return np.zeros(0, np.int64)
        return shared_lengths(partial(self.pieces, part), self._limits)

    def styles(self) -> dict[int, str]:
        """Return what each style shows of a number, of those that show more than it."""
        part = next((name for name in self._names if _plain(name) == _STYLES), None)
        if part is None:
            return {}
        with closing(self.pieces(part)) as pieces:
            return looks_of(pieces)

    def sheet_parts(self) -> dict[str, str]:
        """Return the part of each sheet by the sheet's name."""
        targets = {
            relation.get("Id"): _absolute(relation.get("Target", ""))
            for relation in self._tree(_RELATIONS).iter("{*}Relationship")
        }
        book = self._tree(_WORKBOOK)
        if str(book.tag).startswith(_STRICT):
            raise refuse("strict")
        sheets = list(book.iter("{*}sheet"))
        parts = {str(sheet.get("name")): targets.get(sheet.get(_ID), "") for sheet in sheets}
        if len(parts) != len(sheets):
            # Which of two sheets of one name is read, others may decide in another way.
            raise refuse("zip", found="2 x 1")
        return parts

    def since_1904(self) -> bool:
        """Tell whether days are counted from 1904 (ECMA-376 part 1, 18.17.4.1)."""
        told = self._tree(_WORKBOOK).find("{*}workbookPr")
        return told is not None and told.get("date1904", "") in {"1", "true", "on"}

    def _tree(self, part: str) -> etree._Element:
        """Parse a small part."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return etree.fromstring(b"".join(self.pieces(part)), parser)
        except etree.XMLSyntaxError as error:
            raise refuse("zip", found="XML") from error


def _check_end(path: Path, archive: zipfile.ZipFile) -> None:
    """Raise unless the directory ends where the file does and begins where its end says.

    Of two directories zipfile takes the one before the end, and others the one that the end names.
    """
    with path.open("rb") as file:
        file.seek(-min(_END.size + _LOCATOR, path.stat().st_size), 2)
        last = file.read()
    sign, *_, size, start, comment = _END.unpack(last[-_END.size :])
    if sign != b"PK\5\6" or comment or last.startswith(b"PK\6\7"):
        raise refuse("zip", found="ZIP64")
    if archive.start_dir != start or start + size + _END.size != path.stat().st_size:
        raise refuse("zip", found="ZIP")


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
    for entry in entries:
        if entry.file_size > _LARGEST.get(_plain(entry.filename), limits.zip_bytes):
            raise refuse("zip", found=f"{PurePosixPath(entry.filename).name}: {entry.file_size}")
    # calamine finds a part whatever its capitals, so names that differ in these alone are one.
    if len({_plain(entry.filename) for entry in entries}) != len(entries):
        raise refuse("zip", found="2 x 1")


def _check_places(entries: list[zipfile.ZipInfo]) -> None:
    """Raise if the bytes of one part are those of another too."""
    placed = sorted(entries, key=lambda entry: entry.header_offset)
    for entry, after in pairwise(placed):
        least = _HEADER + len(entry.orig_filename.encode()) + entry.compress_size
        if entry.header_offset + least > after.header_offset:
            raise refuse("zip", found="1 + 1")


def _check_kind(names: set[str]) -> None:
    """Raise if the package is of another kind than XLSX."""
    for sign, found in _FOREIGN.items():
        if sign in names:
            raise refuse("type", found=found)
    if _WORKBOOK not in names:
        raise refuse("type", found="ZIP")


def _plain(part: str) -> str:
    """Return a part's name as calamine compares it."""
    return part.replace("\\", "/").lower()


def _absolute(target: str) -> str:
    """Return a relationship's target as a part name."""
    if target.startswith(("/xl/", "xl/")):
        return target.removeprefix("/")
    return f"xl/{target}"
