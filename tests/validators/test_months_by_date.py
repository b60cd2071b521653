"""Lateness, months that are past or to come, rates, codes and hospitals by the law of the month."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tests.validators.dated import MONTHS, arrival, codes, judged, place_of, snapshot
from tests.validators.test_coverage_by_date import FOREIGN
from validators.columns import beginnings, hundredths


@pytest.mark.parametrize(
    ("period", "today", "expected"),
    [
        ("06/2015", date(2015, 7, 30), []),
        ("06/2015", date(2015, 7, 31), ["W-PERIOD-LATE"]),
        ("12/2015", date(2016, 1, 30), []),
        ("01/2016", date(2016, 3, 2), ["W-PERIOD-LATE"]),
        ("06/2025", date(2025, 7, 31), ["W-PERIOD-LATE"]),
        ("07/2025", date(2025, 8, 30), []),
        ("10/2026", date(2026, 11, 30), []),
        ("10/2026", date(2026, 12, 1), ["W-PERIOD-LATE"]),
        ("10/2026", date(2027, 4, 30), ["W-PERIOD-LATE"]),
        ("10/2026", date(2027, 5, 1), ["W-PERIOD-601"]),
        ("06/2015", date(2026, 11, 3), ["W-PERIOD-601"]),
    ],
)
def test_a_period_is_late_after_its_deadline_and_too_old_after_months(
    period: str, today: date, expected: list[str]
) -> None:
    assert codes(snapshot(period), today) == expected


def test_a_late_period_says_how_late_it_is() -> None:
    (finding,) = judged(snapshot("10/2026"), date(2026, 12, 10)).findings

    assert finding.message_en == "Period 10/2026 was to be declared by 30/11/2026: 10 days late"
    assert (finding.row, finding.field) == (None, "Ky")


@pytest.mark.parametrize(
    ("period", "month", "today", "expected"),
    [
        ("10/2026", "10/2026", date(2026, 11, 3), None),
        ("10/2026", "09/2026", date(2026, 10, 30), None),
        ("10/2026", "09/2026", date(2026, 10, 31), 1),
        ("10/2026", "04/2026", date(2026, 11, 3), 157),
        ("06/2025", "04/2025", date(2025, 7, 3), 34),
        ("02/2016", "11/2015", date(2016, 3, 3), 64),
    ],
)
@pytest.mark.parametrize("move", [("TM", "1"), ("TD", "1"), ("GH", "3"), ("KL", "3"), ("DC", "2")])
def test_a_movement_of_an_earlier_month_is_late_after_its_deadline(
    period: str, month: str, today: date, expected: int | None, move: tuple[str, str]
) -> None:
    row = arrival(period, TuThang=month, DenThang=month, PA=move[0], Loai=move[1])

    bare = judged(row, today)
    noted = judged({**row, "Ghichu": "Nhận quyết định muộn"}, today)

    assert set(bare.counts) == ({"W-LATE"} if expected else set())
    assert set(noted.counts) == ({"N-LATE"} if expected else set())
    if expected:
        assert f"{expected} days ago" in bare.findings[0].message_en


def test_a_movement_of_a_month_without_law_has_no_deadline() -> None:
    row = arrival("10/2026", TuThang="10/2014", DenThang="10/2014", PA="GH", Loai="3")

    assert codes(row) == ["W-BACK-601"]


@pytest.mark.parametrize("period", ["06/2015", "06/2025", "07/2025", "10/2026"])
@pytest.mark.parametrize(
    ("code", "group"), [("AD", "2"), ("SB", "4"), ("AT", "2"), ("TT", "2"), ("TU", "4")]
)
def test_codes_for_months_that_are_past_name_such_months(
    period: str, code: str, group: str
) -> None:
    year = int(period[3:])
    before = f"{int(period[:2]) - 1:02}/{year}"
    past = {"PA": code, "Loai": group, "TuThang": before}

    assert codes(arrival(period, **past, DenThang=before)) == ["N-BACK-DATED"]
    assert codes(arrival(period, **past, DenThang="")) == ["N-BACK-DATED"]
    assert codes(arrival(period, **past, DenThang=period)) == ["W-BACK-CODE"]
    assert codes(arrival(period, **{**past, "TuThang": period})) == ["W-BACK-CODE"]


@pytest.mark.parametrize(
    ("period", "month", "expected"),
    [
        ("10/2026", "04/2026", ["N-BACK-DATED"]),
        ("10/2026", "03/2026", ["N-BACK-DATED", "W-BACK-601"]),
        ("01/2026", "07/2025", ["N-BACK-DATED"]),
        ("01/2026", "06/2025", ["N-BACK-DATED", "W-BACK-601"]),
        ("06/2016", "11/2015", ["N-BACK-DATED", "W-BACK-601"]),
        ("06/2016", "12/2015", ["N-BACK-DATED"]),
    ],
)
def test_procedure_600_reaches_six_months_back(
    period: str, month: str, expected: list[str]
) -> None:
    row = arrival(period, PA="AD", Loai="2", TuThang=month, DenThang=month)

    assert sorted(codes(row)) == sorted(expected)


@pytest.mark.parametrize(("month", "expected"), [("11/2026", []), ("12/2026", ["W-MONTH-AHEAD"])])
def test_a_movement_may_begin_in_the_month_after_its_period(
    month: str, expected: list[str]
) -> None:
    row = arrival("10/2026", PA="GH", Loai="3", TuThang=month, DenThang="")

    assert codes(row) == expected


@pytest.mark.parametrize(
    ("period", "rate", "expected"),
    [
        ("05/2017", "32.5", []),
        ("05/2017", "32,51", ["W-RATE-TOTAL"]),
        ("06/2017", "32.5", ["W-RATE-TOTAL"]),
        ("06/2017", "32", []),
        ("07/2021", "32", ["W-RATE-TOTAL"]),
        ("07/2021", "31.5", []),
        ("10/2021", "31.5", ["W-RATE-TOTAL"]),
        ("10/2021", "30.5", []),
        ("07/2022", "31", []),
        ("10/2022", "32", []),
        ("10/2026", "32", []),
        ("10/2026", "32.01", ["W-RATE-TOTAL"]),
        ("10/2026", "4.5", []),
        ("10/2026", "0.5", []),
        ("10/2026", "0.32", ["W-RATE-LEAST"]),
        ("10/2021", "0.5", ["W-RATE-LEAST"]),
        ("10/2021", "1", []),
    ],
)
def test_a_rate_is_between_one_fund_and_all_funds_of_its_month(
    period: str, rate: str, expected: list[str]
) -> None:
    assert codes(arrival(period, TyleDong=rate)) == expected


@pytest.mark.parametrize(
    ("period", "rate", "expected"),
    [
        ("12/2019", "8", []),
        ("12/2021", "7.5", []),
        ("12/2021", "8", ["W-RATE-TOTAL"]),
        ("12/2021", "30", ["W-RATE-TOTAL"]),
        ("01/2022", "29.5", []),
        ("10/2026", "30", []),
        ("10/2026", "32", ["W-RATE-TOTAL"]),
    ],
)
def test_a_foreigner_pays_no_unemployment_insurance(
    period: str, rate: str, expected: list[str]
) -> None:
    found = codes(arrival(period, **FOREIGN, TyleDong=rate))

    assert [code for code in found if code != "N-FOREIGN"] == expected


@pytest.mark.parametrize(
    ("period", "code", "group", "expected"),
    [
        ("12/2021", "TV", "2", ["W-FUND-CLOSED"]),
        ("01/2022", "TV", "2", []),
        ("11/2018", "TL", "2", ["W-FUND-CLOSED"]),
        ("12/2018", "TL", "2", []),
        ("10/2026", "TN", "2", ["W-FUND-CLOSED"]),
        ("10/2026", "DN", "4", ["W-FUND-CLOSED"]),
        ("10/2026", "GN", "4", []),
    ],
)
def test_a_foreigner_joins_no_fund_that_is_closed_to_them(
    period: str, code: str, group: str, expected: list[str]
) -> None:
    row = arrival(period, **FOREIGN, PA=code, Loai=group, TyleDong="4.5")

    assert [each for each in codes(row) if "FOREIGN" not in each] == expected


def test_a_citizen_may_join_every_fund() -> None:
    assert codes(arrival("10/2026", PA="TN", Loai="2")) == []


@pytest.mark.parametrize("period", MONTHS[::7])
def test_a_newcomer_needs_a_hospital(period: str) -> None:
    nobody = {"MasoBHXH": "", "MaBenhVien": ""}
    gone = {"TrangThai": "NghiViec", "NgayTrangThai": f"15/{period}"}

    report = judged(snapshot(period, **nobody))

    assert place_of(report, "W-HOSPITAL") == "MaBenhVien"
    assert codes(snapshot(period, MaBenhVien="")) == []
    assert "W-HOSPITAL" not in codes(snapshot(period, **nobody, **gone))
    assert "W-HOSPITAL" in codes(arrival(period, **nobody))
    assert codes(arrival(period, MaBenhVien="")) == ["W-HOSPITAL"]
    assert codes(arrival(period, PA="TD", MaBenhVien="")) == []
    assert "W-HOSPITAL" not in codes(arrival(period, PA="GH", Loai="3", **nobody))


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("60012", []),
        ("79025", []),
        ("97001", []),
        ("01C05", []),
        ("05001", ["W-HOSPITAL-PLACE"]),
        ("99999", ["W-HOSPITAL-PLACE"]),
        ("7902", ["E-HOSPITAL"]),
    ],
)
def test_a_hospital_code_begins_with_an_old_province(code: str, expected: list[str]) -> None:
    assert codes(snapshot("10/2026", MaBenhVien=code)) == expected


@pytest.mark.parametrize("period", ["06/2015", "10/2026"])
def test_an_arrival_has_a_contract(period: str) -> None:
    none = {"Hdld_xdth_tungay": "", "Hdld_xdth_denngay": ""}

    assert codes(arrival(period, **none)) == ["W-CONTRACT-NONE"]
    assert codes(arrival(period, **none, PA="DC", Loai="2")) == []
    assert codes(arrival(period, **none, Hdld_tungay=f"01/{period}")) == []


def test_a_man_on_maternity_leave_is_looked_at_once() -> None:
    man = {"GioiTinh": "1", "CMND": "079085000001"}
    away = {"TrangThai": "ThaiSan", "NgayTrangThai": "05/10/2026"}

    assert codes(snapshot("10/2026", **away)) == []
    assert codes(snapshot("10/2026", **man, **away, PA="TS")) == ["W-MATERNITY-MAN"]
    assert codes(arrival("10/2026", PA="TS", Loai="3")) == ["W-MATERNITY-MAN"]


def test_small_numbers_are_read_without_a_float() -> None:
    column = pd.Series(["32", "4,5", "100.00", "", "1e1", "0.125"], dtype="str")

    assert hundredths(column).tolist() == [3200, 450, 10000, -1, -1, -1]
    assert beginnings(column, 1, ["3", "1"]).tolist() == [True, False, True, False, True, False]
