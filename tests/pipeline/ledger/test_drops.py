"""Tests of the shelf of drops."""

from __future__ import annotations

import pytest

from pipeline.errors import LedgerError, MoveLostError, NotFoundError
from pipeline.model import Balance
from pipeline.states import DropState
from tests.pipeline.ledgers import (
    Clock,
    arrive,
    built,
    convert,
    events,
    examine,
    opened,
    plan,
    question,
    record,
    reopen,
    row,
    sha,
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    with opened(tmp_path, clock) as found:
        yield found


def test_the_same_bytes_are_one_drop_and_a_pointer_to_it(ledger, clock):
    arrive(ledger, "first")
    clock.pass_by(minutes=1)

    again = arrive(ledger, "second", name="other.csv", sha256=sha("first"))

    assert (again.state, again.duplicate_of) == (DropState.DUPLICATE, "first")
    assert again.reason == "cùng nội dung với tệp / the same bytes as first"


def test_three_copies_all_point_to_the_first(ledger, clock):
    for key in ("a", "b", "c"):
        arrive(ledger, key, sha256=sha("same"))
        clock.pass_by(seconds=1)

    assert [drop.duplicate_of for drop in ledger.drops.all()] == [None, "a", "a"]


def test_a_person_may_take_the_same_bytes_again(ledger):
    arrive(ledger, "first")

    again = arrive(ledger, "second", sha256=sha("first"), again=True)

    assert again.state is DropState.ARRIVED


def test_a_claim_that_is_finished_twice_is_one_drop_and_one_event(ledger):
    arrive(ledger, "drop1")

    twice = arrive(ledger, "drop1", name="changed.csv")

    assert twice.name == "drop1.csv"
    assert events(ledger, "drop1") == [
        (None, "arrived", "nhận qua nguồn / arrived by feed payroll")
    ]


def test_a_claim_that_is_finished_after_its_drop_went_on_changes_nothing(ledger):
    drop = examine(ledger, arrive(ledger, "drop1"))

    assert arrive(ledger, "drop1") == drop


def test_the_database_itself_refuses_a_second_drop_of_one_content(ledger):
    arrive(ledger, "first")

    with pytest.raises(LedgerError, match="IntegrityError"), ledger.store.change() as tx:
        tx.exec_driver_sql(
            "INSERT INTO drops (id, feed, name, sha256, size, state, arrived_at, arrival) "
            "VALUES ('x', 'f', 'n', ?, 1, 'arrived', '2026-11-05', 9)",
            (sha("first"),),
        )


def test_drops_are_found_by_id_name_or_content(ledger):
    drop = arrive(ledger, "drop1", name="nhà máy/lương.csv")

    for text in ("drop1", "nhà máy/lương.csv", drop.sha256[:8], drop.sha256):
        assert ledger.drops.named(text) == [drop]
    for text in ("", drop.sha256[:7], "%", "________"):
        assert ledger.drops.named(text) == []


def test_a_drop_that_is_not_there_is_not_found(ledger):
    with pytest.raises(NotFoundError):
        ledger.drops.get("nothing")


def test_what_is_due_is_neither_held_nor_waiting(ledger, clock):
    for key in ("free", "held", "waiting"):
        arrive(ledger, key)
        clock.pass_by(seconds=1)
    ledger.drops.hold(ledger.drops.get("held"), ["approval"], "wait", Balance(rows=1, held=1))
    later = clock.now.replace(hour=9)
    ledger.drops.try_later(ledger.drops.get("waiting"), later, "disk: full")

    now = [drop.id for drop in ledger.drops.due(DropState.ARRIVED, clock.now)]
    then = [drop.id for drop in ledger.drops.due(DropState.ARRIVED, later)]

    assert (now, then) == (["free"], ["free", "waiting"])


def test_a_usable_file_has_counts_and_no_reason(ledger):
    drop = examine(ledger, arrive(ledger, "drop1"), rows=7)

    assert (drop.balance.rows, drop.reason, drop.period) == (7, None, "10/2026")


def test_an_invalid_file_says_why(ledger):
    drop = arrive(ledger, "drop1")

    ledger.drops.examined(
        drop, DropState.INVALID, because="2 errors", balance=Balance(rows=3, rejected=3), errors=2
    )

    found = ledger.drops.get("drop1")
    assert (found.state, found.reason, found.errors) == (DropState.INVALID, "2 errors", 2)


def test_released_brakes_add_up_whoever_looked_first(ledger):
    drop = examine(ledger, arrive(ledger, "drop1"))
    ledger.drops.hold(drop, ["approval", "wage-sum"], "look", Balance(rows=3, held=3))
    both_saw = ledger.drops.get("drop1")

    ledger.drops.release(both_saw, ["approval"], "seen by An")
    ledger.drops.release(both_saw, ["wage-sum"], "seen by Bình")

    found = ledger.drops.get("drop1")
    assert (found.held_because, found.released) == (None, "approval,wage-sum")
    assert events(ledger, "drop1")[-2:] == [
        (None, None, "cho đi tiếp / released approval: seen by An"),
        (None, None, "cho đi tiếp / released wage-sum: seen by Bình"),
    ]


def test_an_act_on_a_drop_that_went_on_is_lost(ledger):
    drop = arrive(ledger, "drop1")
    examine(ledger, drop)

    with pytest.raises(MoveLostError):
        ledger.drops.hold(drop, ["approval"], "look", Balance())
    with pytest.raises(MoveLostError):
        ledger.drops.try_now(drop)


def test_a_failure_that_needs_a_person_holds_until_retry(ledger, clock):
    drop = arrive(ledger, "drop1")
    ledger.drops.try_later(drop, None, "bug: KeyError")
    held = ledger.drops.get("drop1")

    ledger.drops.try_now(held)

    assert (held.held_because, held.attempts) == ("failed", 1)
    assert [drop.id for drop in ledger.drops.due(DropState.ARRIVED, clock.now)] == ["drop1"]


def test_retry_does_not_release_a_brake(ledger):
    drop = arrive(ledger, "drop1")
    ledger.drops.hold(drop, ["approval"], "look", Balance())

    ledger.drops.try_now(ledger.drops.get("drop1"))

    assert ledger.drops.get("drop1").held_because == "approval"


def test_a_withdrawn_file_reports_nobody_and_asks_nothing(ledger):
    drop = convert(ledger, "drop1", plan(), (question("drop1"),))
    reopen(ledger, drop.id)

    ledger.drops.withdraw(ledger.drops.get("drop1"), "wrong month")

    found = ledger.drops.get("drop1")
    assert found.state is DropState.INVALID
    assert found.balance == Balance(rows=3, rejected=3)
    assert ledger.holds.open() == []


def test_only_a_converted_file_is_converted_again(ledger):
    examine(ledger, arrive(ledger, "drop1"))

    reopen(ledger, "drop1")

    assert ledger.drops.get("drop1").state is DropState.EXAMINED
    assert len(events(ledger, "drop1")) == 2


def test_a_feed_is_approved_once_somebody_was_reported(ledger, clock):
    convert(ledger, "quiet", plan())
    clock.pass_by(days=1)
    first = convert(ledger, "first", plan(row(1), opens=None))
    clock.pass_by(days=1)
    second = convert(ledger, "second", plan(row(2), opens=None))
    other = arrive(ledger, "other", feed="workbooks")

    assert ledger.drops.latest_report("payroll", second) == first
    assert ledger.drops.latest_report("payroll", first) == second
    assert ledger.drops.latest_report("workbooks", other) is None


def test_a_file_without_news_does_not_count_as_approved(ledger):
    convert(ledger, "quiet", plan())
    drop = examine(ledger, arrive(ledger, "first"))

    assert ledger.drops.latest_report("payroll", drop) is None


def test_hr_is_told_once_for_each_thing_that_happens(ledger):
    dossier = built(ledger)
    due = ledger.drops.feedback_due()
    ledger.drops.feedback_done(due[0])
    nothing_new = ledger.drops.feedback_due()

    ledger.dossiers.withdraw(dossier, "not needed")

    assert [drop.id for drop in due] == ["drop1"]
    assert nothing_new == []
    assert [drop.id for drop in ledger.drops.feedback_due()] == ["drop1"]


def test_a_second_conversion_without_news_keeps_what_hr_must_be_told(ledger):
    built(ledger)
    reopen(ledger, "drop1")

    record(ledger, ledger.drops.get("drop1"), plan(opens=None))

    assert [drop.id for drop in ledger.drops.feedback_due()] == ["drop1"]
