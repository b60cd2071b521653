"""A signer whose key lies in a PKCS#12 file (RFC 7292), opened once and kept in memory."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import pkcs12

from outbox.errors import KeyUnusableError
from outbox.signer import Signer


@dataclass(frozen=True)
class _KeyFileSigner:
    """The key object of a PKCS#12 file, beside its certificate."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey = field(repr=False)

    def sign(self, data: bytes) -> bytes:
        """Return the RSA PKCS#1 v1.5 signature over SHA-256 of the data."""
        return self.key.sign(data, padding.PKCS1v15(), SHA256())


def load_pkcs12(data: bytes, passphrase: str) -> Signer:
    """Open a PKCS#12 file once; raise KeyUnusableError, which never holds the passphrase."""
    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(data, passphrase.encode())
    except (ValueError, UnsupportedAlgorithm):
        # Not chained: a library's text about a passphrase is not for our logs.
        raise KeyUnusableError("wrong passphrase, or not a PKCS#12 file") from None
    if key is None:
        raise KeyUnusableError("the PKCS#12 file holds no key")
    if not isinstance(key, rsa.RSAPrivateKey):
        raise KeyUnusableError("the key is not an RSA key")
    if certificate is None:
        # OpenSSL compares public keys: a certificate of another key is none.
        raise KeyUnusableError("the PKCS#12 file holds no certificate that belongs to its key")
    return _KeyFileSigner(certificate, key)
