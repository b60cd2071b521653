"""Tests of the shelf of questions."""

from __future__ import annotations

import pytest

from pipeline.errors import MoveLostError, NotFoundError
from pipeline.states import DropState
from tests.pipeline.ledgers import convert, events, opened, plan, question, record


@pytest.fixture
def ledger(tmp_path):
    with opened(tmp_path) as found:
        yield found


def states(ledger, drop):
    return {
        hold.id: hold.state
        for state in ("open", "released", "closed")
        for hold in ledger.holds.of_drop(drop, state)
    }


def test_questions_are_asked_in_the_order_of_the_file_the_absent_first(ledger):
    asked = (question("drop1", 9), question("drop1", 2), question("drop1", None))

    convert(ledger, "drop1", plan(), asked)

    assert [hold.row for hold in ledger.holds.open()] == [None, 2, 9]
    assert ledger.holds.of_drop("drop1") == ledger.holds.open()
    assert ledger.holds.get("drop1/2") == asked[1]


def test_a_later_file_of_the_unit_decides_open_questions(ledger):
    convert(ledger, "drop1", plan(), (question("drop1"),))

    convert(ledger, "drop2", plan(opens=None), (question("drop2", 7),))

    assert states(ledger, "drop1") == {"drop1/5": "closed"}
    assert [hold.id for hold in ledger.holds.open()] == ["drop2/7"]
    assert (None, None, "câu hỏi / questions: 1 mới / new, 1 đóng / closed") in events(
        ledger, "drop2"
    )


def test_questions_about_other_units_stay_open(ledger):
    convert(ledger, "drop1", plan(), (question("drop1", unit="TB0002B"),))

    convert(ledger, "drop2", plan(opens=None))

    assert states(ledger, "drop1") == {"drop1/5": "open"}


def test_releasing_a_person_sends_the_file_through_the_conversion_again(ledger):
    convert(ledger, "drop1", plan(), (question("drop1"),))

    ledger.holds.release(ledger.holds.get("drop1/5"), "wage is right", ledger.drops)

    assert ledger.drops.get("drop1").state is DropState.EXAMINED
    assert states(ledger, "drop1") == {"drop1/5": "released"}
    assert events(ledger, "drop1/5") == [
        ("open", "released", "cho đi tiếp / released Q-WAGE: wage is right")
    ]


def test_several_people_are_released_one_after_the_other(ledger):
    convert(ledger, "drop1", plan(), (question("drop1", 1), question("drop1", 2)))
    for hold in ledger.holds.open():
        ledger.holds.release(hold, "right", ledger.drops)

    drop = record(ledger, ledger.drops.get("drop1"), plan(opens=None))

    assert drop.state is DropState.CONVERTED
    assert states(ledger, "drop1") == {"drop1/1": "released", "drop1/2": "released"}


def test_a_person_is_released_once(ledger):
    convert(ledger, "drop1", plan(), (question("drop1"),))
    hold = ledger.holds.get("drop1/5")
    ledger.holds.release(hold, "An says so", ledger.drops)

    with pytest.raises(MoveLostError):
        ledger.holds.release(hold, "Bình says so", ledger.drops)


def test_the_next_conversion_may_ask_the_same_again(ledger):
    asked = (question("drop1", 1), question("drop1", 2))
    convert(ledger, "drop1", plan(), asked)
    ledger.holds.release(ledger.holds.get("drop1/1"), "right", ledger.drops)

    record(ledger, ledger.drops.get("drop1"), plan(opens=None), (question("drop1", 2),))

    assert states(ledger, "drop1") == {"drop1/1": "released", "drop1/2": "open"}


def test_another_question_about_a_released_person_is_asked(ledger):
    convert(ledger, "drop1", plan(), (question("drop1"),))
    ledger.holds.release(ledger.holds.get("drop1/5"), "right", ledger.drops)

    other = question("drop1", code="Q-REFUSED")
    record(ledger, ledger.drops.get("drop1"), plan(opens=None), (other,))

    assert ledger.holds.open() == [other]


def test_a_word_given_while_the_file_is_converted_is_never_lost(ledger):
    convert(ledger, "drop1", plan(), (question("drop1", 1), question("drop1", 2)))
    first, second = ledger.holds.open()
    ledger.holds.release(first, "right", ledger.drops)
    working_on = ledger.drops.get("drop1")
    ledger.holds.release(second, "right, too", ledger.drops)

    with pytest.raises(MoveLostError):
        record(ledger, working_on, plan(opens=None), (second,))

    assert ledger.drops.get("drop1").state is DropState.EXAMINED
    assert states(ledger, "drop1") == {"drop1/1": "released", "drop1/2": "released"}


def test_a_question_that_is_not_there_is_not_found(ledger):
    with pytest.raises(NotFoundError):
        ledger.holds.get("drop1/1")
