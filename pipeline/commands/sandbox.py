"""`bhxh sandbox`: the I-VAN in a box, on loopback."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from config.load import load_settings
from pipeline.commands.flags import site_option
from pipeline.sandbox.faults import Fault


@click.command("sandbox")
@site_option
@click.option(
    "--fault", "faults", multiple=True, type=click.Choice([str(fault) for fault in Fault])
)
@click.option(
    "--every", default=0.5, show_default=True, help="seconds between looks at the inbound folder"
)
def command(site: Path, faults: tuple[str, ...], every: float) -> None:
    """Serve SFTP on the site's port, check dossiers, and answer with signed receipts."""
    from pipeline.sandbox.box import Sandbox  # noqa: PLC0415 - heavy

    settings = load_settings(site)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    chosen = frozenset(Fault(fault) for fault in faults)
    with Sandbox(settings.site / "sandbox", port=settings.sftp.port, faults=chosen) as box:
        click.echo(f"127.0.0.1:{box.port} {box.fingerprint}")
        while not stop.wait(every):
            box.step()
