"""Phone and e-mail: how VSS reaches the person (TK1-TS, QĐ 490/QĐ-BHXH of 28/03/2023)."""

from __future__ import annotations

from collections.abc import Iterator

from validators.cells import Cells
from validators.columns import matches
from validators.model import Context, Violation
from validators.numbers import phone
from validators.wording import Wording

PHONE = Wording(
    code="E-PHONE",
    vi="Số điện thoại không phải 10 hoặc 11 chữ số bắt đầu bằng 0",
    en="The phone number is not 10 or 11 digits that begin with 0",
    advice_vi="Ghi liền các chữ số, có số 0 ở đầu; không có thì để trống.",
    advice_en="Write digits only, with the leading 0; leave it blank if there is none.",
    law="TK1-TS (QĐ 490/QĐ-BHXH)",
)
EMAIL = Wording(
    code="E-EMAIL",
    vi="Địa chỉ e-mail không đúng dạng ten@mien.vn",
    en="The e-mail address is not of the form name@domain.vn",
    advice_vi="Sửa lại một địa chỉ duy nhất; không có thì để trống.",
    advice_en="Give exactly one address; leave it blank if there is none.",
    law="TK1-TS (QĐ 490/QĐ-BHXH)",
)
WORDINGS = (PHONE, EMAIL)

_EMAIL = (
    r"\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-]+)*"
    r"@[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9\-]*[A-Za-z0-9])?)+\z"
)


def check(cells: Cells, context: Context) -> Iterator[Violation]:
    """Find phone numbers and addresses that reach nobody."""
    for field in filter(cells.has, ("DienThoai", "Dienthoai_LH")):
        yield PHONE.at(field, phone.wrong(cells.column(field)) & cells.good(field))
    for field in filter(cells.has, ("Email", "Email_LH")):
        yield EMAIL.at(field, ~matches(cells.column(field), _EMAIL) & cells.good(field))
