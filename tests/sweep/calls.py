"""The system calls of a life: watched by strace, and cut short by it at a chosen one.

strace counts calls per thread; the kill ends the whole process, before the call has any effect.
Calls of the main thread are counted on that thread alone. Those of others (paramiko's, which shakes
hands) are counted on all threads at once, so that the first to reach the number is the one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.sweep.zygote import ONCE, Life, Words, Zygote

LOCAL = (
    "openat", "write", "pwrite64", "writev", "fsync", "fdatasync", "rename", "renameat",
    "renameat2", "link", "linkat", "unlink", "unlinkat", "mkdir", "mkdirat", "rmdir", "ftruncate",
)  # fmt: skip
NETWORK = ("sendto", "sendmsg")
_LINE = re.compile(r"^(?P<thread>\d+)\s+(?P<name>\w+)\((?P<rest>.*)$")
_WRITES = ("O_WRONLY", "O_RDWR", "O_CREAT")
_CONSOLE = re.compile(r"^[12]<")


@dataclass(frozen=True, kw_only=True)
class Point:
    """One instant to die at: before the n-th call of that name in the main or another thread."""

    call: str
    number: int
    main: bool = True
    about: str = ""


class StraceMissingError(RuntimeError):
    """There is no strace."""


def strace() -> str:
    """Return the program; without it nothing here proves anything, so there is no way round."""
    found = shutil.which("strace")
    if found is None:
        raise StraceMissingError("strace is missing: install the Debian package strace")
    return found


def points_of(
    zygote: Zygote, site: Path, record: Path, words: Words = ONCE, *, naive: bool = False
) -> list[Point]:
    """Watch one undisturbed life, and return every instant at which it may change anything."""
    life = _watched(zygote, site, record, words, f"trace={','.join(LOCAL + NETWORK)}", naive=naive)
    if life.code not in (0, 1):
        raise RuntimeError(f"the undisturbed life ended with {life.code}")
    found: dict[tuple[str, int, bool], str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    first = ""
    for thread, call, rest in _calls(record):
        first = first or thread
        counts[thread, call] += 1
        if _matters(call, rest, site):
            found.setdefault((call, counts[thread, call], thread == first), _about(rest, site))
    return [
        Point(call=call, number=number, main=main, about=about)
        for (call, number, main), about in found.items()
    ]


def live_until(
    point: Point,
    zygote: Zygote,
    site: Path,
    record: Path,
    words: Words = ONCE,
    *,
    naive: bool = False,
) -> Life:
    """Live up to a point and no further."""
    kill = f"inject={point.call}:signal=KILL:when={point.number}"
    expressions = (f"trace={point.call}", kill)
    return _watched(zygote, site, record, words, *expressions, naive=naive, threads=not point.main)


def _watched(
    zygote: Zygote,
    site: Path,
    record: Path,
    words: Words,
    *expressions: str,
    naive: bool = False,
    threads: bool = True,
) -> Life:
    pid = zygote.begin(site, words, naive=naive)
    options = [option for each in (*expressions, "signal=none") for option in ("-e", each)]
    every = ["-f"] if threads else []
    with subprocess.Popen(
        [strace(), *every, "-y", "-s", "0", "-o", record, *options, "-p", str(pid)],
        stderr=subprocess.PIPE,
        text=True,
    ) as tracer:
        assert tracer.stderr is not None
        said = tracer.stderr.readline()
        if "attached" not in said:
            raise RuntimeError(f"strace cannot watch: {said.strip()}")
        life = zygote.go()
        tracer.stderr.read()
    return life


def _calls(record: Path) -> Iterator[tuple[str, str, str]]:
    for line in record.read_text(errors="replace").splitlines():
        if found := _LINE.match(line):
            yield found["thread"], found["name"], found["rest"]


def _matters(call: str, rest: str, site: Path) -> bool:
    """Whether a call may change the site or reach the server."""
    if call in NETWORK:
        return True
    if call == "openat" and not any(word in rest for word in _WRITES):
        return False
    return str(site) in rest or (call in ("write", "writev") and "<socket:" in rest)


def _about(rest: str, site: Path) -> str:
    """Return a call's object in words that do not change from trial to trial."""
    text = rest.replace(f"{site}/", "").replace(str(site), ".")
    text = re.sub(r"socket:\[\d+\]", "socket", text)
    text = re.sub(r"[0-9a-f]{12,64}", "*", text)
    return text[:90]
