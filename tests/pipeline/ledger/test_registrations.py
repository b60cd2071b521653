"""The shelf of registrations: one transaction for the act, its dossier and the checks."""

from __future__ import annotations

import pytest

from config.registrations import Act, Channel
from pipeline.errors import NotNowError
from pipeline.registration import UnitState
from pipeline.states import DossierState
from tests.pipeline.ledgers import built, events, opened, ship, sign
from tests.pipeline.registrations import UNIT, asked, entry


def state(ledger):
    return ledger.registrations.of_unit(UNIT)[Channel.IVAN].state


def accepted(ledger, key):
    """Move a dossier to its end as an answer does."""
    from pipeline.ledger.tables import dossiers

    with ledger.store.change() as tx:
        ledger.store.move(
            tx, dossiers, key,
            start=ledger.dossiers.get(key).state, end=DossierState.ACCEPTED, because="test",
        )  # fmt: skip


def registered(ledger):
    ledger.registrations.write_down(entry(state=None, dossier=None, because="nơi khác"))


def test_an_act_and_its_dossier_are_written_together(tmp_path):
    with opened(tmp_path) as ledger:
        key = asked(ledger)

        dossier = ledger.dossiers.get(key)
        assert (dossier.state, dossier.drop, dossier.conversion) == ("built", None, None)
        assert ledger.registrations.of_dossier(key).procedures == ("600", "607")
        assert state(ledger) is UnitState.PENDING
        assert events(ledger, key) == [(None, "built", "register ivan")]
        assert events(ledger, UNIT) == [(None, None, f"register ivan: {key}")]
        assert [each.id for each in ledger.dossiers.due("built", ledger.store.clock())] == [key]
        sign(ledger, key)
        accepted(ledger, key)
        assert state(ledger) is UnitState.REGISTERED


def test_an_act_that_is_not_allowed_leaves_nothing(tmp_path):
    with opened(tmp_path) as ledger:
        asked(ledger)

        with pytest.raises(NotNowError, match="register is under way"):
            asked(ledger, batch=2)

        assert len(ledger.registrations.all()) == len(ledger.dossiers.all()) == 1


def test_a_dossier_of_registration_is_nobodys_roster(tmp_path):
    with opened(tmp_path) as ledger:
        built(ledger)
        key = asked(ledger)

        others = [
            *ledger.dossiers.counted([UNIT], ()),
            *ledger.dossiers.replaceable(UNIT, "11/2026", "another"),
        ]

        assert key not in [each.id for each in others]
        assert ledger.dossiers.refusing([UNIT]) == []


@pytest.mark.parametrize("far", ["built", "signed", "shipped"])
def test_a_unit_ends_only_when_nothing_of_it_is_under_way(tmp_path, far):
    with opened(tmp_path) as ledger:
        registered(ledger)
        key = built(ledger).id
        if far != "built":
            sign(ledger, key)
        if far == "shipped":
            ship(ledger, key)

        with pytest.raises(NotNowError, match=f"1 dossiers are under way: {key}"):
            asked(ledger, Act.CEASE)
        assert state(ledger) is UnitState.REGISTERED
        accepted(ledger, key) if far != "built" else ledger.dossiers.withdraw(
            ledger.dossiers.get(key), "nhầm"
        )
        asked(ledger, Act.CEASE)

        assert ledger.registrations.of_unit(UNIT)[Channel.IVAN].open.act is Act.CEASE


def test_what_the_gate_holds_may_wait_for_another_provider_but_not_for_an_end(tmp_path):
    with opened(tmp_path) as ledger:
        registered(ledger)
        ledger.dossiers.hold(built(ledger), "certificate-unregistered", "why")

        with pytest.raises(NotNowError, match="under way"):
            asked(ledger, Act.CEASE)
        asked(ledger, Act.CEASE, keep_held=True)

        assert ledger.registrations.of_unit(UNIT)[Channel.IVAN].open.act is Act.CEASE


def test_what_the_gate_holds_is_due_and_what_a_person_must_release_is_not(tmp_path):
    with opened(tmp_path) as ledger:
        dossier = built(ledger)
        now = ledger.store.clock()

        ledger.dossiers.hold(dossier, "unit-pending", "why")
        by_gate = ledger.dossiers.due(DossierState.BUILT, now)
        ledger.dossiers.hold(dossier, "dossier", "why")

        assert [each.id for each in by_gate] == [dossier.id]
        assert ledger.dossiers.due(DossierState.BUILT, now) == []


def test_what_goes_by_hand_is_never_due_for_shipping(tmp_path):
    with opened(tmp_path) as ledger:
        dossier = built(ledger)
        now = ledger.store.clock()

        ledger.dossiers.signed(dossier, sha256="a", size=1, certificate="1a", by_hand=True)

        assert ledger.dossiers.get(dossier.id).by_hand
        assert ledger.dossiers.due(DossierState.SIGNED, now) == []
