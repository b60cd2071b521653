"""What every RemoteFolder promises: the fake, a real OpenSSH server, and asyncssh's."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncssh
import pytest

from config.settings import Sftp
from outbox.errors import (
    ConnectionLostError,
    RemoteContentError,
    RemoteExistsError,
    RemoteMissingError,
    RemoteRefusedError,
)
from outbox.sftp import connect
from outbox.transport import POSIX_RENAME, RemoteFolder
from tests.fakes import FolderFake
from tests.sshd import Sshd

BIG = bytes(range(256)) * 1200


@dataclass
class Place:
    """A remote folder, and the provider's own view of it."""

    folder: RemoteFolder
    root: Path | FolderFake

    def put(self, path: bytes, data: bytes) -> None:
        if isinstance(self.root, FolderFake):
            self.root.put(path, data)
        else:
            with open(os.fsencode(self.root) + b"/" + path, "wb") as file:
                file.write(data)

    def get(self, path: str) -> bytes | None:
        if isinstance(self.root, FolderFake):
            return self.root.files.get(path.encode())
        file = self.root / path
        return file.read_bytes() if file.exists() else None


class _Asyncssh(threading.Thread):
    """asyncssh's SFTP server in a thread: answers concurrently, says EXISTS, knows no chroot."""

    def __init__(self, folder: Path, key: Path) -> None:
        super().__init__(daemon=True)
        self._folder = folder
        self._key = key
        self._ready = threading.Event()
        self.loop = asyncio.new_event_loop()
        self.host_key = asyncssh.generate_private_key("ssh-ed25519")
        self.port = 0

    def run(self) -> None:
        self.loop.run_until_complete(self._serve())
        self.loop.close()

    def listening(self) -> None:
        self.start()
        self._ready.wait()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self._over.set)
        self.join()

    async def _serve(self) -> None:
        self._over = asyncio.Event()
        clients = asyncssh.import_authorized_keys(
            asyncssh.read_private_key(self._key).export_public_key().decode()
        )
        root = str(self._folder).encode()
        clients_seen: list[asyncssh.SSHServerConnection] = []
        server = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[self.host_key],
            authorized_client_keys=clients,
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=root),
            acceptor=clients_seen.append,
        )
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._over.wait()
        server.close()
        await server.wait_closed()
        for client in clients_seen:
            client.abort()
            await client.wait_closed()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
        await self.loop.shutdown_default_executor()


