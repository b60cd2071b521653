"""What a file does to the month's contributions: before, after, who, and who is capped."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.errors import LawError
from config.model import Period
from outbox.amounts import amounts
from outbox.contributions import contributions, totals
from outbox.roster import fold
from tests.outbox.payroll import HERE, THERE, declared, row, rules, work

OCTOBER = Period(2026, 10)


def told(now, before, period=OCTOBER):
    known = declared(*before)
    lines = work(*now, known=known).lines
    return amounts(known.roster, lines, period, rules())


def people(found):
    return found.changed.to_dict("records")


def test_a_file_without_changes_changes_no_amount():
    found = told([row(1), row(2)], [row(1), row(2)])

    assert found.before == found.after
    assert sum(total.sum for total in found.after) == 5_760_000
    assert people(found) == []


def test_a_rise_an_arrival_and_a_departure_are_told_by_person():
    before = [row(1), row(2), row(3)]
    now = [row(1, TienLuong="10000000"), row(2), row(3, TrangThai="NghiViec"), row(4)]

    found = told(now, before)

    assert [(each["person"], each["sum_before"], each["sum_after"]) for each in people(found)] == [
        ("NV00001", 2_880_000, 3_200_000),
        ("NV00003", 2_880_000, 0),
        ("NV00004", 0, 2_880_000),
    ]
    assert [(each["base_before"], each["base_after"]) for each in people(found)] == [
        (9_000_000, 10_000_000),
        (9_000_000, 0),
        (0, 9_000_000),
    ]
    assert people(found)[2]["name"] == row(4)["HoTen"]
    assert sum(total.sum for total in found.after) - sum(total.sum for total in found.before) == (
        320_000
    )


def test_a_unit_that_the_file_brings_was_nothing_before():
    found = told([row(1), row(2, MaDonVi=THERE)], [row(1)])

    assert [(total.unit, total.people) for total in found.before[::5]] == [(HERE, 1), (THERE, 0)]
    assert [(total.unit, total.people) for total in found.after[::5]] == [(HERE, 1), (THERE, 1)]


def test_whose_base_is_capped_afterwards_is_told():
    before = [row(1, TienLuong="60000000"), row(2, TienLuong="60000000"), row(3)]
    now = [before[0], row(2, TienLuong="9000000"), row(3, TienLuong="120000000")]

    capped = told(now, before).capped.to_dict("records")

    assert [(each["person"], each["wage"], each["social"]) for each in capped] == [
        ("NV00001", 60_000_000, 50_600_000),
        ("NV00003", 120_000_000, 50_600_000),
    ]
    assert [each["unemployment"] for each in capped] == [60_000_000, 106_200_000]


def test_a_month_beyond_our_law_is_not_guessed():
    with pytest.raises(LawError):
        told([row(1)], [row(1)], Period(2009, 1))


persons = st.builds(
    row,
    st.integers(1, 6),
    TienLuong=st.sampled_from(["9000000", "9100000", "60000000"]),
    TrangThai=st.sampled_from(["", "", "NghiViec", "ThaiSan"]),
)


@settings(max_examples=6, deadline=None)
@given(*[st.lists(persons, max_size=5, unique_by=lambda each: each["MaNV"])] * 2)
def test_the_sums_are_those_of_the_roster_after_the_lines(before, now):
    known = declared(*before)
    lines = work(*now, known=known).lines

    found = amounts(known.roster, lines, OCTOBER, rules())

    whole = fold(known.roster, lines, {})
    after = contributions(whole, OCTOBER, rules().law, rules().units)
    mine = [total for total in found.after if total.people]
    assert mine == [total for total in totals(after) if total.people]
    grown = sum(total.sum for total in found.after) - sum(total.sum for total in found.before)
    assert grown == (found.changed["sum_after"] - found.changed["sum_before"]).sum()
