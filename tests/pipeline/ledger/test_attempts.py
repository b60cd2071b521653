"""Tests of the shelf of attempts: the fence that keeps a dossier from being filed twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pipeline.errors import LedgerError, MoveLostError
from pipeline.states import DossierState
from tests.pipeline.ledgers import (
    apply,
    built,
    convert,
    events,
    keep,
    opened,
    plan,
    row,
    ship,
    shipped,
    sign,
)


@pytest.fixture
def ledger(tmp_path):
    with opened(tmp_path) as found:
        yield found


@pytest.fixture
def signed(ledger):
    return sign(ledger, built(ledger).id)


def temp_name(number):
    return f".dossier.{number}.part"


def test_an_attempt_is_durable_before_anything_reaches_the_server(ledger, signed):
    attempt = ledger.attempts.begin(signed.id, temp_name)

    assert (attempt.number, attempt.temp_name, attempt.committing) == (1, temp_name(1), False)
    assert ledger.attempts.open(signed.id) == attempt


def test_each_attempt_has_a_number_and_a_name_of_its_own(ledger, signed):
    first = ledger.attempts.begin(signed.id, temp_name)
    ledger.attempts.abandoned(first, "connection lost")

    second = ledger.attempts.begin(signed.id, temp_name)

    assert (second.number, second.temp_name) == (2, temp_name(2))


def test_no_second_attempt_begins_before_the_first_is_fenced_off(ledger, signed):
    ledger.attempts.begin(signed.id, temp_name)

    with pytest.raises(MoveLostError, match="open attempt"):
        ledger.attempts.begin(signed.id, temp_name)


@pytest.mark.parametrize("state", ["built", "shipped"])
def test_only_a_signed_dossier_is_attempted(ledger, state):
    dossier = built(ledger) if state == "built" else shipped(ledger)

    with pytest.raises(MoveLostError):
        ledger.attempts.begin(dossier.id, temp_name)


def test_a_dossier_that_is_not_there_is_a_ledger_error(ledger):
    with pytest.raises(LedgerError):
        ledger.attempts.begin("nothing", temp_name)


def test_two_attempts_never_share_a_temporary_name(ledger, signed):
    first = ledger.attempts.begin(signed.id, lambda _: ".same.part")
    ledger.attempts.abandoned(first, "connection lost")

    with pytest.raises(LedgerError, match="IntegrityError"):
        ledger.attempts.begin(signed.id, lambda _: ".same.part")


def test_past_no_return_an_attempt_is_never_abandoned(ledger, signed):
    attempt = ledger.attempts.begin(signed.id, temp_name)
    ledger.attempts.committing([attempt])

    with pytest.raises(MoveLostError):
        ledger.attempts.abandoned(attempt, "connection lost")

    found = ledger.attempts.open(signed.id)
    assert found is not None
    assert found.committing


def test_an_abandoned_attempt_never_commits(ledger, signed):
    attempt = ledger.attempts.begin(signed.id, temp_name)
    ledger.attempts.abandoned(attempt, "connection lost")

    with pytest.raises(MoveLostError):
        ledger.attempts.committing([attempt])


def test_a_batch_passes_no_return_together_or_not_at_all(ledger):
    convert(ledger, "drop1", plan(row(1), row(2)))
    chosen = [
        ledger.attempts.begin(sign(ledger, row(batch)["id"]).id, lambda n, b=batch: f".{b}.{n}")
        for batch in (1, 2)
    ]
    ledger.attempts.abandoned(chosen[1], "connection lost")

    with pytest.raises(MoveLostError):
        ledger.attempts.committing(chosen)

    found = ledger.attempts.open(row(1)["id"])
    assert found is not None
    assert not found.committing


def test_a_shipped_dossier_has_no_open_attempt_and_says_when(ledger, signed):
    found = ship(ledger, signed.id)

    assert found.state is DossierState.SHIPPED
    assert found.shipped_at == ledger.store.clock()
    assert ledger.attempts.open(signed.id) is None
    assert events(ledger, signed.id)[-1] == ("signed", "shipped", "lần gửi / attempt 1")


def test_an_uncertain_shipment_says_so(ledger, signed):
    found = ship(ledger, signed.id, uncertain=True)

    assert found.uncertain
    assert events(ledger, signed.id)[-1] == (
        "signed",
        "shipped",
        "lần gửi / attempt 1, không chắc / uncertain",
    )


def test_an_attempt_that_never_committed_is_never_shipped(ledger, signed):
    attempt = ledger.attempts.begin(signed.id, temp_name)

    with pytest.raises(MoveLostError):
        ledger.attempts.shipped([attempt], uncertain=False, evidence={})

    assert ledger.dossiers.get(signed.id).state is DossierState.SIGNED


def test_an_answer_that_overtakes_our_record_closes_the_attempt(ledger, signed):
    attempt = ledger.attempts.begin(signed.id, temp_name)
    ledger.attempts.committing([attempt])
    taken = apply(ledger, keep(ledger), signed, DossierState.TAKEN)

    ledger.attempts.shipped([attempt], uncertain=True, evidence={"seen": "nothing"})

    assert ledger.attempts.open(signed.id) is None
    assert ledger.dossiers.get(signed.id) == taken
    assert not taken.uncertain


def test_hr_is_told_that_their_file_went(ledger, signed):
    drop = ledger.drops.get(signed.drop)
    ledger.drops.feedback_done(drop)

    ship(ledger, signed.id)

    assert ledger.drops.feedback_due() == [drop]


def test_temp_names_that_nobody_will_rename_are_looked_for_on_the_server(ledger, signed):
    first = ledger.attempts.begin(signed.id, temp_name)
    ledger.attempts.abandoned(first, "connection lost")
    ledger.attempts.begin(signed.id, temp_name)
    before = ledger.store.clock() - timedelta(days=1)

    under_way = ledger.attempts.leftovers(before)
    ledger.dossiers.withdraw(signed, "nhầm kỳ")

    assert under_way == [temp_name(1)]
    assert set(ledger.attempts.leftovers(before)) == {temp_name(1), temp_name(2)}
    assert ledger.attempts.leftovers(ledger.store.clock() + timedelta(days=1)) == []


def test_an_upload_whose_dossier_was_answered_meanwhile_is_a_left_over(ledger):
    dossier = shipped(ledger, uncertain=True)
    ledger.dossiers.resolve(dossier, present=False, because="not there")
    ledger.attempts.begin(dossier.id, temp_name)

    apply(ledger, keep(ledger), ledger.dossiers.get(dossier.id), DossierState.TAKEN)

    assert ledger.attempts.leftovers(ledger.store.clock()) == [temp_name(2)]
