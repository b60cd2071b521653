"""A file that kills the process: a real one, killed by what kills real ones."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from pathlib import Path

import xlsxwriter

from tests.end_to_end.people import csv, staff, wage
from tests.end_to_end.provider import Provider
from tests.end_to_end.site import ROOT, Site
from tests.end_to_end.story import told

# calamine reserves 32 bytes for each cell of the rectangle, and aborts where it gets none.
POOR = """
import importlib, resource, sys
for name in ("cli", "commands.once", "assembly", "runner", "steps.convert", "schedule"):
    importlib.import_module(f"pipeline.{name}")
size = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (size + (450 << 20),) * 2)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
from pipeline.cli import run
sys.exit(run(["once", "--no-quiet", "--site", sys.argv[1]]))
"""


def heavy() -> bytes:
    """Return a small workbook within every limit that needs half a gigabyte to be read."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for place in range(3990):
            sheet.write_string(place, place, "x")
    return target.getvalue()


def poor_pass(site: Path) -> int:
    """Run one pass in a process with little memory; return how it ended."""
    # One heap for all threads: glibc reserves 64 MB of addresses for each further one.
    frugal = {
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "1",
    }
    environment = {**os.environ, **frugal}
    done = subprocess.run(
        [sys.executable, "-c", POOR, str(site)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=environment,
    )
    return done.returncode


def test_a_file_that_ends_the_program_thrice_is_held_and_the_others_go_on(
    opened: Site, provider: Provider
) -> None:
    opened.drop("a-nang.xlsx", heavy())
    ends = [poor_pass(opened.folder)]
    opened.drop("luong.csv", csv(staff(range(1, 21), {1: {"TienLuong": str(wage(61))}})))

    ends += [poor_pass(opened.folder) for _ in range(3)]

    assert ends == [-signal.SIGABRT] * 3 + [1]
    held = opened.dropped("a-nang.xlsx")
    assert (held["state"], held["rows"], held["held_because"]) == ("arrived", 0, "failed")
    assert [line for data in provider.take().values() for line in told(data)] == [(1, "DC", "2")]
    explained = opened.explain(held["id"])
    assert "3 times the program ended while it was at this file" in explained
    assert "chương trình đã 3 lần tắt đột ngột" in explained
    opened.prove()

    # Where there is memory, a person's word is enough.
    opened.bhxh("retry", held["id"])
    opened.once()
    assert opened.dropped("a-nang.xlsx")["state"] == "unreadable"
