"""Everything that a sandbox site needs to log in, to sign and to trust: invented, made afresh.

Paths are relative to the site. ``keys/`` is the employer's side; ``sandbox/`` is the private side
of the I-VAN in a box. All of them want mode 0600, their folders 0700; writing is the caller's.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

IVAN_SIGNER = "MST:0309999999"
BHXH_SIGNER = "MST:0100000000"
SFTP_KEY = "keys/sftp_ed25519"
EMPLOYER_KEY = "keys/employer.p12"
EMPLOYER_PASS = "keys/employer.pass"  # noqa: S105 - the name of a file
IVAN_CA = "keys/ivan-ca.pem"
BHXH_CA = "keys/bhxh-ca.pem"
HOST_KEY = "sandbox/host_ed25519"
AUTHORIZED_KEY = "sandbox/authorized_key.pub"
EMPLOYER_CA = "sandbox/employer-ca.pem"
IVAN_KEY = "sandbox/ivan-signer.p12"
BHXH_KEY = "sandbox/bhxh-signer.p12"
SIGNERS_PASS = "sandbox/signers.pass"  # noqa: S105 - the name of a file

_DAY = timedelta(days=1)
_AUTHORITY_YEARS = 5
_ROUNDS = 1000
_SIGNER_YEARS = 3


class Identity(NamedTuple):
    """A private key with its certificate."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate


def sandbox_files(employer_tax_code: str, employer_name: str, now: datetime) -> dict[str, bytes]:
    """Make all keys and certificates of a sandbox site: relative path -> content."""
    employer_ca = make_authority("CA thử nghiệm cho doanh nghiệp", now)
    ivan_ca = make_authority("CA thử nghiệm cho I-VAN", now)
    bhxh_ca = make_authority("CA thử nghiệm cho BHXH", now)
    employer = make_signer(f"MST:{employer_tax_code}", employer_name, employer_ca, now)
    ivan = make_signer(IVAN_SIGNER, "I-VAN mẫu", ivan_ca, now)
    bhxh = make_signer(BHXH_SIGNER, "BHXH Việt Nam (thử nghiệm)", bhxh_ca, now)
    employer_pass, signers_pass = _passphrase(), _passphrase()
    login, host = ed25519.Ed25519PrivateKey.generate(), ed25519.Ed25519PrivateKey.generate()
    return {
        SFTP_KEY: openssh_private(login),
        EMPLOYER_KEY: to_pkcs12(employer, employer_ca, employer_pass),
        EMPLOYER_PASS: employer_pass + b"\n",
        IVAN_CA: _pem(ivan_ca),
        BHXH_CA: _pem(bhxh_ca),
        HOST_KEY: openssh_private(host),
        AUTHORIZED_KEY: _openssh_public(login) + b"\n",
        EMPLOYER_CA: _pem(employer_ca),
        IVAN_KEY: to_pkcs12(ivan, ivan_ca, signers_pass),
        BHXH_KEY: to_pkcs12(bhxh, bhxh_ca, signers_pass),
        SIGNERS_PASS: signers_pass + b"\n",
    }


def host_fingerprint(files: Mapping[str, bytes]) -> str:
    """Return the fingerprint of the sandbox's host key as ``ssh-keygen -l`` prints it."""
    return fingerprint(files[HOST_KEY])


def fingerprint(private_key: bytes) -> str:
    """Return ``SHA256:…`` of an OpenSSH private key's public half."""
    key = serialization.load_ssh_private_key(private_key, password=None)
    blob = base64.b64decode(_openssh_public(key).split()[1])
    digest = base64.b64encode(hashlib.sha256(blob).digest()).decode()
    return "SHA256:" + digest.rstrip("=")


def make_authority(name: str, now: datetime) -> Identity:
    """Make a self-signed certificate authority, valid for five years from now."""
    key = _rsa_key()
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = _usage(digital_signature=False, key_cert_sign=True)
    unsigned = (
        _draft(subject, subject, key, now, _AUTHORITY_YEARS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key()), False)
    )
    return Identity(key, unsigned.sign(key, hashes.SHA256()))


def make_signer(uid: str, name: str, authority: Identity, now: datetime) -> Identity:
    """Make a signer's certificate with ``MST:…`` as UID, valid for three years from now."""
    key = _rsa_key()
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.STATE_OR_PROVINCE_NAME, "TP Hồ Chí Minh"),
            x509.NameAttribute(NameOID.COMMON_NAME, name[:64]),
            x509.NameAttribute(NameOID.USER_ID, uid),
        ]
    )
    issuer = authority.certificate
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    unsigned = (
        _draft(subject, issuer.subject, key, now, _SIGNER_YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, key_cert_sign=False), critical=True)
        .add_extension(identifier, critical=False)
    )
    return Identity(key, unsigned.sign(authority.key, hashes.SHA256()))


def to_pkcs12(identity: Identity, authority: Identity, passphrase: bytes) -> bytes:
    """Pack a signer with its authority's certificate into a PKCS#12 file.

    Its passphrase lies beside it, so it opens quickly rather than late: few rounds.
    """
    rounds = serialization.PrivateFormat.PKCS12.encryption_builder().kdf_rounds(_ROUNDS)
    encryption = rounds.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
    return pkcs12.serialize_key_and_certificates(
        b"signer",
        identity.key,
        identity.certificate,
        [authority.certificate],
        encryption.build(passphrase),
    )


def openssh_private(key: ed25519.Ed25519PrivateKey) -> bytes:
    """Write a login or host key as OpenSSH does, without a passphrase."""
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )


def _draft(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, now: datetime, years: int
) -> x509.CertificateBuilder:
    # A day of grace: the clock that signs may be a little behind the one that made the key.
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _DAY)
        .not_valid_after(now + years * 365 * _DAY)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, digital_signature: bool, key_cert_sign: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=digital_signature,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=key_cert_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _passphrase() -> bytes:
    return secrets.token_urlsafe(18).encode()


def _pem(identity: Identity) -> bytes:
    return identity.certificate.public_bytes(serialization.Encoding.PEM)


def _openssh_public(key: serialization.SSHPrivateKeyTypes) -> bytes:
    return key.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
