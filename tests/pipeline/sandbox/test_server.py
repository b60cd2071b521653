"""The sandbox's SFTP server behaves like a real one, and misbehaves on request."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager
from datetime import UTC, datetime

import paramiko
import pytest

from config.settings import Sftp
from outbox import sftp
from outbox.errors import (
    ConnectionLostError,
    HostKeyError,
    LoginRefusedError,
    RemoteExistsError,
    RemoteMissingError,
    RemoteRefusedError,
    UnsupportedError,
)
from outbox.transport import FSYNC, POSIX_RENAME
from pipeline.sandbox import keys
from pipeline.sandbox.faults import Fault
from pipeline.sandbox.server import SftpServer

DATA = b"<Hoso>" + b"x" * 200_000 + b"</Hoso>"
NAME = "inbound/a.xml"


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return keys.sandbox_files("0301234567", "Công ty Phương Nam", datetime(2026, 10, 5, tzinfo=UTC))


@pytest.fixture
def world(tmp_path, files):
    return _World(tmp_path, files)


class _World:
    """A site's keys on disk and a remote folder."""

    def __init__(self, folder, files):
        self.files = files
        self.root = folder / "sandbox" / "remote"
        for name in ("inbound", "outbound"):
            (self.root / name).mkdir(parents=True)
        (self.root.parent / "swept").mkdir()
        self.key = folder / "sftp_ed25519"
        self.key.write_bytes(files[keys.SFTP_KEY])
        self.key.chmod(0o600)

    @contextmanager
    def server(self, *faults: Fault, port: int = 0, host_key: bytes | None = None):
        server = SftpServer(
            self.root,
            host_key=host_key or self.files[keys.HOST_KEY],
            authorized_key=self.files[keys.AUTHORIZED_KEY],
            port=port,
            faults=frozenset(faults),
        )
        server.start()
        try:
            yield server
        finally:
            server.stop()

    @contextmanager
    def client(self, server: SftpServer, **changes):
        settings = {
            "host": "127.0.0.1",
            "port": server.port,
            "username": "employer",
            "key": self.key,
            "host_keys": (keys.host_fingerprint(self.files),),
            "timeout": 5.0,
        }
        client = sftp.connect(Sftp.model_validate(settings | changes))
        try:
            yield client
        finally:
            client.close()


def test_what_is_written_can_be_listed_read_renamed_and_removed(world):
    with world.server() as server, world.client(server) as client:
        client.create("inbound/.a.part", DATA)
        client.rename("inbound/.a.part", NAME)

        listed = [entry.name for entry in client.list("inbound", 10)]
        content = client.read("inbound", b"a.xml", 1_000_000)
        client.remove(NAME)

        assert (listed, content) == ([b"a.xml"], DATA)
        assert client.size(NAME) is None
        assert client.folder_exists("inbound")


def test_it_has_the_extensions_of_openssh(world):
    with world.server() as server, world.client(server) as client:
        capabilities = client.capabilities()

    assert capabilities == {POSIX_RENAME, FSYNC}


def test_a_new_file_never_replaces_an_old_one(world):
    (world.root / NAME).write_bytes(b"old")

    with world.server() as server, world.client(server) as client:
        with pytest.raises(RemoteExistsError):
            client.create(NAME, DATA)
        client.create("inbound/b.xml", DATA)
        with pytest.raises(RemoteExistsError):
            client.plain_rename("inbound/b.xml", NAME)

    assert (world.root / NAME).read_bytes() == b"old"


def test_the_employer_writes_only_into_inbound_and_sees_nothing_above_the_root(world):
    (world.root / "outbound" / "r.xml").write_bytes(b"answer")
    (world.root.parent / "secret.p12").write_bytes(b"secret")

    with world.server() as server, world.client(server) as client:
        with pytest.raises(RemoteRefusedError):
            client.create("outbound/x.xml", DATA)
        with pytest.raises(RemoteRefusedError):
            client.rename("outbound/r.xml", NAME)
        with pytest.raises(RemoteRefusedError):
            client.remove("../secret.p12")
        with pytest.raises(RemoteMissingError):
            client.read("..", b"secret.p12", 100)
        client.remove("outbound/r.xml")

    assert list((world.root / "outbound").iterdir()) == []


def test_what_is_missing_is_missing(world):
    with world.server() as server, world.client(server) as client:
        assert client.size("inbound/none.xml") is None
        for act in (
            lambda: client.rename("inbound/none.xml", NAME),
            lambda: client.remove("inbound/none.xml"),
            lambda: client.read("inbound", b"none.xml", 10),
            lambda: client.list("elsewhere", 10),
        ):
            with pytest.raises(RemoteMissingError):
                act()


