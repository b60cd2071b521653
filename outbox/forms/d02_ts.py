"""D02-TS: the list of employees whose insurance changes (QĐ 595/QĐ-BHXH, 14/04/2017).

Since QĐ 896/QĐ-BHXH (2021) the paper is called D02-LT; the XML's code is still D02-TS. Element
names and order are those of the newest sample (2023).
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from outbox.canonical import document, elements, rows

CODE: Final = "D02-TS"
FILE_NAME: Final = "D02-TS.xml"

FIELDS: Final = (
    "STT",
    "HoTen",
    "MasoBHXH",
    "ChucVu",
    "NoiLamViec",
    "TienLuong",
    "PhuCapCV",
    "PhuCapTNVK",
    "PhuCapTNNghe",
    "PhuCapLuong",
    "PhuCapBosung",
    "TuThang",
    "DenThang",
    "Ghichu",
    "PA",
    "TyleDong",
    "TinhLai",
    "DaCoSo",
    "MucHuong",
    "MaPhongBan",
    "MavungSS",
    "MavungLTT",
    "ID",
    "Loai",
    "CoGiamChet",
    "NgayChet",
    "NgaySinh",
    "GioiTinh",
    "CMND",
    "Vtvl_nql_tungay",
    "Vtvl_nql_denngay",
    "Vtvl_cmktbc_tungay",
    "Vtvl_cmktbc_denngay",
    "Vtvl_cmktbt_tungay",
    "Vtvl_cmktbt_denngay",
    "Vtvl_khac_tungay",
    "Vtvl_khac_denngay",
    "Nndh_tungay",
    "Nndh_denngay",
    "Hdld_tungay",
    "Hdld_xdth_tungay",
    "Hdld_xdth_denngay",
    "Hdld_khac_tungay",
    "Hdld_khac_denngay",
)
_ZERO_IF_BLANK = (
    "TienLuong",
    "PhuCapCV",
    "PhuCapTNVK",
    "PhuCapTNNghe",
    "PhuCapLuong",
    "PhuCapBosung",
)
_HEAD = {"SoToBiaSoBHXH": "", "SoToRoiSoBHXH": "", "SoTheBHYT": ""}


def build(lines: pd.DataFrame) -> bytes:
    """Return the form as canonical XML with an empty ``Cky``; `lines` carry their ``ID``."""
    return document(
        CODE,
        (
            f"<ThongTinKhac>{elements(_HEAD)}</ThongTinKhac><NoiDung>",
            content(lines),
            "</NoiDung><Cky></Cky>",
        ),
    )


def content(lines: pd.DataFrame) -> bytes:
    """Return the ``LaoDong`` elements, numbered from 1; an allowance that is blank is 0."""
    numbers = pd.Series(range(1, len(lines) + 1), index=lines.index).astype("str")
    zeros = {name: lines[name].replace("", "0") for name in _ZERO_IF_BLANK}
    return rows("LaoDong", lines.assign(STT=numbers, **zeros), FIELDS)
