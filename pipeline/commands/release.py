"""`bhxh release`: a person's word that a held drop, dossier or person may go on."""

from __future__ import annotations

import secrets
from pathlib import Path

import click

from pipeline import views
from pipeline.commands.acts import tell_act
from pipeline.commands.flags import json_option, reason_option, site_option
from pipeline.commands.options import open_ledger
from pipeline.errors import NotNowError
from pipeline.gate import CODES
from pipeline.ledger import Ledger
from pipeline.model import Answer, Dossier, Drop, Hold
from pipeline.states import DropState


@click.command("release")
@click.argument("thing", metavar="ID")
@site_option
@json_option
@reason_option
@click.option(
    "--as-baseline", is_flag=True, help="take the file as the opening roster, report nobody"
)
@click.option("--as-new", is_flag=True, help="nobody was declared before: report everyone")
def command(
    thing: str, site: Path, *, as_json: bool, reason: str, as_baseline: bool, as_new: bool
) -> None:
    """Let a held drop, dossier or person go on; a duplicate is taken once more."""
    if as_baseline and as_new:
        raise click.UsageError(
            "chỉ chọn một: --as-baseline hoặc --as-new / --as-baseline and --as-new exclude each "
            "other"
        )
    word = "as-baseline" if as_baseline else "as-new" if as_new else ""
    with open_ledger(site) as (_, ledger):
        found = views.find(ledger, thing)
        _refuse_idle_word(found, word)
        again, words = None, "đi tiếp / goes on"
        match found:
            case Drop(state=DropState.DUPLICATE):
                again = _taken_again(ledger, found, reason)
                words = f"nhận lại / taken again: {again.id}"
            case Drop():
                _release_drop(ledger, found, reason, word)
            case Dossier() if found.held_because in CODES:
                raise NotNowError(f"{found.id}: {found.reason}")
            case Dossier() if found.held_because:
                ledger.dossiers.release(found, reason)
            case Hold() if found.state == "open":
                ledger.holds.release(found, reason, ledger.drops)
                words = "báo ở lượt tới / reported in the next pass"
            case _:
                raise NotNowError(f"{thing}: không bị giữ / nothing holds it")
        tell_act(ledger, found, words, as_json=as_json, again=again)


def _refuse_idle_word(found: Dossier | Drop | Hold | Answer, word: str) -> None:
    """Raise NotNowError if a word was given already, or if no baseline is missing for it."""
    drop = found if isinstance(found, Drop) else None
    if drop and drop.state is DropState.EXAMINED and drop.released and not drop.held_because:
        raise NotNowError(
            f"{drop.id}: đã cho đi tiếp rồi, chạy `bhxh once` / it is released already: "
            "run `bhxh once`"
        )
    if word and not (drop and "no-baseline" in (drop.held_because or "")):
        raise NotNowError(
            f"có danh sách gốc rồi, bỏ --{word} / no baseline is missing here: leave out --{word}"
        )


def _taken_again(ledger: Ledger, duplicate: Drop, reason: str) -> Drop:
    """Take a duplicate once more as a new drop; the word is about all its rows."""
    again = ledger.drops.arrive(
        key=secrets.token_hex(6),
        feed=duplicate.feed,
        name=duplicate.name,
        sha256=duplicate.sha256,
        size=duplicate.size,
        companions=duplicate.companions,
        again=True,
    )
    ledger.drops.release(again, ["same-rows"], reason)
    return again


def _release_drop(ledger: Ledger, drop: Drop, reason: str, word: str) -> None:
    """Release a drop's brakes."""
    if drop.held_because is None:
        raise NotNowError(f"{drop.id}: không bị giữ / nothing holds it")
    brakes = drop.held_because.split(",")
    if drop.purpose == "baseline":
        raise NotNowError(
            f"{drop.id}: chạy lại `bhxh baseline`, rồi rút bản này / "
            "run `bhxh baseline` again, then withdraw this one"
        )
    if "no-baseline" in brakes:
        if not word:
            raise NotNowError(
                f"{drop.id}: chưa có danh sách gốc, chọn --as-baseline hoặc --as-new / "
                "no baseline yet: choose --as-baseline or --as-new"
            )
        brakes = [brake for brake in brakes if brake != "no-baseline"] + [word]
    ledger.drops.release(drop, brakes, reason)
