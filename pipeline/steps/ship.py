"""Signed -> shipped: the frozen bytes, put on the provider's server once."""

from __future__ import annotations

import hashlib

from outbox.model import Shipment, ShipResult
from outbox.ship import ship as put_once
from outbox.transport import RemoteFolder
from pipeline.errors import LedgerError
from pipeline.model import Dossier
from pipeline.parts import Parts


class FrozenBytesError(LedgerError):
    """The file in outbox/ is not the one that was signed."""


def ship(parts: Parts, dossier: Dossier, folder: RemoteFolder) -> ShipResult:
    """Ship one signed dossier; FrozenBytesError if its file changed since it was signed."""
    data = parts.spool.read(f"outbox/{dossier.remote_name}")
    digest = hashlib.sha256(data).hexdigest()
    if digest != dossier.sha256:
        raise FrozenBytesError(f"outbox/{dossier.remote_name} is not what was signed")
    shipment = Shipment(dossier=dossier.id, name=dossier.remote_name, data=data, sha256=digest)
    return put_once(shipment, folder, parts.ledger.attempts, parts.profile.upload)
