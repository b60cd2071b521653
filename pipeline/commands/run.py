"""`bhxh run`: the daemon."""

from __future__ import annotations

import signal
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

import click

from config.load import load_settings
from pipeline.commands.certificates import warn
from pipeline.commands.flags import site_option
from pipeline.commands.options import open_parts
from pipeline.lock import site_lock


@click.command("run")
@site_option
def command(site: Path) -> int:
    """Watch, work, collect and reconcile until told to stop (SIGTERM, Ctrl-C)."""
    folder = load_settings(site).site
    with site_lock(folder, "run", datetime.now(UTC)), open_parts(site) as parts:
        from pipeline.daemon import serve  # noqa: PLC0415 - heavy
        from pipeline.runner import Runner  # noqa: PLC0415 - heavy
        from pipeline.settle import Settling  # noqa: PLC0415 - heavy

        parts.ledger.store.take_lease()
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        runner = Runner(parts, Settling(), time.monotonic, patient=True, stop=stop.is_set)
        warn(parts)
        return serve(parts, runner, stop)
