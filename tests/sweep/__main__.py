"""The kill sweep: SIGKILL at every instant of a way, restart, and count what went wrong.

    python -m tests.sweep [--every N] [--workers N] [--play NAME ...]

Exit 0 if nothing was lost, sent twice or stuck and the known-bad uploader failed; else 1. With
`--every` only each n-th instant is tried, with `--play` only some of what is swept.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.sweep.calls import strace
from tests.sweep.crew import trials
from tests.sweep.figures import Figures
from tests.sweep.plays import CONTROL, PLAYS

_TELL_EVERY = 25


def main() -> int:
    """Sweep with some workers and print the figures."""
    asked = argparse.ArgumentParser(prog="python -m tests.sweep")
    asked.add_argument("--every", type=int, default=1, help="try each n-th instant only")
    asked.add_argument("--workers", type=int, default=2, help="trials at the same time")
    asked.add_argument("--play", action="append", choices=PLAYS, help="sweep only this")
    wishes = asked.parse_args()
    strace()
    began = time.monotonic()
    figures, plays = Figures(), wishes.play or list(PLAYS)
    try:
        for play, trial in trials(plays, wishes.workers, wishes.every):
            figures.add(play, trial)
            if trial.problems and play != CONTROL:
                _tell(f"{play}: {trial.point} {trial.problems}")
            if figures.trials % _TELL_EVERY == 0:
                _tell(f"{figures.trials} trials, {time.monotonic() - began:.0f} s")
    finally:
        # Also when somebody has seen enough and interrupts.
        _tell(figures.table())
    _tell(f"{figures.trials} trials in {time.monotonic() - began:.0f} s")
    for verdict in (wrong := figures.wrong(plays, CONTROL)):
        _tell(f"FAILED: {verdict}")
    return 1 if wrong else 0


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
