"""The two state tables: which moves a drop and a dossier may make, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class DropState(StrEnum):
    """Where a dropped file stands."""

    ARRIVED = "arrived"
    """Claimed, hashed and kept; nobody has looked inside."""
    EXAMINED = "examined"
    """Read and found usable; its movements are not worked out, or a brake holds it."""
    CONVERTED = "converted"
    """Every row has its fate; the dossiers exist."""
    INVALID = "invalid"
    """Wrong cells: the report went back to the sender, nothing of the file is sent."""
    DUPLICATE = "duplicate"
    """The same bytes came before."""
    UNREADABLE = "unreadable"
    """No payroll export that we know."""


class DossierState(StrEnum):
    """Where a dossier stands on its way to the authority and back."""

    BUILT = "built"
    SIGNED = "signed"
    SHIPPED = "shipped"
    TAKEN = "taken"
    """The I-VAN has it (receipt of submission)."""
    NUMBERED = "numbered"
    """VSS has it (01/TB-GD with a dossier number)."""
    ACCEPTED = "accepted"
    PARTLY_ACCEPTED = "partly_accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


DROP_MOVES: Mapping[DropState, frozenset[DropState]] = {
    DropState.ARRIVED: frozenset(
        {DropState.EXAMINED, DropState.INVALID, DropState.DUPLICATE, DropState.UNREADABLE}
    ),
    DropState.EXAMINED: frozenset({DropState.CONVERTED, DropState.INVALID}),
    # A held person was released: the file is converted once more, for that person only.
    DropState.CONVERTED: frozenset({DropState.EXAMINED}),
    DropState.INVALID: frozenset(),
    DropState.DUPLICATE: frozenset(),
    DropState.UNREADABLE: frozenset(),
}

_ANSWERED = frozenset({DossierState.ACCEPTED, DossierState.PARTLY_ACCEPTED, DossierState.REFUSED})

DOSSIER_MOVES: Mapping[DossierState, frozenset[DossierState]] = {
    DossierState.BUILT: frozenset({DossierState.SIGNED, DossierState.WITHDRAWN}),
    # An answer may overtake our own record of the shipment: it is the better proof.
    DossierState.SIGNED: frozenset(
        {DossierState.SHIPPED, DossierState.WITHDRAWN, DossierState.TAKEN, DossierState.NUMBERED}
    )
    | _ANSWERED,
    # Back to signed only by an operator's word that an uncertain shipment never arrived.
    DossierState.SHIPPED: frozenset(
        {DossierState.SIGNED, DossierState.TAKEN, DossierState.NUMBERED}
    )
    | _ANSWERED,
    DossierState.TAKEN: frozenset({DossierState.NUMBERED}) | _ANSWERED,
    DossierState.NUMBERED: _ANSWERED,
    DossierState.ACCEPTED: frozenset(),
    DossierState.PARTLY_ACCEPTED: frozenset({DossierState.SUPERSEDED}),
    DossierState.REFUSED: frozenset({DossierState.SUPERSEDED}),
    DossierState.WITHDRAWN: frozenset(),
    DossierState.SUPERSEDED: frozenset(),
}
