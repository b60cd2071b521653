"""What happens next to a file that was examined, by its feed's policy, in words for the sender."""

from __future__ import annotations

from dataclasses import dataclass, replace

from config.settings import Feed
from pipeline.english import counted
from pipeline.model import OPENED, Balance
from validators.model import Onward, Report, Severity


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Whom an opening roster declares, and who of its file is not in it: nobody is left out unsaid.

    A row of somebody who is not declared reports nobody either: it counts as unchanged.
    """

    declared: int
    gone: int
    """Who left or moved to another unit."""
    outside: int
    """Who is employed and takes no part: on probation, with a pension …"""

    @property
    def vi(self) -> str:
        """The words in Vietnamese."""
        told = f"{OPENED}: {self.declared} người được ghi là đã khai báo"
        told += f"; {self.gone} người đã nghỉ hoặc chuyển đi không vào danh sách" * bool(self.gone)
        return told + f"; {self.outside} người không thuộc diện tham gia" * bool(self.outside)

    @property
    def en(self) -> str:
        """The words in English."""
        people = counted(self.declared, "person is", "people are")
        told = f"an opening roster: {people} declared already"
        told += f"; not taken into it: {self.gone} who left or moved" * bool(self.gone)
        return told + f"; not taken into it: {self.outside} who take no part" * bool(self.outside)


def stops(report: Report, feed: Feed) -> bool:
    """Tell whether the findings stop the whole file under the feed's policy."""
    if report.errors == 0:
        return False
    return feed.policy == "all" or _is_whole(report) or bool(report.wrong.all())


def onward(report: Report, feed: Feed) -> Onward:
    """Return what becomes of the file and of which rows."""
    stopped = stops(report, feed)
    wrong = int(report.wrong.sum())
    on = 0 if stopped else report.rows - wrong
    vietnamese, english = _words(report, feed, wrong, stopped=stopped)
    return Onward(
        policy=feed.policy,
        goes_on=not stopped,
        rows_on=on,
        rows_left_out=report.rows - on,
        vi=vietnamese,
        en=english,
    )


def settled(report: Report, balance: Balance) -> Report:
    """Return the report of a file that was worked out: what became of its rows."""
    reported, unchanged, held = balance.reported, balance.unchanged, balance.held
    rejected, absent = balance.rejected, balance.absent
    return _became(
        report,
        balance,
        vi=f"Đã lập: {reported} dòng được gửi, {unchanged} không đổi, {held} giữ lại để hỏi, "
        f"{rejected} ở lại; {absent} người đã khai báo không có trong tệp.",
        en=f"Worked out: {counted(reported, 'row is', 'rows are')} reported, "
        f"{unchanged} unchanged, {held} held with a question, {rejected} left behind; "
        f"{counted(absent, 'declared person is', 'declared people are')} not in the file.",
    )


def opened(report: Report, balance: Balance, opening: Opening) -> Report:
    """Return the report of a file that became the opening roster of its units."""
    return _became(
        report,
        balance,
        vi=f"{opening.vi.capitalize()}. Không báo ai; {balance.rejected} dòng ở lại.",
        en=f"{opening.en.capitalize()}. Nobody is reported; {_stay(balance.rejected)}.",
    )


def for_workbook(report: Report) -> Report:
    """Return the report with only what stays true of a file that goes on.

    Its workbook is not written again each time that something becomes of the file; the page is.
    """
    if report.onward is None or not report.onward.goes_on:
        return report
    wrong = int(report.wrong.sum())
    left_vi = f"{wrong} dòng có lỗi ở lại: sửa rồi thả lại cả tệp. " if wrong else ""
    left_en = f"{_stay(wrong, ' with errors')}: mend and drop it again. " if wrong else ""
    told = replace(
        report.onward,
        vi=f"Tệp đi tiếp. {left_vi}Kết quả từng lúc ở trang .report.html cùng tên.",
        en=f"The file goes on. {left_en}What became of it stands in .report.html of that name.",
    )
    return replace(report, onward=told)


def _became(report: Report, balance: Balance, *, vi: str, en: str) -> Report:
    """Return the report with these words, and the counts of the balance."""
    if report.onward is None:
        return report
    left_out = balance.rejected
    told = replace(
        report.onward,
        goes_on=True,
        rows_on=balance.rows - left_out,
        rows_left_out=left_out,
        vi=vi,
        en=en,
    )
    return replace(report, onward=told)


def _stay(rows: int, which: str = "") -> str:
    """Say in English how many rows stay behind."""
    return f"{counted(rows, f'row{which} stays', f'rows{which} stay')} behind"


def _is_whole(report: Report) -> bool:
    """Tell whether an error is about the file as a whole."""
    return any(
        finding.row is None and finding.severity is Severity.ERROR for finding in report.findings
    )


def _words(report: Report, feed: Feed, wrong: int, *, stopped: bool) -> tuple[str, str]:
    if stopped:
        why_vi, why_en = _why(report, feed)
        mend_vi, mend_en = _mend(report)
        return (
            f"{why_vi} Không dòng nào của tệp được gửi: {mend_vi} rồi thả lại cả tệp.",
            f"{why_en} No row of the file is sent: {mend_en} and drop it again.",
        )
    if wrong:
        return (
            f"Chính sách “good-rows”: {report.rows - wrong} dòng đi tiếp, {wrong} dòng có lỗi ở "
            "lại. Sửa các ô đã đánh dấu rồi thả lại cả tệp: những gì đã gửi không bị gửi lần nữa.",
            f"Policy “good-rows”: {counted(report.rows - wrong, 'row goes', 'rows go')} on, "
            f"{_stay(wrong, ' with errors')}. Mend the marked cells and drop the whole "
            "file again: nothing is sent twice.",
        )
    return (
        f"Cả {report.rows} dòng đi tiếp: chỉ những thay đổi so với danh sách đã khai báo được "
        "gửi; tệp hoặc từng người có thể được giữ lại để hỏi (bhxh status).",
        f"Every row goes on ({counted(report.rows, 'row')}): only what changes the declared roster "
        "is sent; the file or single people may be held with a question (bhxh status).",
    )


def _mend(report: Report) -> tuple[str, str]:
    """Say what to mend: cells, where any is marked, else what the error of the file says."""
    if any(finding.column and finding.severity is Severity.ERROR for finding in report.findings):
        return "sửa các ô đã đánh dấu", "mend the marked cells"
    return "làm theo cách sửa ghi ở lỗi", "do what the error says"


def _why(report: Report, feed: Feed) -> tuple[str, str]:
    """Say what stops the file."""
    if _is_whole(report) or not report.rows:
        return "Tệp dừng lại vì có lỗi của cả tệp.", "The file stops: it is wrong as a whole."
    if feed.policy == "all":
        return (
            "Tệp dừng lại: theo chính sách “all”, một lỗi giữ lại cả tệp.",
            "The file stops: by the policy “all”, one error holds back the whole file.",
        )
    return "Tệp dừng lại: dòng nào cũng có lỗi.", "The file stops: every row has an error."
