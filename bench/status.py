"""`bhxh status` on a ledger of 10,000 dossiers: whole processes from a cold start.

python -m bench.status [DOSSIERS] [--json]: exit 1 if the quickest of seven runs needs over half a
second of CPU time. The quickest, and CPU: a busy machine must not decide.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from pipeline.ledger import Ledger, tables
from pipeline.ledger.store import Store
from pipeline.site import make_site
from pipeline.states import DossierState, DropState

LIMIT = 0.5
_TIMES = 7
_MAIN = "from pipeline.cli import main; main()"
_PER_DROP = 20
_NOW = datetime(2026, 11, 5, 8, tzinfo=UTC)


def fill(store: Store, dossiers: int) -> None:
    """Write drops, dossiers and their three receipts, in bulk."""
    drops = range(0, dossiers, _PER_DROP)
    with store.change() as tx:
        tx.execute(insert(tables.drops), [_drop(number) for number in drops])
        tx.execute(insert(tables.conversions), [_conversion(number) for number in drops])
        tx.execute(insert(tables.dossiers), [_dossier(number) for number in range(dossiers)])
        kinds = ("submission", "notice", "result")
        answers = [_answer(number, kind) for number in range(dossiers) for kind in kinds]
        tx.execute(insert(tables.receipts), answers)


def _drop(number: int) -> dict[str, Any]:
    rows = {"rows": 10_000, "unchanged": 0, "reported": 10_000}
    return {
        "id": f"{number:012x}", "key": f"{number:012x}", "feed": "payroll",
        "name": f"luong-{number}.csv", "sha256": f"{number:064x}", "size": 1_000_000,
        "state": DropState.CONVERTED, "period": "10/2026", "units": "TA0001A",
        "arrived_at": _NOW, "arrival": number + 1, **rows,
    }  # fmt: skip


def _conversion(number: int) -> dict[str, Any]:
    return {
        "seq": number + 1, "drop_id": f"{number:012x}", "unit": "TA0001A", "period": "10/2026",
        "kind": "lines", "artefact": "keep/lines/x.arrow", "at": _NOW,
    }  # fmt: skip


def _dossier(number: int) -> dict[str, Any]:
    first = number // _PER_DROP * _PER_DROP
    return {
        "id": f"TA0001A-202610-600-{number:05}", "reference": f"{number:036x}",
        "drop_id": f"{first:012x}", "conversion": first + 1, "artefact": "keep/lines/x.arrow",
        "first_line": 0, "lines": 500, "people": 500, "unit": "TA0001A", "period": "10/2026",
        "procedure": "600", "batch": number + 1, "made_on": date(2026, 11, 5),
        "remote_name": f"TA0001A_202610_600_{number:05}_1a2b3c4d.xml",
        "state": DossierState.ACCEPTED, "sha256": f"{number:064x}", "size": 430_000,
        "number": f"{number:06}/2026", "due": date(2026, 11, 12), "built_at": _NOW,
        "shipped_at": _NOW + timedelta(minutes=5),
    }  # fmt: skip


def _answer(number: int, kind: str) -> dict[str, Any]:
    sha256 = f"{number:058x}{kind[:6].encode().hex()[:6]}"
    return {
        "sha256": sha256, "remote_name": f"{sha256[:16]}.xml", "file": f"inbox/{sha256[:16]}.xml",
        "first_seen": _NOW, "kind": kind, "state": "matched", "trusted": True,
        "dossier_id": f"TA0001A-202610-600-{number:05}", "at": _NOW,
    }  # fmt: skip


def spent(command: list[str]) -> tuple[float, float]:
    """Return the CPU and wall seconds of one whole process."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, time.perf_counter() - began


def measured(site: Path) -> dict[str, dict[str, float]]:
    """Return the quickest of runs in turn: Python alone, and both of its answers."""
    status = [sys.executable, "-c", _MAIN, "status", "--site", str(site)]
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "bhxh status --json": [*status, "--json"],
        "bhxh status": status,
    }
    runs = [{name: spent(command) for name, command in commands.items()} for _ in range(_TIMES)]
    return {
        name: {
            "cpu": min(run[name][0] for run in runs),
            "wall": min(run[name][1] for run in runs),
        }
        for name in commands
    }


def main(arguments: list[str]) -> int:
    """Make the ledger, measure, print; return 1 if it is too slow."""
    count = next((int(word) for word in arguments if word.isdigit()), 10_000)
    with tempfile.TemporaryDirectory() as name:
        site = Path(name) / "site"
        make_site(site, datetime.now(UTC))
        ledger = Ledger("sqlite:///ledger.db", site, lambda: _NOW)
        fill(ledger.store, count)
        ledger.close()
        facts = measured(site)
    if "--json" in arguments:
        print(json.dumps({"dossiers": count, **facts}, indent=1))
    else:
        for command, seconds in facts.items():
            print(f"{command:<20} cpu {seconds['cpu']:6.3f} s   wall {seconds['wall']:6.3f} s")
    return int(max(seconds["cpu"] for seconds in facts.values()) > LIMIT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
