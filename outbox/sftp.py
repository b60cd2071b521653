"""The provider's SFTP server, reached through paramiko: the only door to it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from cryptography.exceptions import UnsupportedAlgorithm
from paramiko import Channel, PKey, SSHException, Transport
from paramiko.ssh_exception import IncompatiblePeer

from config.settings import Sftp
from outbox.errors import (
    ConnectionLostError,
    HostKeyError,
    LoginRefusedError,
    TransportError,
    UnsupportedError,
)
from outbox.packets import Conversation, GarbledError, printable
from outbox.sftp_folder import SftpFolder

# What paramiko 5.1 still offers and nobody should accept.
_WEAK = {
    "ciphers": ("3des-cbc", "aes128-cbc", "aes192-cbc", "aes256-cbc"),
    "macs": ("hmac-md5", "hmac-md5-96", "hmac-sha1", "hmac-sha1-96"),
}
_KEEP_ALIVE = 30
_CONNECT = "connect"


def connect(settings: Sftp, passphrase: str | None = None) -> SftpFolder:
    """Log in to a server whose host key is pinned; raise TransportError, nothing else."""
    key = _load_key(settings, passphrase)
    transport = Transport(_dial(settings), disabled_algorithms=_WEAK)
    try:
        with _deadline(transport, settings.timeout):
            _shake_hands(transport, settings)
            _log_in(transport, settings, key)
            channel = _open_channel(transport, settings)
            conversation = Conversation(channel)
    except TransportError:
        transport.close()
        raise
    except (SSHException, OSError, EOFError, GarbledError) as broken:
        transport.close()
        raise _lost(broken) from broken
    return SftpFolder(
        conversation,
        close=transport.close,
        broken=(SSHException,),
        about={
            "server": printable(transport.remote_version.encode(errors="replace")),
            "host_key": transport.get_remote_server_key().fingerprint,
        },
    )


def _load_key(settings: Sftp, passphrase: str | None) -> PKey:
    """Read our key; what is wrong with it is told without a word of its content."""
    # Only cryptography reads the key, and it wants the passphrase as bytes; the stubs say str.
    secret = None if passphrase is None else passphrase.encode()
    name = settings.key.name
    try:
        return PKey.from_path(settings.key, secret)  # type: ignore[arg-type] # see above
    except OSError as missing:
        reason = missing.strerror or "cannot be read"
        raise LoginRefusedError("load key", name, reason) from missing
    except (SSHException, ValueError, TypeError, UnsupportedAlgorithm) as unusable:
        reason = "wrong passphrase, or not an Ed25519, ECDSA or RSA key"
        raise LoginRefusedError("load key", name, reason) from unusable


def _dial(settings: Sftp) -> socket.socket:
    """Open our own socket: paramiko's waits for 40 ms at every small packet (Nagle)."""
    try:
        line = socket.create_connection((settings.host, settings.port), settings.timeout)
    except OSError as unreachable:
        raise _lost(unreachable) from unreachable
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    return line


@contextmanager
def _deadline(transport: Transport, seconds: float) -> Iterator[None]:
    """Close the transport when time is up: not every wait inside paramiko has a limit."""
    watch = threading.Timer(seconds, transport.close)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _shake_hands(transport: Transport, settings: Sftp) -> None:
    """Agree on keys with the server, and go no further unless its host key is pinned."""
    transport.banner_timeout = transport.handshake_timeout = settings.timeout
    try:
        transport.start_client(timeout=settings.timeout)
    except IncompatiblePeer as weak:
        raise UnsupportedError(_CONNECT, "", f"no safe algorithm in common: {weak}") from weak
    offered = transport.get_remote_server_key().fingerprint
    if offered not in settings.host_keys:
        raise HostKeyError(_CONNECT, "", f"the server shows {offered}, which is not pinned")


def _log_in(transport: Transport, settings: Sftp, key: PKey) -> None:
    """Prove that we are who we say; a server that went silent has refused nothing."""
    answered = threading.Event()
    transport.auth_publickey(settings.username, key, answered)
    answered.wait(settings.timeout)
    if transport.is_authenticated():
        return
    why = transport.get_exception()
    if answered.is_set() and transport.is_active():
        raise LoginRefusedError("log in", "", "the server does not take our key") from why
    raise ConnectionLostError("log in", "", "no answer") from why


def _open_channel(transport: Transport, settings: Sftp) -> Channel:
    """Open the one channel that we use, with a limit to every wait on it."""
    transport.set_keepalive(_KEEP_ALIVE)
    channel = transport.open_session(timeout=settings.timeout)
    channel.settimeout(settings.timeout)
    channel.invoke_subsystem("sftp")
    return channel


def _lost(broken: Exception) -> ConnectionLostError:
    """The same failure in this room's words."""
    return ConnectionLostError(_CONNECT, "", str(broken) or type(broken).__name__)
