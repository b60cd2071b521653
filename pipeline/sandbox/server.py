"""The SFTP server of the I-VAN in a box: one key, two folders, on loopback only."""

from __future__ import annotations

import io
import socket
import threading
from pathlib import Path

import paramiko
from paramiko.common import (
    AUTH_FAILED,
    AUTH_SUCCESSFUL,
    OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED,
    OPEN_SUCCEEDED,
)

from pipeline.sandbox.faults import Fault
from pipeline.sandbox.folder import Folder, Session

_WAKE_SECONDS = 30.0


class SftpServer:
    """Serves `root` until stopped; every thread and socket that it made is gone after `stop`."""

    def __init__(
        self,
        root: Path,
        *,
        host_key: bytes,
        authorized_key: bytes,
        port: int = 0,
        username: str = "employer",
        faults: frozenset[Fault] = frozenset(),
    ) -> None:
        """Prepare a server; `host_key` is an OpenSSH private key, port 0 means any free one."""
        self._host_key = paramiko.Ed25519Key.from_private_key(io.StringIO(host_key.decode()))
        self._login = _Login(username, authorized_key.split()[1].decode())
        self._wanted_port = port
        self._folder = Folder(root, faults)
        self._listener: socket.socket | None = None
        self._acceptor: threading.Thread | None = None
        self._connections: list[paramiko.Transport] = []

    @property
    def port(self) -> int:
        """The port that the server listens on; 0 before the start."""
        return 0 if self._listener is None else int(self._listener.getsockname()[1])

    def start(self) -> None:
        """Begin to listen on loopback."""
        self._listener = socket.create_server(("127.0.0.1", self._wanted_port))
        self._acceptor = threading.Thread(
            target=self._accept, args=(self._listener,), name="sandbox-sftp"
        )
        self._acceptor.start()

    def stop(self) -> None:
        """Close everything and wait until every thread has ended."""
        self._folder.stopping.set()
        if self._listener is None or self._acceptor is None:
            return
        self._listener.shutdown(socket.SHUT_RDWR)
        self._acceptor.join(_WAKE_SECONDS)
        for connection in self._connections:
            connection.close()
            connection.join(_WAKE_SECONDS)
        for session in self._folder.sessions:
            session.join(_WAKE_SECONDS)
        self._listener.close()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            self._serve(client)

    def _serve(self, client: socket.socket) -> None:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection = paramiko.Transport(client)
        connection.set_log_channel("bhxh.sandbox")
        connection.add_server_key(self._host_key)
        connection.set_subsystem_handler("sftp", Session, self._folder)
        self._connections = [old for old in self._connections if old.is_alive()]
        self._connections.append(connection)
        # With an event, paramiko does the handshake on the connection's own thread.
        connection.start_server(event=threading.Event(), server=self._login)


class _Login(paramiko.ServerInterface):
    """One user, one key, nothing but sessions."""

    def __init__(self, username: str, authorized: str) -> None:
        self._username = username
        self._authorized = authorized

    def get_allowed_auths(self, username: str) -> str:
        return "publickey"

    def check_auth_publickey(self, username: str, key: paramiko.PKey) -> int:
        known = username == self._username and key.get_base64() == self._authorized
        return AUTH_SUCCESSFUL if known else AUTH_FAILED

    def check_channel_request(self, kind: str, chanid: int) -> int:
        if kind == "session":
            return OPEN_SUCCEEDED
        return OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
