"""The process that reads workbooks, so that none of them can take the program along.

It has loaded what it takes, has no secrets, no ledger and one thread, and waits. For every file it
makes a copy of itself (fork), which gets hard limits from the system, reads, and ends. A library
that aborts, memory without end or time without end strike that copy alone.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
from pathlib import Path

from adapters.limits import Limits
from adapters.wire import send_sheets
from adapters.xlsx_table import read_sheets

LONGEST = 1 << 16
"""Bytes of a request: a path and the limits."""
OUT_OF_MEMORY, PANIC, FAULT = 71, 72, 70
"""How a copy ends that neither read its file nor could say why."""
_IDLE = 60.0
"""Seconds without a file after which the process ends; the next file starts another."""
_FILES = 16
"""Files that a copy may have open: its result, its workbook, and a few to spare."""
_LAST_SECONDS = 5
"""Between the signal that says that the processor has worked enough, and the one that kills: at the
same second Linux sends the second alone, and nobody can tell it from want of memory."""
_ONCE = 1


class _WithoutPandas:
    """Says that there is no pandas: pyarrow would load it only to ask whether a list is one of its.

    It takes half a second, and 40 MB.
    """

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Raise for pandas, know nothing of others."""
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


def main() -> None:
    """Serve requests from standard input, a socket, until it is closed or nothing comes."""
    sys.meta_path.insert(0, _WithoutPandas)
    with socket.socket(fileno=0) as control:
        control.settimeout(_IDLE)
        while (request := _request(control)) is not None:
            told, sink = request
            if (copy := os.fork()) == 0:
                control.close()  # how the copy ended, it is not the copy's to say
                _end_with(told, sink)
            os.close(sink)
            _, status = os.waitpid(copy, 0)
            control.send(json.dumps(os.waitstatus_to_exitcode(status)).encode())


def _request(control: socket.socket) -> tuple[bytes, int] | None:
    """Return a request and where its answer goes; None if none will come."""
    try:
        told, sinks, _, _ = socket.recv_fds(control, LONGEST, _ONCE)
    except TimeoutError:
        return None
    return (told, sinks[0]) if told and sinks else None


def _end_with(told: bytes, sink: int) -> None:
    """Answer one request and end this process, in whatever order."""
    code, said = FAULT, os.dup(2)
    try:
        _answer(told, sink)
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        failure = sys.exc_info()[1]
        # Rust's panics are no Exception and have a class that nobody can import.
        if type(failure).__name__ == "PanicException":
            code = PANIC
        if code == FAULT and failure is not None:
            _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
            os.write(said, _place(failure).encode())
        os._exit(code)


def _place(failure: BaseException) -> str:
    """Name a fault of ours: its class and its line, never its text, which may hold a cell."""
    trace = failure.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"bhxh: {type(failure).__name__} at {where}\n"


def _answer(told: bytes, sink: int) -> None:
    request = json.loads(told)
    limits = Limits(**request["limits"])
    with os.fdopen(sink, "wb") as answer:
        confine(limits)
        send_sheets(answer, read_sheets(Path(request["path"]), limits))


def confine(limits: Limits) -> None:
    """Let the system end this process where it takes more than the limits allow."""
    nowhere = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nowhere, 2)  # what libraries cry when they abort
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    room = pages * resource.getpagesize() + limits.reader_memory
    for what, most, more in (
        (resource.RLIMIT_AS, room, 0),
        (resource.RLIMIT_CPU, limits.reader_cpu, _LAST_SECONDS),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, _FILES, 0),
    ):
        resource.setrlimit(what, (most, most + more))
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, most))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limits.reader_seconds)
