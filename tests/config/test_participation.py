"""Who takes part in which funds, by date."""

from __future__ import annotations

from datetime import date

import pytest

from config.law import Fund, Group, load_law
from config.participation import Kind, Late

LAW = load_law()
SICK, RETIREMENT, ACCIDENT, HEALTH, UNEMPLOYMENT = Fund
ALL = set(Fund)


@pytest.mark.parametrize(
    ("kind", "on", "funds"),
    [
        (Kind.EMPLOYEE, date(2015, 1, 1), ALL),
        (Kind.EMPLOYEE, date(2026, 10, 1), ALL),
        (Kind.UNDER_3_MONTHS, date(2017, 12, 31), set()),
        (Kind.UNDER_3_MONTHS, date(2018, 1, 1), {SICK, RETIREMENT, ACCIDENT}),
        (Kind.UNDER_3_MONTHS, date(2025, 7, 1), ALL - {UNEMPLOYMENT}),
        (Kind.UNDER_3_MONTHS, date(2026, 1, 1), ALL),
        (Kind.UNDER_1_MONTH, date(2026, 10, 1), set()),
        (Kind.PROBATION, date(2026, 10, 1), set()),
        (Kind.FOREIGN, date(2018, 11, 30), {HEALTH}),
        (Kind.FOREIGN, date(2018, 12, 1), {SICK, ACCIDENT, HEALTH}),
        (Kind.FOREIGN, date(2022, 1, 1), ALL - {UNEMPLOYMENT}),
        (Kind.FOREIGN_SHORT, date(2026, 10, 1), {HEALTH}),
        (Kind.FOREIGN_EXEMPT, date(2026, 10, 1), {HEALTH}),
        (Kind.PENSIONER, date(2026, 10, 1), set()),
        (Kind.PENSION_ELIGIBLE, date(2025, 12, 31), ALL),
        (Kind.PENSION_ELIGIBLE, date(2026, 1, 1), ALL - {UNEMPLOYMENT}),
        (Kind.SECOND_EMPLOYER, date(2026, 10, 1), {ACCIDENT}),
    ],
)
def test_a_kind_takes_part_in_its_funds_from_its_day(
    kind: Kind, on: date, funds: set[Fund]
) -> None:
    assert LAW.funds(kind, on) == funds


@pytest.mark.parametrize("fund", Fund)
@pytest.mark.parametrize(
    ("kind", "group", "months"),
    [
        (Kind.EMPLOYEE, Group.VIETNAMESE, 3),
        (Kind.UNDER_3_MONTHS, Group.VIETNAMESE, 1),
        (Kind.UNDER_1_MONTH, Group.VIETNAMESE, 0),
        (Kind.FOREIGN, Group.FOREIGN, 12),
        (Kind.FOREIGN_SHORT, Group.FOREIGN, 3),
    ],
)
def test_a_kind_takes_part_where_its_contract_is_long_enough(
    fund: Fund, kind: Kind, group: Group, months: int
) -> None:
    for on in (date(year, month, 1) for year in range(2015, 2027) for month in range(1, 13)):
        least = LAW.coverage_months(fund, group, on)

        assert (fund in LAW.funds(kind, on)) == (least is not None and months >= least), on


@pytest.mark.parametrize(
    ("late", "lines"), [(Late.ARRIVAL, 1), (Late.DEPARTURE, 0), (Late.MATERNITY_LEAVE, 2)]
)
def test_the_health_fund_of_past_months_follows_what_happened(late: Late, lines: int) -> None:
    assert LAW.past_health(late, date(2026, 10, 1)) == lines


def test_procedure_600_reaches_six_months_back() -> None:
    assert LAW.back_dated_months(date(2026, 10, 1)) == 6


def test_working_days_are_counted_between_two_days_that_both_count() -> None:
    assert LAW.working_days_between(date(2026, 10, 12), date(2026, 10, 18)) == 5
    assert LAW.working_days_between(date(2026, 10, 18), date(2026, 10, 18)) == 0
    assert LAW.working_days_between(date(2026, 10, 18), date(2026, 10, 17)) == 0
