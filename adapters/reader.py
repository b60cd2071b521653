"""Reads tables: text files here, workbooks in a process apart (`adapters.reader_process`)."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import weakref
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeAlias

from adapters.errors import AdapterError, ReaderFaultError, ReadFailedError, UnreadableError
from adapters.grid import Grid
from adapters.limits import Limits
from adapters.model import RawTable
from adapters.reader_process import FAULT, LONGEST, OUT_OF_MEMORY, PANIC
from adapters.refusals import refuse
from adapters.table import read_table
from adapters.wire import received_sheets
from config.encodings import Encoding

_Said: TypeAlias = list[tuple[str, Grid]] | UnreadableError | ReadFailedError | None
_TRIES = 2
"""The system may end a process for want of memory, also for another's sake: not twice."""
_GRACE = 10.0
"""Seconds beyond those of the limits, after which not even the server is waited for."""
_SERVE = "from adapters.reader_process import main; main()"
# One thread and one heap: what a library reserves for others would count as the file's memory.
_FRUGAL = {
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}


@dataclass
class _Server:
    """One running process that reads workbooks."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    _ending: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        threading.Thread(target=self._await, daemon=True).start()

    def end(self) -> None:
        """Close it and whatever it is at."""
        self.control.close()
        self.kill()

    def kill(self) -> None:
        """End it and whatever it is at, and let the system forget it."""
        with self._ending:
            if self.process.returncode is None:  # else its number may be another's by now
                with suppress(ProcessLookupError):
                    os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def _await(self) -> None:
        """Bury it when it ends, by itself or not; until then it keeps its number."""
        with suppress(ChildProcessError):
            os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT)
            self.kill()


@dataclass
class Reader:
    """Starts the process when the first workbook comes, and again whenever it is gone."""

    limits: Limits = field(default_factory=Limits)
    _servers: list[_Server] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        weakref.finalize(self, _end_all, self._servers)

    def __call__(
        self,
        path: Path,
        name: str,
        limits: Limits | None = None,
        encoding: Encoding = "",
        delimiter: str = "",
    ) -> list[RawTable]:
        """Read a file into tables like `adapters.table.read_table`; raise UnreadableError."""
        limits = limits or self.limits
        return read_table(path, name, limits, encoding, delimiter, sheets=self.sheets)

    @property
    def process(self) -> int | None:
        """The number of the process that reads workbooks, None if none was needed yet."""
        return self._servers[0].process.pid if self._servers else None

    def sheets(self, path: Path, limits: Limits) -> list[tuple[str, Grid]]:
        """Read the visible sheets of a workbook apart; one that ends the reader is refused."""
        status: int | None = None
        for _ in range(_TRIES):
            said, status = self._ask(path, limits)
            if isinstance(said, list):
                return said
            if said is not None:
                raise said
            if status not in (None, -signal.SIGKILL):
                break
        raise why(status, limits)

    def _ask(self, path: Path, limits: Limits) -> tuple[_Said, int | None]:
        """Ask for one workbook; return what was said, and how the copy that said it ended.

        A server that is gone, idle ones end by themselves, says nothing and has no end to tell.
        """
        if not self._servers:
            self._servers.append(_started())
        request = json.dumps({"path": str(path.absolute()), "limits": asdict(limits)}).encode()
        said: _Said = None
        status: int | None = None
        deadline = threading.Timer(limits.reader_seconds + _GRACE, self._servers[0].kill)
        deadline.daemon = True
        deadline.start()
        try:
            said, status = _exchange(self._servers[0].control, request)
        except ConnectionError:
            pass
        finally:
            deadline.cancel()
            if status is None:  # also where somebody broke off: a late answer must meet nobody
                _end_all(self._servers)
        return (said, status) if status is not None else (None, None)


def _exchange(control: socket.socket, request: bytes) -> tuple[_Said, int | None]:
    source, sink = os.pipe()
    with os.fdopen(source, "rb") as answer:
        try:
            socket.send_fds(control, [request], [sink])
        finally:
            os.close(sink)
        said, status = received_sheets(answer), control.recv(LONGEST)
    return said, int(status) if status else None


def _started() -> _Server:
    """Start a server that knows nothing of us: no secrets, no open files, no working folder."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    root = str(Path(__file__).resolve().parents[1])
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own program, and nothing of a file is in it
            [sys.executable, "-P", "-W", "ignore", "-c", _SERVE],
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            cwd="/",
            env={"PYTHONPATH": root, **_FRUGAL},
            start_new_session=True,
        )
    return _Server(process, ours)


def _end_all(servers: list[_Server]) -> None:
    while servers:
        servers.pop().end()


def why(status: int | None, limits: Limits) -> AdapterError:
    """Say why a workbook was not read, by how the copy ended that was to read it."""
    if status is None:
        return ReadFailedError("the process that reads workbooks does not start")
    if status == FAULT:
        return ReaderFaultError("the process that reads workbooks failed")
    if status in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        return refuse("reader-memory", limit=limits.reader_memory >> 20)
    if status == -signal.SIGXCPU:
        return refuse("reader-time", limit=limits.reader_cpu)
    if status == -signal.SIGALRM:
        return refuse("reader-time", limit=limits.reader_seconds)
    # Also where memory ends, some libraries panic instead of saying so: nobody can tell.
    found = "panic" if status == PANIC else status
    return refuse("reader-died", found=found, limit=limits.reader_memory >> 20)
