"""The second engine checks the calculation, with C code that shares nothing with the first."""

from __future__ import annotations

from datetime import UTC, datetime

from config.profile import SignatureOptions
from outbox.pkcs12 import load_pkcs12
from outbox.signing import sign
from tests.certificates import employer, ivan
from validators.second_engine import verify_with_xmlsec

FORM = b"<D02-TS><NoiDung>x</NoiDung><Cky></Cky></D02-TS>"
OURS = [employer().certificate]


def signed(**options) -> bytes:
    signer = load_pkcs12(employer().p12("x"), "x")
    at = datetime(2026, 11, 5, tzinfo=UTC)
    return sign(FORM, "Cky", signer, SignatureOptions(**options), at)


def test_a_signature_by_one_of_the_certificates_is_accepted():
    assert verify_with_xmlsec(signed(), "Cky", [ivan().certificate, *OURS])


def test_a_signature_by_another_key_is_refused():
    assert not verify_with_xmlsec(signed(key_value=True), "Cky", [ivan().certificate])


def test_a_signed_time_is_part_of_what_is_checked():
    genuine = signed(signing_time="signed")
    changed = genuine.replace(b"T00:00:00Z", b"T00:00:01Z")

    assert verify_with_xmlsec(genuine, "Cky", OURS)
    assert not verify_with_xmlsec(changed, "Cky", OURS)


def test_a_signature_without_an_id_on_its_object_is_accepted():
    genuine = signed().replace(b' Id="proid"', b"")

    assert verify_with_xmlsec(genuine, "Cky", OURS)


def test_what_is_no_signed_xml_is_refused():
    for data in (b"<D02-TS>", FORM, signed().replace(b"Cky>", b"Cke>")):
        assert not verify_with_xmlsec(data, "Cky", OURS)
