"""A server's answers, in this room's words."""

from __future__ import annotations

from collections.abc import Mapping

from outbox.errors import (
    ConnectionLostError,
    RemoteExistsError,
    RemoteMissingError,
    RemoteRefusedError,
    TransportError,
    UnsupportedError,
)
from outbox.packets import CHUNK, Answer, Attributes, GarbledError, Kind, Status, printable

_REFUSALS: Mapping[int, type[TransportError]] = {
    Status.NO_SUCH_FILE: RemoteMissingError,
    Status.EXISTS: RemoteExistsError,
    Status.UNSUPPORTED: UnsupportedError,
    Status.NO_CONNECTION: ConnectionLostError,
    Status.CONNECTION_LOST: ConnectionLostError,
}


def attributes(answer: Answer, path: bytes) -> Attributes:
    """Return the facts in an answer to LSTAT or STAT."""
    if answer.kind == Kind.STATUS:
        raise refusal("look at", printable(path), *answer.status())
    return answer.expect(Kind.ATTRS).attributes()


def piece(answer: Answer, name: str) -> bytes:
    """Return the bytes of one READ; none at the end of the file."""
    if answer.kind != Kind.STATUS:
        found = answer.expect(Kind.DATA).string()
        if 0 < len(found) <= CHUNK:
            return found
        raise GarbledError("a piece of impossible length")
    code, text = answer.status()
    if code == Status.EOF:
        return b""
    raise refusal("read", name, code, text)


def refusal(operation: str, name: str, code: int, text: str) -> TransportError:
    """A server's no, in this room's words."""
    reason = "permission denied" if code == Status.PERMISSION_DENIED else text or f"status {code}"
    return _REFUSALS.get(code, RemoteRefusedError)(operation, name, reason)
