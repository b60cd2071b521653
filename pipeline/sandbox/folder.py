"""What a client may do in the sandbox's remote folder, and how that goes wrong on request.

``inbound/`` is written by the employer, ``outbound/`` is read and cleared by them; whatever is
complete in ``inbound/`` the provider takes.
"""

from __future__ import annotations

import os
import posixpath
import stat
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import paramiko
from paramiko.message import Message
from paramiko.sftp import (
    CMD_EXTENDED,
    CMD_INIT,
    CMD_VERSION,
    SFTP_FAILURE,
    SFTP_OK,
    SFTP_OP_UNSUPPORTED,
    SFTP_PERMISSION_DENIED,
    SFTPError,
)

from pipeline.sandbox.faults import Fault

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

SWEPT = "swept"
_PROTOCOL = 3
_RENAME = "posix-rename@openssh.com"
_FSYNC = "fsync@openssh.com"


class Folder:
    """The remote folder and the state that all its sessions share."""

    def __init__(self, root: Path, faults: frozenset[Fault]) -> None:
        """Serve the real folder `root`, which holds inbound/ and outbound/."""
        self.root = root
        self.faults = faults
        self.stopping = threading.Event()
        self.sessions: list[Session] = []
        self._uploads = 0
        self._lock = threading.Lock()

    def real(self, path: str) -> Path:
        """Map a client's path into the root; there is no way above it."""
        return self.root / posixpath.normpath("/" + path).lstrip("/")

    def writable(self, path: Path) -> bool:
        """Tell whether a client may make a file of that name."""
        return path.parent == self.root / "inbound"

    def removable(self, path: Path) -> bool:
        """Tell whether a client may take a file of that name away."""
        return self.writable(path) or path.parent == self.root / "outbound"

    def is_cut(self) -> bool:
        """Count one more upload; tell whether the connection breaks in the middle of it."""
        with self._lock:
            self._uploads += 1
            return Fault.CUT_MID_FILE in self.faults and self._uploads % 2 == 1

    def closed(self, path: Path) -> None:
        """Note that an upload is complete; with move-on-close it is gone at once."""
        if Fault.MOVE_ON_CLOSE in self.faults and path.exists():
            path.replace(self.root.parent / SWEPT / path.name)


class Session(paramiko.SFTPServer):
    """One client's SFTP session, with the fsync that paramiko's server lacks."""

    def __init__(
        self, channel: paramiko.Channel, name: str, server: paramiko.ServerInterface, folder: Folder
    ) -> None:
        """Begin a session in a folder."""
        super().__init__(channel, name, server, _Operations, folder=folder, drop=self._drop)
        self._connection = channel.get_transport()
        has_rename = Fault.NO_POSIX_RENAME not in folder.faults
        self._extensions = {_FSYNC, _RENAME} if has_rename else {_FSYNC}
        folder.sessions.append(self)

    def _drop(self) -> None:
        self._connection.close()

    def _send_server_version(self) -> int:
        """Greet with the extensions that paramiko has or lacks but never names."""
        kind, _ = self._read_packet()  # type: ignore[attr-defined] # see below
        if kind != CMD_INIT:
            raise SFTPError("the client did not begin with INIT")
        greeting = Message()
        greeting.add_int(_PROTOCOL)
        for name in sorted(self._extensions):
            greeting.add_string(name)
            greeting.add_string("1")
        self._send_packet(CMD_VERSION, greeting)  # type: ignore[attr-defined] # see below
        return _PROTOCOL

    # paramiko has no public place for a server's extensions, and its stubs hide the private one.
    def _process(self, kind: int, number: int, message: Message) -> None:
        if kind == CMD_EXTENDED and message.get_text() == _FSYNC:
            opened = self.file_table.get(message.get_binary())
            done = opened.sync() if isinstance(opened, _File) else SFTP_FAILURE
            self._send_status(number, done)  # type: ignore[attr-defined] # see above
            return
        message.rewind()
        message.get_int()
        super()._process(kind, number, message)  # type: ignore[misc] # see above


