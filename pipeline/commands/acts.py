"""How the operator's acts end: a line for people, or what the thing is now for programs."""

from __future__ import annotations

import click

from pipeline.commands.flags import print_json
from pipeline.ledger import Ledger
from pipeline.model import Answer, Dossier, Drop, Hold


def tell_act(
    ledger: Ledger,
    thing: Drop | Dossier | Hold | Answer,
    words: str,
    *,
    as_json: bool,
    again: Drop | None = None,
) -> None:
    """Say what an act did to a thing; `again` is the drop as which its bytes were taken anew."""
    key = thing.sha256 if isinstance(thing, Answer) else thing.id
    if not as_json:
        click.echo(f"{key}: {words}")
        return
    print_json(
        {
            "id": key,
            "act": click.get_current_context().info_name,
            "state": str(_now(ledger, thing).state),
            "again": again.id if again else None,
        }
    )


def _now(ledger: Ledger, thing: Drop | Dossier | Hold | Answer) -> Drop | Dossier | Hold | Answer:
    """Return the thing as the ledger has it after the act."""
    match thing:
        case Drop():
            return ledger.drops.get(thing.id)
        case Dossier():
            return ledger.dossiers.get(thing.id)
        case Hold():
            return ledger.holds.get(thing.id)
        case Answer():
            return ledger.answers.get(thing.sha256)
