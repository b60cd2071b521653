"""A code and the name beside it say the same; a name without its code is used nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.named import NAMED, names
from config.names import Names
from validators.cells import Cells, Mask
from validators.columns import among
from validators.model import Context, Violation
from validators.wording import Wording

OTHER = Wording(
    code="E-NAME-CODE",
    vi="Mã khác với tên ghi ở cột {name}",
    en="The code is not that of the name in {name}",
    advice_vi="Sửa mã hoặc tên cho khớp nhau.",
    advice_en="Mend the code or the name so that they agree.",
    law="FileMau_D02_TK1_VNPT.xlsx (2025)",
)
ONLY = Wording(
    code="W-NAME-ONLY",
    vi="Có tên nhưng mã ở cột {field} để trống: tên này không được dùng",
    en="A name, but its code in {field} is blank: the name is not used",
    advice_vi="Điền mã vào cột {field}; biểu mẫu chỉ nhận mã.",
    advice_en="Fill in the code in {field}; the form takes the code alone.",
    law="FileMau_D02_TK1_VNPT.xlsx (2025)",
)
WORDINGS = (OTHER, ONLY)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find codes that our lists call otherwise, and names whose code is blank."""
    beside = {field: name for field, name in NAMED.items() if cells.has(name)}
    known = names(context.codes) if beside else {}
    for field, name in beside.items():
        both = cells.good(field) & cells.good(name)
        if field in known and both.any():
            yield OTHER.at(field, _astray(cells, field, both, known[field]), {"name": name})
        yield ONLY.at(name, cells.good(name) & cells.blank(field), {"field": field})


def _astray(cells: Cells, field: str, both: Mask, known: Names) -> Mask:
    """Tell where a name is surely that of other codes; a name that no list has says nothing."""
    given = cells.column(NAMED[field])
    meant: dict[frozenset[str], list[str]] = {}
    for text in given[both].unique():
        meant.setdefault(known.codes(text), []).append(text)
    meant.pop(frozenset(), None)
    astray = both & False
    for codes, texts in meant.items():
        astray |= both & among(given, texts) & ~among(cells.column(field), codes)
    return astray
