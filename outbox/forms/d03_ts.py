"""D03-TS: the list of people who take part in health insurance only (QĐ 595/QĐ-BHXH, 14/04/2017).

Element names and order are those of a generator of I-VAN dossiers (2022).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from outbox.canonical import document, elements, rows
from outbox.forms.births import precision

CODE: Final = "D03-TS"
FILE_NAME: Final = "D03-TS.xml"

HEAD_FIELDS: Final = (
    "SoTheBHYT",
    "LuongCoSo",
    "TyleNSNN",
    "LoaiDoiTuong",
    "NguonDong",
    "TenDoiTuong",
    "HinhThucTinh",
)
FIELDS: Final = (
    "STT",
    "HoTen",
    "MasoBHXH",
    "NgaySinh",
    "GioiTinh",
    "MaTinhBenhVien",
    "MaBenhVien",
    "NgayBienLai",
    "SoBienLai",
    "Tiendong",
    "Sothang",
    "Ghichu",
    "CCNS",
    "PA",
    "MavungSS",
    "MucHuong",
    "ID",
    "Loai",
    "MaPhongBan",
    "TyleNSDP",
    "HotroKhac",
    "Matinh_DangSS",
    "Mahuyen_DangSS",
    "Maxa_DangSS",
    "Diachi_DangSS",
    "NgayChet",
    "CoGiamChet",
    "TuNgay",
)


def build(people: pd.DataFrame, head: Mapping[str, str] | None = None) -> bytes:
    """Return the form as canonical XML with an empty ``Cky``; one row per person, with ``ID``.

    `head` says what ThongTinKhac does; what it leaves out is empty. Mahuyen_DangSS is empty since
    districts ended on 01/07/2025.
    """
    told = {name: (head or {}).get(name, "") for name in HEAD_FIELDS}
    numbers = pd.Series(range(1, len(people) + 1), index=people.index).astype("str")
    filled = people.assign(STT=numbers, CCNS=precision(people["NgaySinh"]))
    return document(
        CODE,
        (
            f"<ThongTinKhac>{elements(told)}</ThongTinKhac><NoiDung>",
            rows("LaoDong", filled, FIELDS),
            "</NoiDung><Cky></Cky>",
        ),
    )
