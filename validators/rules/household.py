"""People without an insurance number need TK1-TS with their household."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.model import Kind
from validators.cells import Cells
from validators.model import Context, Violation
from validators.wording import Wording

HOUSEHOLD = Wording(
    code="W-HOUSEHOLD",
    vi="Chưa có mã số BHXH: sẽ lập TK1-TS không có phụ lục hộ gia đình",
    en="No insurance number: TK1-TS will be made without the household annex",
    advice_vi="Tra cứu mã số BHXH; nếu chưa có, cơ quan BHXH có thể đòi phụ lục hộ gia đình.",
    advice_en="Look the number up; if there is none, VSS may ask for the household annex.",
)
WORDINGS = (HOUSEHOLD,)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find newcomers without a number (TK1-TS, QĐ 490/QĐ-BHXH of 28/03/2023)."""
    joins = ~cells.leaving
    if cells.table.kind is Kind.MOVEMENTS:
        joins = cells.holds("Loai", "1")
    yield HOUSEHOLD.at("MasoBHXH", joins & cells.blank("MasoBHXH"))
