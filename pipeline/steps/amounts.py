"""Converted -> amounts: what the month costs with this file, in a workbook for the sender."""

from __future__ import annotations

import json
from typing import Any

from config.errors import LawError
from inbox.amounts import in_short, write_amounts
from outbox.amounts import amounts
from outbox.model import Movements
from outbox.movements import MovementRules
from outbox.roster import Declared
from pipeline.model import returned_name
from pipeline.parts import Parts
from pipeline.steps.case import Case
from pipeline.steps.so_far import roster_and_lines


def tell_amounts(
    parts: Parts, case: Case, known: Declared, movements: Movements, rules: MovementRules
) -> dict[str, Any] | None:
    """Write a file's amounts beside its report; returns them in short, None where no law is known.

    They are about all that the file reports, by this conversion and by earlier ones.
    `keep/amounts/` holds them in short, for whoever asks the ledger about the file.
    """
    roster, lines = roster_and_lines(parts, case, known.roster, movements.lines)
    try:
        found = amounts(roster, lines, case.period, rules)
    except LawError:
        parts.log.warning("amounts.no_law", drop=case.drop.id, period=str(case.period))
        return None
    made_at = parts.clock().astimezone(parts.settings.schedule.zone)
    workbook = write_amounts(found, title=case.drop.name, made_at=made_at)
    parts.spool.write(returned_name(case.drop, "amounts.xlsx"), workbook, shared=True)
    short = in_short(found)
    data = json.dumps(short, ensure_ascii=False, indent=2).encode()
    parts.spool.write(f"keep/amounts/{case.drop.id}.json", data)
    return short
