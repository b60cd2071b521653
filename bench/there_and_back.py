"""Speed and memory of every stage of the main job, there and back, with a real sshd.

python -m bench.there_and_back [N ...] [--json]. Each stage runs in a process of its own, twice:
everyone reported (the first file of a site, the heaviest there is), and a usual month.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config.load import NAME
from config.model import Period
from pipeline.sandbox.payroll import payroll
from pipeline.site import make_site
from tests.sshd import Sshd

UNITS = (
    ("TA0001A", "Chi nhánh Thủ Đức", "07906", 1),
    ("TB0002B", "Chi nhánh Bình Dương", "07406", 1),
    ("TC0003C", "Chi nhánh Hà Nội", "00101", 1),
)
ROOMS = ("read", "check", "movements", "forms")
STEPS = ("convert", "sign", "ship", "answer", "collect")
PLANS = {"everyone": (*ROOMS, *STEPS), "month": ("baseline", *ROOMS, *STEPS)}
"""A room's stage calls one function of the room; a step is the whole arrow, ledger and fsync on."""
_PEOPLE = [1_000, 10_000]


def bench_site(folder: Path, server: Sshd) -> Path:
    """Make a site for that server, where nothing needs a person's word but the first file."""
    site = folder / "site"
    make_site(site, datetime.now(UTC), units=UNITS, port=server.port, approve="never")
    told = server.settings()
    text = (site / NAME).read_text(encoding="utf-8")
    for name, value in (
        ("username", json.dumps(told.username)),
        ("key", json.dumps(str(told.key))),
        ("host_keys", json.dumps(list(told.host_keys))),
    ):
        text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", text)
    (site / NAME).write_text(text, encoding="utf-8")
    (folder / "remote").symlink_to(server.root)
    return site


def write_months(site: Path, people: int) -> None:
    """Write two months of an invented payroll; the second is the one that is measured."""
    units = [code for code, *_ in UNITS]
    for period, data in payroll(people, units, 2, Period(2026, 10)):
        name = f"luong-{period.year}-{period.month:02}.csv"
        (site / "sample" / name).write_bytes(data)


def run_plan(plan: str, people: int) -> Iterator[dict[str, Any]]:
    """Run the stages of a plan, each in its own process, and yield what each came to."""
    with tempfile.TemporaryDirectory() as name, Sshd(Path(name)) as server:
        site = bench_site(Path(name), server)
        write_months(site, people)
        for stage in PLANS[plan]:
            yield {"people": people, "plan": plan, "stage": stage, **run_stage(stage, site)}


def run_stage(stage: str, site: Path) -> dict[str, Any]:
    """Run one stage; `process` is the CPU time of its whole process, start and imports too."""
    before, began = _children(), time.perf_counter()
    command = [sys.executable, "-m", "bench.stages", stage, str(site)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    facts: dict[str, Any] = json.loads(done.stdout)
    if not facts["made"]:
        sys.exit(f"{stage} made nothing of {site}: there is nothing to measure")
    whole = {"process": _children() - before, "process_wall": time.perf_counter() - began}
    return {**facts, **whole}


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def show(facts: dict[str, Any]) -> str:
    """Return one line of the table."""
    speed = facts["people"] / max(facts["wall"], 1e-6)
    return (
        f"{facts['people']:>9,} {facts['plan']:<9} {facts['stage']:<10} {facts['cpu']:>8.2f}"
        f" {facts['wall']:>8.2f} {speed:>11,.0f} {facts['peak_mb']:>8.0f} {facts['made']:>9,}"
    )


HEADING = (
    f"{'people':>9} {'plan':<9} {'stage':<10} {'cpu s':>8} {'wall s':>8} {'people/s':>11}"
    f" {'peak MB':>8} {'made':>9}"
)


def main(arguments: list[str]) -> None:
    """Measure for every number of people that is named."""
    as_json = "--json" in arguments
    numbers = [int(word) for word in arguments if word.isdigit()] or _PEOPLE
    if not as_json:
        print(HEADING)
    rows = []
    for people in numbers:
        for plan in PLANS:
            for facts in run_plan(plan, people):
                rows.append(facts)
                if not as_json:
                    print(show(facts), flush=True)
    if as_json:
        print(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
