"""TK3-TS: the employer declares a unit's data, or changes of them (QĐ 490/QĐ-BHXH, 28/03/2023).

(own) Only the root and the place of the signature are known from real dossiers; the elements inside
are our own, one for each indicator 01 to 13 of the paper form. NoiDung says so in its attribute.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from outbox.canonical import document, elements

CODE: Final = "TK3-TS"
FILE_NAME: Final = "TK3-TS.xml"
OWN: Final = "TK3-TS (own)"
"""What the ``mau`` attribute of NoiDung says: this layout is nobody's but ours."""

INDICATORS: Final = MappingProxyType(
    {
        "TenDonVi": "01",
        "MaDonVi": "02",
        "MaSoThue": "03",
        "DiaChiDKKD": "04",
        "LoaiHinhDonVi": "05",
        "NganhNgheChinh": "06",
        "DiaChiLienHe": "07",
        "DienThoai": "08",
        "Email": "09",
        "SoQuyetDinh": "10.1",
        "NoiCapQuyetDinh": "10.2",
        "PhuongThucDong": "11",
        "NoiDungThayDoi": "12",
        "HoSoKemTheo": "13",
    }
)
"""Element -> indicator of the paper form."""


def build(unit: Mapping[str, str]) -> bytes:
    """Return the form of one unit as canonical XML with an empty ``Cky``."""
    told = {name: unit.get(name, "") for name in INDICATORS}
    return document(CODE, (f'<NoiDung mau="{OWN}">', elements(told), "</NoiDung><Cky></Cky>"))
