"""A remote folder spoken to in SFTP packets; every answer is looked at."""

from __future__ import annotations

import secrets
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

from outbox.answers import attributes, piece, refusal
from outbox.errors import (
    ConnectionLostError,
    RemoteContentError,
    RemoteExistsError,
    RemoteMissingError,
    RemoteRefusedError,
    TransportError,
)
from outbox.model import RemoteFile
from outbox.packets import (
    CHUNK,
    CREATE_FLAGS,
    READ_FLAG,
    Attributes,
    Command,
    Conversation,
    GarbledError,
    Kind,
    Status,
    number,
    offset,
    printable,
    string,
)
from outbox.transport import FSYNC, POSIX_RENAME

_POSIX_RENAME = b"posix-rename@openssh.com"
_FSYNC = b"fsync@openssh.com"


class SftpFolder:
    """`outbox.transport.RemoteFolder` over one SFTP conversation; for one thread.

    `broken` are the exceptions of the stream underneath that mean the connection is lost, beside
    OSError and EOFError.
    """

    def __init__(
        self,
        conversation: Conversation,
        *,
        close: Callable[[], None],
        broken: tuple[type[Exception], ...] = (),
        about: Mapping[str, str] | None = None,
    ) -> None:
        self._conversation = conversation
        self._close = close
        self._broken: tuple[type[Exception], ...] = (OSError, EOFError, GarbledError, *broken)
        self._about = dict(about or {})
        self._over = False
        self._capabilities: frozenset[str] | None = None

    def list(self, folder: str, limit: int) -> tuple[RemoteFile, ...]:
        """Return the entries sorted by name; RemoteRefusedError over the limit."""
        with self._acting("list", folder):
            found: dict[bytes, Attributes] = {}
            for name, facts in self._entries(folder):
                found[name] = facts
                if len(found) > limit:
                    raise RemoteRefusedError("list", folder, f"more than {limit} entries")
            return tuple(self._file(folder, name, found[name]) for name in sorted(found))

    def size(self, path: str) -> int | None:
        """Return how many bytes stand at a path; None if nothing does."""
        with self._acting("look at", path):
            try:
                return self._facts(Command.LSTAT, path.encode()).size or 0
            except RemoteMissingError:
                return None

    def create(self, path: str, data: bytes) -> None:
        """Write a new file whole, durable where the server can, and close it."""
        with self._acting("create", path):
            handle = self._open(path.encode(), CREATE_FLAGS)
            try:
                self._write(handle, path, data)
            except TransportError:
                self._conversation.ask(Command.CLOSE, string(handle))
                raise
            # A quota or a network disk may refuse only now.
            self._must("close", path, Command.CLOSE, string(handle))

    def read(self, folder: str, name: bytes, limit: int) -> bytes:
        """Return a regular file that stood still while it was read."""
        path, shown = folder.encode() + b"/" + name, printable(name)
        if b"/" in name or b"\0" in name or name in {b"", b".", b".."}:
            raise RemoteRefusedError("read", shown, "not the plain name of a file")
        with self._acting("read", shown):
            before = self._facts(Command.LSTAT, path)
            if not before.regular:
                raise RemoteContentError("read", shown, "not a regular file")
            if before.size is None or before.size > limit:
                raise RemoteContentError("read", shown, f"more than {limit} bytes")
            data, after = self._read_and_look(path, before.size)
            if after != before or len(data) != before.size:
                raise RemoteContentError("read", shown, "changed while it was read")
            return data

    def rename(self, source: str, target: str) -> None:
        """Rename in one step, replacing the target (posix-rename@openssh.com)."""
        with self._acting("rename", source):
            names = string(source.encode()) + string(target.encode())
            self._must("rename", source, Command.EXTENDED, string(_POSIX_RENAME), names)

    def plain_rename(self, source: str, target: str) -> None:
        """Rename as SFTP has it: link and unlink on OpenSSH, never over a target."""
        with self._acting("rename", source):
            names = string(source.encode()) + string(target.encode())
            try:
                self._must("rename", source, Command.RENAME, names)
            except RemoteRefusedError as refused:
                raise self._unless_there(target, refused) from refused

    def remove(self, path: str) -> None:
        """Remove a file; RemoteMissingError if there is none."""
        with self._acting("remove", path):
            self._must("remove", path, Command.REMOVE, string(path.encode()))

    def folder_exists(self, path: str) -> bool:
        """Return whether a folder stands at a path."""
        with self._acting("look at", path):
            try:
                mode = self._facts(Command.STAT, path.encode()).mode
            except RemoteMissingError:
                return False
            return mode is None or stat.S_ISDIR(mode)

    def capabilities(self) -> frozenset[str]:
        """Return what the server announces; an unannounced rename is tried on nothing."""
        if self._capabilities is None:
            with self._acting("probe", ""):
                has_rename = _POSIX_RENAME in self._conversation.extensions or self._renames()
                has_fsync = _FSYNC in self._conversation.extensions
            found = ((POSIX_RENAME, has_rename), (FSYNC, has_fsync))
            self._capabilities = frozenset(name for name, has in found if has)
        return self._capabilities

    def evidence(self) -> Mapping[str, str]:
        """Return who the server was: its banner, host key and extensions."""
        names = sorted(printable(name) for name in self._conversation.extensions)
        return {**self._about, "extensions": " ".join(names)}

    def close(self) -> None:
        """End the connection."""
        if not self._over:
            self._over = True
            self._close()

    @contextmanager
    def _acting(self, operation: str, name: str) -> Iterator[None]:
        """Turn every failure underneath into this room's words, and end a lost connection."""
        if self._over:
            raise ConnectionLostError(operation, name, "the connection is over")
        try:
            yield
        except ConnectionLostError:
            self.close()
            raise
        except self._broken as lost:
            self.close()
            reason = str(lost) or type(lost).__name__
            raise ConnectionLostError(operation, name, reason) from lost

    def _must(self, operation: str, name: str, command: Command, *fields: bytes) -> None:
        """Ask for something that is answered with a status, and raise unless it is OK."""
        code, text = self._conversation.ask(command, *fields).status()
        if code != Status.OK:
            raise refusal(operation, name, code, text)

    def _facts(self, command: Command, path: bytes) -> Attributes:
        """Return a file's attributes by LSTAT or STAT."""
        return attributes(self._conversation.ask(command, string(path)), path)

    def _open(self, path: bytes, flags: int) -> bytes:
        """Return the handle of a file; RemoteExistsError if it should be new and is not."""
        answer = self._conversation.ask(Command.OPEN, string(path), number(flags), number(0))
        if answer.kind != Kind.STATUS:
            return answer.expect(Kind.HANDLE).string()
        refused = refusal("open", printable(path), *answer.status())
        if flags == CREATE_FLAGS and isinstance(refused, RemoteRefusedError):
            refused = self._unless_there(path.decode(), refused)
        raise refused

    def _unless_there(self, path: str, refused: TransportError) -> TransportError:
        """Version 3 says only "Failure" of a name that is taken: look why."""
        try:
            self._facts(Command.LSTAT, path.encode())
        except (RemoteMissingError, RemoteRefusedError):
            return refused
        return RemoteExistsError(refused.operation, path, refused.reason)

    def _write(self, handle: bytes, path: str, data: bytes) -> None:
        """Write every byte, many packets at a time; no answer goes unread."""
        at = string(handle)
        pieces = [
            (Command.WRITE, at + offset(start) + string(data[start : start + CHUNK]))
            for start in range(0, len(data), CHUNK)
        ]
        for code, text in [each.status() for each in self._conversation.ask_all(pieces)]:
            if code != Status.OK:
                raise refusal("write", path, code, text)
        if FSYNC in self.capabilities():
            self._must("fsync", path, Command.EXTENDED, string(_FSYNC), at)

    def _read_and_look(self, path: bytes, size: int) -> tuple[bytes, Attributes]:
        """Return a file's bytes and what the server says of it afterwards."""
        handle = self._open(path, READ_FLAG)
        ending = [(Command.CLOSE, string(handle)), (Command.LSTAT, string(path))]
        try:
            data = self._read(handle, printable(path), size)
        except TransportError:
            self._conversation.ask_all(ending)
            raise
        return data, attributes(self._conversation.ask_all(ending)[1], path)

    def _read(self, handle: bytes, name: str, size: int) -> bytes:
        """Read to the end of the file, or one piece beyond the size it said."""
        data = bytearray()
        while len(data) <= size:
            wanted = [
                (Command.READ, string(handle) + offset(start) + number(CHUNK))
                for start in range(len(data), size + 1, CHUNK)
            ]
            for answer in self._conversation.ask_all(wanted):
                more = piece(answer, name)
                data += more
                if not more:
                    return bytes(data)
                if len(more) != CHUNK:
                    break
        return bytes(data)

    def _entries(self, folder: str) -> Iterator[tuple[bytes, Attributes]]:
        """Yield what a folder holds, as bytes and links not followed."""
        answer = self._conversation.ask(Command.OPENDIR, string(folder.encode()))
        if answer.kind == Kind.STATUS:
            raise refusal("list", folder, *answer.status())
        handle = answer.expect(Kind.HANDLE).string()
        while (answer := self._conversation.ask(Command.READDIR, string(handle))).kind == Kind.NAME:
            # Some servers never say "end", only "nothing more" for ever.
            if not (count := answer.fields.number()):
                break
            for _ in range(count):
                name, _long_name = answer.fields.string(), answer.fields.string()
                facts = answer.fields.attributes()
                if name not in {b".", b".."}:
                    yield name, facts
        else:
            code, text = answer.status()
            if code != Status.EOF:
                raise refusal("list", folder, code, text)
        self._conversation.ask(Command.CLOSE, string(handle))

    def _file(self, folder: str, name: bytes, facts: Attributes) -> RemoteFile:
        """Return one entry of a listing; what the server left out is asked for."""
        if None in (facts.size, facts.mode, facts.modified):
            with suppress(RemoteMissingError):
                facts = self._facts(Command.LSTAT, folder.encode() + b"/" + name)
        size, modified = facts.size or 0, facts.modified or 0
        return RemoteFile(name=name, size=size, modified=modified, regular=facts.regular)

    def _renames(self) -> bool:
        """Whether the server knows posix-rename: ask it to rename what does not exist."""
        name = string(f".{secrets.token_hex(16)}.probe".encode())
        answer = self._conversation.ask(Command.EXTENDED, string(_POSIX_RENAME), name, name)
        return answer.status()[0] in {Status.NO_SUCH_FILE, Status.PERMISSION_DENIED}
