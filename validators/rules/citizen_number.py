"""Số CCCD: 12 digits for citizens; foreigners may give their passport."""

from __future__ import annotations

from collections.abc import Iterator

from validators.cells import Cells
from validators.columns import matches
from validators.model import Context, Violation
from validators.numbers import citizen
from validators.wording import Wording

OBSOLETE = Wording(
    code="E-CITIZEN-OLD",
    vi="Số CMND 9 số đã hết giá trị từ 01/01/2025",
    en="A 9-digit CMND; it is void since 01/01/2025",
    advice_vi="Ghi số CCCD 12 số.",
    advice_en="Write the 12-digit citizen id.",
    law="Luật Căn cước 26/2023/QH15, Điều 46 (từ 01/01/2025)",
)
SHAPE = Wording(
    code="E-CITIZEN",
    vi="Số CCCD không phải là 12 chữ số",
    en="The citizen id is not 12 digits",
    advice_vi="Ghi đủ 12 chữ số như trên thẻ; định dạng cột là văn bản để giữ số 0 ở đầu.",
    advice_en="Write all 12 digits of the card; make the column text so that zeros stay.",
    law="Luật Căn cước 26/2023/QH15; Thông tư 59/2021/TT-BCA",
)
PARTS = Wording(
    code="E-CITIZEN-PARTS",
    vi="Số CCCD có mã tỉnh hoặc mã thế kỷ không tồn tại",
    en="The citizen id holds a province or a century that does not exist",
    advice_vi="So lại từng chữ số với thẻ căn cước.",
    advice_en="Compare it with the card, digit by digit.",
    law="Luật Căn cước 26/2023/QH15; Thông tư 59/2021/TT-BCA",
)
PASSPORT = Wording(
    code="E-PASSPORT",
    vi="Số hộ chiếu không phải 5 đến 12 chữ in hoa và số",
    en="The passport number is not 5 to 12 capitals and digits",
    advice_vi="Ghi số hộ chiếu liền nhau như ở dòng cuối trang nhân thân.",
    advice_en="Write it without blanks, as in the last line of the passport's main page.",
)
ABROAD = Wording(
    code="W-CITIZEN-PLACE",
    vi="Ba số đầu của số CCCD không phải mã tỉnh: chỉ đúng với người khai sinh ở nước ngoài",
    en="The id begins with no province: right only for a birth registered in another country",
    advice_vi="So lại ba số đầu với thẻ căn cước.",
    advice_en="Compare the first three digits with the card.",
    law="Luật Căn cước 26/2023/QH15; Thông tư 59/2021/TT-BCA",
)
WORDINGS = (OBSOLETE, SHAPE, PARTS, PASSPORT, ABROAD)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find ids that no authority gave out (Thông tư 59/2021/TT-BCA, Luật Căn cước 26/2023)."""
    given = cells.column("CMND")
    good = cells.good("CMND")
    wrong = good & cells.vietnamese & citizen.wrong(given)
    old = matches(given, citizen.OBSOLETE)
    twelve = matches(given, citizen.DIGITS)
    yield OBSOLETE.at("CMND", wrong & old)
    yield SHAPE.at("CMND", wrong & ~old & ~twelve)
    yield PARTS.at("CMND", wrong & twelve)
    place = matches(given, citizen.ABROAD) & cells.vietnamese
    yield ABROAD.at("CMND", cells.good("CMND") & place)
    yield PASSPORT.at("CMND", good & ~cells.vietnamese & ~matches(given, citizen.PASSPORT))
