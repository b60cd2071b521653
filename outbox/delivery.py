"""One shipment on the server: up to the point of no return, and beyond it.

What is done is decided by what the server shows; what it showed is kept as evidence.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import assert_never

from config.profile import Upload
from outbox.attempts import Attempt, Attempts
from outbox.errors import (
    DossierError,
    RemoteContentError,
    RemoteExistsError,
    RemoteMissingError,
    UnsupportedError,
)
from outbox.model import Shipment, ShipResult
from outbox.transport import POSIX_RENAME, RemoteFolder


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a batch goes, and how."""

    folder: RemoteFolder
    attempts: Attempts
    upload: Upload

    def path(self, name: str) -> str:
        """Return where a name stands."""
        return f"{self.upload.folder}/{name}"


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A shipment with its attempt; `broken`: found committing after something went wrong."""

    shipment: Shipment
    attempt: Attempt
    broken: bool


@dataclass(frozen=True, kw_only=True)
class End:
    """How a commit ended, and what was seen that says so."""

    result: ShipResult
    seen: str


_RENAMED = End(result=ShipResult.SHIPPED, seen="renamed")
_VANISHED = End(result=ShipResult.UNCERTAIN, seen="temporary file gone, nobody saw the rename")
_FOUND = End(result=ShipResult.SHIPPED, seen="our bytes stand at the final name")
_LEFT_OVER = End(result=ShipResult.UNCERTAIN, seen="temporary file still there, rename broken off")


class _Final(Enum):
    """What stands at the final name."""

    ABSENT = "nothing"
    OURS = "our bytes"
    OTHER = "another file"
    UNKNOWN = "a file that we may not compare"


def prepare(shipment: Shipment, *, place: Place) -> Parcel:
    """Bring a shipment to the point of no return; one that passed it is left alone."""
    found = place.attempts.open(shipment.dossier)
    if found is not None and found.committing:
        return Parcel(shipment=shipment, attempt=found, broken=True)
    if found is not None:
        _fence(found, place)
    _check_means(shipment, place)
    standing = _look(shipment, place)
    if standing in {_Final.OTHER, _Final.UNKNOWN}:
        raise RemoteContentError("ship", shipment.name, f"{standing.value} stands there already")
    attempt = place.attempts.begin(shipment.dossier, partial(_temp_name, shipment.name))
    # Our own bytes at our own name: an earlier life of the ledger put them there. There is
    # nothing to rename then, and the commit says so.
    if standing is _Final.ABSENT:
        place.folder.create(place.path(attempt.temp_name), shipment.data)
        _confirm(shipment, attempt, place)
    return Parcel(shipment=shipment, attempt=attempt, broken=False)


def _fence(attempt: Attempt, place: Place) -> None:
    """Make sure that an old attempt can never be committed: no file, hence nothing to rename."""
    there = remove_ours(place.folder, place.path(attempt.temp_name))
    place.attempts.abandoned(attempt, "removed" if there else "nothing there")


def _check_means(shipment: Shipment, place: Place) -> None:
    """Refuse to start with wrong bytes or without the rename that the profile counts on."""
    if hashlib.sha256(shipment.data).hexdigest() != shipment.sha256:
        raise DossierError(f"{shipment.dossier}: the bytes are not the ones that were signed")
    if place.upload.rename == "posix" and POSIX_RENAME not in place.folder.capabilities():
        raise UnsupportedError("ship", shipment.name, "the server has no atomic rename")


def _temp_name(name: str, number: int) -> str:
    """Return a name for one attempt and no other."""
    return f".{name}.{number}.{secrets.token_hex(8)}.part"


def _look(shipment: Shipment, place: Place) -> _Final:
    """Tell what stands at the final name, as far as the profile lets us look."""
    size = place.folder.size(place.path(shipment.name))
    if size is None:
        return _Final.ABSENT
    if size != len(shipment.data):
        return _Final.OTHER
    if place.upload.confirm != "hash":
        return _Final.UNKNOWN
    try:
        data = place.folder.read(place.upload.folder, shipment.name.encode(), size)
    except RemoteMissingError:
        return _Final.UNKNOWN
    return _Final.OURS if data == shipment.data else _Final.OTHER


def _confirm(shipment: Shipment, attempt: Attempt, place: Place) -> None:
    """Check on the server what was written; never trust a library's word for it.

    A file that is gone already may have been taken by an eager provider: sending it again could
    file it twice. So we go on, and the commit calls it uncertain.
    """
    try:
        right = _is_right(shipment, attempt, place)
    except RemoteMissingError:
        if not _gone(attempt, place):
            raise
        return
    if not right:
        raise RemoteContentError("confirm", attempt.temp_name, "differs from what was sent")


def _is_right(shipment: Shipment, attempt: Attempt, place: Place) -> bool:
    """Whether the temporary file is what we sent, by the profile's measure."""
    match place.upload.confirm:
        case "hash":
            name = attempt.temp_name.encode()
            data = place.folder.read(place.upload.folder, name, len(shipment.data))
            return hashlib.sha256(data).hexdigest() == shipment.sha256
        case "size":
            path = place.path(attempt.temp_name)
            if (size := place.folder.size(path)) is None:
                raise RemoteMissingError("confirm", attempt.temp_name)
            return size == len(shipment.data)
        case "none":
            return True
        case never:
            assert_never(never)


def commit(parcel: Parcel, *, place: Place) -> End:
    """Give the file its final name, once."""
    plain = place.upload.rename == "plain"
    if plain and parcel.broken:
        return _settle(parcel, place)
    rename = place.folder.plain_rename if plain else place.folder.rename
    try:
        rename(place.path(parcel.attempt.temp_name), place.path(parcel.shipment.name))
    except RemoteMissingError:
        if not _gone(parcel.attempt, place):
            raise
        return _VANISHED
    except RemoteExistsError:
        return _settle(parcel, place)
    return _RENAMED


def _settle(parcel: Parcel, place: Place) -> End:
    """End a broken commit without an atomic rename: look, and never send again.

    Such a rename is two steps on the server; between them the provider may take the file, so a
    temporary file that is still there proves nothing.
    """
    if not place.folder.folder_exists(place.upload.folder):
        raise RemoteMissingError("ship", place.upload.folder, "the folder is gone")
    left_over = remove_ours(place.folder, place.path(parcel.attempt.temp_name))
    standing = _look(parcel.shipment, place)
    if standing is _Final.OTHER:
        raise RemoteContentError("ship", parcel.shipment.name, "another file stands there")
    if standing is _Final.OURS:
        return _FOUND
    return _LEFT_OVER if left_over else _VANISHED


def _gone(attempt: Attempt, place: Place) -> bool:
    """Whether a temporary file is gone from a folder that is still there."""
    if place.folder.size(place.path(attempt.temp_name)) is not None:
        return False
    return place.folder.folder_exists(place.upload.folder)


def remove_ours(folder: RemoteFolder, path: str) -> bool:
    """Remove a file of ours; return whether there was one."""
    try:
        folder.remove(path)
    except RemoteMissingError:
        return False
    return True
