"""The door to the provider's server: who is let in, and what is said when nobody answers."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.settings import Sftp
from outbox.errors import (
    ConnectionLostError,
    HostKeyError,
    LoginRefusedError,
    RemoteContentError,
    RemoteMissingError,
    RemoteRefusedError,
    TransportError,
    UnsupportedError,
)
from outbox.sftp import connect
from outbox.transport import FSYNC, POSIX_RENAME, RemoteFolder
from tests.sshd import Sshd


def _with(settings: Sftp, **changes: object) -> Sftp:
    return Sftp.model_validate({**settings.model_dump(), **changes})


@contextmanager
def _connected(settings: Sftp, passphrase: str | None = None) -> Iterator[RemoteFolder]:
    folder = connect(settings, passphrase)
    try:
        yield folder
    finally:
        folder.close()


def test_openssh_has_an_atomic_rename_and_fsync(sshd: Sshd) -> None:
    with _connected(sshd.settings()) as folder:
        assert folder.capabilities() == {POSIX_RENAME, FSYNC}


def test_a_second_pinned_key_serves_for_a_change_of_keys(sshd: Sshd) -> None:
    pinned = ("SHA256:" + "A" * 43, sshd.fingerprint)

    with _connected(_with(sshd.settings(), host_keys=pinned)) as folder:
        assert folder.folder_exists("inbound")


def test_another_host_key_is_refused_and_named(sshd: Sshd) -> None:
    settings = _with(sshd.settings(), host_keys=("SHA256:" + "A" * 43,))

    with pytest.raises(HostKeyError) as refused:
        connect(settings)

    assert sshd.fingerprint in str(refused.value)


def test_a_changed_host_key_is_refused_and_nothing_is_sent(tmp_path: Path) -> None:
    with Sshd(tmp_path) as server:
        settings = server.settings()
        server.new_host_key()
        server.restart()

        with pytest.raises(HostKeyError):
            connect(settings)

        server.stop()
        assert not any("Accepted publickey" in line for line in server.log)


def test_a_stopped_server_is_a_lost_connection_with_its_cause(tmp_path: Path) -> None:
    with Sshd(tmp_path) as server:
        server.stop()

        with pytest.raises(ConnectionLostError) as lost:
            connect(server.settings())

        assert isinstance(lost.value.__cause__, OSError)


def test_a_host_without_an_address_is_a_lost_connection(sshd: Sshd) -> None:
    with pytest.raises(ConnectionLostError):
        connect(_with(sshd.settings(), host="no such host"))


@pytest.mark.parametrize("weak", ["MACs hmac-sha1,hmac-md5", "Ciphers aes128-cbc,3des-cbc"])
def test_a_server_with_only_weak_algorithms_is_refused(tmp_path: Path, weak: str) -> None:
    # A cipher that authenticates itself needs no MAC, so the first server may not have one.
    ciphers = ["Ciphers aes128-ctr"] if weak.startswith("MACs") else []
    with (
        Sshd(tmp_path, extra=[weak, *ciphers]) as server,
        pytest.raises(UnsupportedError, match="no safe algorithm"),
    ):
        connect(server.settings())


@contextmanager
def _speaker(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A server on loopback that does one thing with its first client."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            client, _ = listener.accept()
            with client:
                answer(client)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        thread.join()


def _until_gone(client: socket.socket) -> None:
    """Say nothing until the client has had enough."""
    with suppress(ConnectionResetError):
        while client.recv(4096):
            pass


def _web_server(client: socket.socket) -> None:
    client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 100)
    client.shutdown(socket.SHUT_WR)
    _until_gone(client)


@pytest.mark.parametrize("answer", [_until_gone, _web_server, lambda client: None])
def test_something_that_is_no_ssh_server_is_a_lost_connection(
    sshd: Sshd, answer: Callable[[socket.socket], None]
) -> None:
    with _speaker(answer) as port, pytest.raises(ConnectionLostError):
        connect(_with(sshd.settings(timeout=1.0), port=port))


def test_a_server_that_gives_no_sftp_is_a_lost_connection(tmp_path: Path) -> None:
    with Sshd(tmp_path, extra=["MaxSessions 0"]) as server, pytest.raises(ConnectionLostError):
        connect(server.settings())


def _write_key(path: Path, key: object, passphrase: bytes | None = None) -> Path:
    lock = serialization.BestAvailableEncryption(passphrase) if passphrase else None
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.OpenSSH,
            lock or serialization.NoEncryption(),
        )
    )
    return path


def test_a_key_that_the_server_does_not_know_is_a_refused_login(sshd: Sshd, tmp_path: Path) -> None:
    key = _write_key(tmp_path / "other", Ed25519PrivateKey.generate())

    with pytest.raises(LoginRefusedError):
        connect(_with(sshd.settings(), key=key))


def test_a_server_that_never_answers_a_login_has_refused_nothing(tmp_path: Path) -> None:
    asking = ["AuthorizedKeysCommand /bin/sleep 60", "AuthorizedKeysCommandUser root"]
    with Sshd(tmp_path, extra=asking) as server:
        key = _write_key(tmp_path / "other", Ed25519PrivateKey.generate())

        with pytest.raises(ConnectionLostError):
            connect(_with(server.settings(timeout=1.0), key=key))


def test_another_user_is_a_refused_login(sshd: Sshd) -> None:
    with pytest.raises(LoginRefusedError):
        connect(_with(sshd.settings(), username="somebody"))


@pytest.mark.parametrize(
    "make",
    [
        Ed25519PrivateKey.generate,
        lambda: ec.generate_private_key(ec.SECP256R1()),
        lambda: rsa.generate_private_key(65537, 2048),
    ],
)
def test_each_kind_of_key_logs_in_with_its_passphrase(
    tmp_path: Path, make: Callable[[], object]
) -> None:
    with Sshd(tmp_path) as server:
        key = make()
        _write_key(server.key_path, key, b"m\xe1\xba\xadt")
        server.authorize(
            key.public_key()
            .public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
            .decode()
        )

        with _connected(server.settings(), "mật") as folder:
            assert folder.folder_exists("inbound")


@pytest.mark.parametrize("passphrase", [None, "sai"])
def test_a_locked_key_is_told_without_its_passphrase(
    sshd: Sshd, tmp_path: Path, passphrase: str | None
) -> None:
    key = _write_key(tmp_path / "locked", Ed25519PrivateKey.generate(), b"bi-mat")

    with pytest.raises(LoginRefusedError) as refused:
        connect(_with(sshd.settings(), key=key), passphrase)

    assert "bi-mat" not in str(refused.value)


def test_a_missing_key_is_told_by_its_name(sshd: Sshd, tmp_path: Path) -> None:
    with pytest.raises(LoginRefusedError, match="no_key"):
        connect(_with(sshd.settings(), key=tmp_path / "no_key"))


def test_a_file_that_is_no_key_is_told(sshd: Sshd, tmp_path: Path) -> None:
    (tmp_path / "key").write_text("not a key")

    with pytest.raises(LoginRefusedError):
        connect(_with(sshd.settings(), key=tmp_path / "key"))


OPERATIONS: dict[str, Callable[[RemoteFolder], object]] = {
    "list": lambda folder: folder.list("outbound", 10),
    "size": lambda folder: folder.size("outbound/a.xml"),
    "create": lambda folder: folder.create("inbound/new", b"x" * 100_000),
    "read": lambda folder: folder.read("outbound", b"a.xml", 10),
    "rename": lambda folder: folder.rename("inbound/a.part", "inbound/b"),
    "plain_rename": lambda folder: folder.plain_rename("inbound/a.part", "inbound/b"),
    "remove": lambda folder: folder.remove("inbound/a.part"),
    "folder_exists": lambda folder: folder.folder_exists("inbound"),
}


def _furnish(server: Sshd) -> None:
    (server.root / "outbound" / "a.xml").write_bytes(b"x")
    (server.root / "inbound" / "a.part").write_bytes(b"x")


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_frozen_server_is_a_lost_connection_after_the_timeout(sshd: Sshd, operation: str) -> None:
    _furnish(sshd)
    with _connected(sshd.settings(timeout=0.5)) as folder:
        sshd.freeze_sessions()

        with pytest.raises(ConnectionLostError) as lost:
            OPERATIONS[operation](folder)
        sshd.thaw_sessions()

        assert isinstance(lost.value.__cause__, TimeoutError)
        with pytest.raises(ConnectionLostError, match="over"):
            OPERATIONS[operation](folder)


def test_a_killed_session_is_a_lost_connection(sshd: Sshd) -> None:
    with _connected(sshd.settings()) as folder:
        sshd.kill_sessions()

        with pytest.raises(ConnectionLostError):
            folder.list("outbound", 10)


@pytest.mark.parametrize(
    ("operation", "mode"),
    [
        ("list", 0o000),
        ("size", 0o000),
        ("create", 0o555),
        ("read", 0o000),
        ("rename", 0o555),
        ("plain_rename", 0o555),
        ("remove", 0o555),
    ],
)
def test_permission_denied_is_a_refusal_and_the_connection_lives(
    sshd: Sshd, operation: str, mode: int
) -> None:
    _furnish(sshd)
    folders = [sshd.root / "inbound", sshd.root / "outbound"]
    with _connected(sshd.settings()) as folder:
        for each in folders:
            each.chmod(mode)

        with pytest.raises(RemoteRefusedError, match="permission denied"):
            OPERATIONS[operation](folder)

        for each in folders:
            each.chmod(0o755)
        assert folder.folder_exists("inbound")


def test_a_file_without_read_permission_is_refused(sshd: Sshd) -> None:
    _furnish(sshd)
    (sshd.root / "outbound" / "a.xml").chmod(0o000)

    with _connected(sshd.settings()) as folder, pytest.raises(RemoteRefusedError):
        folder.read("outbound", b"a.xml", 10)


def test_links_and_folders_are_listed_as_what_they_are_and_not_read(sshd: Sshd) -> None:
    outbound = sshd.root / "outbound"
    (outbound / "real.xml").write_bytes(b"x")
    (outbound / "link.xml").symlink_to("real.xml")

    with _connected(sshd.settings()) as folder:
        found = {file.name: file.regular for file in folder.list("outbound", 10)}

        assert found == {b"real.xml": True, b"link.xml": False}
        with pytest.raises(RemoteContentError):
            folder.read("outbound", b"link.xml", 10)


def test_a_renaming_into_a_folder_that_is_gone_says_missing_and_leaves_the_file(
    sshd: Sshd,
) -> None:
    _furnish(sshd)

    with _connected(sshd.settings()) as folder:
        with pytest.raises(RemoteMissingError):
            folder.rename("inbound/a.part", "nowhere/a.xml")

        assert folder.size("inbound/a.part") == 1


def test_every_error_names_its_operation(sshd: Sshd) -> None:
    with _connected(sshd.settings()) as folder, pytest.raises(TransportError) as raised:
        folder.remove("inbound/none.part")

    assert (raised.value.operation, raised.value.name) == ("remove", "inbound/none.part")
