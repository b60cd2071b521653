"""Before the signature: is the unit registered for this procedure with this certificate?"""

from __future__ import annotations

from cryptography import x509

from config.registrations import Channel
from pipeline.gate import CODES, Shut, gate, gate_of_registration
from pipeline.model import Dossier
from pipeline.parts import Parts
from pipeline.registration import Profile, channel_of
from pipeline.states import DossierState


def passes(parts: Parts, dossier: Dossier, certificate: x509.Certificate) -> bool:
    """Tell whether a dossier may be signed now; if not, hold it, and say why and what helps."""
    if dossier.state is not DossierState.BUILT:
        return True
    shut = _shut(parts, dossier, certificate)
    if shut is None:
        if dossier.held_because in CODES:
            parts.ledger.dossiers.release(dossier, "đã đăng ký / registered")
        return True
    if (dossier.held_because, dossier.reason) != (shut.code, shut.reason):
        parts.ledger.dossiers.hold(dossier, shut.code, shut.reason)
        parts.log.warning("dossier.held", dossier=dossier.id, gate=shut.code)
    return False


def goes_by_hand(parts: Parts, dossier: Dossier) -> bool:
    """Tell whether a person carries a dossier to VSS's portal, because its unit is there only."""
    if dossier.drop is None:
        return dossier.by_hand
    standings = parts.ledger.registrations.of_unit(dossier.unit)
    return channel_of(standings) is Channel.PORTAL


def profile_of(parts: Parts, certificate: x509.Certificate) -> Profile:
    """Return what the settings say now, of all that is registered."""
    return Profile(
        provider=parts.settings.ivan.code,
        serial=f"{certificate.serial_number:x}",
        issuer=certificate.issuer.rfc4514_string(),
        email=parts.settings.employer.email,
        phone=parts.settings.employer.phone,
    )


def _shut(parts: Parts, dossier: Dossier, certificate: x509.Certificate) -> Shut | None:
    now = profile_of(parts, certificate)
    asked = parts.ledger.registrations.of_dossier(dossier.id) if dossier.drop is None else None
    if asked is not None:
        return gate_of_registration(asked, now)
    return gate(
        dossier.unit,
        dossier.procedure,
        parts.ledger.registrations.of_unit(dossier.unit),
        now,
        required=parts.settings.employer.registration == "required",
    )
