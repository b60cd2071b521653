"""Keys from PKCS#12 files: opened once, and refused without telling the passphrase."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12

from outbox.errors import KeyUnusableError
from outbox.pkcs12 import load_pkcs12
from tests.certificates import employer, employer_authority

PASSPHRASE = "chìa khoá mẫu"
PLAIN = NoEncryption()


def test_the_key_of_the_file_signs_for_its_certificate():
    signer = load_pkcs12(employer().p12(PASSPHRASE), PASSPHRASE)

    signature = signer.sign(b"data")

    key = signer.certificate.public_key()
    key.verify(signature, b"data", padding.PKCS1v15(), SHA256())
    assert signer.certificate == employer().certificate


def test_a_wrong_passphrase_is_refused_without_telling_it():
    with pytest.raises(KeyUnusableError, match="wrong passphrase") as refused:
        load_pkcs12(employer().p12(PASSPHRASE), "đoán bừa")

    assert "đoán bừa" not in str(refused.value)
    assert refused.value.__cause__ is None


def test_something_that_is_no_pkcs12_file_is_refused():
    with pytest.raises(KeyUnusableError, match="not a PKCS#12 file"):
        load_pkcs12(b"-----BEGIN CERTIFICATE-----", PASSPHRASE)


def test_a_file_without_a_key_is_refused():
    certificate = employer().certificate
    data = pkcs12.serialize_key_and_certificates(b"n", None, certificate, None, PLAIN)

    with pytest.raises(KeyUnusableError, match="no key"):
        load_pkcs12(data, "")


def test_a_file_without_a_certificate_is_refused():
    data = pkcs12.serialize_key_and_certificates(b"n", employer().key, None, None, PLAIN)

    with pytest.raises(KeyUnusableError, match="no certificate"):
        load_pkcs12(data, "")


def test_a_key_that_is_not_rsa_is_refused():
    key = ec.generate_private_key(ec.SECP256R1())
    data = pkcs12.serialize_key_and_certificates(b"n", key, None, None, PLAIN)

    with pytest.raises(KeyUnusableError, match="not an RSA key"):
        load_pkcs12(data, "")


def test_a_key_beside_a_certificate_of_another_key_is_refused():
    other = employer_authority().issue("Khoá khác", "MST:0301234567").certificate
    data = pkcs12.serialize_key_and_certificates(b"n", employer().key, None, [other], PLAIN)

    with pytest.raises(KeyUnusableError, match="no certificate that belongs to its key"):
        load_pkcs12(data, "")


def test_the_key_is_not_shown():
    signer = load_pkcs12(employer().p12(PASSPHRASE), PASSPHRASE)

    shown = repr(signer)

    assert "rsa" not in shown.lower()
