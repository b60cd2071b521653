"""The questions that hold a person, and the remarks that do not; each in two languages.

Texts name no person: unit, employee number and row say who is meant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from outbox.model import Question

_TEXTS: Final = {
    "Q-NUMBER-12": (
        "Mã số BHXH có 12 chữ số nên không ghi được vào ô 10 chữ số: vẫn báo là đã có mã số?",
        "The insurance number has 12 digits and does not fit the 10-digit field: report the person"
        " as having a number?",
    ),
    "Q-LEAVE-CHANGE": (
        "Đang nghỉ theo một chế độ, tệp ghi nghỉ theo chế độ khác: báo nghỉ theo loại mới?",
        "Declared on one kind of leave, the file says another kind: report the new kind?",
    ),
    "Q-NEW-ON-LEAVE": (
        "Chưa khai báo ở đơn vị mà đã đang nghỉ: có báo tăng không?",
        "Not declared in the unit and already on leave: report the arrival?",
    ),
    "Q-PA": (
        "Phương án {code} không hợp với dữ liệu đã khai báo: có dùng phương án này không?",
        "Movement code {code} does not fit what is declared: use it all the same?",
    ),
    "Q-HOUSEHOLD": (
        "Chưa có mã số BHXH và thiếu thông tin hộ gia đình: gửi không kèm phụ lục hộ gia đình?",
        "No insurance number and no household data: send without the household annex?",
    ),
    "Q-HOUSEHOLD-ROWS": (
        "Dữ liệu hộ gia đình của người này có lỗi: gửi không kèm phụ lục hộ gia đình?",
        "The household data of this person are wrong: send without the household annex?",
    ),
    "Q-ATTACHMENT": (
        "Có tệp đính kèm của người này không dùng được: gửi không kèm tệp đó?",
        "An attachment of this person cannot be used: send without it?",
    ),
    "Q-TWO-UNITS": (
        "Một mã nhân viên đang làm việc ở hai dòng của tệp: báo cả hai?",
        "One employee number is employed in two rows of the file: report both?",
    ),
    "Q-SAME-ID": (
        "Số CCCD đã khai báo ở đơn vị này với mã nhân viên khác: có phải người mới không?",
        "The citizen id is declared in this unit under another employee number: a new person?",
    ),
    "Q-ABSENT": (
        "{count} người đã khai báo không có trong tệp: báo giảm tất cả?",
        "{count} declared people are absent from the file: report that all of them have left?",
    ),
    "Q-REFUSED": (
        "BHXH đã từ chối đúng nội dung này ({said}): gửi lại nguyên như cũ?",
        "VSS refused exactly this ({said}): send it again unchanged?",
    ),
    "Q-DECLARED": (
        "Báo tăng người đang được khai báo ở đơn vị: vẫn báo?",
        "An arrival of somebody who is declared in the unit already: report it all the same?",
    ),
    "Q-UNKNOWN": (
        "Báo giảm hoặc điều chỉnh người chưa được khai báo ở đơn vị: vẫn báo?",
        "A departure or change of somebody who is not declared in the unit: report it all the"
        " same?",
    ),
    "Q-TWICE": (
        "{kind} của người này trong kỳ đã có ở {there}; dòng này ở {here}: báo lần nữa?",
        "{kind} of this person and period stands at {there}; this one at {here}: report it once"
        " more?",
    ),
    "R-DECLINED": (
        "Người phụ trách trả lời không cho câu hỏi {asked}: không báo",
        "An operator said no to question {asked}: not reported",
    ),
    "R-TRANSFER": (
        "Đã có mã số BHXH nên báo TD; chuyển từ tỉnh khác thì ghi TC ở cột Phương án",
        "Has an insurance number, so TD is reported; for another province put TC into column PA",
    ),
    "R-IDENTITY": (
        "Thông tin cá nhân khác với dữ liệu đã khai báo: điều chỉnh theo thủ tục 608, không báo"
        " ở đây",
        "Personal data differ from what is declared: procedure 608 changes them, not reported here",
    ),
    "R-HOUSEHOLD": (
        "Chưa có mã số BHXH: TK1-TS được gửi không kèm phụ lục hộ gia đình",
        "No insurance number: the TK1-TS goes without the household annex",
    ),
    "R-ATTACHED": (
        "Có tệp đính kèm nhưng kỳ này không báo gì về người này: tệp không được gửi",
        "Has attachments, but nothing is reported of this person now: they are not sent",
    ),
    "R-ABSENT": (
        "{count} người vắng mặt trong tệp được báo giảm hẳn (GH)",
        "{count} people absent from the file are reported as having left (GH)",
    ),
    "R-MOVE-WAITS": (
        "Có mặt ở đơn vị khác trong tệp nhưng dòng đó chưa được báo: chưa báo giảm ở đơn vị này",
        "In another unit of the file, but that row is not reported yet: not reported as gone here",
    ),
}


def question(
    code: str, unit: str, person: str, row: int | None, facts: Mapping[str, str | int]
) -> Question:
    """Return a question or a remark in its words; `facts` fill the blanks of its text."""
    vi, en = (text.format_map(facts) for text in _TEXTS[code])
    return Question(unit=unit, person=person, row=row, code=code, question_vi=vi, question_en=en)


def ask(
    code: str,
    people: pd.DataFrame,
    rows: NDArray[np.int64],
    asked: NDArray[np.bool_],
) -> tuple[Question, ...]:
    """Return the same question for everybody whom it concerns; row 0 is no row.

    What stands for ``{code}`` in a text is the person's PA.
    """
    if not asked.any():
        return ()
    whose = people[asked]
    return tuple(
        question(code, unit, person, row or None, {"code": pa})
        for unit, person, pa, row in zip(
            whose["MaDonVi"], whose["MaNV"], whose["PA"], rows[asked].tolist(), strict=True
        )
    )


def in_rows(rows: NDArray[np.int64], chosen: Iterable[int]) -> NDArray[np.bool_]:
    """Tell which physical rows are among the chosen ones."""
    return np.isin(rows, np.fromiter(chosen, np.int64))


def released(
    code: str, people: pd.DataFrame, answered: frozenset[tuple[str, str, str]]
) -> NDArray[np.bool_]:
    """Tell which people may go on although this question concerns them."""
    names = [(unit, person) for unit, person, asked in answered if asked == code]
    if not names:
        return np.zeros(len(people), bool)
    known = pd.MultiIndex.from_tuples(names)
    return pd.MultiIndex.from_frame(people[["MaDonVi", "MaNV"]]).isin(known)
