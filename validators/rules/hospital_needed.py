"""The hospital of first contact: who needs one, and whether its code begins with a province."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.model import Kind
from validators.cells import Cells
from validators.columns import beginnings
from validators.model import Context, Violation
from validators.wording import Wording

NEEDED = Wording(
    code="W-HOSPITAL",
    vi="Người mới tham gia (có TK1-TS, thẻ BHYT mới) nhưng không có mã bệnh viện KCB",
    en="A newcomer (TK1-TS, a new health card) without the hospital of first contact",
    advice_vi="Điền mã bệnh viện 5 ký tự mà người đó chọn; thiếu thì hồ sơ thường bị trả lại.",
    advice_en="Fill in the five characters of the chosen hospital; without it the dossier usually"
    " comes back.",
    law="Mẫu TK1-TS chỉ tiêu 17 (QĐ 505/QĐ-BHXH, QĐ 490/QĐ-BHXH)",
)
PLACE = Wording(
    code="W-HOSPITAL-PLACE",
    vi="Hai số đầu của mã bệnh viện không phải mã tỉnh trước 01/07/2025",
    en="The hospital code begins with no province as they were before 01/07/2025",
    advice_vi="So lại với danh mục cơ sở KCB; hai số đầu là mã tỉnh cũ (97 là Bộ Quốc phòng).",
    advice_en="Compare it with the list of hospitals; the first two digits are the old province"
    " (97 is the army).",
    law="Danh mục cơ sở KCB của BHXH Việt Nam (mã theo tỉnh cũ)",
)
WORDINGS = (NEEDED, PLACE)

ARMY = "97"
"""Stands for Bộ Quốc phòng in the list of hospitals, where others have their province."""


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find newcomers without a hospital, and codes of a province that never was."""
    newcomer = cells.blank("MasoBHXH") & ~cells.leaving
    if cells.table.kind is Kind.MOVEMENTS:
        newcomer = (newcomer | cells.holds("PA", "TM")) & cells.holds("Loai", "1")
    yield NEEDED.at("MaBenhVien", newcomer & cells.blank("MaBenhVien"))
    given = cells.column("MaBenhVien")
    known = [*context.codes.old_provinces, *context.codes.provinces, ARMY]
    yield PLACE.at("MaBenhVien", cells.good("MaBenhVien") & ~beginnings(given, 2, known))
