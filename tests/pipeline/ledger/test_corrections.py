"""A dossier is over when everybody whom it lost is in one that certainly left."""

from __future__ import annotations

import pytest

from pipeline.errors import MoveLostError
from pipeline.ledger.corrections import Link
from pipeline.states import DossierState
from tests.pipeline.ledgers import (
    apply,
    built,
    events,
    keep,
    opened,
    plan,
    record,
    reopen,
    row,
    ship,
    shipped,
    sign,
)

OLD, NEW = "TA0001A-202610-600-01", "TA0001A-202610-600-02"


@pytest.fixture
def ledger(tmp_path):
    with opened(tmp_path) as found:
        yield found


@pytest.fixture
def linked(ledger):
    """A refused dossier of whose people NV1 is in a built one."""
    apply(ledger, keep(ledger), shipped(ledger), DossierState.REFUSED)
    reopen(ledger, "drop1")
    record(ledger, ledger.drops.get("drop1"), plan(row(2), opens=None))
    ledger.drops.feedback_done(ledger.drops.get("drop1"))
    _link(ledger, NEW, "NV1")
    return ledger


def _link(ledger, new, *people):
    with ledger.store.change() as tx:
        links = [Link(dossier=new, corrects=OLD, person=person) for person in people]
        ledger.corrections.link(tx, links)


def test_both_ends_of_a_link_are_known_and_hr_is_told(linked):
    assert linked.corrections.of(NEW) == ([OLD], [])
    assert linked.corrections.of(OLD) == ([], [NEW])
    assert linked.corrections.standing() == [OLD]
    assert [drop.id for drop in linked.drops.feedback_due()] == ["drop1"]
    assert f"1 người sửa ở / people corrected in {NEW}" in events(linked, OLD)[-1][2]


def test_no_links_are_no_event(ledger):
    dossier = shipped(ledger)
    before = events(ledger, dossier.id)

    _link(ledger, dossier.id)

    assert events(ledger, dossier.id) == before
    assert ledger.corrections.all() == []


def test_who_is_in_a_withdrawn_dossier_is_not_taken_up(linked):
    assert linked.corrections.taken([OLD]) == {(OLD, "NV1"): NEW}

    linked.dossiers.withdraw(linked.dossiers.get(NEW), "nhầm")

    assert linked.corrections.taken([OLD]) == {}


@pytest.mark.parametrize(("uncertain", "found"), [(False, {"NV1": NEW}), (True, {})])
def test_only_a_shipment_without_doubt_is_certain(linked, uncertain, found):
    unsent = linked.corrections.certain(OLD)
    ship(linked, sign(linked, NEW).id, uncertain=uncertain)

    assert unsent == {}
    assert linked.corrections.certain(OLD) == found


def test_an_answer_makes_certain_whatever_it_says(linked):
    ship(linked, sign(linked, NEW).id, uncertain=True)

    apply(linked, keep(linked, "no"), linked.dossiers.get(NEW), DossierState.REFUSED)

    assert linked.corrections.certain(OLD) == {"NV1": NEW}


def test_a_superseded_dossier_remembers_what_it_was(linked):
    linked.corrections.supersede(linked.dossiers.get(OLD), {"NV1": NEW})

    old = linked.dossiers.get(OLD)
    assert (old.state, old.answered) == (DossierState.SUPERSEDED, "refused")
    assert linked.corrections.standing() == []
    assert [each.id for each in linked.dossiers.counted(["TA0001A"], ())] == [NEW]


def test_a_partly_accepted_dossier_counts_when_it_is_superseded(ledger):
    dossier = apply(ledger, keep(ledger), shipped(ledger), DossierState.PARTLY_ACCEPTED)

    ledger.corrections.supersede(dossier, {"NV1": NEW})

    assert [each.id for each in ledger.dossiers.counted(["TA0001A"], ())] == [OLD]


def test_nothing_supersedes_what_vss_did_not_refuse(ledger):
    dossier = built(ledger)

    with pytest.raises(MoveLostError):
        ledger.corrections.supersede(dossier, {})
