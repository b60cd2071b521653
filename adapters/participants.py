"""VSS's own list of a unit's participants (Danh sách lao động tham gia), as portals give it (own).

No such list has a public layout, so headings are found by many names, in one row or in two, below
whatever title stands above them. It knows no employee number: VSS has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Final

from adapters.csv_table import DELIMITERS
from adapters.errors import ReadFailedError, UnreadableError
from adapters.first_row import refuse_twice
from adapters.headings import row_of
from adapters.hints import Hints
from adapters.model import Kind, PayrollTable, RawTable
from adapters.reading import Plan, carry_out
from adapters.refusals import refuse
from adapters.table import Read, read_table
from adapters.words import fold

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "MasoBHXH": ("Mã số BHXH", "Mã BHXH", "Số sổ BHXH", "Số BHXH", "Mã số"),
        "HoTen": ("Họ và tên", "Họ tên", "Họ tên người lao động", "Tên người lao động"),
        "NgaySinh": ("Ngày sinh", "Ngày tháng năm sinh", "Ngày, tháng, năm sinh", "Năm sinh"),
        "GioiTinh": ("Giới tính", "Nam/Nữ"),
        "CMND": (
            *("Số CCCD", "CCCD", "Số CCCD/CMND", "Số CMND/CCCD", "Số CCCD/CMND/Hộ chiếu"),
            *("Số định danh", "Số ĐDCN", "Số ĐDCN/CCCD", "Số ĐDCN/CCCD/Hộ chiếu", "Căn cước"),
        ),
        "MaDonVi": ("Mã đơn vị", "Mã đơn vị tham gia"),
        "ChucVu": (
            *("Chức danh", "Chức vụ", "Chức danh nghề", "Chức danh công việc"),
            "Cấp bậc, chức vụ, chức danh nghề, nơi làm việc",
        ),
        "TienLuong": (
            *("Mức lương", "Tiền lương", "Hệ số/Mức lương", "Hệ số lương/Mức lương", "Lương"),
            *("Mức lương đóng", "Mức lương đóng BHXH", "Tiền lương đóng BHXH"),
        ),
        "TongLuong": (
            *("Tổng tiền lương", "Tổng mức lương", "Tổng lương đóng", "Mức đóng", "Căn cứ đóng"),
            "Tiền lương làm căn cứ đóng",
        ),
        "TuThang": ("Từ tháng", "Từ tháng năm", "Tháng bắt đầu đóng", "Đóng từ tháng"),
        "TyleDong": ("Tỷ lệ đóng", "Tỷ lệ đóng (%)", "Tỷ lệ"),
        "QuyBHXH": ("BHXH", "Tham gia BHXH"),
        "QuyBHYT": ("BHYT", "Tham gia BHYT"),
        "QuyBHTN": ("BHTN", "Tham gia BHTN"),
        "QuyTNLD": ("BHTNLĐ-BNN", "BHTNLĐ, BNN", "TNLĐ-BNN", "Tham gia BHTNLĐ-BNN"),
    }
)
"""Field -> what its column may be called; the field's own name will do too."""
FIELDS: Final = (*HEADINGS, "Ky")
FORMAT: Final = "vss"
_KNOWN = MappingProxyType(
    {fold(name): field for field, names in HEADINGS.items() for name in (field, *names)}
)
_NUMBERED = ("MasoBHXH", "CMND")
_UNIT: Final = re.compile(r"(?i:mã (?:số )?đơn vị)[^A-Za-z0-9]*([A-Z]{2}[A-Z0-9]{5})\b")
"""A title that names its unit: ``Mã đơn vị: TA0001A``."""
_TITLE_ROWS = 20
"""How far below the top of a sheet its headings may begin."""


def read_participants(path: Path, name: str, read: Read = read_table) -> PayrollTable:
    """Read the one list of a file; raise UnreadableError, or ReadFailedError if the disk does."""
    try:
        found = _lists(path, name, read)
    except OSError as error:
        raise ReadFailedError("the file cannot be read") from error
    if not found:
        raise refuse("heading-missing", headings="Họ và tên; Mã số BHXH / Số CCCD")
    if len(found) > 1:
        raise refuse("several-adapters", seen=", ".join(str(raw.sheet) for raw, _ in found))
    return _read(*found[0])


def _lists(path: Path, name: str, read: Read) -> list[tuple[RawTable, int]]:
    """Return every list of a file, and where its headings begin.

    Above the headings of a text file there may be titles, which tell neither delimiter nor width:
    there each delimiter is tried.
    """
    refused = None
    try:
        tables = read(path, name)
        if any(raw.sheet is not None for raw in tables):
            return _headed(tables)
    except UnreadableError as unreadable:
        if unreadable.code != "E-DELIM":
            raise
        refused = unreadable
    found: list[tuple[RawTable, int]] = []
    for delimiter in DELIMITERS:
        with suppress(UnreadableError):
            found += _headed(read(path, name, delimiter=delimiter))
    if refused is not None and not found:
        raise refused
    return found


def _headed(tables: Sequence[RawTable]) -> list[tuple[RawTable, int]]:
    return [(raw, at) for raw in tables if (at := _headings_at(raw)) is not None]


def _headings_at(raw: RawTable) -> int | None:
    """Return where the headings begin: the first row that names people and their numbers."""
    for at in range(min(_TITLE_ROWS, len(raw.rows))):
        fields = set(_fields(row_of(raw, at)))
        if "HoTen" in fields and fields.intersection(_NUMBERED):
            return at
    return None


def _read(raw: RawTable, at: int) -> PayrollTable:
    upper, lower = row_of(raw, at), row_of(raw, at + 1)
    above, below = _fields(upper), _fields(lower)
    # Where a heading spans several columns, those of the next row say what each of them is.
    two = any(below) and not any(a and b and a != b for a, b in zip(above, below, strict=True))
    fields = [a or b for a, b in zip(above, below, strict=True)] if two else above
    refuse_twice(fields, {field: names[0] for field, names in HEADINGS.items()})
    plan = Plan(
        kind=Kind.PARTICIPANTS,
        format=FORMAT,
        fields=FIELDS,
        columns={field: (index,) for index, field in enumerate(fields) if field},
        headings=upper,
        first=at + (2 if two else 1),
    )
    return carry_out(plan, raw, Hints(name=raw.file, unit=_unit_of_title(raw, at)))


def _unit_of_title(raw: RawTable, headings: int) -> str | None:
    """Return the one unit code that the title above the headings calls so."""
    titles = (" ".join(row_of(raw, at)) for at in range(headings))
    named = {code for title in titles for code in _UNIT.findall(title)}
    return named.pop() if len(named) == 1 else None


def _fields(headings: Sequence[str]) -> list[str | None]:
    return [_KNOWN.get(fold(heading)) for heading in headings]
