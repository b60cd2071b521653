"""What the gate lets through in each state of a unit, and what it says where it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from config.registrations import Act, Channel
from pipeline.gate import CODES, gate, gate_of_registration
from pipeline.registration import standing_of
from pipeline.states import DossierState
from tests.pipeline.registrations import NOW, UNIT, entry

SHIPPED = DossierState.SHIPPED


def shut(*acts, procedure="600", now=NOW, required=False):
    """Return the word by which the gate holds a dossier, "" if it does not."""
    standings = {Channel.IVAN: standing_of(acts)} if acts else {}
    found = gate(UNIT, procedure, standings, now, required=required)
    return found.code if found else ""


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(
    ("acts", "word"),
    [
        ([entry()], ""),
        ([entry(state=SHIPPED)], "unit-pending"),
        ([entry(state=DossierState.REFUSED)], "unit-unregistered"),
        ([entry(), entry(Act.AMEND, SHIPPED, serial="2b")], ""),
        ([entry(), entry(Act.CEASE, SHIPPED)], "unit-ceasing"),
        ([entry(), entry(Act.CEASE, DossierState.REFUSED)], ""),
        ([entry(), entry(Act.CEASE)], "unit-ceased"),
        ([entry(provider="00030")], "provider-unregistered"),
        ([entry(procedures=("607",))], "procedure-unregistered"),
        ([entry(serial="2b")], "certificate-unregistered"),
        ([entry(issuer="CN=CA khác")], "certificate-unregistered"),
        ([entry(channel=Channel.PORTAL, provider="")], ""),
    ],
)
def test_each_state_lets_through_what_is_registered_and_nothing_else(acts, word, required):
    assert shut(*acts, required=required) == word


def test_a_unit_of_which_nothing_is_known_goes_through_unless_it_must_register():
    assert shut() == ""
    assert shut(required=True) == "unit-unregistered"


@pytest.mark.parametrize(
    ("acts", "said"),
    [
        ([entry(state=SHIPPED)], "wait for the answer to register-shipped"),
        ([entry(state=DossierState.REFUSED)], "VSS refused register-refused"),
        ([entry(serial="2b")], f"bhxh amend --unit {UNIT}"),
        ([entry(serial="2b"), entry(Act.AMEND, SHIPPED)], "wait for the answer to amend-shipped"),
        ([entry(provider="00030")], f"bhxh register --switch {NOW.provider} --unit {UNIT}"),
        ([entry(procedures=("607",))], f"bhxh amend --unit {UNIT} --procedure"),
        ([entry(), entry(Act.CEASE)], f"bhxh register --unit {UNIT}"),
    ],
)
def test_a_shut_gate_says_in_both_languages_what_helps(acts, said):
    standings = {Channel.IVAN: standing_of(acts)}

    found = gate(UNIT, "600", standings, NOW, required=False)

    assert found is not None
    assert found.code in CODES
    assert found.reason.startswith(f"{found.code}: ")
    assert said in found.reason
    assert found.why_vi != found.why_en
    assert UNIT in found.reason


def test_a_registration_passes_unless_it_names_another_certificate_or_provider():
    asked = entry(state=DossierState.BUILT)

    assert gate_of_registration(asked, NOW) is None
    for now in (replace(NOW, serial="2b"), replace(NOW, provider="00030")):
        found = gate_of_registration(asked, now)
        assert found is not None
        assert found.code == "registration-changed"
    by_hand = replace(asked, channel=Channel.PORTAL, provider="")
    assert gate_of_registration(by_hand, replace(NOW, provider="00030")) is None
