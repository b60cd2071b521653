"""TK1-TS: the personal declaration of somebody without an insurance number.

QĐ 490/QĐ-BHXH (28/03/2023). Element names and order are those of the newest sample; districts are
empty since 01/07/2025. The household annex (PhuLuc) is `outbox.forms.household`.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outbox.canonical import document, rows
from outbox.forms.births import precision
from outbox.forms.household import EMPTY

CODE: Final = "TK1-TS"
FILE_NAME: Final = "TK1-TS.xml"

FIELDS: Final = (
    "STT",
    "HoTen",
    "NgaySinh",
    "GioiTinh",
    "QuocTich",
    "DanToc",
    "Matinh_KS",
    "Mahuyen_KS",
    "Maxa_KS",
    "Diachi_NN",
    "Matinh_NN",
    "Mahuyen_NN",
    "Maxa_NN",
    "Ten_ChaMe_Giamho",
    "MasoBHXH",
    "Dienthoai_LH",
    "CMND",
    "Maho_Giadinh",
    "Mucdong",
    "Phuongthuc",
    "MaTinhBenhVien",
    "MaBenhVien",
    "Noidung_Thaydoi",
    "HosoKemtheo",
    "CCNS",
    "ID",
    "Diachi_KS",
    "Email_LH",
)
_KINH, _FOREIGNER = "01", "99"


def needed(lines: pd.DataFrame) -> NDArray[np.bool_]:
    """Tell which lines bring a TK1-TS along: one for each person that needs one.

    Somebody arriving without an insurance number (coming back from leave is no arrival), or whom
    the sender's file marks (``Tk1_Save``).
    """
    arriving = (lines["Loai"] == "1") & (lines["PA"] != "ON") & (lines["DaCoSo"] == "0")
    wanted = (arriving | (lines["Tk1_Save"] != "")).to_numpy(bool, copy=True)
    again = lines.loc[wanted, ["MaDonVi", "MaNV"]].duplicated().to_numpy(bool)
    wanted[np.flatnonzero(wanted)[again]] = False
    return wanted


def build(people: pd.DataFrame, annexes: pd.Series[str] | None = None) -> bytes:
    """Return the form as canonical XML with an empty ``Cky``; one row per person, with ``ID``.

    `annexes` holds the PhuLuc of those who have one, by the people's index.
    """
    return document(CODE, ("<NoiDung>", content(people, annexes), "</NoiDung><Cky></Cky>"))


def content(people: pd.DataFrame, annexes: pd.Series[str] | None = None) -> bytes:
    """Return the ``LaoDong`` elements, numbered from 1, with what follows from other fields."""
    nation = people["QuocTich"].replace("", "VN")
    folk = pd.Series(np.where(nation == "VN", _KINH, _FOREIGNER), people.index, dtype="str")
    filled = people.assign(
        STT=pd.Series(range(1, len(people) + 1), index=people.index).astype("str"),
        QuocTich=nation,
        DanToc=people["DanToc"].mask(people["DanToc"] == "", folk),
        CCNS=precision(people["NgaySinh"]),
    )
    if annexes is None or annexes.empty:
        return rows("LaoDong", filled, FIELDS, EMPTY)
    own = annexes.reindex(people.index).fillna(EMPTY).astype("str")
    return rows("LaoDong", filled, FIELDS, own)
