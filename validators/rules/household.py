"""The household: its number, and who needs TK1-TS with its annex."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.model import Kind
from validators.cells import Cells
from validators.columns import among, matches_repeated
from validators.model import Context, Violation
from validators.wording import Wording

HOUSEHOLD = Wording(
    code="W-HOUSEHOLD",
    vi="Chưa có mã số BHXH: sẽ lập TK1-TS không có phụ lục hộ gia đình",
    en="No insurance number: TK1-TS will be made without the household annex",
    advice_vi="Tra cứu mã số BHXH; nếu chưa có, cơ quan BHXH có thể đòi phụ lục hộ gia đình.",
    advice_en="Look the number up; if there is none, VSS may ask for the household annex.",
    law="TK1-TS, phụ lục thành viên hộ gia đình (QĐ 490/QĐ-BHXH)",
)
NUMBER = Wording(
    code="E-HOUSEHOLD",
    vi="Mã hộ gia đình không phải là 10 chữ số",
    en="The household number is not 10 digits",
    advice_vi="Ghi đúng 10 chữ số, định dạng cột là văn bản; không có thì để trống.",
    advice_en="Write its 10 digits in a text column; leave it blank if there is none.",
    law="TK1-TS (QĐ 490/QĐ-BHXH)",
)
WORDINGS = (HOUSEHOLD, NUMBER)

SHAPE = r"\A[0-9]{10}\z"
"""How a household number looks."""


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find newcomers without an insurance number, and household numbers of another shape.

    TK1-TS, QĐ 490/QĐ-BHXH of 28/03/2023: Maho_Giadinh has 10 digits.
    """
    joins = ~cells.leaving
    key = "MaNV"
    if cells.table.kind is Kind.MOVEMENTS:
        joins, key = cells.holds("Loai", "1"), "STT"
    elif context.declared is not None:
        joins = joins & ~cells.column("MaNV").isin(context.declared).to_numpy(bool)
    if context.households:
        joins = joins & ~among(cells.column(key), context.households)
    yield HOUSEHOLD.at("MasoBHXH", joins & cells.blank("MasoBHXH"))
    shaped = matches_repeated(cells.column("Maho_Giadinh"), SHAPE)
    yield NUMBER.at("Maho_Giadinh", cells.good("Maho_Giadinh") & ~shaped)
