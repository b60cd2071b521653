"""The keys of a sandbox site fit each other and nobody else."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import paramiko
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from pipeline.sandbox import keys

NOW = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return keys.sandbox_files("0301234567", "Công ty Cổ phần Dệt may Phương Nam", NOW)


def _signer(files: dict[str, bytes], name: str, passphrase: str) -> x509.Certificate:
    opened = pkcs12.load_pkcs12(files[name], files[passphrase].strip())
    assert opened.cert is not None
    return opened.cert.certificate


@pytest.mark.parametrize(
    ("key", "passphrase", "authority", "uid"),
    [
        (keys.EMPLOYER_KEY, keys.EMPLOYER_PASS, keys.EMPLOYER_CA, "MST:0301234567"),
        (keys.IVAN_KEY, keys.SIGNERS_PASS, keys.IVAN_CA, "MST:0309999999"),
        (keys.BHXH_KEY, keys.SIGNERS_PASS, keys.BHXH_CA, "MST:0100000000"),
    ],
)
def test_each_signer_is_issued_by_its_authority_and_carries_its_tax_code(
    files, key, passphrase, authority, uid
):
    issuer = x509.load_pem_x509_certificate(files[authority])

    signer = _signer(files, key, passphrase)

    signer.verify_directly_issued_by(issuer)
    assert signer.subject.get_attributes_for_oid(NameOID.USER_ID)[0].value == uid
    assert signer.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    assert signer.not_valid_before_utc <= NOW < signer.not_valid_after_utc - timedelta(days=1000)


def test_the_server_accepts_exactly_the_key_that_the_site_logs_in_with(files):
    login = paramiko.Ed25519Key.from_private_key(io.StringIO(files[keys.SFTP_KEY].decode()))

    authorized = files[keys.AUTHORIZED_KEY].split()[1].decode()

    assert login.get_base64() == authorized


def test_the_fingerprint_is_the_one_that_an_ssh_client_sees(files):
    host = paramiko.Ed25519Key.from_private_key(io.StringIO(files[keys.HOST_KEY].decode()))

    shown = keys.host_fingerprint(files)

    assert shown == host.fingerprint


def test_no_two_sites_share_a_secret(files):
    other = keys.sandbox_files("0301234567", "Công ty Cổ phần Dệt may Phương Nam", NOW)

    same = [name for name in files if files[name] == other[name]]

    assert same == []
