"""One stage of the main job in this process alone: its time and its peak of memory, as JSON.

python -m bench.stages STAGE SITE; `bench.there_and_back` runs them one after the other.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from adapters.feed import read_export
from adapters.hints import Hints
from adapters.model import PayrollTable
from config.load import load_settings
from outbox import dossier as paper
from outbox.compose import build_forms
from outbox.model import Movements
from outbox.movements import MovementRules, work_out
from pipeline import rosters
from pipeline.assembly import assemble
from pipeline.log import configure
from pipeline.parts import Parts
from pipeline.runner import Runner, Tally
from pipeline.sandbox.box import Sandbox
from pipeline.settle import Settling
from pipeline.states import DossierState
from pipeline.steps.opening import take_baseline
from validators.layers import examine
from validators.model import Context, Report

Work = Callable[[], int]
"""What is measured; returns how many things it made: rows, lines, dossiers, receipts."""


@dataclass(frozen=True, kw_only=True)
class Site:
    """A bench site: the product's own parts, and the month's file."""

    parts: Parts

    @property
    def folder(self) -> Path:
        return self.parts.spool.site

    @property
    def file(self) -> Path:
        return self.folder / "sample" / "luong-2026-11.csv"

    def read(self) -> PayrollTable:
        return read_export(self.file, hints=Hints(name=self.file.name), format="auto")[0]

    def examined(self, table: PayrollTable) -> Report:
        parts = self.parts
        context = Context(
            law=parts.law, codes=parts.codes, units=parts.settings.employer.units, today=parts.today
        )
        return examine(table, sha256="0" * 64, context=context)

    def worked_out(self, table: PayrollTable, wrong: np.ndarray) -> Movements:
        parts = self.parts
        units = [unit.code for unit in parts.settings.employer.units]
        known = rosters.declared(parts.ledger, parts.spool, units=units, all_units=units)
        rules = MovementRules(
            law=parts.law,
            codes=parts.codes,
            units=parts.settings.employer.units,
            missing="hold",
            household=parts.profile.household,
            opened=rosters.opened(parts.ledger),
            released=frozenset(),
        )
        return work_out(table, wrong, known, rules)

    def runner(self, stop: Callable[[], bool] = lambda: False) -> Runner:
        return Runner(self.parts, Settling(), time.monotonic, patient=False, stop=stop)

    def waiting(self, state: DossierState) -> int:
        return sum(dossier.state is state for dossier in self.parts.ledger.dossiers.all())


def read(site: Site) -> Work:
    return lambda: len(site.read().frame)


def check(site: Site) -> Work:
    table = site.read()
    return lambda: len(site.examined(table).wrong)


def movements(site: Site) -> Work:
    table = site.read()
    wrong = site.examined(table).wrong
    return lambda: len(site.worked_out(table, wrong).lines)


def forms(site: Site) -> Work:
    table = site.read()
    lines = site.worked_out(table, site.examined(table).wrong).lines
    return lambda: _forms(site.parts, lines)


def _forms(parts: Parts, lines: pd.DataFrame) -> int:
    slices = paper.split(lines, parts.profile.limits)
    for part in slices:
        piece = lines.iloc[part.first : part.first + part.count]
        build_forms(piece, parts.codes, parts.codes.procedures["600"])
    return len(slices)


def baseline(site: Site) -> Work:
    def work() -> int:
        file = site.folder / "sample" / "luong-2026-10.csv"
        case = take_baseline(site.parts, file, site.parts.settings.feeds[0])
        return case.rows

    return work


def convert(site: Site) -> Work:
    """The arrows from drop/ to lines in the ledger; a first file is released as new."""

    def built() -> bool:
        return site.waiting(DossierState.BUILT) > 0

    def work() -> int:
        shutil.copy(site.file, site.folder / "drop" / site.file.name)
        site.runner(built).work(Tally(), quiet=False)
        ledger = site.parts.ledger
        drop = ledger.drops.all()[-1]
        if drop.held_because is not None:
            words = drop.held_because.replace("no-baseline", "as-new").split(",")
            ledger.drops.release(drop, words, "bench")
            site.runner(built).work(Tally(), quiet=False)
        return site.waiting(DossierState.BUILT)

    return work


def sign(site: Site) -> Work:
    """Forms, schema, two levels of signature, their verification, fsync and ledger."""

    def work() -> int:
        site.runner(lambda: not site.waiting(DossierState.BUILT)).work(Tally(), quiet=False)
        return site.waiting(DossierState.SIGNED)

    return work


def ship(site: Site) -> Work:
    """Everything signed goes to the server; then HR's result workbook."""

    def work() -> int:
        site.runner().work(Tally(), quiet=False)
        return site.waiting(DossierState.SHIPPED)

    return work


def collect(site: Site) -> Work:
    """Fetch, verify, read and match every answer; then HR's result workbook."""

    def work() -> int:
        site.runner().collect(Tally())
        return len(site.parts.ledger.answers.all())

    return work


def answer(site: Site) -> Work:
    """The other side: the sandbox takes what the server has, and its answers go there."""
    remote = Path(site.parts.settings.sftp.key).parent / "remote"
    box = site.folder / "sandbox" / "remote"

    def work() -> int:
        sandbox = Sandbox(site.folder / "sandbox")
        for file in (remote / "inbound").iterdir():
            shutil.copy(file, box / "inbound" / file.name)
        done = sandbox.step()
        for file in (box / "outbound").iterdir():
            copy = shutil.copy(file, remote / "outbound" / file.name)
            Path(copy).chmod(0o644)
        return done

    return work


STAGES: dict[str, Callable[[Site], Work]] = {
    stage.__name__: stage
    for stage in (read, check, movements, forms, baseline, convert, sign, ship, answer, collect)
}


def measure(work: Work) -> dict[str, float]:
    """Run work; the peak of memory is that of the whole process since its start of work."""
    Path("/proc/self/clear_refs").write_text("5")
    wall, cpu = time.perf_counter(), time.process_time()
    made = work()
    spent = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    return {**spent, "peak_mb": _peak_mb(), "made": made}


def _peak_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    (peak,) = (line.split()[1] for line in lines if line.startswith("VmHWM:"))
    return int(peak) / 1024


def main(stage: str, folder: str) -> None:
    settings = load_settings(Path(folder))
    site = Site(parts=assemble(Path(folder), configure(settings.log, io.StringIO())))
    print(json.dumps(measure(STAGES[stage](site))))
    site.parts.ledger.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
