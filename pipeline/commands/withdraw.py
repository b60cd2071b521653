"""`bhxh withdraw`: end a dossier that is not sent, or a held file."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import views
from pipeline.commands.acts import tell_act
from pipeline.commands.flags import json_option, reason_option, site_option
from pipeline.commands.options import open_ledger
from pipeline.errors import NotNowError
from pipeline.model import Dossier, Drop
from pipeline.states import DropState


@click.command("withdraw")
@click.argument("thing", metavar="ID")
@site_option
@json_option
@reason_option
def command(thing: str, site: Path, as_json: bool, reason: str) -> None:
    """End a dossier that is certainly not sent, or a held file of which nothing is reported."""
    with open_ledger(site) as (_, ledger):
        found = views.find(ledger, thing)
        match found:
            case Dossier():
                ledger.dossiers.withdraw(found, reason)
            case Drop(state=DropState.EXAMINED) if not ledger.dossiers.of_drop(found.id):
                ledger.drops.withdraw(found, reason)
            case Drop(state=DropState.ARRIVED, held_because="failed"):
                ledger.drops.withdraw(found, reason)
            case _:
                raise NotNowError(f"{thing}: không rút được nữa / cannot be withdrawn any more")
        tell_act(ledger, found, "đã rút / withdrawn", as_json=as_json)
