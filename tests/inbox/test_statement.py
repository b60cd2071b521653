from __future__ import annotations

import pytest

from inbox.model import Statement, StatementLine
from inbox.statement import check_statement


def line(number: str, *amounts: int) -> StatementLine:
    bhxh, bhyt, bhtn, bhtnld = amounts or (0, 0, 0, 0)
    return StatementLine(
        number=number,
        text="",
        bhxh=bhxh,
        bhyt=bhyt,
        bhtn=bhtn,
        bhtnld=bhtnld,
        total=bhxh + bhyt + bhtn + bhtnld,
    )


def differences(*lines: StatementLine):
    return check_statement(Statement(unit="TA0001A", agency="07906", period="10/2026", lines=lines))


SECTIONS = (
    line("A", 1_000, 200, 100, 50),
    line("B", 5_000, 900, 400, 100),
    line("C", 4_000, 1_000, 500, 150),
    line("Đ", 2_000, 100, 0, 0),
)
PEOPLE = (
    line("A.1", 10, 10, 9, 10),
    line("B.1.1", 2, 2, 2, 2),
    line("B.1.2", 1, 1, 0, 1),
    line("Đ.1", 11, 11, 11, 11),
)


def test_a_statement_that_adds_up_has_no_differences():
    assert differences(*SECTIONS, *PEOPLE) == ()


def test_a_section_that_does_not_add_up_is_told_per_fund_in_two_languages():
    wrong = line("Đ", 2_000, 100, 7, 0)

    found = differences(*SECTIONS[:3], wrong)

    assert [one.column for one in found] == ["bhtn", "total"]
    assert found[0].reason_vi == "BHTN: A + B − C = 0 nhưng Đ = 7"
    assert found[1].reason_en == "Cộng: A + B − C = 2.100, but Đ = 2.107"


def test_a_head_count_that_does_not_add_up_is_told_but_never_for_the_total():
    found = differences(*PEOPLE[:3], line("Đ.1", 11, 12, 11, 11))

    assert [one.column for one in found] == ["bhyt"]
    assert "A.1 + B.1.1 − B.1.2 = 11" in found[0].reason_vi


@pytest.mark.parametrize("missing", range(4))
def test_an_identity_with_a_missing_line_is_not_judged(missing):
    sections = [one if one.number == "A" else line(one.number, 1, 1, 1, 1) for one in SECTIONS]
    people = [line(one.number, 5, 5, 5, 5) for one in PEOPLE]
    del sections[missing], people[missing]

    assert differences(*sections, *people) == ()


def test_blank_headings_are_filled_from_their_parts():
    lines = (
        line("A."),
        line("A.2", 900, 200, 100, 50),
        line("A.3", 100, 0, 0, 0),
        line("B."),
        line("B.3", 5_100, 900, 400, 100),
        line("B.6", 100, 0, 0, 0),
        line("C."),
        line("C.1", 3_000, 1_000, 500, 150),
        line("C.2", 1_000, 0, 0, 0),
        line("C.2.1", 77, 0, 0, 0),
        line("đ."),
        line("Đ.2", 2_000, 100, 0, 0),
    )

    assert differences(*lines) == ()


def test_parts_alone_are_enough():
    lines = (line("A.2", 1, 1, 1, 1), *SECTIONS[1:])

    found = differences(*lines)

    assert [one.column for one in found] == ["bhxh", "bhyt", "bhtn", "bhtnld", "total"]


def test_nothing_paid_is_a_payment_of_nothing():
    assert differences(SECTIONS[0], line("B"), line("C"), line("Đ", 1_000, 200, 100, 50)) == ()


def test_a_line_that_stands_twice_with_two_figures_is_told_and_not_used():
    found = differences(*SECTIONS, line("Đ", 1, 1, 1, 1))

    assert [one.column for one in found] == [""]
    assert "dòng Đ" in found[0].reason_vi


def test_a_line_that_is_merely_repeated_changes_nothing():
    assert differences(*SECTIONS, SECTIONS[0]) == ()
