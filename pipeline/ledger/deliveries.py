"""Deliveries: the same export again, with something else lying beside it."""

from __future__ import annotations

from sqlalchemy import Connection, select

from pipeline.ledger.conversions import MOVEMENTS
from pipeline.ledger.tables import conversions, drops
from pipeline.states import DropState

_GIVEN_BACK = (DropState.INVALID, DropState.UNREADABLE)


def says_more(tx: Connection, sha256: str, companions: str | None) -> bool:
    """Tell whether bytes that came before come with companions that they never had.

    And whether taking them again reports nobody twice: a snapshot is held against what is declared
    since, a file of movements is not. Of a file that is still held nobody knows yet what it is.
    """
    if companions is None:
        return False
    before = tx.execute(
        select(drops.c.id, drops.c.state, drops.c.companions)
        .where(drops.c.sha256 == sha256, drops.c.state != DropState.DUPLICATE)
        .order_by(drops.c.arrival)
    ).all()
    if companions in {row.companions for row in before}:
        return False
    last = before[-1]
    if last.state in _GIVEN_BACK:
        return True
    kinds = tx.execute(select(conversions.c.kind).where(conversions.c.drop_id == last.id)).scalars()
    found = set(kinds)
    return last.state == DropState.CONVERTED and bool(found) and MOVEMENTS not in found
