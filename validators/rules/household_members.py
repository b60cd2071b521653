"""What the household annex alone holds: relations, births told in part, papers, where they live."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from adapters import words as spoken
from adapters.near import Words
from validators.cells import Cells
from validators.columns import among, dates, longer, matches_repeated, months
from validators.model import Context, Violation
from validators.rules import household, places
from validators.rules.listed_words import FLAG
from validators.rules.text_length import LENGTH
from validators.wording import Wording

RELATION = Wording(
    code="E-RELATION",
    vi="Mối quan hệ với chủ hộ không có trong danh mục",
    en="The relation to the head of the household is not in the list",
    advice_vi="Ghi mã 00 đến 22 hoặc tên, ví dụ 00 (Chủ hộ), 01 (Vợ), 08 (Con).",
    advice_en="Write 00 to 22 or the word, such as 00 (Chủ hộ), 01 (Vợ), 08 (Con).",
    law="Danh mục quan hệ của Cổng dịch vụ công BHXH Việt Nam (01/2026)",
)
BIRTH = Wording(
    code="E-BIRTH",
    vi="Ngày sinh không phải dd/MM/yyyy, MM/yyyy hoặc yyyy có thật từ năm 1900",
    en="The birth is no real dd/MM/yyyy, MM/yyyy or yyyy from 1900 on",
    advice_vi="Ghi đúng như giấy tờ: ngày, tháng hoặc chỉ năm sinh.",
    advice_en="Write what the paper says: the day, the month, or the year alone.",
)
PAPER = Wording(
    code="E-PAPER",
    vi="Loại giấy tờ không phải 1 đến 5",
    en="The kind of paper is not 1 to 5",
    advice_vi="Ghi 1 sổ hộ khẩu, 2 sổ tạm trú, 3 giấy tạm trú, 4 số của UBND, 5 khác.",
    advice_en="Write 1 to 5: household book, residence book, residence paper, commune's, other.",
    law="TK1-TS (QĐ 490/QĐ-BHXH)",
)
WORDINGS = (RELATION, BIRTH, PAPER)

_LIMITS = {"Diachi_HK": 500, "DiachiDK_KS": 500, "MaThon": 100, "SoGiayTo": 100}
_YEAR = r"\A(19|20)[0-9]{2}\z"
_PAPER = r"\A0?[1-5]\z"
_FIRST, _END = np.datetime64("1900-01-01"), np.datetime64("2100-01-01")


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find what the annex of TK1-TS (QĐ 490/QĐ-BHXH of 28/03/2023) does not take."""
    known = among(cells.column("MoiQuanHe"), context.codes.relations)
    near = Words(spoken.RELATION)
    yield RELATION.at("MoiQuanHe", cells.good("MoiQuanHe") & ~known, near=near)
    yield _births(cells)
    flags = among(cells.column("NguoiThamGia"), ("0", "1"))
    yield FLAG.at("NguoiThamGia", cells.good("NguoiThamGia") & ~flags)
    papers = matches_repeated(cells.column("LoaiGiayTo"), _PAPER)
    yield PAPER.at("LoaiGiayTo", cells.good("LoaiGiayTo") & ~papers)
    numbers = matches_repeated(cells.column("Maso_HoGiadinh"), household.SHAPE)
    yield household.NUMBER.at("Maso_HoGiadinh", cells.good("Maso_HoGiadinh") & ~numbers)
    yield from places.pair(cells, "MaTinh", "MaXa", context)
    for field, limit in _LIMITS.items():
        long = longer(cells.column(field), limit) & cells.good(field)
        yield LENGTH.at(field, long, {"limit": limit})


def _births(cells: Cells) -> Violation:
    """Return the births that are no day, month or year since 1900."""
    given = cells.column("NgaySinh")
    days, begun = dates(given), months(given).astype("datetime64[D]")
    real = matches_repeated(given, _YEAR)
    for found in (days, begun):
        real |= (found >= _FIRST) & (found < _END)
    return BIRTH.at("NgaySinh", cells.good("NgaySinh") & ~real)
