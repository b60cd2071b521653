"""A known-bad uploader: the crash tests must find its faults, or they prove nothing.

One fixed temporary name, "if not there: put", and the ledger told only afterwards.
"""

from __future__ import annotations

from config.profile import Upload
from outbox.attempts import Attempts
from outbox.errors import RemoteExistsError
from outbox.model import Shipment, ShipResult
from outbox.transport import RemoteFolder


def ship(
    shipment: Shipment, folder: RemoteFolder, attempts: Attempts, upload: Upload
) -> ShipResult:
    """Ship as one writes it on a Friday afternoon."""
    final = f"{upload.folder}/{shipment.name}"
    attempt = attempts.open(shipment.dossier) or attempts.begin(
        shipment.dossier, lambda _number: f".{shipment.name}.part"
    )
    if folder.size(final) is None:
        temp = f"{upload.folder}/{attempt.temp_name}"
        try:
            folder.create(temp, shipment.data)
        except RemoteExistsError:
            folder.remove(temp)
            folder.create(temp, shipment.data)
        folder.rename(temp, final)
    if not attempt.committing:
        attempts.committing([attempt])
    attempts.shipped([attempt], uncertain=False, evidence={})
    return ShipResult.SHIPPED
