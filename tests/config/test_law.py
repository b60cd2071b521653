"""The law by date."""

from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config import law as module
from config.errors import LawError
from config.law import RATES, TABLES, Fund, Group, Payer, load_law

LAW = load_law()
BUILT_IN = Path(module.__file__).parent / "law"

IN_FORCE = st.dates(date(2025, 7, 1), date(2040, 12, 31))
JANUARY = date(2026, 1, 31)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the tables, to be broken."""
    copied = tmp_path / "law"
    shutil.copytree(BUILT_IN, copied)
    return copied


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def problems(folder: Path) -> tuple[str, ...]:
    with pytest.raises(LawError) as raised:
        load_law(folder)
    return raised.value.problems


def test_a_payroll_fund_of_january_2026_owes_what_the_authority_charged() -> None:
    fund = 10_620_000
    shares = {
        part: sum(LAW.rate(part, payer, Group.VIETNAMESE, JANUARY) for payer in Payer)
        for part in Fund
    }

    due = {part: fund * share / 100 for part, share in shares.items()}

    assert due[Fund.BHXH_SICK] + due[Fund.BHXH_RETIREMENT] == 2_655_000
    assert due[Fund.BHYT] == 477_900
    assert due[Fund.BHTN] == 212_400
    assert due[Fund.TNLD_BNN] == 53_100
    assert sum(due.values()) == 3_398_400


@settings(deadline=None)
@given(IN_FORCE)
def test_vietnamese_owe_32_percent_and_foreigners_30(on: date) -> None:
    assert LAW.total_rate(Group.VIETNAMESE, on) == 32
    assert LAW.total_rate(Group.FOREIGN, on) == 30


def test_employer_and_employee_share_21_5_and_10_5() -> None:
    shares = {
        payer: sum(LAW.rate(fund, payer, Group.VIETNAMESE, JANUARY) for fund in Fund)
        for payer in Payer
    }

    assert shares == {Payer.EMPLOYER: Decimal("21.5"), Payer.EMPLOYEE: Decimal("10.5")}


@pytest.mark.parametrize(
    ("on", "level", "cap"),
    [
        (date(2025, 7, 1), 2_340_000, 46_800_000),
        (date(2026, 6, 30), 2_340_000, 46_800_000),
        (date(2026, 7, 1), 2_530_000, 50_600_000),
    ],
)
def test_the_reference_level_and_its_cap_change_on_their_day(
    on: date, level: int, cap: int
) -> None:
    assert (LAW.reference_level(on), LAW.bhxh_cap(on)) == (level, cap)


@pytest.mark.parametrize(
    ("region", "on", "wage", "cap"),
    [
        (1, date(2025, 12, 31), 4_960_000, 99_200_000),
        (1, date(2026, 1, 1), 5_310_000, 106_200_000),
        (2, date(2026, 1, 1), 4_730_000, 94_600_000),
        (3, date(2026, 1, 1), 4_140_000, 82_800_000),
        (4, date(2026, 1, 1), 3_700_000, 74_000_000),
    ],
)
def test_regional_wages_and_their_caps_change_on_their_day(
    region: int, on: date, wage: int, cap: int
) -> None:
    assert (LAW.region_wage(region, on), LAW.bhtn_cap(region, on)) == (wage, cap)


def test_fourteen_unpaid_days_and_thirty_days_to_declare() -> None:
    assert (LAW.unpaid_days_limit(JANUARY), LAW.declare_within_days(JANUARY)) == (14, 30)


def test_work_begins_at_fifteen_and_a_wage_is_doubted_from_a_billion() -> None:
    assert (LAW.work_age(JANUARY), LAW.wage_doubt(JANUARY)) == (15, 1_000_000_000)


def test_the_law_is_complete_from_the_day_on_which_the_last_table_begins() -> None:
    assert LAW.begins == date(2025, 7, 1)
    assert LAW.is_complete(LAW.begins)
    assert not LAW.is_complete(date(2025, 6, 30))


def test_before_our_tables_begin_there_is_no_answer() -> None:
    with pytest.raises(LawError, match=r"reference_levels\.csv: nothing for all on 2014-01-01"):
        LAW.reference_level(date(2014, 1, 1))


def test_a_region_that_does_not_exist_has_no_wage() -> None:
    with pytest.raises(LawError, match="nothing for 5 on"):
        LAW.region_wage(5, JANUARY)


def test_every_row_says_which_law_it_comes_from() -> None:
    row = LAW.row(RATES, ("unemployment", "employer", "vietnamese"), JANUARY)

    assert row.legal_source.startswith("Luật Việc làm 74/2025/QH15")
    assert row.verified


def test_what_nobody_has_read_in_the_original_stays_unverified() -> None:
    assert not LAW.row(RATES, ("unemployment", "employer", "foreign"), JANUARY).verified


@settings(deadline=None)
@given(IN_FORCE)
def test_every_table_answers_for_every_key_on_every_day(on: date) -> None:
    rows = [LAW.row(table, key, on) for table in TABLES for key in table.keys]

    assert all(row.covers(on) for row in rows)


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
@given(st.dates(date(2025, 7, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_the_last_of_some_working_days_is_one_and_their_number_is_right(
    start: date, days: int
) -> None:
    end = LAW.working_days_after(start, days)

    between = [date.fromordinal(day) for day in range(start.toordinal() + 1, end.toordinal() + 1)]
    assert LAW.is_working_day(end)
    assert sum(LAW.is_working_day(day) for day in between) == days


def test_a_gap_is_told_with_file_and_row(folder: Path) -> None:
    rewrite(folder / "reference_levels.csv", "2340000,2025-07-01", "2340000,2025-07-03")

    assert problems(folder) == ("reference_levels.csv row 3: leaves a gap after 2025-06-30",)


def test_an_overlap_is_told_with_file_and_row(folder: Path) -> None:
    rewrite(folder / "reference_levels.csv", "2025-07-01,2026-06-30", "2025-07-01,")

    assert problems(folder) == ("reference_levels.csv row 4: overlaps the row from 2025-07-01",)


def test_all_problems_of_all_tables_are_told_at_once(folder: Path) -> None:
    rewrite(
        folder / "rates.csv", "sick-maternity,employer,vietnamese,3,", "gym,employer,vietnamese,x,"
    )
    rewrite(folder / "rules.csv", "Luật Việc làm 74/2025/QH15,true", ",perhaps")
    rewrite(folder / "region_wages.csv", "1,4960000,2024-07-01", "1,much,yesterday")
    rewrite(folder / "reference_levels.csv", "2026-06-30", "2024-06-30")

    found = problems(folder)

    assert found == (
        "rates.csv row 2: percent is not a percentage: 'x'",
        "rates.csv row 2: unknown fund/payer/group: gym/employer/vietnamese",
        "rates.csv: no row for sick-maternity/employer/vietnamese",
        "reference_levels.csv row 3: valid_to 2024-06-30 is before valid_from 2025-07-01",
        "reference_levels.csv row 4: leaves a gap after 2024-06-30",
        "region_wages.csv row 2: amount is not a whole number: 'much'",
        "region_wages.csv row 2: valid_from is not a date yyyy-MM-dd: 'yesterday'",
        "rules.csv row 6: legal_source is missing",
        "rules.csv row 6: verified is neither true nor false: 'perhaps'",
    )


def test_an_empty_table_lacks_every_key(folder: Path) -> None:
    (folder / "reference_levels.csv").unlink()

    assert problems(folder) == (
        "reference_levels.csv: cannot be read: FileNotFoundError",
        "reference_levels.csv: no row for all",
    )
