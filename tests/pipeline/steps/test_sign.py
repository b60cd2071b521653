"""A dossier is signed when all is right, checked before it is frozen, and never again after."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from outbox.errors import CertificateUnfitError, DossierError, KeyUnusableError
from pipeline.errors import MoveLostError
from pipeline.runner import Tally
from pipeline.states import DossierState
from pipeline.steps import sign as step
from pipeline.steps.sign import sign_dossier
from tests import certificates
from tests.pipeline.parts import csv, signer, signer_of, staff


@pytest.fixture
def built(opened):
    """A bench with one built dossier, because nobody's key opens."""

    def refuse(_unit):
        raise KeyUnusableError("wrong passphrase")

    opened.change(signer_for=refuse)
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3, 4)))
    opened.runner().work(Tally())
    opened.change(signer_for=lambda _unit: signer())
    return opened


def _other(**changes):
    issued = certificates.employer_authority().issue("Dệt may", **changes)
    return lambda _unit: signer_of(issued)


@pytest.mark.parametrize(
    ("made", "word", "text"),
    [
        ({"uid": "MST:0309999998"}, "certificate", "MST"),
        (
            {"uid": certificates.EMPLOYER_UID, "not_after": datetime(2026, 1, 1, tzinfo=UTC)},
            "certificate",
            "",
        ),
    ],
)
def test_an_unfit_certificate_signs_nothing_and_is_tried_again(built, made, word, text):
    built.change(signer_for=_other(**made))

    built.work()

    dossier = built.dossier
    assert (dossier.state, dossier.held_because) == (DossierState.BUILT, None)
    assert str(dossier.reason).startswith(f"{word}: ")
    assert text in str(dossier.reason)
    assert "replace [signing] file" in str(dossier.reason)
    assert list((built.site / "outbox").iterdir()) == []


def test_an_unusable_key_is_told_and_tried_again(built):
    dossier = built.dossier

    assert str(dossier.reason).startswith("key: wrong passphrase")
    assert dossier.attempts == 1
    assert built.work().signed == 1


def test_what_the_schema_refuses_is_held_for_a_person(built):
    ivan = built.parts.settings.ivan.model_copy(update={"code": "no number"})
    built.change(settings=built.parts.settings.model_copy(update={"ivan": ivan}))

    built.work()

    assert built.dossier.held_because == "dossier"
    assert "Hoso does not conform" in str(built.dossier.reason)
    assert list((built.site / "outbox").iterdir()) == []


def test_a_dossier_over_the_limit_is_held_for_a_person(built):
    limits = built.parts.profile.limits.model_copy(update={"bytes": 10_000})
    built.change(profile=built.parts.profile.model_copy(update={"limits": limits}))

    built.work()

    assert built.dossier.held_because == "dossier"
    assert "over the limit of 10000" in str(built.dossier.reason)


@pytest.mark.parametrize(("every", "asked"), [(1, True), (1 << 40, False)])
def test_one_dossier_in_so_many_is_proved_by_the_second_engine(built, monkeypatch, every, asked):
    options = built.parts.profile.signature.model_copy(update={"second_engine_every": every})
    built.change(profile=built.parts.profile.model_copy(update={"signature": options}))
    seen = []
    real = step.verify_dossier
    monkeypatch.setattr(step, "verify_dossier", lambda *told: seen.append(told) or real(*told))

    sign_dossier(built.parts, built.dossier)

    assert bool(seen) is asked


def test_what_an_engine_does_not_accept_is_not_frozen(built, monkeypatch):
    monkeypatch.setattr(step, "verify_with_xmlsec", lambda *_: False)

    with pytest.raises(DossierError, match="does not verify: Cky"):
        sign_dossier(built.parts, built.dossier)

    assert built.dossier.state is DossierState.BUILT


def test_what_the_other_engine_does_not_accept_is_not_frozen(built, monkeypatch):
    options = built.parts.profile.signature.model_copy(update={"second_engine_every": 1})
    built.change(profile=built.parts.profile.model_copy(update={"signature": options}))
    stranger = signer_of(certificates.ivan())
    real = step.verify_dossier
    monkeypatch.setattr(
        step,
        "verify_dossier",
        lambda data, trust, at: real(data, replace(trust, certificate=stranger.certificate), at),
    )

    with pytest.raises(DossierError, match="our own signature does not verify: "):
        sign_dossier(built.parts, built.dossier)


def test_signing_again_before_the_commit_replaces_the_bytes(built):
    name = f"outbox/{built.dossier.remote_name}"
    built.parts.spool.write(name, b"half a life ago")

    sign_dossier(built.parts, built.dossier)

    data = built.parts.spool.read(name)
    assert hashlib.sha256(data).hexdigest() == built.dossier.sha256
    assert built.dossier.size == len(data)
    assert built.dossier.certificate == f"{signer().certificate.serial_number:x}"


def test_the_bytes_that_were_shipped_are_the_frozen_ones(built):
    built.work()

    sent = built.folder.files[f"inbound/{built.dossier.remote_name}".encode()]
    assert hashlib.sha256(sent).hexdigest() == built.dossier.sha256


def test_a_signed_dossier_is_never_signed_again(built):
    stale = built.dossier
    sign_dossier(built.parts, stale)
    frozen = built.dossier.sha256
    built.later(hours=1)

    with pytest.raises(MoveLostError):
        sign_dossier(built.parts, stale)

    assert built.dossier.sha256 == frozen


def test_a_signed_file_stays_as_frozen_when_a_late_signer_comes(built):
    stale = built.dossier
    sign_dossier(built.parts, stale)
    built.later(hours=1)

    with pytest.raises(MoveLostError):
        sign_dossier(built.parts, stale)

    data = built.parts.spool.read(f"outbox/{built.dossier.remote_name}")
    assert hashlib.sha256(data).hexdigest() == built.dossier.sha256


def test_certificates_are_refused_by_their_own_error(built):
    built.change(signer_for=_other(uid=None))

    with pytest.raises(CertificateUnfitError):
        sign_dossier(built.parts, built.dossier)
