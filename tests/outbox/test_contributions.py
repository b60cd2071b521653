"""Contributions to the dong: hand-worked cases, the golden month, and what must always hold."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.law import Fund, Payer, load_law
from config.model import Period
from outbox.contributions import contributions, participation, totals
from outbox.expected import Due, due, each_person, heads
from tests.outbox.payroll import HERE, THERE, frame, row, rules

LAW, UNITS = load_law(), rules().units
_WRITTEN = Path(__file__).with_name("contributions.csv").read_text("utf-8")
CASES = list(csv.DictReader(_WRITTEN.splitlines()))
"""Worked by hand by a second reader, from public sources named in each row."""
SHARES = {
    "sick_employer": (Fund.BHXH_SICK, Payer.EMPLOYER),
    "retirement_employer": (Fund.BHXH_RETIREMENT, Payer.EMPLOYER),
    "retirement_employee": (Fund.BHXH_RETIREMENT, Payer.EMPLOYEE),
    "accident_employer": (Fund.TNLD_BNN, Payer.EMPLOYER),
    "health_employer": (Fund.BHYT, Payer.EMPLOYER),
    "health_employee": (Fund.BHYT, Payer.EMPLOYEE),
    "unemployment_employer": (Fund.BHTN, Payer.EMPLOYER),
    "unemployment_employee": (Fund.BHTN, Payer.EMPLOYEE),
}
OCTOBER = Period(2026, 10)
SENIOR = {"PhuCapTNVK": "6", "PhuCapTNNghe": "10"}


def people(*rows):
    """Return a roster of these people, all at work unless a row says else."""
    roster = frame(*rows, columns=list(row()))
    return roster.assign(TinhTrang=roster["TrangThai"].replace("", "DangLam"))


def worked_out(*rows, period=OCTOBER, takes_part=None):
    return contributions(people(*rows), period, LAW, UNITS, takes_part)


def of(found, fund, payer):
    return found.amount(fund, payer).tolist()


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_a_person_owes_what_was_worked_out_by_hand(case):
    nation = "KR" if case["group"] == "foreign" else "VN"
    person = row(TienLuong=case["wage"], QuocTich=nation, MavungLTT=f"0{case['region']}")

    found = worked_out(person, period=Period.parse(case["period"]))

    told = {name: of(found, fund, payer)[0] for name, (fund, payer) in SHARES.items()}
    assert told == {name: int(case[name]) for name in SHARES}
    assert found.base(Fund.BHXH_SICK)[0] == int(case["base_bhxh"])
    assert found.base(Fund.BHTN)[0] == int(case["base_bhtn"])
    assert sum(total.sum for total in totals(found)) == int(case["total"])


def test_two_people_of_the_golden_month_owe_what_vss_said():
    staff = [row(each, TienLuong="5310000", MavungLTT="01") for each in (1, 2)]

    found = worked_out(*staff, period=Period(2026, 1))

    assert sum(total.sum for total in totals(found)) == 3_398_400
    assert due(found) == {
        "bhxh": Due(least=2_655_000, most=2_655_000),
        "bhyt": Due(least=477_900, most=477_900),
        "bhtn": Due(least=212_400, most=212_400),
        "bhtnld": Due(least=53_100, most=53_100),
    }
    assert heads(found) == {"bhxh": 2, "bhyt": 2, "bhtn": 2, "bhtnld": 2}


def test_allowances_in_money_count_and_those_in_coefficients_do_not_beside_money():
    person = row(TienLuong="9000000", PhuCapLuong="500000", PhuCapBosung="200000", PhuCapCV="0.5")

    assert worked_out(person).wage.tolist() == [9_700_000]


@pytest.mark.parametrize(
    ("told", "base"),
    [
        ({"TienLuong": "4.98"}, 12_599_400),
        ({"TienLuong": "4,98", "PhuCapCV": "0.5"}, 13_864_400),
        ({"TienLuong": "4.98", "PhuCapTNVK": "6"}, 13_355_364),
        ({"TienLuong": "4.98", "PhuCapCV": "0.5", **SENIOR}, 16_082_400),
        ({"TienLuong": "4.98", "PhuCapLuong": "900000"}, 12_599_400),
        ({"TienLuong": "100"}, 253_000_000),
        ({"TienLuong": "101"}, 101),
        ({"TienLuong": "0"}, 0),
        ({"TienLuong": "9.000.000"}, 0),
    ],
)
def test_a_coefficient_counts_with_its_allowances_times_the_base_wage(told, base):
    assert worked_out(row(**told)).wage.tolist() == [base]


def test_steps_of_the_scale_do_not_get_mixed_up():
    steps = ["2.34", "4.98", "2.34", "9000000", "3.33"]

    found = worked_out(*(row(number, TienLuong=step) for number, step in enumerate(steps)))

    assert found.wage.tolist() == [5_920_200, 12_599_400, 5_920_200, 9_000_000, 8_424_900]


def test_staff_on_the_states_scale_have_the_cap_of_the_reference_level_for_bhtn():
    found = worked_out(row(TienLuong="30"), row(2, TienLuong="75900000"))

    assert found.base(Fund.BHTN).tolist() == [50_600_000, 75_900_000]
    assert found.capped().tolist() == [True, True]


def test_the_region_is_the_persons_own_or_the_units_or_else_the_one_with_the_highest_cap():
    rich = [
        row(1, TienLuong="150000000", MavungLTT="04"),
        row(2, TienLuong="150000000", MaDonVi=THERE),
        row(3, TienLuong="150000000", MaDonVi="ZZ0009Z"),
    ]

    found = worked_out(*rich)

    assert found.base(Fund.BHTN).tolist() == [74_000_000, 94_600_000, 106_200_000]


def test_nobody_on_a_declared_leave_contributes():
    found = worked_out(*(row(TrangThai=leave) for leave in ("ThaiSan", "OmDau", "KhongLuong")))

    assert not found.takes_part.any()
    assert [total.sum for total in totals(found)] == [0] * 5
    assert not found.low.any()


def test_a_foreigner_takes_no_part_in_unemployment_insurance():
    found = worked_out(row(QuocTich="KR"), row(2, QuocTich=""))

    assert found.people(Fund.BHTN).tolist() == [False, True]
    assert found.people(Fund.BHYT).tolist() == [True, True]


def test_a_roster_that_says_the_funds_is_believed_where_it_says_them():
    roster = people(row(1), row(2, QuocTich="KR"), row(3), row(4))
    roster["Quy"] = pd.Series(["A", "", "-", "SRAHU"], dtype="str")

    mask = participation(roster, LAW, date(2026, 10, 1))

    assert mask.sum(axis=1).tolist() == [1, 4, 0, 5]
    assert mask[0].tolist() == [False, False, True, False, False]


def test_who_takes_part_may_be_told_from_outside():
    only_accident = np.array([[False, False, True, False, False]])

    found = worked_out(row(TienLuong="60000000"), takes_part=only_accident)

    assert [total.sum for total in totals(found)] == [0, 0, 253_000, 0, 0]
    assert each_person(found).tolist() == [[0, 0, 0, 253_000, 0, 0, 0, 1]]


def test_a_base_below_the_lowest_is_told_and_not_raised():
    found = worked_out(row(TienLuong="2000000"), row(2, TienLuong="2530000"))

    assert found.low.tolist() == [True, False]
    assert found.base(Fund.BHXH_SICK).tolist() == [2_000_000, 2_530_000]


def test_what_is_due_allows_for_every_way_of_rounding():
    found = worked_out(row(TienLuong="7654321"), period=Period(2026, 10))

    assert due(found)["bhxh"] == Due(least=1_913_580, most=1_913_581)


def test_totals_are_one_row_per_unit_and_fund():
    table = totals(worked_out(row(1, MaDonVi=THERE), row(2), row(3, QuocTich="KR")))

    assert [total.unit for total in table] == [HERE] * 5 + [THERE] * 5
    assert [total.people for total in table] == [2, 2, 2, 2, 1, 1, 1, 1, 1, 1]
    assert [total.fund for total in table] == [*Fund, *Fund]


def test_totals_may_count_some_of_the_people():
    found = worked_out(row(1), row(2, MaDonVi=THERE))

    table = totals(found, np.array([False, True]))

    assert [total.people for total in table] == [0] * 5 + [1] * 5


def test_a_fund_that_only_vietnamese_pay_into_has_no_foreigners():
    found = worked_out(row(QuocTich="KR"), period=Period(2018, 12))
    relieved = worked_out(row(QuocTich="KR"), row(2), period=Period(2021, 7))

    assert not found.people(Fund.BHXH_RETIREMENT).any()
    assert relieved.people(Fund.TNLD_BNN).all()


def test_the_lowest_base_is_that_of_its_time():
    poor = row(TienLuong="2400000", MavungLTT="04")

    lows = [worked_out(poor, period=Period(year, 7)).low[0] for year in (2016, 2017, 2025, 2026)]

    assert lows == [False, True, False, True]


def test_nobody_owes_nothing():
    assert totals(worked_out()) == ()
    assert due(worked_out())["bhxh"] == Due(least=0, most=0)


persons = st.builds(
    row,
    st.integers(1, 99),
    TienLuong=st.one_of(
        st.integers(0, 10**11).map(str),
        st.decimals(0, 100, places=2).map(str),
        st.sampled_from(["", "x", "-5"]),
    ),
    PhuCapLuong=st.sampled_from(["", "1", "999999"]),
    PhuCapTNVK=st.sampled_from(["", "0.5", "17", "x"]),
    QuocTich=st.sampled_from(["VN", "", "KR"]),
    MaDonVi=st.sampled_from([HERE, THERE]),
    MavungLTT=st.sampled_from(["", "01", "02", "03", "04"]),
    TrangThai=st.sampled_from(["", "DangLam", "ThaiSan"]),
)


@settings(max_examples=12)
@given(st.lists(persons, max_size=5), st.randoms())
def test_sums_are_those_of_the_people_in_any_order(staff, dice):
    found = worked_out(*staff)
    dice.shuffle(staff)

    shuffled = worked_out(*staff)

    assert totals(found) == totals(shuffled)
    alone = sum(total.sum for each in staff for total in totals(worked_out(each)))
    assert sum(total.sum for total in totals(found)) == alone == each_person(found)[:, :4].sum()


@settings(max_examples=12)
@given(persons, st.integers(0, 10**9))
def test_nothing_is_negative_capped_or_lower_for_a_higher_wage(person, more):
    higher = {**person, "TienLuong": str(int(worked_out(person).wage[0]) + 101 + more)}

    found, raised = worked_out(person), worked_out(higher)

    assert (each_person(found) >= 0).all()
    assert found.social[0] <= LAW.bhxh_cap(OCTOBER.first_day)
    assert (raised.base(Fund.BHYT) >= found.base(Fund.BHYT)).all()
    assert (raised.base(Fund.BHTN) >= found.base(Fund.BHTN)).all()
    assert due(raised)["bhxh"].least >= due(found)["bhxh"].least
