"""`bhxh init`: a new site with sandbox keys and a sample payroll."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.site import PORT, make_site


@click.command("init")
@click.argument("site", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=PORT,
    show_default=True,
    help="the sandbox's port",
)
def command(site: Path, port: int) -> None:
    """Make a site that works with the sandbox provider; edit its bhxh.toml for a real one."""
    make_site(site, datetime.now(UTC), port=port)
    click.echo(f"bhxh sandbox --site {site}      # I-VAN mẫu, ở cửa sổ khác / in another terminal")
    click.echo(f"bhxh baseline --site {site} {site}/sample/luong-2026-10.csv")
    click.echo(
        f"bhxh once --site {site}         # khi đã có tệp / after files were put into {site}/drop"
    )
