"""Status and its day, death, and the day of a position: what goes with what."""

from __future__ import annotations

from collections.abc import Iterator

from validators.cells import WORKING, Cells
from validators.model import Context, Violation
from validators.wording import Wording

NO_DAY = Wording(
    code="W-STATUS-DATE",
    vi="Có trạng thái nhưng không có ngày trạng thái: sẽ lấy theo kỳ",
    en="A status without its day: the period will be taken",
    advice_vi="Điền ngày bắt đầu của trạng thái.",
    advice_en="Fill in the day on which the status begins.",
)
LATER = Wording(
    code="E-STATUS-DATE",
    vi="Ngày trạng thái sau kỳ kê khai",
    en="The day of the status is after the period",
    advice_vi="Kiểm tra ngày trạng thái; việc của tháng sau thì kê khai ở kỳ sau.",
    advice_en="Check the day; what happens next month is declared next month.",
)
DEATH = Wording(
    code="E-DEATH-DATE",
    vi="Giảm do chết nhưng không có ngày chết",
    en="Leaves by death, but without the day of death",
    advice_vi="Điền ngày chết theo giấy chứng tử.",
    advice_en="Fill in the day from the death certificate.",
    law="D02-LT (CoGiamChet, NgayChet)",
)
POSITION = Wording(
    code="W-POSITION-DATE",
    vi="Có ngày giữ vị trí nhưng không có nhóm vị trí",
    en="A position's first day without the position group",
    advice_vi="Điền nhóm vị trí: NQL, CMKTBC, CMKTBT hoặc KHAC.",
    advice_en="Fill in the group: NQL, CMKTBC, CMKTBT or KHAC.",
)
FATHER = Wording(
    code="W-MATERNITY-MAN",
    vi="Nam giới nghỉ thai sản: chỉ đúng khi nhận con nuôi hoặc nuôi con thay mẹ",
    en="A man on maternity leave: right only for an adoption or in the mother's stead",
    advice_vi="Kiểm tra giới tính và loại nghỉ (KL, OF hay TS).",
    advice_en="Check the sex and the kind of leave (KL, OF or TS).",
    law="Luật BHXH 58/2014/QH13, Điều 34, 36; Luật BHXH 41/2024/QH15",
)
WORDINGS = (NO_DAY, LATER, DEATH, POSITION, FATHER)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find cells that need another one beside them (D02-LT, QĐ 490/QĐ-BHXH of 28/03/2023)."""
    changed = cells.good("TrangThai") & ~cells.holds("TrangThai", *WORKING)
    yield NO_DAY.at("NgayTrangThai", changed & cells.blank("NgayTrangThai"))
    yield LATER.at("NgayTrangThai", cells.dates("NgayTrangThai") > cells.period_ends())
    dead = cells.good("CoGiamChet") & cells.holds("CoGiamChet", "1")
    yield DEATH.at("NgayChet", dead & cells.blank("NgayChet"))
    man = cells.good("GioiTinh") & cells.holds("GioiTinh", "1")
    status = man & cells.good("TrangThai") & cells.holds("TrangThai", "ThaiSan")
    yield FATHER.at("TrangThai", status)
    yield FATHER.at("PA", man & ~status & cells.good("PA") & cells.holds("PA", "TS"))
    yield POSITION.at("ViTri", cells.good("ViTriTuNgay") & cells.blank("ViTri"))
