"""`bhxh show`: one story, with its events, or a person's page of the register."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from config.settings import Settings
from pipeline import views
from pipeline.commands.flags import json_option, print_json, site_option
from pipeline.commands.options import open_ledger, open_parts
from pipeline.commands.unit_page import is_unit, unit_story
from pipeline.errors import NotFoundError
from pipeline.exits import Exit
from pipeline.ledger import Ledger
from pipeline.model import Answer, Dossier, Drop, Hold
from pipeline.states import DossierState, DropState

_SHOWN = 50
"""Entries of a list that people see; `--json` has them all."""


@click.command("show")
@click.argument("thing", metavar="ID")
@site_option
@json_option
def command(thing: str, site: Path, as_json: bool) -> int:
    """Show a drop, dossier, question, receipt, unit, or (by employee number) books and cards.

    Exit 10, 13 or 14 where that is its story.
    """
    with open_ledger(site) as (settings, ledger):
        if is_unit(settings, thing):
            _tell(unit_story(ledger, settings, thing), as_json=as_json)
            return Exit.FINE
        try:
            found = views.find(ledger, thing)
        except NotFoundError:
            page = _page(site, thing)
            if page is None:
                raise
            _tell(page, as_json=as_json)
            return Exit.FINE
        facts = story(ledger, settings, found)
    _tell(facts, as_json=as_json)
    return _code(found)


def _page(site: Path, person: str) -> dict[str, Any] | None:
    """Return the page of an employee number in the register of books and cards."""
    from pipeline.register import register_of  # noqa: PLC0415 - heavy: reads tables

    with open_parts(site) as parts:
        return register_of(parts.ledger, parts.spool, person)


def _tell(facts: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(facts)
    else:
        _print(facts)


def story(
    ledger: Ledger, settings: Settings, found: Drop | Dossier | Hold | Answer
) -> dict[str, Any]:
    """Return all that is known of one thing."""
    zone = settings.schedule.zone
    match found:
        case Drop():
            facts = _drop(ledger, settings, found)
        case Dossier():
            facts = _dossier(ledger, settings, found)
        case Hold():
            facts = _question(found)
        case Answer():
            facts = {
                "id": found.sha256, "file": found.file, "kind": found.kind, "state": found.state,
                "trusted": found.trusted, "reason": found.reason, "dossier": found.dossier,
            }  # fmt: skip
    facts["events"] = [
        {
            "at": at.astimezone(zone).isoformat(timespec="seconds"),
            "from": start,
            "to": end,
            "because": because,
        }
        for at, start, end, because in ledger.answers.history(facts["id"])
    ]
    return facts


def _drop(ledger: Ledger, settings: Settings, drop: Drop) -> dict[str, Any]:
    """Return a file with its questions, what the month costs, and what it would report if held."""
    from pipeline import preview  # noqa: PLC0415 - heavy: reads tables

    facts = views.drop_facts(drop, [each.id for each in ledger.dossiers.of_drop(drop.id)])
    facts["questions"] = [_question(hold) for hold in ledger.holds.of_drop(drop.id)]
    facts["amounts"] = _amounts(settings.site, drop)
    facts["would_report"] = preview.of_drop(settings.site, drop)
    return facts


def _dossier(ledger: Ledger, settings: Settings, dossier: Dossier) -> dict[str, Any]:
    """Return a dossier with who and what it reports, and whom VSS refused."""
    from pipeline import preview  # noqa: PLC0415 - heavy: reads tables

    answers = ledger.answers.of_dossier(dossier.id)
    links = ledger.corrections.of(dossier.id)
    facts = views.dossier_facts(dossier, answers, settings.schedule.zone, links)
    facts["doubts"] = [answer.reason for answer in answers if answer.reason]
    facts["drop"] = dossier.drop
    facts["reports"] = preview.of_dossier(settings.site, dossier)
    facts["refused"] = [
        {name: row[name] for name in ("form", "line", "code", "reason")}
        for row in ledger.answers.outcomes(dossier.id)
        if not row["accepted"]
    ]
    return facts


def _amounts(site: Path, drop: Drop) -> Any:  # noqa: ANN401  # as its JSON has it
    """Return what the month costs with a file, in short; None where it was not worked out."""
    try:
        return json.loads((site / "keep" / "amounts" / f"{drop.id}.json").read_bytes())
    except FileNotFoundError:
        return None


def _question(hold: Hold) -> dict[str, Any]:
    return {
        "id": hold.id, "unit": hold.unit, "person": hold.person, "row": hold.row, "code": hold.code,
        "state": hold.state, "question_vi": hold.question_vi, "question_en": hold.question_en,
    }  # fmt: skip


def _print(facts: dict[str, Any]) -> None:
    """Print one story for people."""
    for name, value in facts.items():
        if isinstance(value, dict):
            _print({f"{name}.{part}": told for part, told in value.items()})
            continue
        if not isinstance(value, list):
            click.echo(f"{name:14} {'' if value is None else value}")
            continue
        click.echo(f"{name}:")
        for entry in value[:_SHOWN]:
            words = entry.values() if isinstance(entry, dict) else [entry]
            click.echo("  " + " · ".join(str(word) for word in words if word not in (None, "")))
        if len(value) > _SHOWN:
            click.echo(f"  … {len(value) - _SHOWN} nữa / more: --json")


def _code(found: Drop | Dossier | Hold | Answer) -> Exit:
    """Return the exit code of a story about one thing."""
    match found:
        case Drop(state=DropState.INVALID | DropState.UNREADABLE):
            return Exit.INVALID
        case Dossier(uncertain=True):
            return Exit.UNCERTAIN
        case Dossier(state=DossierState.REFUSED):
            return Exit.REFUSED
        case _:
            return Exit.FINE
