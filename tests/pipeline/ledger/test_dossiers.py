"""Tests of the shelf of dossiers and of the conversions that they come from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline.errors import LedgerError, MoveLostError, NotFoundError
from pipeline.model import Balance
from pipeline.states import DossierState, DropState
from tests.pipeline.ledgers import (
    UNIT,
    Clock,
    apply,
    arrive,
    built,
    convert,
    events,
    examine,
    keep,
    opened,
    plan,
    record,
    row,
    ship,
    shipped,
    sign,
)

OTHER = "TB0002B"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    with opened(tmp_path, clock) as found:
        yield found


def ids(dossiers):
    return [dossier.id for dossier in dossiers]


def test_a_conversion_writes_dossiers_balance_and_state_at_once(ledger):
    drop = convert(ledger, "drop1", plan(row(1), row(2)))

    assert drop.state is DropState.CONVERTED
    assert drop.balance == Balance(rows=3, reported=3)
    assert ids(ledger.dossiers.of_drop("drop1")) == [row(1)["id"], row(2)["id"]]
    assert events(ledger, row(1)["id"]) == [(None, "built", "lập từ / from drop1")]


def test_a_conversion_that_fails_at_its_end_leaves_nothing(ledger):
    drop = examine(ledger, arrive(ledger, "drop1"))

    def fail(_tx):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        ledger.dossiers.record(drop, plan(row(1)), fail, "3 reported")

    assert ledger.dossiers.all() == []
    assert ledger.dossiers.openings() == {}
    assert ledger.drops.get("drop1") == drop


def test_a_conversion_of_a_file_that_was_withdrawn_meanwhile_leaves_nothing(ledger):
    drop = examine(ledger, arrive(ledger, "drop1"))
    ledger.drops.withdraw(drop, "wrong month")

    with pytest.raises(MoveLostError):
        record(ledger, drop, plan(row(1)))

    assert ledger.dossiers.all() == []


def test_a_batch_number_is_given_once(ledger):
    convert(ledger, "drop1", plan(row(1)))

    with pytest.raises(LedgerError, match="IntegrityError"):
        convert(ledger, "drop2", plan(row(1), opens=None))


def test_batches_go_on_after_withdrawn_ones(ledger):
    ledger.dossiers.withdraw(built(ledger), "not needed")

    assert ledger.dossiers.next_batch(UNIT, "10/2026", "600") == 2
    assert ledger.dossiers.next_batch(UNIT, "11/2026", "600") == 1


def test_a_roster_begins_with_its_latest_opening(ledger):
    convert(ledger, "drop1", plan(artefact="keep/rosters/old.arrow", opens="opening"))
    convert(ledger, "drop2", plan(artefact="keep/rosters/new.arrow", opens="opening"))

    openings = ledger.dossiers.openings()

    assert list(openings) == [UNIT]
    assert openings[UNIT].artefact == "keep/rosters/new.arrow"


def test_the_last_period_is_the_latest_in_time_not_in_letters(ledger):
    convert(ledger, "drop1", plan(period="12/2025"))
    convert(ledger, "drop2", plan(period="02/2026", opens="nothing"))

    assert ledger.dossiers.last_period(UNIT) == "02/2026"
    assert ledger.dossiers.last_period(OTHER) is None


def test_what_counts_as_declared_is_not_withdrawn_not_refused_and_after_the_opening(ledger):
    convert(ledger, "old", plan(row(1, period="08/2026")))
    rows = (*(row(batch) for batch in (1, 2, 3, 4)), row(1, unit=OTHER))
    convert(ledger, "new", plan(*rows, opens="opening"))
    refused = ship(ledger, sign(ledger, row(2)["id"]).id)
    apply(ledger, keep(ledger), refused, DossierState.REFUSED)
    ledger.dossiers.withdraw(ledger.dossiers.get(row(3)["id"]), "not needed")

    counted = ledger.dossiers.counted([UNIT], ())
    without = ledger.dossiers.counted([UNIT], (row(4)["id"],))

    assert ids(counted) == [row(1)["id"], row(4)["id"]]
    assert ids(without) == [row(1)["id"]]
    assert ledger.dossiers.counted([], ()) == []


def test_a_unit_without_an_opening_has_nothing_that_counts(ledger):
    convert(ledger, "drop1", plan(row(1, unit=OTHER)))

    assert ledger.dossiers.counted([OTHER], ()) == []


def test_dossiers_in_which_somebody_was_refused_are_told(ledger):
    convert(ledger, "drop1", plan(row(1), row(2), row(3)))
    ends = (DossierState.REFUSED, DossierState.PARTLY_ACCEPTED, DossierState.ACCEPTED)
    for batch, end in enumerate(ends, start=1):
        dossier = ship(ledger, sign(ledger, row(batch)["id"]).id)
        apply(ledger, keep(ledger, f"receipt{batch}"), dossier, end)

    assert ids(ledger.dossiers.refusing([UNIT])) == [row(1)["id"], row(2)["id"]]
    assert ledger.dossiers.refusing([OTHER]) == []


def test_a_later_file_replaces_what_is_certainly_not_shipped(ledger):
    convert(ledger, "drop1", plan(*(row(batch) for batch in (1, 2, 3, 4)), row(1, unit=OTHER)))
    sign(ledger, row(2)["id"])
    under_way = sign(ledger, row(3)["id"])
    attempt = ledger.attempts.begin(under_way.id, lambda number: f".{number}.part")
    ledger.attempts.committing([attempt])
    ship(ledger, sign(ledger, row(4)["id"]).id)

    found = ledger.dossiers.replaceable(UNIT, "10/2026", "drop2")

    assert ids(found) == [row(1)["id"], row(2)["id"]]
    assert ledger.dossiers.replaceable(UNIT, "11/2026", "drop2") == []
    assert ledger.dossiers.replaceable(UNIT, "10/2026", "drop1") == []


def test_a_replaced_dossier_is_withdrawn_with_the_conversion_that_replaces_it(ledger):
    old = built(ledger)
    drop = convert(ledger, "drop2", plan(row(2), opens=None, replaced=(old.id,)))

    found = ledger.dossiers.get(old.id)
    assert drop.state is DropState.CONVERTED
    assert found.state is DossierState.WITHDRAWN
    assert found.reason == "đã thay bằng / replaced by drop2"


def test_a_replaced_dossier_that_went_meanwhile_stops_the_conversion(ledger):
    old = shipped(ledger)
    drop = examine(ledger, arrive(ledger, "drop2"))

    with pytest.raises(MoveLostError):
        record(ledger, drop, plan(row(2), opens=None, replaced=(old.id,)))

    assert ids(ledger.dossiers.all()) == [old.id]


def test_signed_bytes_are_frozen_once(ledger):
    dossier = built(ledger)
    signed = sign(ledger, dossier.id)

    with pytest.raises(MoveLostError):
        ledger.dossiers.signed(dossier, sha256="other", size=1, certificate="1a")

    assert ledger.dossiers.get(dossier.id) == signed
    assert (signed.state, signed.size) == (DossierState.SIGNED, 99)


def test_a_dossier_under_way_cannot_be_withdrawn(ledger):
    dossier = sign(ledger, built(ledger).id)
    attempt = ledger.attempts.begin(dossier.id, lambda number: f".{number}.part")
    ledger.attempts.committing([attempt])

    with pytest.raises(MoveLostError):
        ledger.dossiers.withdraw(dossier, "too late")

    assert ledger.dossiers.get(dossier.id).state is DossierState.SIGNED


def test_an_upload_that_is_not_past_no_return_does_not_save_a_dossier(ledger):
    dossier = sign(ledger, built(ledger).id)
    attempt = ledger.attempts.begin(dossier.id, lambda number: f".{number}.part")

    ledger.dossiers.withdraw(dossier, "stop it")

    with pytest.raises(MoveLostError):
        ledger.attempts.committing([attempt])


def test_present_ends_an_uncertainty(ledger):
    dossier = shipped(ledger, uncertain=True)

    ledger.dossiers.resolve(dossier, present=True, because="I-VAN says so")

    found = ledger.dossiers.get(dossier.id)
    assert (found.state, found.uncertain) == (DossierState.SHIPPED, False)
    assert events(ledger, dossier.id)[-1] == (None, None, "đã đến / present: I-VAN says so")


def test_absent_lets_the_same_bytes_go_again(ledger):
    dossier = shipped(ledger, uncertain=True)

    ledger.dossiers.resolve(dossier, present=False, because="I-VAN says so")

    found = ledger.dossiers.get(dossier.id)
    assert (found.state, found.uncertain, found.shipped_at) == (DossierState.SIGNED, False, None)
    assert found.sha256 == dossier.sha256
    assert ship(ledger, dossier.id).state is DossierState.SHIPPED


@pytest.mark.parametrize("present", [True, False])
def test_an_uncertainty_ends_once(ledger, present):
    dossier = shipped(ledger, uncertain=True)
    ledger.dossiers.resolve(dossier, present=True, because="An asked")

    with pytest.raises(MoveLostError):
        ledger.dossiers.resolve(dossier, present=present, because="Bình asked")

    assert ledger.dossiers.get(dossier.id).state is DossierState.SHIPPED


def test_absent_loses_against_the_receipt_that_came_meanwhile(ledger):
    dossier = shipped(ledger, uncertain=True)
    apply(ledger, keep(ledger), dossier, DossierState.TAKEN)

    with pytest.raises(MoveLostError):
        ledger.dossiers.resolve(dossier, present=False, because="I-VAN says so")

    assert ledger.dossiers.get(dossier.id).state is DossierState.TAKEN


def test_held_dossiers_wait_for_a_person_and_failed_ones_for_their_time(ledger, clock):
    convert(ledger, "drop1", plan(row(1), row(2), row(3)))
    free, held, failed = ledger.dossiers.all()
    ledger.dossiers.hold(held, "dossier", "does not conform")
    later = clock.now + timedelta(minutes=1)
    ledger.dossiers.try_later([failed], later, "connection: reset")

    now = ledger.dossiers.due(DossierState.BUILT, clock.now)
    then = ledger.dossiers.due(DossierState.BUILT, later)

    assert (ids(now), ids(then)) == ([free.id], [free.id, failed.id])
    assert ledger.dossiers.get(failed.id).attempts == 1


def test_a_released_dossier_starts_afresh(ledger, clock):
    dossier = built(ledger)
    ledger.dossiers.try_later([dossier], clock.now + timedelta(hours=1), "connection: reset")
    ledger.dossiers.hold(dossier, "dossier", "does not conform")

    ledger.dossiers.release(ledger.dossiers.get(dossier.id), "mended")

    found = ledger.dossiers.get(dossier.id)
    assert (found.held_because, found.reason, found.attempts) == (None, None, 0)
    assert ids(ledger.dossiers.due(DossierState.BUILT, clock.now)) == [dossier.id]


def test_retry_forgets_the_waiting_time(ledger, clock):
    dossier = built(ledger)
    ledger.dossiers.try_later([dossier], clock.now + timedelta(hours=1), "connection: reset")

    ledger.dossiers.try_now(dossier)

    assert ids(ledger.dossiers.due(DossierState.BUILT, clock.now)) == [dossier.id]


def test_an_act_on_a_dossier_that_went_on_is_lost_for_all_of_them(ledger, clock):
    convert(ledger, "drop1", plan(row(1), row(2)))
    both = ledger.dossiers.all()
    sign(ledger, row(2)["id"])

    with pytest.raises(MoveLostError):
        ledger.dossiers.try_later(both, clock.now, "connection: reset")

    assert ledger.dossiers.get(row(1)["id"]).attempts == 0


def test_a_promise_never_overwrites_what_a_notice_said(ledger):
    dossier = shipped(ledger)
    apply(
        ledger, keep(ledger), dossier, DossierState.NUMBERED,
        dossier_columns={"due": date(2026, 11, 12), "number": "00012/2026/07906"},
    )  # fmt: skip
    convert(ledger, "drop2", plan(row(2), opens=None))
    waiting = ledger.dossiers.get(row(2)["id"])

    ledger.dossiers.promise([dossier.id, waiting.id], date(2026, 11, 30))

    assert ledger.dossiers.get(dossier.id).due == date(2026, 11, 12)
    assert ledger.dossiers.get(waiting.id).due == date(2026, 11, 30)


def test_dossiers_are_found_by_remote_name_and_number(ledger):
    dossier = shipped(ledger)
    numbered = apply(
        ledger, keep(ledger), dossier, DossierState.NUMBERED,
        dossier_columns={"number": "00012/2026/07906"},
    )  # fmt: skip

    assert ledger.dossiers.named(dossier.remote_name.removesuffix(".xml")) == numbered
    assert ledger.dossiers.numbered("00012/2026/07906") == numbered
    assert ledger.dossiers.named("other") is None
    assert ledger.dossiers.numbered("") is None


def test_a_dossier_that_is_not_there_is_not_found(ledger):
    with pytest.raises(NotFoundError):
        ledger.dossiers.get("TA0001A-202610-600-09")
