from __future__ import annotations

import io
from datetime import UTC, datetime

import openpyxl
import pandas as pd
import pytest

from inbox.feedback import RESULT_COLUMNS, STATE_WORDS, PersonState, to_xlsx

MADE_AT = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)


def rows(*people: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [{**dict.fromkeys(RESULT_COLUMNS, ""), "row": 2, "state": "sent", **one} for one in people],
        columns=list(RESULT_COLUMNS),
    )
    return frame.astype({name: "int64" if name == "row" else "str" for name in RESULT_COLUMNS})


def opened(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def people_of(data: bytes, sheet: int = 1) -> list[tuple[object, ...]]:
    return list(opened(data).worksheets[sheet].iter_rows(min_row=2, values_only=True))


def test_every_person_is_one_line_by_row_of_the_file_with_all_that_vss_said():
    frame = rows(
        {"row": 0, "MaNV": "NV9", "state": "waiting"},
        {"row": 10, "MaNV": "NV2", "state": "refused", "code": "E01", "reason": "CCCD không khớp"},
        {
            "row": 9,
            "MaNV": "NV1",
            "HoTen": "Nguyễn Văn Ví Dụ",
            "MaDonVi": "TA0001A",
            "PA": "TM",
            "dossier": "TA0001A-202610-600-01",
            "state": "accepted",
            "insurance_number": "0123456789",
            "card_number": "DN4010123456789",
            "card_from": "01/11/2026",
            "card_to": "31/12/2026",
        },
    )

    lines = people_of(to_xlsx(frame, title="luong-2026-10.csv", made_at=MADE_AT))

    assert lines[0] == (
        "9",
        "NV1",
        "Nguyễn Văn Ví Dụ",
        "TA0001A",
        "TM",
        "TA0001A-202610-600-01",
        "Được chấp nhận · accepted",
        None,
        None,
        "0123456789",
        "DN4010123456789",
        "01/11/2026",
        "31/12/2026",
    )
    assert lines[1][0:2] == ("10", "NV2")
    assert lines[1][6:9] == ("Bị từ chối · refused", "E01", "CCCD không khớp")
    assert lines[2][0:2] == (None, "NV9")


def test_the_first_sheet_counts_the_people_per_state():
    frame = rows({"state": "accepted"}, {"state": "accepted"}, {"state": "refused"})

    sheet = opened(to_xlsx(frame, title="luong-2026-10.csv", made_at=MADE_AT)).worksheets[0]

    counts = {line[0]: line[1] for line in sheet.iter_rows(min_row=4, values_only=True)}
    assert sheet["A1"].value == "luong-2026-10.csv"
    assert sheet["A2"].value == "12/11/2026 09:30"
    assert counts["Được chấp nhận · accepted"] == "2"
    assert counts["Bị từ chối · refused"] == "1"
    assert counts["Đã rút · withdrawn"] == "0"
    assert counts["Tổng cộng · total"] == "3"


def test_refused_rows_are_coloured_whole_and_no_others():
    frame = rows({"row": 2, "state": "refused"}, {"row": 3, "state": "accepted"})

    sheet = opened(to_xlsx(frame, title="t", made_at=MADE_AT)).worksheets[1]

    colours = [{cell.fill.fgColor.rgb for cell in line} for line in sheet.iter_rows(min_row=2)]
    assert colours[0] == {"FFF8CBAD"}
    assert "FFF8CBAD" not in colours[1]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@x", "{=1}", "http://example.vn", "007"])
def test_no_text_ever_becomes_a_formula_a_link_or_a_number(text):
    frame = rows({"MaNV": text, "reason": text, "state": "refused"})

    sheet = opened(to_xlsx(frame, title=text, made_at=MADE_AT)).worksheets[1]

    for cell in (sheet["B2"], sheet["I2"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_the_same_rows_make_the_same_bytes():
    frame = rows({"MaNV": "NV1"})

    assert to_xlsx(frame, title="t", made_at=MADE_AT) == to_xlsx(frame, title="t", made_at=MADE_AT)


def test_a_file_without_reported_people_still_gives_a_workbook():
    data = to_xlsx(rows(), title="t", made_at=MADE_AT)

    assert people_of(data) == []


def test_more_people_than_a_sheet_holds_go_on_in_the_next():
    frame = rows(*({"row": row, "MaNV": f"NV{row}"} for row in range(2, 7)))

    data = to_xlsx(frame, title="t", made_at=MADE_AT, rows_per_sheet=2)

    assert opened(data).sheetnames == ["Tổng hợp", "Kết quả", "Kết quả 2", "Kết quả 3"]
    assert [line[1] for line in people_of(data, 3)] == ["NV6"]


def test_every_state_has_words_in_both_languages():
    assert set(STATE_WORDS) == set(PersonState)
    assert all(" · " in words for words in STATE_WORDS.values())


@pytest.mark.parametrize("text", ["<r><t>a</t></r>", "<r><c></r>"])
def test_a_text_that_looks_like_the_formats_own_stays_text(text: str) -> None:
    frame = rows({"HoTen": text, "state": "refused", "reason": f"{text}\ufffe"})

    ((_, _, name, *_, reason, _, _, _, _),) = people_of(to_xlsx(frame, title=text, made_at=MADE_AT))

    assert (name, reason) == (f" {text}", f" {text}\ufffd")
