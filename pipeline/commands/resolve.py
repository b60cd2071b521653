"""`bhxh resolve`: end an uncertain delivery by a person's word."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import views
from pipeline.commands.acts import tell_act
from pipeline.commands.flags import json_option, reason_option, site_option
from pipeline.commands.options import open_ledger
from pipeline.errors import NotNowError
from pipeline.model import Dossier


@click.command("resolve")
@click.argument("thing", metavar="ID")
@site_option
@json_option
@reason_option
@click.option("--present", is_flag=True, help="the provider has it")
@click.option(
    "--absent", is_flag=True, help="the provider confirms that it never came: send it again"
)
def command(
    thing: str, site: Path, *, as_json: bool, reason: str, present: bool, absent: bool
) -> None:
    """Say whether an uncertain dossier arrived; absent sends the same bytes again."""
    if present == absent:
        raise click.UsageError("chọn --present hoặc --absent / say --present or --absent")
    with open_ledger(site) as (_, ledger):
        found = views.find(ledger, thing)
        if not isinstance(found, Dossier) or not found.uncertain:
            raise NotNowError(f"{thing}: không có gì phải xác định / nothing is uncertain")
        ledger.dossiers.resolve(found, present=present, because=reason)
        words = "đã đến / present" if present else "gửi lại / sent again"
        if found.by_hand and not present:
            again = f"`bhxh export {found.id} --to DIR`"
            words = f"chưa nộp: {again} lần nữa / not uploaded: {again} once more"
        tell_act(ledger, found, words, as_json=as_json)
