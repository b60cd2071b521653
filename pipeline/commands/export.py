"""`bhxh export`: a signed dossier as a file, to be uploaded on VSS's portal by hand."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import views
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_parts
from pipeline.errors import NotNowError
from pipeline.model import Dossier


@click.command("export")
@click.argument("thing", metavar="ID")
@site_option
@json_option
@click.option(
    "--to",
    "folder",
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="the folder that gets the file",
)
def command(thing: str, site: Path, *, as_json: bool, folder: Path) -> None:
    """Give a signed dossier of the portal out, once: it counts as sent, and as uncertain."""
    with open_parts(site) as parts:
        from pipeline.steps.hand_over import hand_over  # noqa: PLC0415 - heavy

        found = views.find(parts.ledger, thing)
        if not isinstance(found, Dossier):
            raise NotNowError(f"{thing}: không phải hồ sơ / is no dossier")
        target = hand_over(parts, found, folder)
        state = str(parts.ledger.dossiers.get(found.id).state)
    if as_json:
        print_json({"id": found.id, "file": str(target), "state": state})
        return
    click.echo(
        f"{found.id}: {target}: nộp trên Cổng, rồi `bhxh import` thông báo nhận được / "
        "upload it on the portal, then `bhxh import` the notice that comes"
    )
