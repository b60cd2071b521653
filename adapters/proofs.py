"""Proving papers (D01-TS) of an export's people: ``<name>.giayto.csv`` beside it (own).

One row for each paper, by employee number, with the columns of sheet Bảng kê of VNPT's template.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from adapters.errors import ReadFailedError
from adapters.first_row import headings_of, refuse_lacking, refuse_twice, unknown_columns
from adapters.hints import Hints
from adapters.model import Kind, PayrollTable, RawTable
from adapters.reading import Plan, carry_out
from adapters.table import Read, read_table
from adapters.words import fold
from config.encodings import Encoding

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "MaNV": ("Mã nhân viên",),
        "TenLoaiVanBan": ("Tên văn bản", "Loại văn bản", "Loại giấy tờ"),
        "SoVanBan": ("Số văn bản", "Số hiệu"),
        "NgayBanHanh": ("Ngày ban hành",),
        "NgayHieuLuc": ("Ngày hiệu lực",),
        "CoQuanBanHanh": ("Cơ quan ban hành", "Nơi cấp"),
        "TrichYeu": ("Trích yếu văn bản", "Trích yếu"),
        "NoiDungThamDinh": ("Trích lược nội dung thẩm định", "Nội dung thẩm định"),
    }
)
PROOF_FIELDS: Final = (*HEADINGS, "MaDonVi", "Ky")
REQUIRED: Final = ("MaNV", "TenLoaiVanBan", "SoVanBan", "NgayBanHanh", "CoQuanBanHanh", "TrichYeu")
FORMAT: Final = "giayto"
_KNOWN = MappingProxyType(
    {fold(name): field for field, names in HEADINGS.items() for name in (field, *names)}
)


def read_proofs(
    path: Path, name: str, read: Read = read_table, encoding: Encoding = ""
) -> tuple[PayrollTable, RawTable]:
    """Read a companion file; raise UnreadableError, or ReadFailedError if the disk does."""
    try:
        raw = read(path, name, encoding=encoding)[0]
    except OSError as error:
        raise ReadFailedError("the file cannot be read") from error
    headings = headings_of(raw)
    fields = [_KNOWN.get(fold(heading)) for heading in headings]
    called = {field: names[0] for field, names in HEADINGS.items()}
    refuse_twice(fields, called)
    refuse_lacking(REQUIRED, fields, called)
    plan = Plan(
        kind=Kind.PROOFS,
        format=FORMAT,
        fields=PROOF_FIELDS,
        columns={field: (at,) for at, field in enumerate(fields) if field},
        headings=headings,
        first=1,
        unknown=unknown_columns(raw, headings, fields),
    )
    return carry_out(plan, raw, Hints(name=raw.file)), raw
