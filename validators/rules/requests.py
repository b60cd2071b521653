"""Requests for insurance books and health cards: what is asked for, and what it takes (own)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from adapters import words as spoken
from adapters.near import Words
from config.requests import RequestKind
from validators.cells import Cells, Mask
from validators.columns import among, matches
from validators.model import Context, Violation
from validators.rules.required import REQUIRED
from validators.wording import Wording

KIND = Wording(
    code="E-REQUEST",
    vi="Không biết yêu cầu này",
    en="We do not know this request",
    advice_vi="Ghi một trong các mã: {codes}.",
    advice_en="Write one of these codes: {codes}.",
)
NEEDS = Wording(
    code="E-REQUEST-NEEDS",
    vi="Yêu cầu {code} cần thêm: {fields}",
    en="Request {code} needs more: {fields}",
    advice_vi="Điền cột đó (một trong các cột, nếu kể nhiều cột).",
    advice_en="Fill in that column (one of them, where several are named).",
)
TWICE = Wording(
    code="E-REQUEST-TWICE",
    vi="Cùng một yêu cầu của người này có ở dòng trên",
    en="The same request of this person stands in a row above",
    advice_vi="Bỏ một trong hai dòng.",
    advice_en="Remove one of the two rows.",
)
MONTHS = Wording(
    code="E-REQUEST-MONTHS",
    vi="Số tháng không phải một số từ 1 đến 99",
    en="The number of months is not one from 1 to 99",
    advice_vi="Ghi số tháng bằng chữ số, ví dụ 12.",
    advice_en="Write it in digits, such as 12.",
)
WORDINGS = (KIND, NEEDS, TWICE, MONTHS)

_MONTHS = r"^[1-9][0-9]?$"


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find requests of no kind that we know, incomplete ones, and those that are there twice."""
    for field in ("MaNV", "YeuCau"):
        yield REQUIRED.at(field, cells.blank(field))
    kinds = context.codes.requests
    known = among(cells.column("YeuCau"), kinds)
    unknown = cells.good("YeuCau") & ~known
    near = Words({**spoken.REQUEST, **{code: code for code in kinds}})
    yield KIND.at("YeuCau", unknown, {"codes": ", ".join(kinds)}, near=near)
    for kind in kinds.values():
        yield from _incomplete(cells, kind)
    good = cells.good("YeuCau") & cells.good("MaNV")
    asked = cells.table.frame[["MaNV", "YeuCau", "MaDonVi"]]
    again: Mask = np.zeros(len(cells), bool)
    again[good] = asked[good].duplicated().to_numpy(bool)
    yield TWICE.at("YeuCau", again)
    yield MONTHS.at("Sothang", cells.good("Sothang") & ~matches(cells.column("Sothang"), _MONTHS))


def _incomplete(cells: Cells, kind: RequestKind) -> Iterator[Violation]:
    """Find requests of one kind that lack a cell; a wrong cell is told elsewhere."""
    mine = cells.holds("YeuCau", kind.code)
    for need in kind.needs:
        fields = need.split("|")
        there = np.logical_or.reduce([cells.filled(field) for field in fields])
        facts = {"code": kind.code, "fields": ", ".join(fields)}
        yield NEEDS.at(fields[0], mine & ~there, facts)
