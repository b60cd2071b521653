"""`bhxh retry`: forget the waiting time after a failure."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from pipeline import views
from pipeline.commands.acts import tell_act
from pipeline.commands.flags import json_option, site_option
from pipeline.commands.options import open_ledger
from pipeline.errors import NotNowError
from pipeline.model import Dossier, Drop
from pipeline.states import DossierState, DropState


@click.command("retry")
@click.argument("thing", metavar="ID")
@site_option
@json_option
def command(thing: str, site: Path, as_json: bool) -> None:
    """Try a failed drop or dossier in the next pass; a refused file is examined anew."""
    with open_ledger(site) as (_, ledger):
        found = views.find(ledger, thing)
        if isinstance(found, Dossier | Drop) and found.held_because not in (None, "failed"):
            raise NotNowError(
                f"{thing}: đang giữ ({found.held_because}), dùng `bhxh release {found.id}` / "
                f"held ({found.held_because}): use `bhxh release {found.id}`"
            )
        again, words = None, "thử ở lượt tới / tried in the next pass"
        match found:
            case Dossier(state=DossierState.BUILT | DossierState.SIGNED):
                ledger.dossiers.try_now(found)
            case Drop(state=DropState.ARRIVED | DropState.EXAMINED):
                ledger.drops.try_now(found)
            case Drop(state=DropState.INVALID | DropState.UNREADABLE):
                again = ledger.drops.arrive(
                    key=secrets.token_hex(6),
                    feed=found.feed,
                    name=found.name,
                    sha256=found.sha256,
                    size=found.size,
                    again=True,
                )
                words = f"kiểm tra lại / examined anew as {again.id}"
            case _:
                raise NotNowError(f"{thing}: không có gì để thử lại / nothing to try again")
        tell_act(ledger, found, words, as_json=as_json, again=again)
