"""`bhxh demo`: the whole way on real input with the sandbox, in a folder that you can look at."""

from __future__ import annotations

import shlex
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.exits import Exit

UNITS = (
    ("TA0001A", "Chi nhánh Thủ Đức", "07906", 1),
    ("TB0002B", "Chi nhánh Thuận An", "07901", 1),
    ("TC0003C", "Chi nhánh Biên Hòa", "07502", 1),
)


@click.command("demo")
@click.option("--employees", default=2000, show_default=True, type=click.IntRange(10, 1_000_000))
@click.option(
    "--site", type=click.Path(path_type=Path, file_okay=False), help="a folder for the demo's site"
)
def command(employees: int, site: Path | None) -> int:
    """Baseline, a month of changes, receipts, results per person, and the month after."""
    from pipeline.demo import play  # noqa: PLC0415 - heavy
    from pipeline.site import make_site  # noqa: PLC0415 - heavy

    folder = site or Path(tempfile.mkdtemp(prefix="bhxh-demo-"))
    # A small invented unit changes by more than a big real one: nothing may brake the play.
    now = datetime.now(UTC)
    make_site(folder, now, units=UNITS, approve="never", max_change_percent=1000)
    play(folder, employees)
    click.echo(f"rm -r {shlex.quote(str(folder))}      # khi đã xem xong / when you have looked")
    return Exit.FINE
