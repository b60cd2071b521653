"""Phương án (PA) and loại khai báo (Loai): known, and allowed together."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.near import Words
from validators.cells import Cells
from validators.columns import among
from validators.model import Context, Violation
from validators.wording import Wording

PA = Wording(
    code="E-PA",
    vi="Ô không phải một mã phương án trong danh mục",
    en="The cell is not one movement code of the list",
    advice_vi="Ghi đúng một mã hai chữ, ví dụ TM, GH, DC.",
    advice_en="Write one code of two letters, such as TM, GH or DC.",
    law="Danh mục phương án của Cổng dịch vụ công BHXH Việt Nam (01/2026)",
)
LOAI = Wording(
    code="E-LOAI",
    vi="Loại khai báo không phải 1 đến 5",
    en="The group of the movement is not 1 to 5",
    advice_vi="Ghi 1 tăng lao động, 2 tăng mức đóng, 3 giảm lao động, 4 giảm mức đóng, 5 khác.",
    advice_en="Write 1 joins, 2 wage up, 3 leaves, 4 wage down, 5 other.",
    law="FileMau_D02_TK1_VNPT.xlsx (2025)",
)
PAIR = Wording(
    code="E-PA-LOAI",
    vi="Phương án {pa} không dùng với loại khai báo đã ghi",
    en="The movement code {pa} does not go with the group given",
    advice_vi="Sửa phương án hoặc loại khai báo; {pa} dùng với loại {groups}.",
    advice_en="Mend the code or the group; {pa} goes with group {groups}.",
    law="FileMau_D02_TK1_VNPT.xlsx (2025)",
)
WORDINGS = (PA, LOAI, PAIR)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find movement codes outside the list of the VSS portal (01/2026) and its groups."""
    movements, groups = context.codes.movements, [str(group) for group in context.codes.groups]
    strange = cells.good("PA") & ~among(cells.column("PA"), movements)
    yield PA.at("PA", strange, near=_names(context) if strange.any() else None)
    yield LOAI.at("Loai", cells.good("Loai") & ~among(cells.column("Loai"), groups))
    both = cells.good("PA") & cells.good("Loai")
    for code, movement in movements.items() if both.any() else ():
        right = [str(group) for group in movement.groups]
        astray = both & cells.holds("PA", code) & ~among(cells.column("Loai"), right)
        yield PAIR.at("PA", astray, {"pa": code, "groups": ", ".join(right)})


def _names(context: Context) -> Words:
    """Return each movement code, and its name, which people write instead."""
    movements = context.codes.movements
    named = {movement.name_vi: code for code, movement in movements.items()}
    return Words({**named, **{code: code for code in movements}})
