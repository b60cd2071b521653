"""The law by date: one row for every change between 2015 and 2026."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import LawError
from config.law import (
    LATE_INTEREST,
    LEVELS,
    RATES,
    RETIREMENT,
    TABLES,
    Fund,
    Group,
    Payer,
    Sex,
    load_law,
)
from config.model import Period

LAW = load_law()

IN_FORCE = st.dates(date(2015, 1, 1), date(2040, 12, 31))
JANUARY = date(2026, 1, 31)
VN, FOREIGN = Group.VIETNAMESE, Group.FOREIGN


def day(text: str) -> date:
    return date.fromisoformat(text)


def shares(group: Group, on: date) -> tuple[Decimal, Decimal]:
    """Return what employer and employee owe together to all funds."""
    of_employer = sum((LAW.rate(fund, Payer.EMPLOYER, group, on) for fund in Fund), Decimal(0))
    of_employee = sum((LAW.rate(fund, Payer.EMPLOYEE, group, on) for fund in Fund), Decimal(0))
    return of_employer, of_employee


def test_a_payroll_fund_of_january_2026_owes_what_the_authority_charged() -> None:
    fund = 10_620_000
    parts = {part: sum(LAW.rate(part, payer, VN, JANUARY) for payer in Payer) for part in Fund}

    due = {part: fund * share / 100 for part, share in parts.items()}

    assert due[Fund.BHXH_SICK] + due[Fund.BHXH_RETIREMENT] == 2_655_000
    assert due[Fund.BHYT] == 477_900
    assert due[Fund.BHTN] == 212_400
    assert due[Fund.TNLD_BNN] == 53_100
    assert sum(due.values()) == 3_398_400


@pytest.mark.parametrize(
    ("since", "until", "employer", "employee"),
    [
        ("2015-01-01", "2017-05-31", "22", "10.5"),  # Luật BHXH 71/2006, then 58/2014
        ("2017-06-01", "2021-06-30", "21.5", "10.5"),  # TNLĐ-BNN 0.5: NĐ 44/2017
        ("2021-07-01", "2021-09-30", "21", "10.5"),  # TNLĐ-BNN 0: NQ 68/NQ-CP
        ("2021-10-01", "2022-06-30", "20", "10.5"),  # BHTN of the employer 0: NQ 116/NQ-CP
        ("2022-07-01", "2022-09-30", "20.5", "10.5"),  # NQ 68 is over
        ("2022-10-01", "2025-06-30", "21.5", "10.5"),  # NQ 116 is over
        ("2025-07-01", "2025-12-31", "21.5", "10.5"),  # Luật BHXH 41/2024
        ("2026-01-01", "2026-10-31", "21.5", "10.5"),  # Luật Việc làm 74/2025, NĐ 374/2025
    ],
)
def test_rates_of_vietnamese_change_on_their_day(
    since: str, until: str, employer: str, employee: str
) -> None:
    for on in (day(since), day(until)):
        assert shares(VN, on) == (Decimal(employer), Decimal(employee))
        assert LAW.total_rate(VN, on) == Decimal(employer) + Decimal(employee)


@pytest.mark.parametrize(
    ("since", "until", "employer", "employee"),
    [
        ("2015-01-01", "2018-11-30", "3", "1.5"),  # BHYT only
        ("2018-12-01", "2021-06-30", "6.5", "1.5"),  # NĐ 143/2018: sick-maternity, TNLĐ-BNN
        ("2021-07-01", "2021-12-31", "6", "1.5"),  # NQ 68/NQ-CP: TNLĐ-BNN 0 for a year
        ("2022-01-01", "2022-06-30", "20", "9.5"),  # NĐ 143/2018: retirement-death
        ("2022-07-01", "2025-06-30", "20.5", "9.5"),
        ("2025-07-01", "2026-10-31", "20.5", "9.5"),  # Luật BHXH 41/2024
    ],
)
def test_rates_of_foreigners_change_on_their_day(
    since: str, until: str, employer: str, employee: str
) -> None:
    for on in (day(since), day(until)):
        assert shares(FOREIGN, on) == (Decimal(employer), Decimal(employee))
        assert LAW.rate(Fund.BHTN, Payer.EMPLOYER, FOREIGN, on) == 0


@pytest.mark.parametrize(
    ("fund", "on", "employer", "employee"),
    [
        (Fund.BHXH_SICK, "2015-06-01", "3", "0"),
        (Fund.BHXH_RETIREMENT, "2015-06-01", "14", "8"),
        (Fund.BHYT, "2015-06-01", "3", "1.5"),
        (Fund.TNLD_BNN, "2017-05-31", "1", "0"),
        (Fund.TNLD_BNN, "2017-06-01", "0.5", "0"),
        (Fund.TNLD_BNN, "2021-06-30", "0.5", "0"),
        (Fund.TNLD_BNN, "2021-07-01", "0", "0"),
        (Fund.TNLD_BNN, "2022-06-30", "0", "0"),
        (Fund.TNLD_BNN, "2022-07-01", "0.5", "0"),
        (Fund.BHTN, "2021-09-30", "1", "1"),
        (Fund.BHTN, "2021-10-01", "0", "1"),
        (Fund.BHTN, "2022-09-30", "0", "1"),
        (Fund.BHTN, "2022-10-01", "1", "1"),
    ],
)
def test_each_fund_changes_on_its_own_day(
    fund: Fund, on: str, employer: str, employee: str
) -> None:
    found = [LAW.rate(fund, payer, VN, day(on)) for payer in Payer]

    assert found == [Decimal(employer), Decimal(employee)]


@pytest.mark.parametrize(
    ("since", "level", "cap"),
    [
        ("2013-07-01", 1_150_000, 23_000_000),
        ("2016-05-01", 1_210_000, 24_200_000),
        ("2017-07-01", 1_300_000, 26_000_000),
        ("2018-07-01", 1_390_000, 27_800_000),
        ("2019-07-01", 1_490_000, 29_800_000),
        ("2023-07-01", 1_800_000, 36_000_000),
        ("2024-07-01", 2_340_000, 46_800_000),
        ("2025-07-01", 2_340_000, 46_800_000),
        ("2026-07-01", 2_530_000, 50_600_000),
    ],
)
def test_the_reference_level_and_its_cap_change_on_their_day(
    since: str, level: int, cap: int
) -> None:
    row = LAW.row(LEVELS, (), day(since))

    assert (row.value, row.valid_from) == (level, day(since))
    for on in (max(day(since), LAW.begins), row.valid_to or date(2026, 10, 31)):
        assert (LAW.reference_level(on), LAW.bhxh_cap(on)) == (level, cap)


@pytest.mark.parametrize(
    ("since", "until", "wages"),
    [
        ("2015-01-01", "2015-12-31", (3_100_000, 2_750_000, 2_400_000, 2_150_000)),
        ("2016-01-01", "2016-12-31", (3_500_000, 3_100_000, 2_700_000, 2_400_000)),
        ("2017-01-01", "2017-12-31", (3_750_000, 3_320_000, 2_900_000, 2_580_000)),
        ("2018-01-01", "2018-12-31", (3_980_000, 3_530_000, 3_090_000, 2_760_000)),
        ("2019-01-01", "2019-12-31", (4_180_000, 3_710_000, 3_250_000, 2_920_000)),
        ("2020-01-01", "2022-06-30", (4_420_000, 3_920_000, 3_430_000, 3_070_000)),
        ("2022-07-01", "2024-06-30", (4_680_000, 4_160_000, 3_640_000, 3_250_000)),
        ("2024-07-01", "2025-06-30", (4_960_000, 4_410_000, 3_860_000, 3_450_000)),
        ("2025-07-01", "2025-12-31", (4_960_000, 4_410_000, 3_860_000, 3_450_000)),
        ("2026-01-01", "2026-10-31", (5_310_000, 4_730_000, 4_140_000, 3_700_000)),
    ],
)
def test_regional_wages_change_on_their_day(since: str, until: str, wages: tuple[int, ...]) -> None:
    for on in (day(since), day(until)):
        assert tuple(LAW.region_wage(region, on) for region in (1, 2, 3, 4)) == wages


@pytest.mark.parametrize(
    ("on", "caps"),
    [
        ("2015-01-01", (62_000_000, 55_000_000, 48_000_000, 43_000_000)),
        ("2024-07-01", (99_200_000, 88_200_000, 77_200_000, 69_000_000)),
        ("2025-12-31", (99_200_000, 88_200_000, 77_200_000, 69_000_000)),
        ("2026-01-01", (106_200_000, 94_600_000, 82_800_000, 74_000_000)),
    ],
)
def test_the_cap_of_unemployment_is_twenty_regional_wages(on: str, caps: tuple[int, ...]) -> None:
    assert tuple(LAW.bhtn_cap(region, day(on)) for region in (1, 2, 3, 4)) == caps


@pytest.mark.parametrize(
    ("on", "floors"),
    [
        ("2015-06-30", (3_100_000, 2_150_000)),
        ("2025-06-30", (4_960_000, 3_450_000)),
        ("2025-07-01", (2_340_000, 2_340_000)),
        ("2026-07-01", (2_530_000, 2_530_000)),
    ],
)
def test_the_lowest_base_was_the_regional_wage_and_is_the_reference_level(
    on: str, floors: tuple[int, int]
) -> None:
    assert (LAW.base_floor(1, day(on)), LAW.base_floor(4, day(on))) == floors


@pytest.mark.parametrize(
    ("fund", "group", "on", "months"),
    [
        (Fund.BHXH_RETIREMENT, VN, "2017-12-31", 3),
        (Fund.BHXH_RETIREMENT, VN, "2018-01-01", 1),
        (Fund.BHXH_SICK, VN, "2025-07-01", 1),
        (Fund.BHTN, VN, "2025-12-31", 3),
        (Fund.BHTN, VN, "2026-01-01", 1),
        (Fund.BHYT, VN, "2025-06-30", 3),
        (Fund.BHXH_SICK, FOREIGN, "2018-11-30", None),
        (Fund.BHXH_SICK, FOREIGN, "2018-12-01", 12),
        (Fund.BHXH_RETIREMENT, FOREIGN, "2021-12-31", None),
        (Fund.BHXH_RETIREMENT, FOREIGN, "2022-01-01", 12),
        (Fund.BHXH_RETIREMENT, FOREIGN, "2025-07-01", 12),
        (Fund.BHTN, FOREIGN, "2026-10-31", None),
    ],
)
def test_a_contract_is_covered_from_so_many_months(
    fund: Fund, group: Group, on: str, months: int | None
) -> None:
    assert LAW.coverage_months(fund, group, day(on)) == months


@pytest.mark.parametrize(
    ("period", "due"),
    [
        ("01/2015", "2015-01-31"),
        ("06/2025", "2025-06-30"),
        ("07/2025", "2025-08-31"),
        ("12/2025", "2026-01-31"),
        ("01/2026", "2026-02-28"),
    ],
)
def test_contributions_are_due_at_the_end_of_the_month_and_later_of_the_following(
    period: str, due: str
) -> None:
    assert LAW.pay_by(Period.parse(period)) == day(due)


def test_before_july_2025_nobody_has_a_number_for_late_interest() -> None:
    assert LAW.interest_per_day(date(2015, 1, 1)) is None
    assert LAW.interest_per_day(date(2025, 6, 30)) is None
    assert LAW.interest_per_day(date(2025, 7, 1)) == Decimal("0.03")
    assert LAW.row(LATE_INTEREST, (), date(2020, 1, 1)).written == "unknown"


@pytest.mark.parametrize(
    ("year", "man", "woman"),
    [
        (2015, (60, 0), (55, 0)),
        (2020, (60, 0), (55, 0)),
        (2021, (60, 3), (55, 4)),
        (2026, (61, 6), (57, 0)),
        (2027, (61, 9), (57, 4)),
        (2028, (62, 0), (57, 8)),
        (2034, (62, 0), (59, 8)),
        (2035, (62, 0), (60, 0)),
        (2040, (62, 0), (60, 0)),
    ],
)
def test_the_age_of_retirement_rises_every_january(
    year: int, man: tuple[int, int], woman: tuple[int, int]
) -> None:
    for on in (date(year, 1, 1), date(year, 12, 31)):
        assert divmod(LAW.retirement_age(False, on), 12) == man
        assert divmod(LAW.retirement_age(True, on), 12) == woman
        assert not LAW.row(RETIREMENT, (Sex.WOMAN,), on).verified


@pytest.mark.parametrize("on", [date(2015, 6, 1), date(2020, 6, 1), JANUARY])
def test_fourteen_unpaid_days_and_thirty_days_to_declare(on: date) -> None:
    assert LAW.unpaid_days_limit(on) == 14
    assert (LAW.declare_within_days(on), LAW.register_within_days(on)) == (30, 30)


@pytest.mark.parametrize(
    ("form", "on", "decision"),
    [
        ("D02-TS", "2017-06-30", "QĐ 959/QĐ-BHXH"),
        ("D02-TS", "2017-07-01", "QĐ 595/QĐ-BHXH"),
        ("D02-TS", "2020-03-27", "QĐ 505/QĐ-BHXH"),
        ("D02-TS", "2020-08-18", "QĐ 1040/QĐ-BHXH"),
        ("D02-TS", "2023-03-28", "QĐ 490/QĐ-BHXH"),
        ("TK1-TS", "2023-03-27", "QĐ 505/QĐ-BHXH"),
        ("D01-TS", "2026-10-31", "QĐ 595/QĐ-BHXH"),
    ],
)
def test_a_form_has_the_version_of_a_decision(form: str, on: str, decision: str) -> None:
    assert (LAW.form_version(form, day(on)) or "").startswith(f"{decision} ")


def test_what_a_list_does_not_name_is_not_in_our_list() -> None:
    assert LAW.agency("07906", JANUARY) == "BHXH cơ sở Bình Thạnh"
    assert LAW.agency("07906", date(2025, 6, 30)) is None
    assert LAW.agency("01903", JANUARY) is None
    assert LAW.form_version("D02-TS", date(2015, 1, 1)) is None
    assert LAW.form_version("X-99", JANUARY) is None


def test_work_begins_at_fifteen_and_a_wage_is_doubted_from_a_billion() -> None:
    assert (LAW.work_age(JANUARY), LAW.wage_doubt(JANUARY)) == (15, 1_000_000_000)


def test_the_law_is_complete_from_the_day_on_which_the_last_table_begins() -> None:
    assert LAW.begins == date(2015, 1, 1)
    assert LAW.is_complete(LAW.begins)
    assert not LAW.is_complete(date(2014, 12, 31))


def test_before_our_tables_begin_there_is_no_answer() -> None:
    with pytest.raises(LawError, match=r"reference_levels\.csv: nothing for all on 2013-06-30"):
        LAW.reference_level(date(2013, 6, 30))


def test_a_region_that_does_not_exist_has_no_wage() -> None:
    with pytest.raises(LawError, match="nothing for 5 on"):
        LAW.region_wage(5, JANUARY)


def test_every_row_says_which_law_it_comes_from() -> None:
    row = LAW.row(RATES, ("unemployment", "employer", "vietnamese"), JANUARY)

    assert row.legal_source.startswith("Luật Việc làm 74/2025/QH15")
    assert row.verified
    assert (row.named, row.written, row.of_site) == ("unemployment/employer/vietnamese", "1", False)


def test_what_nobody_has_read_in_the_original_stays_unverified() -> None:
    assert not LAW.row(RATES, ("unemployment", "employer", "foreign"), JANUARY).verified
    assert not LAW.row(LEVELS, (), date(2026, 7, 1)).verified


@settings(deadline=None)
@given(IN_FORCE)
def test_every_complete_table_answers_for_every_key_on_every_day(on: date) -> None:
    rows = [LAW.row(table, key, on) for table in TABLES for key in table.keys or ()]

    assert all(row.covers(on) for row in rows)
    assert set(map(id, rows)) <= set(map(id, LAW.in_force(on)))


@settings(deadline=None)
@given(IN_FORCE)
def test_a_rate_changes_only_where_a_row_begins(on: date) -> None:
    before = on - timedelta(days=1)
    keys = RATES.keys or frozenset()

    changed = {
        key
        for key in keys
        if before >= LAW.begins and LAW.row(RATES, key, on) != LAW.row(RATES, key, before)
    }

    assert all(LAW.row(RATES, key, on).valid_from == on for key in changed)
