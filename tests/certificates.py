"""Invented certificate authorities, companies and keys, made in memory; nobody here exists.

Keys are made once per process and label, so that a test pays for RSA only the first time.

    ivan_ca = authority("I-VAN mẫu CA")
    ivan = ivan_ca.issue("I-VAN mẫu", "MST:0309999999")
    twin = authority("I-VAN mẫu CA", label="twin")      # same names, another key: a forger
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

NOT_BEFORE = datetime(2025, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(2045, 1, 1, tzinfo=UTC)

EMPLOYER_UID = "MST:0301234567"
IVAN_UID = "MST:0309999999"
BHXH_UID = "MST:0100000000"


@cache
def rsa_key(label: str, size: int = 2048) -> rsa.RSAPrivateKey:
    """Return the RSA key of that label, the same one for the whole process."""
    assert label
    return rsa.generate_private_key(public_exponent=65537, key_size=size)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A key, its certificate, and the certificates above it (the authority's)."""

    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    def p12(self, passphrase: str) -> bytes:
        """Return a PKCS#12 file with key, certificate and chain, which opens at once."""
        rounds = PrivateFormat.PKCS12.encryption_builder().kdf_rounds(2)
        return pkcs12.serialize_key_and_certificates(
            b"employer",
            self.key,
            self.certificate,
            list(self.chain),
            rounds.key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC).build(
                passphrase.encode()
            ),
        )

    @property
    def pem(self) -> bytes:
        """The certificate in PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        """The unencrypted PKCS#8 key in PEM, for programs like xmlsec1."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@dataclass(frozen=True, kw_only=True)
class Authority:
    """A certificate authority: it issues certificates and other authorities."""

    name: str
    label: str
    key: rsa.RSAPrivateKey = field(repr=False)
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def pem(self) -> bytes:
        """The authority's certificate in PEM."""
        return self.certificate.public_bytes(Encoding.PEM)

    def write(self, folder: Path) -> Path:
        """Write the authority's certificate into a folder and return the PEM file's path."""
        path = folder / f"{self.certificate.serial_number:x}.pem"
        path.write_bytes(self.pem)
        return path

    def issue(
        self,
        common_name: str,
        uid: str | None,
        *,
        key_size: int = 2048,
        not_before: datetime = NOT_BEFORE,
        not_after: datetime = NOT_AFTER,
        digital_signature: bool = True,
        content_commitment: bool = True,
        key_usage: bool = True,
        constraints: bool = True,
        sha1: bool = False,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | None = None,
    ) -> Identity:
        """Issue an end certificate; its subject carries the UID, e.g. ``MST:0301234567``."""
        key = key or rsa_key(f"{self.label}/{common_name}", key_size)
        builder = _builder(_name(common_name, uid), self.certificate.subject, key.public_key())
        builder = builder.not_valid_before(not_before).not_valid_after(not_after)
        if constraints:
            builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        builder = builder.add_extension(_above(self.key), False)
        if key_usage:
            builder = builder.add_extension(_usage(digital_signature, content_commitment), True)
        certificate = builder.sign(self.key, hashes.SHA256())
        if sha1:
            certificate = _signed_with_sha1(certificate, self.key)
        return Identity(key=key, certificate=certificate, chain=(self.certificate, *self.chain))

    def below(self, name: str, *, label: str | None = None) -> Authority:
        """Issue an intermediate authority."""
        label = label or f"{self.label}/{name}"
        key = rsa_key(label)
        certificate = _authority_builder(name, self.certificate.subject, key, self.key).sign(
            self.key, hashes.SHA256()
        )
        chain = (self.certificate, *self.chain)
        return Authority(name=name, label=label, key=key, certificate=certificate, chain=chain)


@cache
def authority(name: str, *, label: str | None = None) -> Authority:
    """Return the self-signed authority of that name; another label is another key (a twin)."""
    label = label or name
    key = rsa_key(label)
    subject = _name(name, None)
    certificate = _authority_builder(name, subject, key, key).sign(key, hashes.SHA256())
    return Authority(name=name, label=label, key=key, certificate=certificate)


@cache
def employer_authority() -> Authority:
    """Return the authority that certifies employers."""
    return authority("CA doanh nghiệp mẫu")


@cache
def ivan_authority() -> Authority:
    """Return the authority that certifies I-VAN providers."""
    return authority("CA I-VAN mẫu")


@cache
def bhxh_authority() -> Authority:
    """Return the authority that certifies the social-insurance agency."""
    return authority("CA BHXH mẫu")


@cache
def employer() -> Identity:
    """Return the employer of design part 6 with a good certificate."""
    return employer_authority().issue("Công ty Cổ phần Dệt may Phương Nam", EMPLOYER_UID)


@cache
def ivan() -> Identity:
    """Return the I-VAN that countersigns receipts of submission."""
    return ivan_authority().issue("I-VAN mẫu", IVAN_UID)


@cache
def bhxh() -> Identity:
    """Return the agency that signs notices, results and statements."""
    return bhxh_authority().issue("BHXH mẫu", BHXH_UID)


def _name(common_name: str, uid: str | None) -> x509.Name:
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.LOCALITY_NAME, "Thành phố Hồ Chí Minh"),
        x509.NameAttribute(NameOID.COMMON_NAME, common_name),
    ]
    if uid is not None:
        attributes.append(x509.NameAttribute(NameOID.USER_ID, uid))
    return x509.Name(attributes)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey
) -> x509.CertificateBuilder:
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)


def _authority_builder(
    name: str, issuer: x509.Name, key: rsa.RSAPrivateKey, above: rsa.RSAPrivateKey
) -> x509.CertificateBuilder:
    builder = _builder(_name(name, None), issuer, key.public_key())
    builder = builder.not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(NOT_AFTER)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
    builder = builder.add_extension(_above(above), False)
    return builder.add_extension(_usage(True, True, certify=True), True)


def _signed_with_sha1(certificate: x509.Certificate, key: rsa.RSAPrivateKey) -> x509.Certificate:
    """Sign again with SHA-1: cryptography's builder no longer does, but old authorities did."""
    sha256_rsa, sha1_rsa = (bytes.fromhex(f"2a864886f70d0101{end}") for end in ("0b", "05"))
    signed = certificate.tbs_certificate_bytes.replace(sha256_rsa, sha1_rsa)
    signature = key.sign(signed, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303 - the very point
    whole = certificate.public_bytes(Encoding.DER).replace(sha256_rsa, sha1_rsa)
    return x509.load_der_x509_certificate(whole[: -len(signature)] + signature)


def _above(key: rsa.RSAPrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _usage(sign: bool, commit: bool, *, certify: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=sign,
        content_commitment=commit,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certify,
        crl_sign=certify,
        encipher_only=False,
        decipher_only=False,
    )
