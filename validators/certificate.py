"""Whose certificate signed, is it strong, was it valid, and did someone trusted issue it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509 import verification
from cryptography.x509.oid import NameOID

from validators.signature_reasons import Refusal

_SHORTEST_KEY = 2048
_CURVES = ("secp256r1", "secp384r1", "secp521r1")
_HASHES = ("sha256", "sha384", "sha512")


def signer_of(certificates: Sequence[x509.Certificate]) -> x509.Certificate:
    """Return the only one that is no authority's, in whatever order they came."""
    ends = [certificate for certificate in certificates if not _is_authority(certificate)]
    if len(ends) != 1:
        raise Refusal("key-info")
    return ends[0]


def strong(certificate: x509.Certificate) -> None:
    """Refuse short keys, unusual curves, and certificates issued with SHA-1."""
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        fits = key.key_size >= _SHORTEST_KEY
    else:
        fits = isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES
    digest = certificate.signature_hash_algorithm
    if not fits or digest is None or digest.name not in _HASHES:
        raise Refusal("key")


def valid(certificate: x509.Certificate, at: datetime) -> None:
    """Refuse a certificate outside its dates."""
    if at < certificate.not_valid_before_utc:
        raise Refusal("not-yet-valid")
    if at > certificate.not_valid_after_utc:
        raise Refusal("expired")


def issued_by(
    signer: x509.Certificate,
    certificates: Sequence[x509.Certificate],
    authorities: Sequence[x509.Certificate],
    at: datetime,
) -> None:
    """Refuse unless a path leads from the signer to one of the authorities (RFC 5280, 6)."""
    above = [certificate for certificate in certificates if certificate != signer]
    ends = verification.ExtensionPolicy.permit_all().may_be_present(
        x509.KeyUsage, verification.Criticality.AGNOSTIC, _may_sign
    )
    builder = verification.PolicyBuilder().store(verification.Store(list(authorities))).time(at)
    builder = builder.extension_policies(
        ee_policy=ends, ca_policy=verification.ExtensionPolicy.webpki_defaults_ca()
    )
    try:
        path = builder.build_client_verifier().verify(signer, list(above)).chain
    except verification.VerificationError as refused:
        raise Refusal("path") from refused
    for certificate in path[:-1]:
        strong(certificate)


def uids_of(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the UIDs of the subject (RFC 4519, 2.39), such as ``MST:0301234567``."""
    found = certificate.subject.get_attributes_for_oid(NameOID.USER_ID)
    return tuple(str(attribute.value) for attribute in found)


def _may_sign(
    _policy: verification.Policy, _certificate: x509.Certificate, usage: x509.KeyUsage | None
) -> None:
    """Take digitalSignature or contentCommitment: authorities of document signers give either."""
    if usage is not None and not (usage.digital_signature or usage.content_commitment):
        raise ValueError("the certificate may not sign")


def _is_authority(certificate: x509.Certificate) -> bool:
    try:
        return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except x509.ExtensionNotFound:
        return False
