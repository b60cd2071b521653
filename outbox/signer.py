"""The one act in which keys differ: a raw signature over some bytes."""

from __future__ import annotations

from typing import Protocol

from cryptography import x509


class Signer(Protocol):
    """Someone who holds the employer's key: a key file now, a token later."""

    @property
    def certificate(self) -> x509.Certificate:
        """The certificate that belongs to the key."""

    def sign(self, data: bytes) -> bytes:
        """Return the RSA PKCS#1 v1.5 signature over SHA-256 of the data (RFC 8017, 8.2)."""
