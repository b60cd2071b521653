"""The sandbox judges signatures by itself, and as strictly as a provider would."""

from __future__ import annotations

import re
from base64 import b64encode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree

from config.profile import SignatureOptions
from outbox.canonical import document, element
from outbox.signing import sign
from pipeline.sandbox import keys
from pipeline.sandbox.seals import check_seal
from tests.pipeline.sandbox.dossiers import NOW, TAX_CODE

DOCUMENT = document("Don", (element("Ten", "Dệt & may <1>\r\n"), element("Cky")))


def _check(site, data: bytes) -> str:
    authority = x509.load_pem_x509_certificate(site.files[keys.EMPLOYER_CA])
    return check_seal(etree.fromstring(data), "Cky", authority, TAX_CODE, NOW)


def _sign(site, **options) -> bytes:
    return sign(DOCUMENT, "Cky", site.signer(), SignatureOptions(**options), NOW)


@pytest.mark.parametrize("time", ["unsigned", "signed", "none"])
@pytest.mark.parametrize("key_value", [True, False])
def test_every_kind_of_signature_that_we_make_is_accepted(site, time, key_value):
    data = _sign(site, signing_time=time, key_value=key_value)

    assert _check(site, data) == ""


def test_checking_leaves_the_document_as_it_was(site):
    root = etree.fromstring(_sign(site))
    before = etree.tostring(root)
    authority = x509.load_pem_x509_certificate(site.files[keys.EMPLOYER_CA])

    check_seal(root, "Cky", authority, TAX_CODE, NOW)

    assert etree.tostring(root) == before


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda data: data.replace(b"may", b"MAY", 1), "nội dung"),
        (lambda data: data.replace(b"<Ten>", b'<Ten a="">'), "nội dung"),
        (lambda data: data.replace(b"</Signature>", b"</Signature>x"), "bao trùm"),
        (lambda data: data.replace(b"2026-10-05T", b"2026-10-06T"), "nội dung"),
        (lambda data: data.replace(b'<Object Id="proid"', b'<Object Id="other"'), "nội dung"),
        (lambda data: data.replace(b"#rsa-sha256", b"#rsa-sha1"), "bao trùm"),
        (lambda data: data.replace(b"xmlenc#sha256", b"xmldsig#sha1"), "bao trùm"),
        (lambda data: data.replace(b"#enveloped-signature", b"#base64"), "bao trùm"),
        (lambda data: re.sub(rb"<Reference.*</Reference>", b"", data), "bao trùm"),
        (lambda data: re.sub(rb"(<SignatureValue>).{8}", rb"\1AAAAAAAA", data), "giá trị"),
        (lambda data: re.sub(rb"(<SignatureValue>).", rb"\1", data), "giá trị"),
        (
            lambda data: data.replace(b"<Cky>", b"<Cky><Cky>").replace(b"</Cky>", b"</Cky></Cky>"),
            "một",
        ),
        (lambda data: data.replace(b"<Ten>", b"<Ten><Signature xmlns='urn:x'/>"), "nội dung"),
        (lambda data: data.replace(b"<Ten>", b"<Ten><Signature xmlns='x'/>"), "chuẩn tắc"),
    ],
)
def test_whatever_is_changed_after_signing_is_refused(site, change, reason):
    changed = change(_sign(site, signing_time="signed"))

    assert reason in _check(site, changed)


def test_a_comment_changes_nothing_that_was_signed(site):
    data = _sign(site).replace(b"<Ten>", b"<Ten><!-- x -->")

    assert _check(site, data) == ""


def test_a_key_that_is_not_rsa_is_refused(site):
    authority = keys.make_authority("CA khác", NOW)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.USER_ID, f"MST:{TAX_CODE}")]))
        .issuer_name(authority.certificate.subject)
        .public_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        .serial_number(1)
        .not_valid_before(NOW)
        .not_valid_after(NOW.replace(year=2030))
        .sign(authority.key, hashes.SHA256())
    )
    encoded = b64encode(certificate.public_bytes(Encoding.DER))
    data = re.sub(rb"(<X509Certificate>)[^<]*", lambda found: found[1] + encoded, _sign(site))

    reason = check_seal(etree.fromstring(data), "Cky", authority.certificate, TAX_CODE, NOW)

    assert "RSA" in reason
