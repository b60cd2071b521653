"""The household: its number, and who needs TK1-TS with its annex."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from adapters.model import Kind
from validators.cells import Cells, Mask
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
    """Find arrivals in a unit without an insurance number, and wrong household numbers.

    TK1-TS, QĐ 490/QĐ-BHXH of 28/03/2023: Maho_Giadinh has 10 digits.
    """
    joins = ~cells.leaving
    key = "MaNV"
    if cells.table.kind is Kind.MOVEMENTS:
        joins, key = cells.holds("Loai", "1"), "STT"
    elif context.declared is not None:
        joins = _arriving(cells, joins & cells.blank("MasoBHXH"), context.declared)
    if context.households:
        joins = joins & ~among(cells.column(key), context.households)
    yield HOUSEHOLD.at("MasoBHXH", joins & cells.blank("MasoBHXH"))
    shaped = matches_repeated(cells.column("Maho_Giadinh"), SHAPE)
    yield NUMBER.at("Maho_Giadinh", cells.good("Maho_Giadinh") & ~shaped)


def _arriving(cells: Cells, asked: Mask, declared: pd.DataFrame) -> Mask:
    """Tell who of those asked about is not declared in their unit, nor with a number elsewhere."""
    at = np.flatnonzero(asked)
    people = cells.table.frame[["MaDonVi", "MaNV", "CMND"]].take(at)
    numbered = declared[declared["MasoBHXH"] != ""]
    namesakes = declared.loc[declared["MaNV"].isin(people["MaNV"]), ["MaDonVi", "MaNV"]]
    there = pd.MultiIndex.from_frame(namesakes)
    known = pd.MultiIndex.from_frame(people[["MaDonVi", "MaNV"]]).isin(there)
    for field in ("MaNV", "CMND"):
        known |= (people[field].isin(numbered[field]) & (people[field] != "")).to_numpy(bool)
    found = np.zeros(len(cells), dtype=np.bool_)
    found[at[~known]] = True
    return found
