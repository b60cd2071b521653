"""What a start of `run` says of the certificates that are to sign."""

from __future__ import annotations

from datetime import timedelta

from pipeline.commands.certificates import warn
from tests import certificates
from tests.pipeline.parts import signer_of


def test_a_start_warns_of_what_cannot_sign_and_says_nothing_of_what_can(inside):
    warn(inside.parts)
    assert inside.said("signing.not_ready") == []

    inside.clock.now += timedelta(days=100_000)
    warn(inside.parts)

    (first, second) = inside.said("signing.not_ready")
    assert first["reason"].startswith("TA0001A: ")
    assert "thay [signing] file" in second["reason"]
    assert inside.said("signing.ends_soon") == []


def test_a_start_does_not_say_of_what_ends_soon_that_it_cannot_sign(inside):
    soon = certificates.employer_authority().issue(
        "Dệt may", "MST:0301234562", not_after=inside.clock.now + timedelta(days=20, hours=1)
    )
    inside.change(signer_for=lambda _unit: signer_of(soon))

    warn(inside.parts)

    told = [each["reason"] for each in inside.said("signing.ends_soon")]
    assert told == ["TA0001A: 20 ngày / days left", "TB0002B: 20 ngày / days left"]
    assert inside.said("signing.not_ready") == []
