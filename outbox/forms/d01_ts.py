"""D01-TS: the list of papers that prove what a dossier says (QĐ 595/QĐ-BHXH, 14/04/2017).

Bảng kê thông tin: the version of 2017 is still the one in use. Element names and order are those
of a generator of I-VAN dossiers (2022); once a row stands there all its papers are named.
"""

from __future__ import annotations

from typing import Final

import pandas as pd

from outbox.canonical import document, elements, rows

CODE: Final = "D01-TS"
FILE_NAME: Final = "D01-TS.xml"
TITLE: Final = "Bảng kê thông tin"

FIELDS: Final = (
    "STT",
    "HoTen",
    "MasoBHXH",
    "TenLoaiVanBan",
    "SoVanBan",
    "NgayBanHanh",
    "NgayHieuLuc",
    "CoQuanBanHanh",
    "TrichYeu",
    "NoiDungThamDinh",
)


def build(papers: pd.DataFrame, *, goes_with: str = "", title: str = TITLE) -> bytes:
    """Return the form as canonical XML with an empty ``Cky``; one row per paper.

    `goes_with` (KemTheo) names the form that the papers belong to.
    """
    numbers = pd.Series(range(1, len(papers) + 1), index=papers.index).astype("str")
    return document(
        CODE,
        (
            "<NoiDung>",
            elements({"TenBangKe": title, "KemTheo": goes_with}),
            "<BangKe>",
            rows("ThongTin", papers.assign(STT=numbers), FIELDS),
            "</BangKe></NoiDung><Cky></Cky>",
        ),
    )
