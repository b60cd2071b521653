"""How the operator's acts end: a line for people, or what the thing is now for programs."""

from __future__ import annotations

import click

from pipeline.commands.flags import print_json
from pipeline.ledger import Ledger
from pipeline.model import Dossier, Drop, Hold


def tell_act(
    ledger: Ledger,
    thing: Drop | Dossier | Hold,
    words: str,
    *,
    as_json: bool,
    again: Drop | None = None,
) -> None:
    """Say what an act did to a thing; `again` is the drop as which its bytes were taken anew."""
    if not as_json:
        click.echo(f"{thing.id}: {words}")
        return
    print_json(
        {
            "id": thing.id,
            "act": click.get_current_context().info_name,
            "state": str(_now(ledger, thing).state),
            "again": again.id if again else None,
        }
    )


def _now(ledger: Ledger, thing: Drop | Dossier | Hold) -> Drop | Dossier | Hold:
    """Return the thing as the ledger has it after the act."""
    match thing:
        case Drop():
            return ledger.drops.get(thing.id)
        case Dossier():
            return ledger.dossiers.get(thing.id)
        case Hold():
            return ledger.holds.get(thing.id)
