"""`bhxh explain`: why is it here, and what do I do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from config.settings import Settings
from pipeline import views
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_ledger
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
    if (waiting := _in_drop(settings.site, thing)) is not None:
        return _waiting(settings, waiting)
    try:
        found = views.find(ledger, thing)
    except NotFoundError:
        if not Path(thing).is_file():
            raise
        raise NotFoundError(f"{thing} (a file that this site has never taken in)") from None
    match found:
        case Drop():
            why = found.reason or _fate(found)
            return _facts(f"drop {found.id}: {found.state}", why, views.next_move(found))
        case Dossier():
            return _facts(
                f"dossier {found.id}: {found.state}", found.reason or "", views.next_move(found)
            )
        case Hold():
            return _facts(
                f"question {found.id}: {found.state}",
                f"{found.question_vi} / {found.question_en}",
                _question_moves(found),
            )
        case Answer():
            return _facts(
                f"receipt {found.file}: {found.state}",
                found.reason or found.dossier or "",
                _answer_moves(found),
            )


def _in_drop(site: Path, thing: str) -> Path | None:
    """Return the file in drop/ that a path means: from here, from the site or from drop/."""
    drop = site / "drop"
    for path in (Path(thing), site / thing, drop / thing):
        whole = path.parent.resolve() / path.name
        if whole.is_relative_to(drop) and whole.is_file():
            return whole
    return None


def _waiting(settings: Settings, path: Path) -> dict[str, Any]:
    """Explain a file that still lies in drop/."""
    if is_temporary(path.name):
        moves = ("đổi tên khi đã ghi xong", "rename it when it is complete")
        return _facts("in drop/", "tên tạm: chưa xong / a temporary name: not complete yet", moves)
    feed = feed_for(path.relative_to(settings.site / "drop"), settings.feeds)
    if feed is None:
        moves = ("thêm [[feeds]] hoặc đổi tên tệp", "add a [[feeds]] entry or rename the file")
        why = "không nguồn nào nhận tên này / no feed takes a file of this name"
        return _facts("in drop/", why, moves)
    if feed.marker and not path.with_name(path.name + feed.marker).exists():
        marker = f"{path.name}{feed.marker}"
        moves = (f"ghi tệp {marker} khi đã xong", f"write {marker} when it is complete")
        why = f"chờ tệp đánh dấu {marker} / waits for its marker {marker}"
        return _facts("in drop/", why, moves)
    moves = ("chờ lượt tới, hoặc `bhxh once`", "wait for the next pass, or `bhxh once`")
    why = "chưa nhận: đang ghi, chưa yên, hoặc không ai chạy"
    return _facts(
        "in drop/",
        f"{why} / not taken in yet: still settling, still open, or nobody works",
        moves,
    )


def _fate(drop: Drop) -> str:
    """Tell in numbers what came of a file."""
    balance = drop.balance
    return (
        f"{balance.reported} báo, {balance.held} giữ, {balance.rejected} loại / "
        f"{balance.reported} reported, {balance.held} held, {balance.rejected} rejected"
    )


def _question_moves(question: Hold) -> tuple[str, str]:
    if question.state != "open":
        return ("không phải làm gì", "nothing to do")
    release = f"bhxh release {question.id} --reason …"
    return (f"sửa bảng lương, hoặc `{release}`", f"mend the payroll, or `{release}`")


def _answer_moves(answer: Answer) -> tuple[str, str]:
    if answer.state in views.UNMATCHED:
        return (
            "hỏi I-VAN về tệp này; nó không đổi gì",
            "ask the I-VAN about it; it changed nothing",
        )
    return ("xong", "done")


def _facts(what: str, why: str, moves: tuple[str, str]) -> dict[str, Any]:
    return {"what": what, "why": why, "next_vi": moves[0], "next_en": moves[1]}
