"""`bhxh explain`: why is it here, and what do I do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from config.settings import Settings
from pipeline import views
from pipeline.commands.options import json_option, open_ledger, print_json, site_option
from pipeline.errors import NotFoundError
from pipeline.ledger import Ledger
from pipeline.model import Answer, Dossier, Drop, Hold
from pipeline.settle import is_temporary
from pipeline.sweep import feed_for


@click.command("explain")
@click.argument("thing", metavar="PATH_OR_ID")
@site_option
@json_option
def command(thing: str, site: Path, as_json: bool) -> None:
    """Say what became of a file or an id, why, and what to do next."""
    with open_ledger(site) as (settings, ledger):
        facts = _explained(ledger, settings, thing)
    if as_json:
        print_json(facts)
        return
    for name in ("what", "why", "next_vi", "next_en"):
        click.echo(f"{name.split('_')[0]:6} {facts[name]}")


def _explained(ledger: Ledger, settings: Settings, thing: str) -> dict[str, Any]:
    """Find the thing in the ledger, or say why a file in drop/ has not come that far."""
    waiting = settings.site / "drop" / thing.removeprefix(f"{settings.site}/").removeprefix("drop/")
    if waiting.is_file():
        return _waiting(settings, waiting)
    try:
        found = views.find(ledger, thing)
    except NotFoundError:
        if not Path(thing).is_file():
            raise
        raise NotFoundError(f"{thing} (a file that this site has never taken in)") from None
    match found:
        case Drop():
            why = found.reason or f"{found.balance.reported} reported, {found.balance.held} held"
            return _facts(f"drop {found.id}: {found.state}", why, views.next_move(found))
        case Dossier():
            return _facts(
                f"dossier {found.id}: {found.state}", found.reason or "", views.next_move(found)
            )
        case Hold():
            release = f"bhxh release {found.id} --reason …"
            return _facts(
                f"question {found.id}: {found.state}",
                f"{found.question_vi} / {found.question_en}",
                (f"sửa bảng lương, hoặc `{release}`", f"mend the payroll, or `{release}`"),
            )
        case Answer():
            return _facts(
                f"receipt {found.file}: {found.state}",
                found.reason or found.dossier or "",
                _answer_moves(found),
            )


def _waiting(settings: Settings, path: Path) -> dict[str, Any]:
    """Explain a file that still lies in drop/."""
    if is_temporary(path.name):
        moves = ("đổi tên khi đã ghi xong", "rename it when it is complete")
        return _facts("in drop/", "a temporary name: not complete yet", moves)
    feed = feed_for(path.relative_to(settings.site / "drop"), settings.feeds)
    if feed is None:
        moves = ("thêm [[feeds]] hoặc đổi tên tệp", "add a [[feeds]] entry or rename the file")
        return _facts("in drop/", "no feed takes a file of this name", moves)
    if feed.marker and not path.with_name(path.name + feed.marker).exists():
        marker = f"{path.name}{feed.marker}"
        moves = (f"ghi tệp {marker} khi đã xong", f"write {marker} when it is complete")
        return _facts("in drop/", f"feed {feed.name} waits for its marker", moves)
    moves = ("chờ lượt tới, hoặc `bhxh once`", "wait for the next pass, or `bhxh once`")
    return _facts(
        "in drop/", "not taken in yet: still settling, still open, or nobody works", moves
    )


def _answer_moves(answer: Answer) -> tuple[str, str]:
    if answer.state in views.UNMATCHED:
        return (
            "hỏi I-VAN về tệp này; nó không đổi gì",
            "ask the I-VAN about it; it changed nothing",
        )
    return ("xong", "done")


def _facts(what: str, why: str, moves: tuple[str, str]) -> dict[str, Any]:
    return {"what": what, "why": why, "next_vi": moves[0], "next_en": moves[1]}
