"""The invented certificates are what the other tests take them for."""

from __future__ import annotations

from cryptography.hazmat.primitives.serialization import pkcs12

from tests.certificates import authority, employer, employer_authority


def test_an_authority_issues_what_it_can_be_held_to():
    issued = employer()

    issued.certificate.verify_directly_issued_by(employer_authority().certificate)


def test_a_twin_has_the_same_name_and_another_key():
    genuine, twin = authority("CA mẫu"), authority("CA mẫu", label="twin")

    assert genuine.certificate.subject == twin.certificate.subject
    assert genuine.key.private_numbers() != twin.key.private_numbers()


def test_weak_variants_can_be_made():
    weak = employer_authority().issue("Yếu", "MST:0301234567", key_size=1024, sha1=True)

    assert weak.key.key_size == 1024
    assert weak.certificate.signature_hash_algorithm.name == "sha1"


def test_a_pkcs12_file_opens_with_its_passphrase():
    data = employer().p12("mật khẩu")

    key, certificate, chain = pkcs12.load_key_and_certificates(data, "mật khẩu".encode())

    assert key.private_numbers() == employer().key.private_numbers()
    assert certificate == employer().certificate
    assert chain == list(employer().chain)
