"""What can go wrong while a dossier goes out.

OutboxError
├── DossierError            a dossier cannot be built as the profile wants it
├── SigningError            the employer's signature could not be made
│   ├── KeyUnusableError        wrong passphrase, no key, key and certificate do not match
│   └── CertificateUnfitError   expired, not yet valid, too short, not this employer's
└── TransportError          the provider's server did not do what we asked; `retry` is not ours
    ├── ConnectionLostError     no answer, reset, timeout
    ├── HostKeyError            the server's key is not the pinned one
    ├── LoginRefusedError       the server does not take our key
    ├── RemoteRefusedError      permission denied, quota, disk full, name refused
    ├── RemoteMissingError      no such file or folder
    ├── RemoteExistsError       something stands at that name already
    ├── UnsupportedError        the server lacks an operation that the profile counts on
    └── RemoteContentError      what lies on the server is not what we sent
"""

from __future__ import annotations


class OutboxError(Exception):
    """Room 3 could not do its work."""


class DossierError(OutboxError):
    """A dossier cannot be built."""


class SigningError(OutboxError):
    """The employer's signature could not be made."""


class KeyUnusableError(SigningError):
    """The key cannot be used."""


class CertificateUnfitError(SigningError):
    """The certificate may not sign this."""


class TransportError(OutboxError):
    """The provider's server did not do what we asked.

    `operation` is our word for the act (open, write, rename …), `name` the remote name or "".
    """

    def __init__(self, operation: str, name: str = "", reason: str = "") -> None:
        super().__init__(" ".join(part for part in (operation, name, reason) if part))
        self.operation = operation
        self.name = name
        self.reason = reason


class ConnectionLostError(TransportError):
    """No answer: refused, reset or timed out."""


class HostKeyError(TransportError):
    """The server's host key is not pinned."""


class LoginRefusedError(TransportError):
    """The server does not take our key."""


class RemoteRefusedError(TransportError):
    """The server refused: permission, quota, full disk, or a name it does not like."""


class RemoteMissingError(TransportError):
    """No such remote file or folder."""


class RemoteExistsError(TransportError):
    """Something stands at that name already."""


class UnsupportedError(TransportError):
    """The server lacks an operation that the profile counts on."""


class RemoteContentError(TransportError):
    """What lies on the server is not what we sent."""
