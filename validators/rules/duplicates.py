"""Nobody stands twice in a file: not by number, not by citizen id, not by insurance number."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from adapters.model import Kind
from validators.cells import Cells, Mask
from validators.model import Context, Violation
from validators.wording import Wording

ROW = Wording(
    code="E-DUP-ROW",
    vi="Dòng giống hệt dòng khác trong tệp: {rows}",
    en="The row is identical with others of the file: {rows}",
    advice_vi="Chỉ giữ lại một dòng.",
    advice_en="Keep one of them only.",
)
EMPLOYEE = Wording(
    code="E-DUP-EMPLOYEE",
    vi="Mã nhân viên có ở nhiều dòng: {rows}",
    en="The employee number stands in several rows: {rows}",
    advice_vi="Mỗi người một dòng: sửa mã nhân viên hoặc bỏ dòng thừa.",
    advice_en="One row a person: mend the number or remove a row.",
)
CITIZEN = Wording(
    code="E-DUP-CITIZEN",
    vi="Số CCCD có ở nhiều dòng: {rows}",
    en="The citizen id stands in several rows: {rows}",
    advice_vi="So với thẻ căn cước của từng người.",
    advice_en="Compare with the card of each person.",
)
INSURANCE = Wording(
    code="E-DUP-INSURANCE",
    vi="Mã số BHXH có ở nhiều dòng: {rows}",
    en="The insurance number stands in several rows: {rows}",
    advice_vi="Tra cứu mã số BHXH của từng người.",
    advice_en="Look up the insurance number of each person.",
)
MOVEMENT = Wording(
    code="E-DUP-MOVEMENT",
    vi="Cùng một người, cùng phương án và từ tháng ở nhiều dòng: {rows}",
    en="The same person with the same movement and month in several rows: {rows}",
    advice_vi="Chỉ giữ lại một dòng.",
    advice_en="Keep one of them only.",
)
WORDINGS = (ROW, EMPLOYEE, CITIZEN, INSURANCE, MOVEMENT)

_NAMED = 200
"""Groups whose rows are named one by one; the rest of a flood is told together."""
_ROWS_NAMED = 5


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find rows that tell of a person for the second time, at all places."""
    anchor = "MaNV" if cells.good("MaNV").any() else "HoTen"
    same = _identical(cells)
    yield from _told(cells, ROW, anchor, same, list(cells.table.frame.columns))
    told = same
    if cells.table.kind is Kind.MOVEMENTS:
        keys = ["MaDonVi", "CMND", "MasoBHXH", "PA", "TuThang"]
        again = ~told & ~cells.unread & cells.table.frame.duplicated(keys, keep=False).to_numpy()
        named = cells.filled("CMND") | cells.filled("MasoBHXH")
        yield from _told(cells, MOVEMENT, "PA", again & named & cells.good("PA"), keys)
        return
    for field, wording in (("MaNV", EMPLOYEE), ("CMND", CITIZEN), ("MasoBHXH", INSURANCE)):
        again = _again(cells, field) & ~told
        yield from _told(cells, wording, field, again, [field])
        told = told | again


def _identical(cells: Cells) -> Mask:
    """Tell which rows are the same in every column; few are looked at closely."""
    frame = cells.table.frame
    again = np.zeros(len(cells), dtype=np.bool_)
    likely = ~cells.unread & frame.duplicated(["HoTen", "CMND"], keep=False).to_numpy()
    if likely.any():
        again[likely] = frame[likely].duplicated(keep=False).to_numpy()
    return again


def _again(cells: Cells, field: str) -> Mask:
    """Tell which rows share a number with another row.

    Whoever moves between our own units stands in both, once leaving and once working.
    """
    good = cells.good(field)
    again = good.copy()
    again[good] = cells.column(field)[good].duplicated(keep=False).to_numpy()
    if not again.any():
        return again
    some = pd.DataFrame({"key": cells.column(field), "unit": cells.column("MaDonVi")})[again]
    stays = ~cells.leaving[again]
    twice = some.duplicated(keep=False).to_numpy(copy=True)
    twice[stays] |= some["key"][stays].duplicated(keep=False).to_numpy()
    again[again] = twice
    return again


def _told(
    cells: Cells, wording: Wording, field: str, again: Mask, keys: list[str]
) -> Iterator[Violation]:
    """Say at each place which rows are meant."""
    if not again.any():
        return
    groups = cells.table.frame[again].groupby(keys, sort=False).ngroup().to_numpy()
    positions = np.flatnonzero(again)
    for number in range(min(_NAMED, groups.max() + 1)):
        members = positions[groups == number]
        yield wording.at(field, members, {"rows": _rows(cells, members)})
    rest = positions[groups >= _NAMED]
    if len(rest):
        yield wording.at(field, rest, {"rows": "…"})


def _rows(cells: Cells, members: NDArray[np.intp]) -> str:
    """Name the physical rows of a group."""
    rows = [str(row) for row in cells.table.rows[members[:_ROWS_NAMED]]]
    return ", ".join(rows) + (", …" if len(members) > _ROWS_NAMED else "")
