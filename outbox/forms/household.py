"""Phụ lục of TK1-TS: the members of a person's household (QĐ 490/QĐ-BHXH, 28/03/2023).

Element names and order are those of a generator of I-VAN dossiers (2022). Districts are empty since
01/07/2025. The household's own facts stand in its rows, as in VNPT's template (2025): the head's
row says them, or else the first row that does.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from outbox.canonical import elements, texts
from outbox.forms.births import precision

HEAD: Final = "00"
"""MoiQuanHe of the head of the household (chủ hộ)."""
HEAD_FIELDS: Final = (
    "Hoten_Chuho",
    "DienThoai",
    "SoGiayTo",
    "LoaiGiayTo",
    "MaTinh",
    "MaHuyen",
    "MaXa",
    "MaThon",
    "Maso_HoGiadinh",
    "Diachi_HK",
)
MEMBER_FIELDS: Final = (
    "STT",
    "HoTen",
    "MasoBHXH",
    "NgaySinh",
    "GioiTinh",
    "Matinh_KS",
    "Mahuyen_KS",
    "Maxa_KS",
    "MoiQuanHe",
    "CMND",
    "Ghichu",
    "CCNS",
    "NguoiThamGia",
    "DanToc",
    "QuocTich",
    "DiachiDK_KS",
)
_OWN = ("Hoten_Chuho", "STT", "CCNS", "MaHuyen", "Mahuyen_KS")
COLUMNS: Final = tuple(name for name in (*MEMBER_FIELDS, *HEAD_FIELDS) if name not in _OWN)
"""What one row of a household is made from: a member, and what it says of the household."""
EMPTY: Final = "<PhuLuc></PhuLuc>"


def annexes(members: pd.DataFrame, whose: pd.Series) -> pd.Series[str]:
    """Return the PhuLuc of each person, by key; `whose` says whose household a row belongs to."""
    nothing = pd.Series("", members.index, dtype="str")
    filled = members.assign(
        STT=(members.groupby(whose).cumcount() + 1).astype("str"),
        Mahuyen_KS=nothing,
        CCNS=precision(members["NgaySinh"]),
        QuocTich=members["QuocTich"].replace("", "VN"),
        NguoiThamGia=members["NguoiThamGia"].replace("", "0"),
    )
    people = texts("ThanhVien", filled, MEMBER_FIELDS).groupby(whose, sort=False).sum()
    heads = _heads(members, whose).loc[people.index]
    return pd.Series(
        [
            f"<PhuLuc>{elements(dict(zip(HEAD_FIELDS, told, strict=True)))}"
            f"<DSThanhVien>{each}</DSThanhVien></PhuLuc>"
            for told, each in zip(heads.to_numpy().tolist(), people, strict=True)
        ],
        people.index,
        dtype="str",
    )


def _heads(members: pd.DataFrame, whose: pd.Series) -> pd.DataFrame:
    """Return HEAD_FIELDS of each household: what its head's row says, else its first that does."""
    order = (members["MoiQuanHe"] != HEAD).sort_values(kind="stable").index
    told = members.loc[order]
    said = {
        name: told[name].where(told[name] != "") for name in HEAD_FIELDS if name in members.columns
    }
    is_head = told["MoiQuanHe"] == HEAD
    frame = pd.DataFrame({**said, "Hoten_Chuho": told["HoTen"].where(is_head)}, told.index)
    first = frame.groupby(whose.loc[order], sort=False).first()
    return first.reindex(columns=list(HEAD_FIELDS)).astype("object").fillna("").astype("str")
