"""A process that has loaded everything and forks one command after another.

Starting Python costs seconds, a fork costs milliseconds; and a fork has no imports of its own, so
that nearly every call that strace sees is one of the product's. `Zygote` is the harness's end;
run as a program, the module is the process itself.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from outbox.model import Shipment, ShipResult

Words = tuple[str, ...]
"""A command and what it is told; {site} stands for the site."""
ONCE: Words = ("once", "--no-quiet")
_ROOT = Path(__file__).parents[2]
_LOADED = ("pipeline.cli", "pipeline.commands.once", "pipeline.assembly", "pipeline.runner")
_ANY_TRACER = (0x59616D61, -1)
"""prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY): strace is not our parent."""


@dataclass(frozen=True, kw_only=True)
class Life:
    """How one process ended."""

    killed: bool
    code: int


class Zygote:
    """The harness's end: `begin` a life, let it `go` on, hear how it ended."""

    def __init__(self, folder: Path) -> None:
        self.modules = folder / "modules"
        self.output = folder / "output"

    def __enter__(self) -> Self:
        one_thread = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.sweep.zygote", self.modules, self.output],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
            env={**os.environ, **one_thread},
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._process:
            assert self._process.stdin is not None
            self._process.stdin.close()

    def begin(self, site: Path, words: Words = ONCE, *, naive: bool = False) -> int:
        """Fork a process that waits at its gate; return its id."""
        told = [*(word.format(site=site) for word in words), "--site", str(site)]
        return int(self._ask({"words": told, "naive": naive})["pid"])

    def go(self) -> Life:
        """Open the gate and wait for the end."""
        status = int(self._ask({})["status"])
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        return Life(killed=killed, code=os.waitstatus_to_exitcode(status))

    def run(self, site: Path, words: Words = ONCE, *, naive: bool = False) -> Life:
        """Live one life undisturbed."""
        self.begin(site, words, naive=naive)
        return self.go()

    def _ask(self, question: dict[str, object]) -> dict[str, int]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        answer: dict[str, int] = json.loads(self._process.stdout.readline())
        return answer


def main(modules: Path, output: Path) -> None:
    """Fork a life for every line on stdin; between two lives load what the last one loaded."""
    for name in _LOADED:
        importlib.import_module(name)
    gate_out, gate_in = os.pipe()
    for line in sys.stdin:
        wish = json.loads(line)
        child = os.fork()
        if not child:
            os.close(gate_in)
            _live(wish, gate_out, modules, output)
        _say({"pid": child})
        sys.stdin.readline()
        os.write(gate_in, b"!")
        _say({"status": os.waitpid(child, 0)[1]})
        if modules.exists():
            for name in modules.read_text().split():
                importlib.import_module(name)
            modules.unlink()


def _live(wish: dict[str, object], gate: int, modules: Path, output: Path) -> None:
    """Run one command to its end, and tell what it had to load."""
    ctypes.CDLL(None).prctl(*_ANY_TRACER, 0, 0, 0)
    before = set(sys.modules)
    if wish["naive"]:
        _use_naive_uploader()
    with output.open("a") as log, contextlib.redirect_stdout(log), contextlib.redirect_stderr(log):
        os.read(gate, 1)
        code = importlib.import_module("pipeline.cli").run(wish["words"])
    if fresh := sorted(set(sys.modules) - before):
        modules.write_text("\n".join(fresh))
    os._exit(code)


def _use_naive_uploader() -> None:
    """Put the known-bad uploader into the product's step."""
    steps = importlib.import_module("pipeline.steps.ship")
    bad = importlib.import_module("tests.outbox.naive_uploader")

    def ship_batch(shipments: Sequence[Shipment], *place: object) -> tuple[ShipResult, ...]:
        return tuple(bad.ship(shipment, *place) for shipment in shipments)

    vars(steps)["ship_batch"] = ship_batch


def _say(answer: dict[str, int]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
