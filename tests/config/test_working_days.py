"""Working days: Vietnam's, the Government's swaps, the employer's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from config.law import load_law
from tests.config.laws import problems, write

LAW = load_law()
HEAD = "date,working,unit,name,legal_source"
FRIDAY, SATURDAY, MONDAY = date(2026, 10, 16), date(2026, 10, 17), date(2026, 10, 19)


def test_holidays_and_weekends_are_no_working_days() -> None:
    thursday = date(2025, 8, 28)

    assert LAW.is_working_day(thursday)
    assert not LAW.is_working_day(date(2025, 8, 31))
    assert not LAW.is_working_day(date(2025, 9, 2))
    assert LAW.working_days_after(thursday, 0) == thursday
    assert LAW.working_days_after(thursday, 2) == date(2025, 9, 3)


def test_a_day_off_that_the_government_swapped_is_worked_on_a_saturday() -> None:
    assert not LAW.is_working_day(date(2026, 8, 31))
    assert LAW.is_working_day(date(2026, 8, 22))


def test_tet_is_seven_days_off() -> None:
    friday = date(2026, 2, 13)

    assert LAW.working_days_after(friday, 1) > date(2026, 2, 20)


@settings(deadline=None, max_examples=30)
@given(st.dates(date(2015, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_the_last_of_some_working_days_is_one_and_their_number_is_right(
    start: date, days: int
) -> None:
    end = LAW.working_days_after(start, days)

    between = [date.fromordinal(day) for day in range(start.toordinal() + 1, end.toordinal() + 1)]
    assert LAW.is_working_day(end)
    assert sum(LAW.is_working_day(day) for day in between) == days


def test_the_employers_own_calendar_comes_first_and_a_units_before_it(tmp_path: Path) -> None:
    write(
        tmp_path, "holidays.csv", HEAD,
        f"{FRIDAY},no,,Ngày thành lập công ty,Nội quy lao động",
        f"{FRIDAY},yes,TA0001A,Ca trực,Nội quy lao động",
        f"{SATURDAY},yes,TA0001A,Làm bù,Thông báo 12",
    )  # fmt: skip

    law = load_law(site=tmp_path, units=["TA0001A", "TB0002B"])

    assert not law.is_working_day(FRIDAY)
    assert not law.is_working_day(FRIDAY, "TB0002B")
    assert law.is_working_day(FRIDAY, "TA0001A")
    assert law.working_days_after(date(2026, 10, 15), 1) == MONDAY
    assert law.working_days_after(date(2026, 10, 15), 2, "TA0001A") == SATURDAY
    assert [(row.table, row.named, row.written) for row in law.of_site()] == [
        ("holidays", "Ngày thành lập công ty", "no"),
        ("holidays", "TA0001A/Ca trực", "yes"),
        ("holidays", "TA0001A/Làm bù", "yes"),
    ]
    assert [row.written for row in law.in_force(SATURDAY) if row.table == "holidays"] == ["yes"]


def test_what_is_wrong_with_the_calendar_is_told_at_once(tmp_path: Path) -> None:
    write(
        tmp_path, "holidays.csv", HEAD,
        "16/10/2026,no,,Nghỉ,Nội quy", f"{FRIDAY},perhaps,TX0009X,Nghỉ,Nội quy",
        f"{MONDAY},no,,,", f"{MONDAY},no,,Nghỉ,Nội quy",
    )  # fmt: skip

    assert problems(site=tmp_path, units=["TA0001A"]) == (
        "law/holidays.csv row 2: date is not a date yyyy-MM-dd: '16/10/2026'",
        "law/holidays.csv row 3: unknown unit: TX0009X",
        "law/holidays.csv row 3: working is none of yes, no: 'perhaps'",
        "law/holidays.csv row 4: name is missing",
        "law/holidays.csv row 4: legal_source is missing",
        f"law/holidays.csv row 5: {MONDAY} stands twice",
    )
