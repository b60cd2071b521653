"""The demo's play: three months of an invented employer, through the sandbox and back."""

from __future__ import annotations

import json
import shlex
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from config.load import load_settings
from config.model import Period
from pipeline import views
from pipeline.assembly import assemble
from pipeline.commands.progress import Report, bars
from pipeline.ledger.overview import Overview
from pipeline.log import configure
from pipeline.parts import Parts
from pipeline.runner import Runner, Tally
from pipeline.sandbox.box import Sandbox
from pipeline.sandbox.payroll import payroll
from pipeline.settle import Settling
from pipeline.site import use_port
from pipeline.spool import open_log
from pipeline.steps.opening import take_baseline

_MONTHS = 3
_WIDTH = 150
_ROUNDS = 6
"""Rounds of asking for answers: three kinds, a statement, and some to spare."""


@dataclass(frozen=True, kw_only=True)
class _Month:
    """What one month came to."""

    period: Period
    drop: str
    seconds: float


def play(site: Path, employees: int) -> None:
    """Play three months and print what happened, where it lies, and where to look."""
    with Sandbox(site / "sandbox") as box, open_log(site / "demo.log") as log:
        use_port(site, box.port)
        parts = assemble(site, configure(load_settings(site).log, log))
        try:
            with bars() as progress:
                months = list(_months(parts, box.step, employees, progress))
            # Wide enough for the table even where no terminal says how wide it is.
            _print(Console(width=max(Console().width, _WIDTH)), site, parts, months)
        finally:
            parts.ledger.close()


def _months(
    parts: Parts, answer: Callable[[], object], employees: int, progress: Report
) -> Iterator[_Month]:
    """Drop each month's payroll and see it through; the first is the baseline."""
    today = parts.today
    first = Period(today.year, today.month).plus(1 - _MONTHS)
    units = [unit.code for unit in parts.settings.employer.units]
    runner = Runner(parts, Settling(), time.monotonic, patient=False, progress=progress)
    for number, (period, data) in enumerate(payroll(employees, units, _MONTHS, first)):
        began = time.monotonic()
        name = f"luong-{period.year}-{period.month:02}.csv"
        if number == 0:
            parts.spool.write(f"sample/{name}", data)
            feed = parts.settings.feeds[0]
            case = take_baseline(parts, parts.spool.site / "sample" / name, feed)
            drop = case.drop.id
        else:
            parts.spool.write(f"drop/{name}", data)
            _see_through(runner, answer)
            drop = views.find_drop(parts.ledger, name).id
        yield _Month(period=period, drop=drop, seconds=time.monotonic() - began)


def _see_through(runner: Runner, answer: Callable[[], object]) -> None:
    """Work, let the I-VAN answer, collect, until nothing new comes."""
    runner.work(Tally(), quiet=False)
    for _ in range(_ROUNDS):
        answer()
        runner.collect(Tally())
    runner.work(Tally(), quiet=False)


def _print(console: Console, site: Path, parts: Parts, months: list[_Month]) -> None:
    """Print the months, the files, and the two commands to look further."""
    facts = json.loads(Overview(site / "ledger.db", parts.settings.schedule.zone).json())
    drops = {drop["id"]: drop for drop in facts["drops"]}
    table = Table(
        "kỳ · period", "tệp · file", "rows", "unchanged", "reported", "held", "absent",
        "hồ sơ · dossiers", "thư trả lời · receipts", "s",
    )  # fmt: skip
    for month in months:
        drop = drops[month.drop]
        mine = [each for each in facts["dossiers"] if each["id"] in drop["dossiers"]]
        states = Counter(each["state"] for each in mine)
        kinds = Counter(receipt["kind"] for each in mine for receipt in each["receipts"])
        counts = [str(drop[name]) for name in ("rows", "unchanged", "reported", "held", "absent")]
        table.add_row(
            str(month.period),
            drop["name"],
            *counts,
            _counted(states),
            _counted(kinds),
            f"{month.seconds:.1f}",
        )
    console.print(table)
    statements = len(parts.ledger.answers.in_state("statement"))
    console.print(f"C12-TS: {statements} · chưa khớp · unmatched: {len(facts['unmatched'])}")
    for folder, words in _PLACES.items():
        files = sum(path.is_file() for path in (site / folder).rglob("*"))
        console.print(f"  {site / folder}: {files} {words}", soft_wrap=True)
    typed = shlex.quote(str(site))
    console.print(f"bhxh status --site {typed}", soft_wrap=True)
    story = [each["id"] for each in facts["dossiers"]] or [months[-1].drop]
    console.print(f"bhxh explain --site {typed} {story[0]}", soft_wrap=True)


_PLACES = {
    "returned": "báo cáo và kết quả từng người · reports and results per person",
    "outbox": "hồ sơ đã ký · signed dossiers",
    "inbox": "thư trả lời, nguyên vẹn · answers as they came",
}


def _counted(counts: Counter[str]) -> str:
    """Return ``2 accepted, 1 refused``."""
    return ", ".join(f"{count} {word}" for word, count in sorted(counts.items()))
