"""A unit asks: the document first, checked before it is signed, and sent to its own I-VAN."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from config.errors import SettingsError
from config.registrations import Act, Channel
from outbox.errors import CertificateUnfitError
from pipeline.errors import ArtefactError, NotNowError
from pipeline.proposals import proposals
from pipeline.states import DossierState
from pipeline.steps.collect import bring_in
from pipeline.steps.hand_over import hand_over
from pipeline.steps.registering import Wish, ask, asked_document, usual_procedures, write_down
from pipeline.steps.sign import sign_dossier
from pipeline.steps.switching import step
from pipeline.views import open_things
from tests import certificates
from tests.pipeline.parts import HERE, Bench, notice, result, signer_of


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path)


def wish(bench, act=Act.REGISTER, channel=Channel.IVAN, **told):
    unit = bench.parts.settings.employer.unit(HERE)
    usual = {"unit": unit, "act": act, "channel": channel, "procedures": ("600",)}
    return Wish(**{**usual, **told})


def issued(**told):
    identity = certificates.employer_authority().issue("Dệt may", certificates.EMPLOYER_UID, **told)
    return lambda _unit: signer_of(identity)


def settle(bench, key, outcome="1"):
    """Let VSS answer a dossier that is on its way."""
    bench.work()
    bring_in(bench.parts, result(bench.ledger.dossiers.get(key), outcome=outcome), "kq.xml")


def standing(bench, channel=Channel.IVAN):
    return bench.ledger.registrations.of_unit(HERE)[channel]


def with_ivan(bench, code):
    ivan = bench.parts.settings.ivan.model_copy(update={"code": code})
    bench.change(settings=bench.parts.settings.model_copy(update={"ivan": ivan}))


def test_what_is_made_here_is_what_is_registered_unless_somebody_says_otherwise(bench):
    assert set(usual_procedures(bench.parts)) == {"600", "601", "603", "604", "607", "608", "612"}


def test_a_rerun_makes_the_same_names_and_a_refused_one_gets_the_next_batch(bench):
    first = ask(bench.parts, wish(bench))
    bench.ledger.dossiers.withdraw(bench.ledger.dossiers.get(first), "nhầm")

    second = ask(bench.parts, wish(bench))

    assert (first, second) == (f"{HERE}-202611-04-DK-IVAN-01", f"{HERE}-202611-04-DK-IVAN-02")


def test_an_unfit_certificate_or_a_procedure_of_nobody_asks_for_nothing(bench):
    with pytest.raises(NotNowError, match="no procedure 999"):
        ask(bench.parts, wish(bench, procedures=("999",)))
    bench.change(signer_for=issued(not_after=datetime(2026, 1, 1, tzinfo=UTC)))
    with pytest.raises(CertificateUnfitError):
        ask(bench.parts, wish(bench))

    assert bench.dossiers() == []
    assert not (bench.site / "keep" / "registrations").exists()


def test_no_form_is_made_before_there_was_one(bench):
    bench.clock.now = datetime(2015, 4, 1, tzinfo=UTC)
    bench.change(signer_for=issued(not_before=datetime(2015, 1, 1, tzinfo=UTC)))

    with pytest.raises(NotNowError, match="no form for register"):
        ask(bench.parts, wish(bench))


@pytest.mark.parametrize("damage", ["changed", "lost"])
def test_a_document_that_is_not_what_was_asked_is_held(bench, damage):
    key = ask(bench.parts, wish(bench))
    file = bench.site / bench.dossier.artefact
    data = file.read_bytes()
    file.unlink()
    if damage == "changed":
        file.write_bytes(data.replace(b"bhxh@example.vn", b"else@example.vn"))

    bench.work()

    assert bench.ledger.dossiers.get(key).held_because == "artefact"
    with pytest.raises(ArtefactError):
        asked_document(bench.parts, bench.dossier)


def test_a_registration_that_names_another_certificate_waits_until_it_is_the_right_one(bench):
    key = ask(bench.parts, wish(bench))
    right = bench.parts.signer_for
    bench.change(signer_for=issued())

    bench.work()
    held = bench.dossier.held_because
    bench.change(signer_for=right)
    bench.work()

    assert held == "registration-changed"
    assert bench.ledger.dossiers.get(key).state is DossierState.SHIPPED


def test_a_hold_of_the_gate_is_told_once_and_signing_it_again_says_no(bench):
    ask(bench.parts, wish(bench))
    bench.change(signer_for=issued())
    bench.work()
    bench.work()

    assert sign_dossier(bench.parts, bench.dossier) is False
    assert len(bench.said("dossier.held")) == 1


def test_what_was_written_down_counts_and_what_changed_since_is_proposed_once(bench):
    write_down(bench.parts, wish(bench, reason="trên trang của I-VAN"))
    none = proposals(bench.parts)
    employer = bench.parts.settings.employer.model_copy(update={"phone": "02838220001"})
    bench.change(settings=bench.parts.settings.model_copy(update={"employer": employer}))

    (told,) = proposals(bench.parts)

    assert none == []
    assert (told.code, told.thing) == ("amend", HERE)
    assert "phone changed since: `bhxh amend --unit TA0001A`" in told.text_en
    ask(bench.parts, wish(bench, Act.AMEND))
    assert proposals(bench.parts) == []


def test_a_key_that_does_not_open_proposes_nothing(bench):
    write_down(bench.parts, wish(bench))

    def refuse(_unit):
        raise SettingsError("signing", ("file: gone",))

    bench.change(signer_for=refuse)

    assert proposals(bench.parts) == []


def test_a_unit_whose_provider_is_another_now_is_told_how_to_move(bench):
    write_down(bench.parts, wish(bench))
    with_ivan(bench, "00030")

    (told,) = proposals(bench.parts)
    unit = bench.parts.settings.employer.unit(HERE)
    taken = step(bench.parts, unit, standing(bench), "00030", "")

    assert "bhxh register --switch 00030 --unit TA0001A" in told.text_vi
    assert (taken.done, taken.dossier) == (False, None)
    assert "still registered with 00040" in taken.text


def test_a_move_from_nowhere_is_refused_and_one_that_waits_says_for_what(bench):
    unit = bench.parts.settings.employer.unit(HERE)
    ask(bench.parts, wish(bench))
    waits = step(bench.parts, unit, standing(bench), "00030", "")
    bench.ledger.dossiers.withdraw(bench.dossier, "nhầm")

    from pipeline.registration import NOTHING

    nothing = step(bench.parts, unit, NOTHING, "00030", "")

    assert (waits.act, waits.done, waits.dossier) == (Act.REGISTER, True, bench.dossier.id)
    assert (nothing.done, "registered with no I-VAN here" in nothing.text) == (False, True)


def test_an_end_of_the_portal_is_its_own(bench):
    write_down(bench.parts, wish(bench))
    key = ask(bench.parts, wish(bench, channel=Channel.PORTAL))
    bench.work()

    dossier = bench.ledger.dossiers.get(key)

    assert (dossier.state, dossier.by_hand) == (DossierState.SIGNED, True)
    assert (str(standing(bench).state), str(standing(bench, Channel.PORTAL).state)) == (
        "registered", "pending",
    )  # fmt: skip


def test_an_amendment_is_sent_to_its_i_van_and_counts_from_its_answer(bench):
    settle(bench, ask(bench.parts, wish(bench)))
    bench.change(signer_for=issued())

    key = ask(bench.parts, wish(bench, Act.AMEND, procedures=("600", "607")))
    before = standing(bench).held
    settle(bench, key)

    after = standing(bench).held
    assert before is not None
    assert after is not None
    assert (before.procedures, after.procedures) == (("600",), ("600", "607"))
    assert before.serial != after.serial
    assert (after.valid_to, after.dossier) == (date(2045, 1, 1), key)


def test_an_exported_file_is_promised_uncertain_and_given_out_once(bench, tmp_path):
    key = ask(bench.parts, wish(bench, channel=Channel.PORTAL))
    folder = tmp_path / "hands"
    folder.mkdir()
    with pytest.raises(NotNowError, match="not signed yet"):
        hand_over(bench.parts, bench.dossier, folder)
    bench.work()

    target = hand_over(bench.parts, bench.dossier, folder)

    dossier = bench.dossier
    assert target.read_bytes() == (bench.site / "outbox" / dossier.remote_name).read_bytes()
    assert (dossier.state, dossier.uncertain) == (DossierState.SHIPPED, True)
    assert dossier.due == date(2026, 11, 12)
    with pytest.raises(NotNowError, match="exported already"):
        hand_over(bench.parts, dossier, folder)
    bench.ledger.dossiers.resolve(dossier, present=True, because="đã nộp")
    with pytest.raises(NotNowError, match="exported already: shipped"):
        hand_over(bench.parts, bench.dossier, folder)
    bench.later(hours=5)
    zone = bench.parts.settings.schedule.zone
    late = open_things(bench.ledger, bench.parts.profile.promises, bench.clock(), zone)
    assert [(each.code, each.text_en) for each in late] == [
        ("overdue", "overdue: no notice 01/TB-GD")
    ]
    assert bench.ledger.dossiers.get(key).by_hand


def test_a_move_goes_end_settings_start_and_then_nothing_is_left_to_do(bench):
    settle(bench, ask(bench.parts, wish(bench)))
    unit = bench.parts.settings.employer.unit(HERE)

    def go():
        return step(bench.parts, unit, standing(bench), "00030", "")

    leaves = go()
    settle(bench, str(leaves.dossier))
    early = go()
    with_ivan(bench, "00030")
    enters = go()
    settle(bench, str(enters.dossier))
    done = go()

    assert (leaves.act, early.done, enters.act) == (Act.CEASE, False, Act.REGISTER)
    assert "ended with 00040: set [ivan]" in early.text
    assert (done.dossier, done.text) == (None, "đã đăng ký với 00030 / registered with 00030")


def test_an_answer_that_is_brought_in_before_anybody_sent_anything_is_kept_and_told(bench):
    key = ask(bench.parts, wish(bench, channel=Channel.PORTAL))
    strange = replace(bench.dossier, remote_name="TA0001A_202611_04-DK-IVAN_09_00000000.xml")

    answer = bring_in(bench.parts, notice(strange), "la.xml")

    assert (answer.state, answer.dossier) == ("unmatched", None)
    assert bench.ledger.dossiers.get(key).state is DossierState.BUILT