@pytest.fixture(scope="module")
def asyncssh_server(
    shared_sshd: Sshd, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[_Asyncssh]:
    server = _Asyncssh(shared_sshd.root, shared_sshd.key_path)
    server.listening()
    yield server
    server.stop()


@pytest.fixture(params=["fake", "openssh", "asyncssh"])
def place(request: pytest.FixtureRequest, sshd: Sshd) -> Iterator[Place]:
    if request.param == "fake":
        fake = FolderFake()
        yield Place(folder=fake, root=fake)
        return
    settings = sshd.settings()
    if request.param == "asyncssh":
        server = request.getfixturevalue("asyncssh_server")
        settings = Sftp.model_validate(
            {
                **settings.model_dump(),
                "port": server.port,
                "host_keys": (server.host_key.get_fingerprint(),),
            }
        )
    folder = connect(settings)
    yield Place(folder=folder, root=sshd.root)
    folder.close()


class TestRemoteFolder:
    def test_a_created_file_holds_exactly_the_bytes(self, place: Place) -> None:
        place.folder.create("inbound/a.part", BIG)

        assert place.get("inbound/a.part") == BIG
        assert place.folder.size("inbound/a.part") == len(BIG)

    def test_an_empty_file_can_be_created_and_read(self, place: Place) -> None:
        place.folder.create("inbound/a.part", b"")

        assert place.folder.size("inbound/a.part") == 0
        assert place.folder.read("inbound", b"a.part", 10) == b""

    def test_create_never_touches_what_stands_there(self, place: Place) -> None:
        place.put(b"inbound/a.part", b"old")

        with pytest.raises(RemoteExistsError):
            place.folder.create("inbound/a.part", b"new")

        assert place.get("inbound/a.part") == b"old"

    def test_create_in_a_missing_folder_says_so(self, place: Place) -> None:
        with pytest.raises(RemoteMissingError):
            place.folder.create("nowhere/a.part", b"x")

    def test_size_of_nothing_is_none(self, place: Place) -> None:
        assert place.folder.size("inbound/none") is None

    def test_a_file_is_read_whole(self, place: Place) -> None:
        place.put(b"outbound/r.xml", BIG)

        assert place.folder.read("outbound", b"r.xml", len(BIG)) == BIG

    def test_a_file_over_the_limit_is_not_read(self, place: Place) -> None:
        place.put(b"outbound/r.xml", BIG)

        with pytest.raises(RemoteContentError):
            place.folder.read("outbound", b"r.xml", len(BIG) - 1)

    def test_reading_nothing_says_missing(self, place: Place) -> None:
        with pytest.raises(RemoteMissingError):
            place.folder.read("outbound", b"r.xml", 10)

    @pytest.mark.parametrize("name", [b"", b".", b"..", b"../inbound/a", b"/etc/passwd"])
    def test_a_name_that_leads_elsewhere_is_refused(self, place: Place, name: bytes) -> None:
        with pytest.raises(RemoteRefusedError):
            place.folder.read("outbound", name, 10)

    def test_a_name_that_is_not_utf8_hides_no_other(self, place: Place) -> None:
        names = [b"a.xml", b"b\xff\xfe.xml", "biên lai.xml".encode()]
        for name in names:
            place.put(b"outbound/" + name, name)

        found = place.folder.list("outbound", 10)

        assert [file.name for file in found] == sorted(names)
        assert all(file.regular and file.size == len(file.name) for file in found)
        assert place.folder.read("outbound", names[1], 100) == names[1]

    def test_a_listing_of_many_files_is_complete_and_sorted(self, place: Place) -> None:
        for number in range(300):
            place.put(b"outbound/%03d.xml" % number, b"x")

        found = place.folder.list("outbound", 300)

        assert [file.name for file in found] == [b"%03d.xml" % number for number in range(300)]

    def test_a_listing_over_the_limit_is_refused(self, place: Place) -> None:
        for number in range(5):
            place.put(b"outbound/%d.xml" % number, b"x")

        with pytest.raises(RemoteRefusedError):
            place.folder.list("outbound", 4)

    def test_an_empty_folder_lists_nothing(self, place: Place) -> None:
        assert place.folder.list("outbound", 10) == ()

    def test_a_missing_folder_cannot_be_listed(self, place: Place) -> None:
        with pytest.raises(RemoteMissingError):
            place.folder.list("nowhere", 10)

    def test_rename_moves_and_replaces(self, place: Place) -> None:
        place.put(b"inbound/a.part", b"new")
        place.put(b"inbound/a.xml", b"old")

        place.folder.rename("inbound/a.part", "inbound/a.xml")

        assert (place.get("inbound/a.part"), place.get("inbound/a.xml")) == (None, b"new")

    def test_renaming_nothing_says_missing(self, place: Place) -> None:
        with pytest.raises(RemoteMissingError):
            place.folder.rename("inbound/a.part", "inbound/a.xml")

    def test_plain_rename_moves(self, place: Place) -> None:
        place.put(b"inbound/a.part", b"new")

        place.folder.plain_rename("inbound/a.part", "inbound/a.xml")

        assert (place.get("inbound/a.part"), place.get("inbound/a.xml")) == (None, b"new")

    def test_plain_rename_never_replaces(self, place: Place) -> None:
        place.put(b"inbound/a.part", b"new")
        place.put(b"inbound/a.xml", b"old")

        with pytest.raises(RemoteExistsError):
            place.folder.plain_rename("inbound/a.part", "inbound/a.xml")

        assert (place.get("inbound/a.part"), place.get("inbound/a.xml")) == (b"new", b"old")

    def test_plain_renaming_nothing_says_missing(self, place: Place) -> None:
        with pytest.raises(RemoteMissingError):
            place.folder.plain_rename("inbound/a.part", "inbound/a.xml")

    def test_a_removed_file_is_gone_and_cannot_be_removed_again(self, place: Place) -> None:
        place.put(b"inbound/a.part", b"x")

        place.folder.remove("inbound/a.part")

        assert place.get("inbound/a.part") is None
        with pytest.raises(RemoteMissingError):
            place.folder.remove("inbound/a.part")

    def test_a_folder_is_told_from_nothing(self, place: Place) -> None:
        assert place.folder.folder_exists("inbound")
        assert not place.folder.folder_exists("nowhere")

    def test_an_atomic_rename_is_a_known_capability(self, place: Place) -> None:
        assert POSIX_RENAME in place.folder.capabilities()

    def test_there_is_evidence_of_who_the_server_was(self, place: Place) -> None:
        assert place.folder.evidence()["server"]

    def test_a_closed_folder_says_that_the_connection_is_over(self, place: Place) -> None:
        place.folder.close()
        place.folder.close()

        with pytest.raises(ConnectionLostError):
            place.folder.size("inbound/a.xml")
