"""The comparison with VSS's list as sheets for HR: what differs, who is on one side alone."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pandas as pd

from inbox.participants import FIELDS, Compared
from inbox.same_person import By, Doubt
from inbox.sheets import SHOWN, Row, Sheet

_BY: Final[Mapping[str, str]] = MappingProxyType(
    {
        By.NUMBER: "mã số BHXH / insurance number",
        By.CITIZEN: "số CCCD / citizen id",
        By.NAME: "họ tên, ngày sinh, giới tính / name, birth date, sex",
    }
)
_DOUBTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Doubt.TWICE: "số này có ở nhiều người / the number is that of several people",
        Doubt.TORN: "mã số BHXH của người này, CCCD của người khác / "
        "the insurance number is one person's, the citizen id another's",
        Doubt.ONLY_NAME: "trùng họ tên và ngày sinh, chưa đủ chắc / "
        "the same name and birth date, which proves nothing",
    }
)
_ROW: Final = "Dòng / Row"
_EMPLOYEE: Final = "Mã nhân viên / Employee"
_NAME: Final = "Họ và tên / Name"
_PERSON: Final = ("HoTen", "MasoBHXH", "CMND", "NgaySinh", "TienLuong")
_PERSON_HEADINGS: Final = (
    _NAME,
    *(" / ".join(FIELDS[field]) for field in ("MasoBHXH", "CMND", "NgaySinh", "TienLuong")),
)


def sheets(compared: Compared, remarks: tuple[str, ...]) -> tuple[Sheet, ...]:
    """Return the workbook's sheets; a long one says how many rows it leaves out."""
    return (
        Sheet(
            name="Tóm tắt - Summary",
            remarks=remarks,
            headings=("", "Số người / People"),
            rows=tuple(counts(compared).items()),
        ),
        _people(
            "Khác nhau - Differing",
            (_ROW, _EMPLOYEE, _NAME, "Mục / Field", "VSS", "Ta / We", "Khớp theo / Matched by"),
            _worded(compared.differing)[["row", "MaNV", "HoTen", "field", "vss", "ours", "by"]],
        ),
        _people(
            "Chỉ VSS có - VSS only",
            (_ROW, *_PERSON_HEADINGS),
            compared.only_vss[["row", *_PERSON]],
        ),
        _people(
            "Chỉ ta có - We only",
            (_EMPLOYEE, "Mã đơn vị / Unit", *_PERSON_HEADINGS),
            compared.only_ours[["MaNV", "MaDonVi", *_PERSON]],
        ),
        _people(
            "Chưa chắc - Doubtful",
            (_ROW, "Có thể là / Perhaps", "Vì sao / Why", *_PERSON_HEADINGS),
            compared.doubtful.assign(why=compared.doubtful["why"].map(_DOUBTS))[
                ["row", "MaNV", "why", *_PERSON]
            ],
        ),
    )


def counts(compared: Compared) -> dict[str, int]:
    """Return the figures, by what they count in two languages."""
    return {
        "VSS có / in the list": compared.listed,
        "Ta khai / declared": compared.declared,
        "Khớp / matched": compared.matched,
        "Đang nghỉ, không có trong danh sách / on leave and not in the list": compared.away,
        "Khác nhau / differing": int(compared.differing["MaNV"].nunique()),
        "Chỉ VSS có / in the list only": len(compared.only_vss),
        "Chỉ ta có / declared only": len(compared.only_ours),
        "Chưa chắc / doubtful": len(compared.doubtful),
        "Ta chưa có mã số BHXH / whose number we lack": len(compared.lacking),
    }


def _worded(differing: pd.DataFrame) -> pd.DataFrame:
    words = {field: " / ".join(names) for field, names in FIELDS.items()}
    return differing.assign(field=differing["field"].map(words), by=differing["by"].map(dict(_BY)))


def _people(name: str, headings: tuple[str, ...], frame: pd.DataFrame) -> Sheet:
    rows: list[Row] = [tuple(row) for row in frame.head(SHOWN).to_numpy(object).tolist()]
    more = len(frame) - SHOWN
    remarks = (f"… {more} dòng nữa / rows more",) if more > 0 else ()
    return Sheet(name=name, remarks=remarks, headings=headings, rows=rows)
