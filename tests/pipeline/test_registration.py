"""Where a unit stands after any acts in any order, and what it may ask for next."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.registrations import Act, Channel
from pipeline.registration import (
    UnitState,
    changed,
    channel_of,
    named,
    obstacle,
    standing_of,
    standings_of,
)
from pipeline.states import DossierState
from tests.pipeline.registrations import NOW, UNIT, entry

UNDER_WAY = (
    DossierState.BUILT,
    DossierState.SIGNED,
    DossierState.SHIPPED,
    DossierState.TAKEN,
    DossierState.NUMBERED,
)
REFUSED = (DossierState.REFUSED, DossierState.PARTLY_ACCEPTED, DossierState.SUPERSEDED)
ENDED = entry(Act.CEASE)


@pytest.mark.parametrize(
    ("acts", "state"),
    [
        ([], UnitState.UNREGISTERED),
        ([entry(state=DossierState.BUILT)], UnitState.PENDING),
        ([entry()], UnitState.REGISTERED),
        ([entry(state=None, dossier=None)], UnitState.REGISTERED),
        ([entry(state=DossierState.REFUSED)], UnitState.UNREGISTERED),
        ([entry(state=DossierState.PARTLY_ACCEPTED)], UnitState.UNREGISTERED),
        ([entry(), entry(Act.AMEND, DossierState.SHIPPED)], UnitState.REGISTERED),
        ([entry(), entry(Act.CEASE, DossierState.TAKEN)], UnitState.REGISTERED),
        ([entry(), entry(Act.CEASE, DossierState.REFUSED)], UnitState.REGISTERED),
        ([entry(), ENDED], UnitState.CEASED),
        ([entry(), ENDED, entry(state=DossierState.NUMBERED)], UnitState.PENDING),
        ([entry(), ENDED, entry(state=DossierState.REFUSED)], UnitState.CEASED),
        ([entry(), ENDED, entry()], UnitState.REGISTERED),
    ],
)
def test_a_unit_stands_where_its_acts_left_it(acts, state):
    assert standing_of(acts).state is state


def test_what_was_registered_holds_until_a_change_is_accepted():
    old, new = entry(serial="1a"), entry(Act.AMEND, DossierState.SHIPPED, serial="2b")

    waiting = standing_of([old, new])
    refused = standing_of([old, entry(Act.AMEND, DossierState.REFUSED, serial="2b")])
    accepted = standing_of([old, entry(Act.AMEND, serial="2b")])

    assert (waiting.held, waiting.open) == (old, new)
    assert (refused.held, refused.open) == (old, None)
    assert refused.refused is not None
    assert accepted.held is not None
    assert accepted.held.serial == "2b"


acts = st.lists(
    st.builds(
        entry,
        st.sampled_from(list(Act)),
        st.sampled_from([None, *DossierState]),
        serial=st.sampled_from(["1a", "2b"]),
    ),
    max_size=8,
)


@given(acts)
def test_what_was_withdrawn_or_refused_never_changes_what_is_registered(told):
    counting = [each for each in told if each.state not in (*REFUSED, DossierState.WITHDRAWN)]

    whole, bare = standing_of(told), standing_of(counting)

    assert whole.held == bare.held
    if not any(each.is_open for each in told):
        assert whole.state is bare.state


@given(acts)
def test_a_unit_asks_for_one_thing_at_a_time(told):
    standing = standing_of(told)

    free = [act for act in Act if obstacle(act, standing) is None]

    if standing.open is not None:
        assert free == []
    elif standing.state is UnitState.REGISTERED:
        assert free == [Act.AMEND, Act.CEASE]
    else:
        assert free == [Act.REGISTER]


def test_units_and_channels_do_not_mix():
    other = entry(unit="TB0002B", channel=Channel.PORTAL)

    found = standings_of([entry(), other, entry(Act.CEASE, DossierState.WITHDRAWN, unit="TC0003C")])

    assert set(found) == {(UNIT, Channel.IVAN), ("TB0002B", Channel.PORTAL)}


@pytest.mark.parametrize(
    ("ivan", "portal", "way"),
    [
        ([], [], Channel.IVAN),
        ([entry()], [], Channel.IVAN),
        ([], [entry()], Channel.PORTAL),
        ([entry()], [entry()], Channel.IVAN),
        ([entry(), ENDED], [entry()], Channel.PORTAL),
        ([entry(), ENDED], [entry(), ENDED], Channel.IVAN),
        ([], [entry(state=DossierState.BUILT)], Channel.PORTAL),
        ([entry(state=DossierState.BUILT)], [entry()], Channel.PORTAL),
        ([entry()], [entry(state=DossierState.BUILT)], Channel.IVAN),
    ],
)
def test_dossiers_go_by_hand_only_where_the_portal_alone_is_open(ivan, portal, way):
    both = {Channel.IVAN: ivan, Channel.PORTAL: portal}
    standings = {channel: standing_of(told) for channel, told in both.items() if told}

    assert channel_of(standings) is way


def test_what_changed_is_named_in_both_languages():
    held = entry(serial="2b", email="cu@example.vn")

    names = changed(held, NOW, ["600"])

    assert names == ("certificate", "email", "procedures")
    assert named(names) == ("chứng thư số, thư điện tử, thủ tục", "certificate, e-mail, procedures")
    assert changed(entry(), NOW, ["607", "600"]) == ()
