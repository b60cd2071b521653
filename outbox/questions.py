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
    "Q-PROOFS": (
        "Bảng kê giấy tờ của người này có lỗi: gửi không kê các giấy tờ đó?",
        "The proving papers of this person are wrong: send without listing them?",
    ),
    "Q-TWO-UNITS": (
        "Một mã nhân viên đang làm việc ở hai dòng của tệp: báo cả hai?",
        "One employee number is employed in two rows of the file: report both?",
    ),
    "Q-SAME-ID": (
        "Số CCCD đã khai báo ở đơn vị này với mã nhân viên khác: có phải người mới không?",
        "The citizen id is declared in this unit under another employee number: a new person?",
    ),
    "Q-REQUEST-UNKNOWN": (
        "Yêu cầu {code} của người chưa được khai báo: tìm lại (báo tăng trước), nếu vẫn chưa có thì"
        " bỏ dòng này?",
        "Request {code} of somebody who is not declared: look again (report the arrival first), and"
        " leave the row out if they still are not?",
    ),
    "Q-REQUEST-UNIT": (
        "Yêu cầu {code} của người được khai báo ở nhiều đơn vị: lập hồ sơ ở đơn vị {unit}?",
        "Request {code} of somebody who is declared in several units: make it in unit {unit}?",
    ),
    "Q-REQUEST-TWICE": (
        "Yêu cầu {code} của người này đã gửi và chưa có kết quả: gửi thêm một lần nữa?",
        "Request {code} of this person is under way and not answered: send it once more?",
    ),
    "R-REQUEST-DONE": (
        "Yêu cầu {code}: điều được yêu cầu đã có trong dữ liệu khai báo; không gửi",
        "Request {code}: what it asks for is declared already; not sent",
    ),
    "R-REQUEST-LEFT-OUT": (
        "Yêu cầu {code}: vẫn chưa được khai báo; đã bỏ dòng này",
        "Request {code}: still not declared; the row is left out",
    ),
    "Q-ABSENT": (
        "{count} người đã khai báo không có trong tệp ({who}): báo giảm tất cả?",
        "{count} declared people are absent from the file ({who}): report that all of them have "
        "left?",
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
    "Q-CONTRACT": (
        "Loại hợp đồng khác không có ngày kết thúc: hợp đồng từ đủ 1 tháng (báo tăng), hay thử việc"
        " hoặc dưới 1 tháng (không tham gia)?",
        "A contract of another kind without its last day: does it last a month or more (report the"
        " arrival), or is it probation or shorter (takes no part)?",
    ),
    "Q-UNCOVERED": (
        "Đang được khai báo nhưng theo lý do và hợp đồng thì không còn thuộc diện tham gia: báo"
        " giảm hẳn (GH), hay ghi lại lý do, hợp đồng?",
        "Declared, but by reason and contract no longer covered: report the departure (GH), or mend"
        " reason or contract?",
    ),
    "Q-FUNDS": (
        "Các quỹ tham gia thay đổi mà không có phương án điều chỉnh riêng: báo giảm rồi báo tăng"
        " lại theo diện mới, hay giữ như đã khai báo?",
        "The funds change in a way that no code of change can say: report a departure and a new"
        " arrival, or leave it as declared?",
    ),
    "Q-HEALTH-ONLY": (
        "Chỉ thuộc diện đóng BHYT (D03-TS, thủ tục 603): vẫn báo trên D02-TS, hay kê khai riêng?",
        "Covered by health insurance alone (D03-TS, procedure 603): report on D02-TS all the same,"
        " or declare apart?",
    ),
    "Q-BACK-EARLIER": (
        "Ngày ghi trong tệp trước cả lần khai báo gần nhất của người này: chỉ báo bổ sung từ tháng"
        " đã biết, hay ngày bị ghi sai?",
        "The day lies before what is declared of this person: correct the months since then only,"
        " or is the day wrong?",
    ),
    "Q-BACK-TOO-FAR": (
        "Ngày ghi trong tệp xa hơn số tháng mà thủ tục 600 cho phép: truy đóng theo thủ tục 601 và"
        " ở đây chỉ báo từ kỳ này, hay ngày bị ghi sai?",
        "The day lies further back than procedure 600 reaches: pay the arrears by procedure 601 and"
        " report here from this period on only, or is the day wrong?",
    ),
    "Q-BACK-MIDDLE": (
        "Mức lương thay đổi giữa tháng đã qua: tính từ tháng sau ngày đó, hay từ chính tháng đó"
        " (ghi ngày đầu tháng)?",
        "The wage changed within a past month: count it from the month after, or from that very"
        " month (then write its first day)?",
    ),
    "R-BACK-UNKNOWN": (
        "Hợp đồng bắt đầu trước những gì đã khai báo: chỉ báo từ kỳ này; có tháng phải truy đóng"
        " thì ghi ngày bắt đầu tham gia ở cột Ngày trạng thái",
        "The contract began before all that is declared: reported from this period on; if months"
        " are owed, write the day on which taking part began into Ngày trạng thái",
    ),
    "R-MONTH-SHORT": (
        "Vào làm muộn trong tháng (từ 14 ngày làm việc không lương): tháng này không phải đóng, trừ"
        " khi hai bên thỏa thuận",
        "Begins late in the month (14 working days or more without pay): nothing is owed for it"
        " unless both sides agree",
    ),
    "R-MONTH-WORKED": (
        "Nghỉ cuối tháng: tháng này vẫn phải đóng; báo giảm ở kỳ sau nếu muốn giữ tháng này",
        "Goes late in the month: it is still owed; report in the next period to keep this month",
    ),
    "R-UNCOVERED": (
        "Đang làm việc nhưng không thuộc diện tham gia (thử việc, hưởng lương hưu, hợp đồng dưới 1"
        " tháng): không báo",
        "At work but not covered (probation, pensioner, contract under a month): not reported",
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