class _File(paramiko.SFTPHandle):
    """One open file, by descriptor."""

    def __init__(
        self, descriptor: int, path: Path, flags: int, folder: Folder, drop: Callable[[], None]
    ) -> None:
        super().__init__(flags)
        self._descriptor = descriptor
        self._path = path
        self._folder = folder
        self._drop = drop
        self._is_upload = bool(flags & (os.O_WRONLY | os.O_RDWR))
        self._is_cut = self._is_upload and folder.is_cut()

    def read(self, offset: int, length: int) -> bytes | int:
        return os.pread(self._descriptor, length, offset)

    def write(self, offset: int, data: ReadableBuffer) -> int:
        if Fault.HANG in self._folder.faults:
            self._folder.stopping.wait()
            return SFTP_FAILURE
        if self._is_cut:
            os.pwrite(self._descriptor, bytes(data)[: len(bytes(data)) // 2], offset)
            self._drop()
            return SFTP_FAILURE
        return _status(lambda: _write_all(self._descriptor, offset, bytes(data)))

    def sync(self) -> int:
        return _status(lambda: os.fsync(self._descriptor))

    def stat(self) -> paramiko.SFTPAttributes | int:
        return paramiko.SFTPAttributes.from_stat(os.fstat(self._descriptor))

    def chattr(self, attr: paramiko.SFTPAttributes) -> int:
        return SFTP_OK

    def close(self) -> None:
        os.close(self._descriptor)
        if self._is_upload and not self._is_cut:
            self._folder.closed(self._path)


class _Operations(paramiko.SFTPServerInterface):
    """What a client may do with names."""

    def __init__(
        self, server: paramiko.ServerInterface, folder: Folder, drop: Callable[[], None]
    ) -> None:
        super().__init__(server)
        self._folder = folder
        self._drop = drop

    def list_folder(self, path: str) -> list[paramiko.SFTPAttributes] | int:
        try:
            with os.scandir(self._folder.real(path)) as entries:
                return [
                    paramiko.SFTPAttributes.from_stat(entry.stat(follow_symlinks=False), entry.name)
                    for entry in entries
                ]
        except OSError as failed:
            return _code(failed)

    def stat(self, path: str) -> paramiko.SFTPAttributes | int:
        return self.lstat(path)

    def lstat(self, path: str) -> paramiko.SFTPAttributes | int:
        try:
            return paramiko.SFTPAttributes.from_stat(os.lstat(self._folder.real(path)))
        except OSError as failed:
            return _code(failed)

    def open(
        self, path: str, flags: int, attr: paramiko.SFTPAttributes
    ) -> paramiko.SFTPHandle | int:
        real = self._folder.real(path)
        if flags & (os.O_WRONLY | os.O_RDWR) and not self._folder.writable(real):
            return SFTP_PERMISSION_DENIED
        try:
            descriptor = os.open(real, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        except OSError as failed:
            return _code(failed)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            return SFTP_FAILURE
        return _File(descriptor, real, flags, self._folder, self._drop)

    def remove(self, path: str) -> int:
        real = self._folder.real(path)
        if not self._folder.removable(real):
            return SFTP_PERMISSION_DENIED
        return _status(real.unlink)

    def rename(self, oldpath: str, newpath: str) -> int:
        return self._move(oldpath, newpath, _move_to_free_name)

    def posix_rename(self, oldpath: str, newpath: str) -> int:
        if Fault.NO_POSIX_RENAME in self._folder.faults:
            return SFTP_OP_UNSUPPORTED
        return self._move(oldpath, newpath, os.replace)

    def _move(self, old: str, new: str, move: Callable[[Path, Path], None]) -> int:
        source, target = self._folder.real(old), self._folder.real(new)
        if not (self._folder.writable(source) and self._folder.writable(target)):
            return SFTP_PERMISSION_DENIED
        return _status(lambda: move(source, target))


def _move_to_free_name(source: Path, target: Path) -> None:
    """Rename without overwriting, as OpenSSH does it."""
    target.hardlink_to(source)
    source.unlink()


def _write_all(descriptor: int, offset: int, data: bytes) -> None:
    while data:
        written = os.pwrite(descriptor, data, offset)
        data, offset = data[written:], offset + written


def _status(act: Callable[[], object]) -> int:
    try:
        act()
    except OSError as failed:
        return _code(failed)
    return SFTP_OK


def _code(failed: OSError) -> int:
    return paramiko.SFTPServer.convert_errno(failed.errno or 0)
