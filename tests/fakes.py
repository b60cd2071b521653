"""Small real stand-ins that pass the same contract tests as what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from outbox.attempts import Attempt
from outbox.errors import (
    ConnectionLostError,
    RemoteContentError,
    RemoteExistsError,
    RemoteMissingError,
    RemoteRefusedError,
    TransportError,
    UnsupportedError,
)
from outbox.model import RemoteFile
from outbox.transport import FSYNC, POSIX_RENAME


class FolderFake:
    """A provider's server in memory; give several connections the same `files` by `reconnect`.

    Switches: `disk` is how many bytes fit; `refused` names operations that are not permitted;
    `can` is what the server has; `takes_at_once` moves a renamed file away to `taken`;
    `fails` maps an operation to the error it raises, once.
    """

    def __init__(self, *folders: str) -> None:
        self.folders = set(folders or ("inbound", "outbound"))
        self.files: dict[bytes, bytes] = {}
        self.times: dict[bytes, int] = {}
        self.links: set[bytes] = set()
        self.taken: list[tuple[str, bytes]] = []
        self.calls: list[str] = []
        self.can = frozenset({POSIX_RENAME, FSYNC})
        self.disk: int | None = None
        self.refused: set[str] = set()
        self.fails: dict[str, TransportError] = {}
        self.takes_at_once = False
        self.closed = False

    def put(self, path: str | bytes, data: bytes, *, modified: int = 1_760_000_000) -> None:
        """Let the other side write a file."""
        name = path.encode() if isinstance(path, str) else path
        self.files[name] = data
        self.times[name] = modified

    def reconnect(self) -> FolderFake:
        """Return the same server after a new login."""
        self.closed = False
        return self

    def list(self, folder: str, limit: int) -> tuple[RemoteFile, ...]:
        self._call("list", folder)
        self._need_folder("list", folder)
        start = folder.encode() + b"/"
        names = sorted(name for name in self.files if name.startswith(start))
        if len(names) > limit:
            raise RemoteRefusedError("list", folder, f"more than {limit} entries")
        return tuple(
            RemoteFile(
                name=name.removeprefix(start),
                size=len(self.files[name]),
                modified=self.times.get(name, 0),
                regular=name not in self.links,
            )
            for name in names
        )

    def size(self, path: str) -> int | None:
        self._call("size", path)
        data = self.files.get(path.encode())
        return None if data is None else len(data)

    def create(self, path: str, data: bytes) -> None:
        self._call("create", path)
        self._need_folder("create", path.rpartition("/")[0])
        if path.encode() in self.files:
            raise RemoteExistsError("create", path)
        room = len(data) if self.disk is None else self.disk - sum(map(len, self.files.values()))
        self.put(path, data[: max(room, 0)])
        if room < len(data):
            raise RemoteRefusedError("write", path, "Failure")

    def read(self, folder: str, name: bytes, limit: int) -> bytes:
        self._call("read", f"{folder}/{name.decode(errors='replace')}")
        path = folder.encode() + b"/" + name
        if b"/" in name or name in {b"", b".", b".."}:
            raise RemoteRefusedError("read", "", "not the plain name of a file")
        if path not in self.files:
            raise RemoteMissingError("read", folder)
        if path in self.links or len(self.files[path]) > limit:
            raise RemoteContentError("read", folder, "not a regular file, or too long")
        return self.files[path]

    def rename(self, source: str, target: str) -> None:
        self._call("rename", source)
        if POSIX_RENAME not in self.can:
            raise UnsupportedError("rename", source)
        self._move(source, target)

    def plain_rename(self, source: str, target: str) -> None:
        self._call("plain_rename", source)
        if source.encode() in self.files and target.encode() in self.files:
            raise RemoteExistsError("rename", target)
        self._move(source, target)

    def remove(self, path: str) -> None:
        self._call("remove", path)
        if self.files.pop(path.encode(), None) is None:
            raise RemoteMissingError("remove", path)

    def folder_exists(self, path: str) -> bool:
        self._call("folder_exists", path)
        return path in self.folders

    def capabilities(self) -> frozenset[str]:
        self._call("capabilities", "")
        return self.can

    def evidence(self) -> Mapping[str, str]:
        return {"server": "in memory"}

    def close(self) -> None:
        self.closed = True

    def _call(self, operation: str, name: str) -> None:
        self.calls.append(operation)
        if self.closed:
            raise ConnectionLostError(operation, name, "the connection is over")
        if operation in self.refused:
            raise RemoteRefusedError(operation, name, "permission denied")
        if error := self.fails.pop(operation, None):
            self.closed = isinstance(error, ConnectionLostError)
            raise error

    def _need_folder(self, operation: str, folder: str) -> None:
        if folder not in self.folders:
            raise RemoteMissingError(operation, folder)

    def _move(self, source: str, target: str) -> None:
        if source.encode() not in self.files or target.rpartition("/")[0] not in self.folders:
            raise RemoteMissingError("rename", source)
        data = self.files.pop(source.encode())
        if self.takes_at_once:
            self.taken.append((target.rpartition("/")[2], data))
        else:
            self.put(target, data)


class AttemptsFake:
    """A ledger of attempts in memory; a move that its state does not allow is an AssertionError."""

    def __init__(self) -> None:
        self.states: dict[tuple[str, int], str] = {}
        self.names: dict[tuple[str, int], str] = {}
        self.ends: dict[str, tuple[bool, dict[str, str]]] = {}

    def open(self, dossier: str) -> Attempt | None:
        for (name, number), state in self.states.items():
            if name == dossier and state in {"uploading", "committing"}:
                return Attempt(
                    dossier=dossier,
                    number=number,
                    temp_name=self.names[name, number],
                    committing=state == "committing",
                )
        return None

    def begin(self, dossier: str, temp_name_for: Callable[[int], str]) -> Attempt:
        assert self.open(dossier) is None
        assert dossier not in self.ends
        number = 1 + sum(name == dossier for name, _ in self.states)
        self.states[dossier, number] = "uploading"
        self.names[dossier, number] = temp_name_for(number)
        found = self.open(dossier)
        assert found is not None
        return found

    def committing(self, attempts: Sequence[Attempt], /) -> None:
        for attempt in attempts:
            self._move(attempt, "uploading", "committing")

    def abandoned(self, attempt: Attempt, reason: str) -> None:
        assert reason
        self._move(attempt, "uploading", "abandoned")

    def shipped(
        self, attempts: Sequence[Attempt], /, *, uncertain: bool, evidence: Mapping[str, str]
    ) -> None:
        for attempt in attempts:
            self._move(attempt, "committing", "shipped")
            self.ends[attempt.dossier] = (uncertain, dict(evidence))

    def abandoned_names(self) -> list[str]:
        """Return the temporary names that a sweep looks for."""
        return [self.names[key] for key, state in self.states.items() if state == "abandoned"]

    def _move(self, attempt: Attempt, start: str, end: str) -> None:
        key = (attempt.dossier, attempt.number)
        assert self.states[key] == start, f"{key}: {self.states[key]} -> {end}"
        self.states[key] = end
