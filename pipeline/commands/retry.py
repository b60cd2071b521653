"""`bhxh retry`: forget the waiting time after a failure."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from config.settings import Settings
from pipeline import views
from pipeline.commands.acts import tell_act
from pipeline.commands.flags import json_option, site_option
from pipeline.commands.options import open_ledger
from pipeline.errors import NotNowError
from pipeline.ledger import Ledger
from pipeline.model import Dossier, Drop
from pipeline.states import DossierState, DropState
from pipeline.sweep import feed_for


@click.command("retry")
@click.argument("thing", metavar="ID")
@site_option
@json_option
def command(thing: str, site: Path, as_json: bool) -> None:
    """Try a failed drop or dossier in the next pass; a refused file is examined anew."""
    with open_ledger(site) as (settings, ledger):
        found = views.find(ledger, thing)
        if isinstance(found, Dossier | Drop) and found.held_because not in (None, "failed"):
            raise NotNowError(
                f"{thing}: đang giữ ({found.held_because}), dùng `bhxh release {found.id} …` / "
                f"held ({found.held_because}): use `bhxh release {found.id} …`"
            )
        again, words = None, "thử ở lượt tới / tried in the next pass"
        match found:
            case Dossier(state=DossierState.BUILT | DossierState.SIGNED):
                ledger.dossiers.try_now(found)
            case Drop(state=DropState.ARRIVED | DropState.EXAMINED):
                ledger.drops.try_now(found)
            case Drop(state=DropState.INVALID | DropState.UNREADABLE):
                again = _anew(ledger, settings, found)
                words = f"kiểm tra lại / examined anew as {again.id}, nguồn / feed {again.feed}"
            case _:
                raise NotNowError(f"{thing}: không có gì để thử lại / nothing to try again")
        tell_act(ledger, found, words, as_json=as_json, again=again)


def _anew(ledger: Ledger, settings: Settings, refused: Drop) -> Drop:
    """Take a refused file once more, by the feed that takes its name now: settings were mended."""
    feed = feed_for(Path(refused.name), settings.feeds)
    return ledger.drops.arrive(
        key=secrets.token_hex(6),
        feed=feed.name if feed else refused.feed,
        name=refused.name,
        sha256=refused.sha256,
        size=refused.size,
        companions=refused.companions,
        again=True,
    )
