"""Put a signed dossier into the provider's folder once, and recognise what is there already.

The order is what makes it once: every attempt is a durable row before it touches the server and
writes to a name that no other attempt ever uses; the old name is removed before a new attempt (the
fence); the bytes are checked on the server before a durable "committing"; then one atomic rename.
Found committing, we repeat the rename and never upload: if there is nothing left to rename, it has
happened, or somebody took the file away, and only a receipt can tell which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from config.profile import Upload
from outbox.attempts import Attempt, Attempts
from outbox.delivery import End, Parcel, Place, commit, prepare, remove_ours
from outbox.errors import ConnectionLostError, OutboxError
from outbox.model import Shipment, ShipResult
from outbox.transport import RemoteFolder

__all__ = ["Attempt", "Attempts", "Outcome", "ship", "ship_batch", "sweep"]

Outcome = ShipResult | OutboxError
Item = TypeVar("Item")
Made = TypeVar("Made")


def ship(
    shipment: Shipment, folder: RemoteFolder, attempts: Attempts, upload: Upload
) -> ShipResult:
    """Ship one dossier once; raise the OutboxError that stopped it."""
    outcome = ship_batch((shipment,), folder, attempts, upload)[0]
    if isinstance(outcome, OutboxError):
        raise outcome
    return outcome


def ship_batch(
    shipments: Sequence[Shipment], folder: RemoteFolder, attempts: Attempts, upload: Upload
) -> tuple[Outcome, ...]:
    """Ship several dossiers; one failure does not stop the next, a lost connection stops all.

    Durable points are shared by the batch. Without an atomic rename each commits by itself, so
    that a crash leaves one uncertain dossier and not a batch of them.
    """
    place = Place(folder=folder, attempts=attempts, upload=upload)
    outcomes: list[Outcome] = []
    size = len(shipments) if upload.rename == "posix" else 1
    for first in range(0, len(shipments), max(size, 1)):
        outcomes += _ship_together(shipments[first : first + size], place)
    return tuple(outcomes)


def sweep(folder: RemoteFolder, upload: Upload, temp_names: Iterable[str]) -> tuple[str, ...]:
    """Remove leftovers of abandoned attempts, by their exact names; return those that were there.

    A session of ours that outlived us may create its file after the fence; it can rename nothing.
    """
    return tuple(name for name in temp_names if remove_ours(folder, f"{upload.folder}/{name}"))


def _ship_together(shipments: Sequence[Shipment], place: Place) -> list[Outcome]:
    """Upload all, pass the point of no return once, rename all, tell the ledger once."""
    parcels = _each(shipments, partial(prepare, place=place))
    fresh = [
        parcel.attempt for parcel in parcels if isinstance(parcel, Parcel) and not parcel.broken
    ]
    if fresh:
        place.attempts.committing(fresh)
    ends = _each(parcels, partial(commit, place=place))
    for end in dict.fromkeys(end for end in ends if isinstance(end, End)):
        done = [
            parcel.attempt
            for parcel, other in zip(parcels, ends, strict=True)
            if isinstance(parcel, Parcel) and other == end
        ]
        _tell(done, end, place)
    return [end.result if isinstance(end, End) else end for end in ends]


def _each(
    items: Sequence[Item | OutboxError], make: Callable[[Item], Made]
) -> list[Made | OutboxError]:
    """Do one thing to each; failures stay in their place, and a lost connection ends the work."""
    made: list[Made | OutboxError] = []
    lost: ConnectionLostError | None = None
    for item in items:
        if isinstance(item, OutboxError):
            made.append(item)
        elif lost is not None:
            made.append(lost)
        else:
            try:
                made.append(make(item))
            except ConnectionLostError as failed:
                lost = failed
                made.append(failed)
            except OutboxError as failed:
                made.append(failed)
    return made


def _tell(done: Sequence[Attempt], end: End, place: Place) -> None:
    """Write down how attempts ended, with who the server was and how much we could check."""
    evidence = {
        **place.folder.evidence(),
        "confirm": place.upload.confirm,
        "rename": place.upload.rename,
        "seen": end.seen,
    }
    uncertain = end.result is ShipResult.UNCERTAIN
    place.attempts.shipped(done, uncertain=uncertain, evidence=evidence)
