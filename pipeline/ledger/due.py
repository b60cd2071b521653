"""Which dossiers are ours to move on, as a condition of SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from pipeline.gate import CODES
from pipeline.ledger.tables import dossiers
from pipeline.states import DossierState


def ours(state: DossierState, now: datetime) -> ColumnElement[bool]:
    """Return what holds for dossiers of a state that nothing holds and whose time has come.

    The gate is asked anew about those that it holds; signed ones that go by hand are a person's.
    """
    held, later = dossiers.c.held_because, dossiers.c.next_try_at
    return and_(
        dossiers.c.state == state,
        or_(held.is_(None), held.in_(CODES)),
        or_(dossiers.c.state != DossierState.SIGNED, dossiers.c.by_hand.is_(False)),
        or_(later.is_(None), later <= now),
    )
