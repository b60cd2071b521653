"""What became of each reported person, as a workbook for the people who sent the file."""

from __future__ import annotations

import io
from datetime import datetime
from enum import StrEnum
from typing import Any

import pandas as pd
import xlsxwriter

from validators.sheet_texts import cell_text

RESULT_COLUMNS = (
    "row",
    "MaNV",
    "HoTen",
    "MaDonVi",
    "PA",
    "dossier",
    "state",
    "code",
    "reason",
    "insurance_number",
    "card_number",
    "card_from",
    "card_to",
)
"""One line per reported person: ``row`` is int64 (0 = not in the file), all others are text."""

_HEADINGS = (
    "Dòng · Row",
    "Mã nhân viên · Employee",
    "Họ và tên · Name",
    "Mã đơn vị · Unit",
    "Phương án · Movement",
    "Hồ sơ · Dossier",
    "Kết quả · Result",
    "Mã lỗi · Code",
    "Lý do · Reason",
    "Mã số BHXH cấp · Insurance number",
    "Số thẻ BHYT · Health card",
    "Thẻ từ ngày · Card from",
    "Thẻ đến ngày · Card to",
)
_WIDTHS = (8, 16, 28, 12, 10, 26, 42, 10, 48, 18, 20, 13, 13)
_STATE = RESULT_COLUMNS.index("state")


class PersonState(StrEnum):
    """How far one person's report has come."""

    WAITING = "waiting"
    SENT = "sent"
    TAKEN = "taken"
    NUMBERED = "numbered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_WORDS = {
    PersonState.WAITING: "Chờ gửi · waiting to be sent",
    PersonState.SENT: "Đã gửi · sent",
    PersonState.TAKEN: "I-VAN đã nhận · taken by the I-VAN",
    PersonState.NUMBERED: "Cơ quan BHXH đã tiếp nhận · received by VSS",
    PersonState.ACCEPTED: "Được chấp nhận · accepted",
    PersonState.REFUSED: "Bị từ chối · refused",
    PersonState.WITHDRAWN: "Đã rút · withdrawn",
}
"""The words that HR reads for each state."""


def to_xlsx(
    rows: pd.DataFrame, *, title: str, made_at: datetime, rows_per_sheet: int = 1_000_000
) -> bytes:
    """Return the workbook: counts first, then one line per person, by row of the file."""
    target = io.BytesIO()
    # Nothing may turn into a formula, a link or a number: names and codes come from elsewhere.
    safe = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    ordered = _ordered(rows)
    with xlsxwriter.Workbook(target, safe) as book:
        book.set_properties({"title": title, "created": made_at.replace(tzinfo=None)})
        formats = {
            "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "refused": book.add_format({"bg_color": "#F8CBAD"}),
            "plain": book.add_format(),
        }
        _write_counts(book, formats, ordered, title, made_at)
        for first in range(0, max(len(ordered), 1), rows_per_sheet):
            _write_people(book, formats, ordered.iloc[first : first + rows_per_sheet])
    return target.getvalue()


def _ordered(rows: pd.DataFrame) -> pd.DataFrame:
    """Sort by row of the file; those who are not in the file come last."""
    absent = rows["row"].eq(0)
    ordered = rows.assign(absent=absent).sort_values(["absent", "row"], kind="stable")
    return ordered[list(RESULT_COLUMNS)]


def _write_counts(
    book: Any,  # noqa: ANN401  # xlsxwriter carries no types
    formats: dict[str, Any],
    rows: pd.DataFrame,
    title: str,
    made_at: datetime,
) -> None:
    """Write the first sheet: how many people stand where."""
    sheet = book.add_worksheet("Tổng hợp")
    sheet.set_column(0, 0, 48)
    sheet.write_string(0, 0, cell_text(title), formats["heading"])
    sheet.write_string(1, 0, f"{made_at:%d/%m/%Y %H:%M}")
    counts = rows["state"].value_counts()
    lines = [(words, int(counts.get(state.value, 0))) for state, words in STATE_WORDS.items()]
    for line, (words, count) in enumerate([*lines, ("Tổng cộng · total", len(rows))], start=3):
        sheet.write_string(line, 0, words)
        sheet.write_string(line, 1, str(count))


def _write_people(
    book: Any,  # noqa: ANN401  # xlsxwriter carries no types
    formats: dict[str, Any],
    rows: pd.DataFrame,
) -> None:
    """Write one sheet of people; refused ones are coloured."""
    number = len(book.worksheets())
    sheet = book.add_worksheet("Kết quả" if number == 1 else f"Kết quả {number}")
    sheet.freeze_panes(1, 0)
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, heading, formats["heading"])
    refused = rows["state"].eq(PersonState.REFUSED.value).to_list()
    for column, cells in enumerate(_shown(rows)):
        for line, (cell, wrong) in enumerate(zip(cells, refused, strict=True), start=1):
            if cell or wrong:
                form = formats["refused" if wrong else "plain"]
                sheet.write_string(line, column, cell_text(cell), form)
    sheet.autofilter(0, 0, max(len(rows), 1), len(_HEADINGS) - 1)


def _shown(rows: pd.DataFrame) -> list[list[str]]:
    """Return the columns as text, the row blank where there is none, the state in words."""
    words = {state.value: text for state, text in STATE_WORDS.items()}
    columns = [rows[name].astype(str).to_list() for name in RESULT_COLUMNS]
    columns[0] = ["" if row == "0" else row for row in columns[0]]
    columns[_STATE] = [words[state] for state in columns[_STATE]]
    return columns
