"""The citizen id tells birth year and sex: do they agree with the row?"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from validators.cells import Cells
from validators.model import Context, Violation
from validators.numbers import citizen
from validators.wording import Wording

BIRTH = Wording(
    code="E-CITIZEN-BIRTH",
    vi="Năm sinh trong số CCCD khác với cột Ngày sinh",
    en="The birth year in the citizen id differs from the date of birth",
    advice_vi="So số CCCD và ngày sinh với thẻ căn cước.",
    advice_en="Compare id and date of birth with the card.",
    law="Luật Căn cước 26/2023/QH15; Thông tư 59/2021/TT-BCA",
)
SEX = Wording(
    code="E-CITIZEN-SEX",
    vi="Giới tính trong số CCCD khác với cột Giới tính",
    en="The sex in the citizen id differs from the column of sex",
    advice_vi="So số CCCD và giới tính với thẻ căn cước.",
    advice_en="Compare id and sex with the card.",
    law="Luật Căn cước 26/2023/QH15; Thông tư 59/2021/TT-BCA",
)
WORDINGS = (BIRTH, SEX)

_EPOCH = 1970


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find ids that contradict their row (Thông tư 59/2021/TT-BCA of 15/05/2021)."""
    ids = cells.column("CMND")
    days = cells.dates("NgaySinh")
    years = days.astype("datetime64[Y]").astype(np.int64) + _EPOCH
    known = cells.vietnamese & ~np.isnat(days)
    yield BIRTH.at("CMND", cells.good("CMND") & known & (citizen.birth_years(ids) != years))
    male = cells.holds("GioiTinh", "1")
    known = cells.vietnamese & cells.good("GioiTinh")
    yield SEX.at("CMND", cells.good("CMND") & known & (citizen.males(ids) != male))
