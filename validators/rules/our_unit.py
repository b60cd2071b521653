"""The unit of each row is one of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from adapters.near import Words
from validators.cells import Cells, Mask
from validators.columns import among
from validators.model import Context, Violation
from validators.wording import Wording

NONE = Wording(
    code="E-UNIT-NONE",
    vi="Không có mã đơn vị nào trong tệp là của doanh nghiệp này",
    en="None of the file's unit codes is one of this employer's",
    advice_vi="Kiểm tra đã thả đúng tệp chưa, và danh sách đơn vị trong cấu hình.",
    advice_en="Check that it is the right file, and the units in the settings.",
)
FOREIGN = Wording(
    code="E-UNIT",
    vi="Mã đơn vị không phải của doanh nghiệp này",
    en="The unit code is not one of this employer's",
    advice_vi="Kiểm tra mã đơn vị (7 ký tự, ví dụ TA0001A) và danh sách đơn vị trong cấu hình.",
    advice_en="Check the code (7 characters, such as TA0001A) and the units in the settings.",
)
WORDINGS = (NONE, FOREIGN)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find rows of units that the settings do not know; a wrong file is told once."""
    good = cells.good("MaDonVi")
    ours = Words.of(unit.code for unit in context.units)
    foreign = good & ~among(cells.column("MaDonVi"), [unit.code for unit in context.units])
    if np.count_nonzero(foreign) > 1 and (foreign == good).all():
        yield replace(NONE.of_file("MaDonVi"), proposal=_most_likely(cells, foreign, ours))
    else:
        yield FOREIGN.at("MaDonVi", foreign, near=ours)


def _most_likely(cells: Cells, foreign: Mask, ours: Words) -> str | None:
    """Return our unit that is nearly the one which most rows name."""
    most = cells.column("MaDonVi")[foreign].value_counts().index[0]
    return ours.nearest(str(most))
