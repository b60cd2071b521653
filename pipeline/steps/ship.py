"""Signed -> shipped: the frozen bytes, put on the provider's server once."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta

from config.registrations import Channel
from outbox.errors import OutboxError
from outbox.model import Shipment, ShipResult
from outbox.ship import ship_batch, sweep
from outbox.transport import RemoteFolder
from pipeline.errors import FrozenBytesError, ProviderChangedError
from pipeline.model import Dossier
from pipeline.parts import Parts

_LATE = timedelta(days=1)
"""How long after its end an attempt's temp name is looked for: no SSH session lives longer."""


def load(parts: Parts, dossier: Dossier) -> Shipment:
    """Return the frozen bytes of a dossier; FrozenBytesError if its file changed since.

    ProviderChangedError for a registration with another I-VAN than the one we would send it to.
    """
    asked = parts.ledger.registrations.of_dossier(dossier.id) if dossier.drop is None else None
    if asked and asked.channel is Channel.IVAN and asked.provider != parts.settings.ivan.code:
        raise ProviderChangedError(
            f"{dossier.id}: lập cho I-VAN {asked.provider} / is for I-VAN {asked.provider}"
        )
    data = parts.spool.read(f"outbox/{dossier.remote_name}")
    digest = hashlib.sha256(data).hexdigest()
    if digest != dossier.sha256:
        raise FrozenBytesError(
            f"outbox/{dossier.remote_name} khác bản đã ký / is not what was signed"
        )
    return Shipment(dossier=dossier.id, name=dossier.remote_name, data=data, sha256=digest)


def ship(
    parts: Parts, shipments: Sequence[Shipment], folder: RemoteFolder
) -> tuple[ShipResult | OutboxError, ...]:
    """Ship some dossiers over one connection; each has its own outcome."""
    parts.ledger.dossiers.promise([shipment.dossier for shipment in shipments], promised(parts))
    return ship_batch(shipments, folder, parts.ledger.attempts, parts.profile.upload)


def promised(parts: Parts) -> date:
    """Return by when the profile promises the result of what goes today."""
    days = parts.profile.promises.result_working_days
    return parts.law.working_days_after(parts.today, days)


def clear_leftovers(parts: Parts, folder: RemoteFolder) -> int:
    """Remove temp files of ours that nobody will rename any more; returns how many there were."""
    names = parts.ledger.attempts.leftovers(parts.clock() - _LATE)
    return len(sweep(folder, parts.profile.upload, names))