def test_a_folder_cannot_be_read_as_a_file(world):
    (world.root / "inbound" / "d.xml").mkdir()

    with world.server() as server, world.client(server) as client:
        names = [(entry.name, entry.regular) for entry in client.list("inbound", 10)]

    assert names == [(b"d.xml", False)]


def test_another_key_or_user_is_refused(world, files, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(files[keys.HOST_KEY])

    with world.server() as server:
        for changes in ({"key": other}, {"username": "someone"}):
            with pytest.raises(LoginRefusedError), world.client(server, **changes):
                pass


def test_stop_leaves_no_thread_and_frees_the_port(world):
    before = set(threading.enumerate())

    with world.server() as server, world.client(server) as client:
        port = server.port
        client.create(NAME, DATA)

    # The client's own threads may still be on their way out; nobody's may stay.
    left = set(threading.enumerate()) - before
    for thread in left:
        thread.join(5)
    assert not any(thread.is_alive() for thread in left)
    with world.server(port=port) as again:
        assert again.port == port


def test_only_sftp_is_served(world, files):
    with world.server() as server, socket.create_connection(("127.0.0.1", server.port)) as line:
        transport = paramiko.Transport(line)
        transport.connect(username="employer", pkey=paramiko.PKey.from_path(world.key))

        with pytest.raises(paramiko.ChannelException):
            transport.open_channel("direct-tcpip", ("127.0.0.1", 1), ("127.0.0.1", 2), timeout=30)

        transport.close()


def test_a_folder_is_no_file_and_attributes_can_be_set(world):
    with world.server() as server, socket.create_connection(("127.0.0.1", server.port)) as line:
        transport = paramiko.Transport(line)
        transport.connect(username="employer", pkey=paramiko.PKey.from_path(world.key))
        client = transport.open_sftp_client()

        with pytest.raises(OSError, match="Failure"):
            client.open("outbound")
        with client.open(NAME, "wx") as opened:
            opened.chmod(0o600)
            stated = opened.stat()

        transport.close()
    assert stated.st_size == 0


def test_somebody_who_only_knocks_does_no_harm(world):
    with world.server() as server:
        with socket.create_connection(("127.0.0.1", server.port)) as knock:
            knock.sendall(b"GET / HTTP/1.0\r\n\r\n")
        with world.client(server) as client:
            found = client.folder_exists("outbound")

    assert found


def test_stopping_before_the_start_is_harmless(world):
    server = SftpServer(
        world.root,
        host_key=world.files[keys.HOST_KEY],
        authorized_key=world.files[keys.AUTHORIZED_KEY],
    )

    server.stop()

    assert server.port == 0


def test_a_changed_host_key_is_refused(world, files):
    with (
        world.server(host_key=files[keys.SFTP_KEY]) as server,
        pytest.raises(HostKeyError),
        world.client(server),
    ):
        pass


def test_without_posix_rename_the_plain_one_still_works(world):
    with world.server(Fault.NO_POSIX_RENAME) as server, world.client(server) as client:
        client.create("inbound/b.part", DATA)
        capabilities = client.capabilities()
        with pytest.raises(UnsupportedError):
            client.rename("inbound/b.part", NAME)
        client.plain_rename("inbound/b.part", NAME)

    assert POSIX_RENAME not in capabilities
    assert (world.root / NAME).read_bytes() == DATA


def test_move_on_close_takes_the_whole_file_before_anyone_can_look(world):
    with world.server(Fault.MOVE_ON_CLOSE) as server, world.client(server) as client:
        client.create("inbound/.a.xml.1.part", DATA)
        size = client.size("inbound/.a.xml.1.part")

    assert size is None
    assert (world.root.parent / "swept" / ".a.xml.1.part").read_bytes() == DATA


def test_the_first_upload_is_cut_in_the_middle_and_the_second_is_not(world):
    with world.server(Fault.CUT_MID_FILE) as server:
        with pytest.raises(ConnectionLostError), world.client(server) as client:
            client.create("inbound/.a.1.part", DATA)
        with world.client(server) as client:
            client.create("inbound/.a.2.part", DATA)

    assert 0 < (world.root / "inbound" / ".a.1.part").stat().st_size < len(DATA)
    assert (world.root / "inbound" / ".a.2.part").read_bytes() == DATA


def test_a_hanging_server_is_left_by_the_client_and_can_still_be_stopped(world):
    with (
        world.server(Fault.HANG) as server,
        world.client(server, timeout=0.5) as client,
        pytest.raises(ConnectionLostError),
    ):
        client.create(NAME, DATA)

    assert (world.root / NAME).stat().st_size == 0
