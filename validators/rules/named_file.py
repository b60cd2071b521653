"""The file's name and folder say what its rows say: a month, a unit of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from adapters.hints import months_named
from validators.cells import Cells
from validators.columns import among
from validators.model import Context, Violation
from validators.rules.one_period import main_period
from validators.wording import Wording

PERIOD = Wording(
    code="W-NAME-PERIOD",
    vi="Tên tệp ghi tháng {named}, nhưng các dòng thuộc kỳ {period}",
    en="The file's name says {named}, but its rows are of {period}",
    advice_vi="Kiểm tra đã thả đúng tệp và kỳ đã đúng chưa.",
    advice_en="Check that it is the right file, and the period.",
)
UNIT = Wording(
    code="W-NAME-UNIT",
    vi="Tên tệp hoặc thư mục ghi đơn vị {named}, nhưng không dòng nào của đơn vị đó",
    en="The file's name or folder says unit {named}, but no row is of that unit",
    advice_vi="Kiểm tra đã thả đúng tệp, đúng thư mục và mã đơn vị đã đúng chưa.",
    advice_en="Check that it is the right file and folder, and the unit code.",
)
WORDINGS = (PERIOD, UNIT)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find a name that none of the rows agrees with."""
    months, period = sorted(months_named(cells.table.file)), main_period(cells)
    if months and period and not cells.holds("Ky", *months).any():
        yield PERIOD.of_file("Ky", {"named": ", ".join(months), "period": period})
    units = _units(cells, context)
    good = cells.good("MaDonVi")
    if units and good.any() and not (good & among(cells.column("MaDonVi"), units)).any():
        yield UNIT.of_file("MaDonVi", {"named": ", ".join(units)})


def _units(cells: Cells, context: Context) -> list[str]:
    """Return our units that the name of the file or of its folder holds."""
    table = cells.table
    parts = {*re.split(r"[^0-9A-Z]+", table.file.upper()), PurePosixPath(table.folder).name}
    return [unit.code for unit in context.units if unit.code in parts]
