"""`bhxh explain`: why is it here, and what do I do next."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from config.errors import NoSiteError
from config.settings import Settings
from pipeline import views
from pipeline.commands.code_page import code_explained, with_near
from pipeline.commands.drop_moves import drop_moves, opened_as
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_ledger
from pipeline.commands.unit_page import is_unit, unit_explained
from pipeline.commands.waiting import find_waiting, why_waiting
from pipeline.errors import NotFoundError
from pipeline.ledger import Ledger
from pipeline.model import Answer, Dossier, Drop, Hold
from pipeline.room import shortage
from pipeline.states import DossierState, DropState


@click.command("explain")
@click.argument("thing", metavar="PATH_ID_OR_CODE")
@site_option
@json_option
def command(thing: str, site: Path, as_json: bool) -> None:
    """Say what became of a file or an id, or what a code means, why, and what to do next."""
    facts = code_explained(thing) or _of_site(site, thing)
    if as_json:
        print_json(facts)
        return
    for name in filter(facts.get, ("what", "why", "next_vi", "next_en")):
        click.echo(f"{name.split('_')[0]:6} {facts[name]}")


def _of_site(site: Path, thing: str) -> dict[str, Any]:
    """Explain what only a site knows; where there is none, propose the code that was meant."""
    try:
        with open_ledger(site) as (settings, ledger):
            if is_unit(settings, thing):
                return unit_explained(site, ledger, settings, thing)
            return _explained(ledger, settings, thing)
    except NoSiteError as nowhere:
        if (proposed := with_near(thing)) == thing:
            raise
        raise NotFoundError(proposed) from nowhere


def _explained(ledger: Ledger, settings: Settings, thing: str) -> dict[str, Any]:
    """Find the thing in the ledger, or say why a file in drop/ has not come that far."""
    if (waiting := find_waiting(settings.site, thing)) is not None:
        return _facts(*why_waiting(settings, waiting))
    try:
        found = views.find(ledger, thing)
    except NotFoundError:
        if not Path(thing).is_file():
            raise NotFoundError(with_near(thing)) from None
        raise NotFoundError(
            f"{thing} (tệp chưa từng được nhận ở đây / a file that this site has never taken in)"
        ) from None
    match found:
        case Drop():
            why = found.reason or _disk(settings.site, found) or _fate(ledger, found)
            return _facts(f"drop {found.id}: {found.state}", why, drop_moves(ledger, found))
        case Dossier():
            return _facts(
                f"dossier {found.id}: {found.state}",
                found.reason or _disk(settings.site, found) or _links(ledger, found),
                views.next_move(found, ledger.corrections.of(found.id)[1]),
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


def _links(ledger: Ledger, dossier: Dossier) -> str:
    """Name the dossiers of which this one reports people again."""
    corrects, _ = ledger.corrections.of(dossier.id)
    names = ", ".join(corrects)
    return f"sửa hồ sơ / corrects {names}" if names else ""


def _disk(site: Path, thing: Drop | Dossier) -> str:
    """Name a full disk where something is unfinished: a full disk takes no reason down."""
    unfinished = (DropState.ARRIVED, DropState.EXAMINED, DossierState.BUILT, DossierState.SIGNED)
    if thing.state not in unfinished or thing.held_because:
        return ""
    return " / ".join(shortage(site) or ())


def _fate(ledger: Ledger, drop: Drop) -> str:
    """Tell in numbers what came of a file."""
    balance = drop.balance
    told = (
        f"{balance.reported} báo, {balance.held} giữ, {balance.rejected} loại / "
        f"{balance.reported} reported, {balance.held} held, {balance.rejected} rejected"
    )
    return " · ".join([*opened_as(ledger, drop.id), told])


def _question_moves(question: Hold) -> tuple[str, str]:
    if question.state != "open":
        return ("không phải làm gì", "nothing to do")
    release = f"bhxh release {question.id} --reason …"
    withdraw = f"bhxh withdraw {question.id} --reason …"
    return (
        f"sửa bảng lương, hoặc có: `{release}`, hoặc không: `{withdraw}`",
        f"mend the payroll, or yes: `{release}`, or no: `{withdraw}`",
    )


def _answer_moves(answer: Answer) -> tuple[str, str]:
    if answer.state in views.UNMATCHED:
        end = f"`bhxh withdraw {answer.sha256[:16]} --reason …`"
        if answer.is_imported:
            return (
                f"nó không đổi gì; `bhxh import` tệp đúng, rồi bỏ tệp này: {end}",
                f"it changed nothing; `bhxh import` the right file, then dismiss this one: {end}",
            )
        return (
            f"hỏi I-VAN về tệp này; nó không đổi gì; xong thì bỏ: {end}",
            f"ask the I-VAN about it; it changed nothing; when that is settled: {end}",
        )
    return ("xong", "done")


def _facts(what: str, why: str, moves: tuple[str, str]) -> dict[str, Any]:
    return {"what": what, "why": why, "next_vi": moves[0], "next_en": moves[1]}
