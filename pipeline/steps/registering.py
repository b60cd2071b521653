"""A unit registers, changes or ends: the document is written first, then the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from config.model import Period
from config.registrations import Act, Channel, RegistrationForm
from config.settings import Unit
from outbox import dossier as paper
from outbox import registration
from outbox.compose import makes
from outbox.registration import Registration, Seal
from outbox.signing import check_fit
from pipeline.errors import ArtefactError, NotNowError
from pipeline.model import Dossier
from pipeline.parts import Parts
from pipeline.registration import NOTHING, Entry, Standing, obstacle
from pipeline.steps.header import header_of


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What one unit wants."""

    unit: Unit
    act: Act
    channel: Channel
    procedures: tuple[str, ...]
    reason: str = ""
    stops_on: date | None = None


def ask(parts: Parts, wish: Wish, *, keep_held: bool = False) -> str:
    """Make the dossier that asks for it, to be signed and handed over in its turn; its name.

    NotNowError if the unit cannot do this now, CertificateUnfitError if nobody could sign it.
    """
    refuse(wish, parts.ledger.registrations.of_unit(wish.unit.code).get(wish.channel, NOTHING))
    seal = _seal(parts, wish)
    form = parts.codes.registration(wish.act, wish.channel, parts.today)
    if form is None:
        raise NotNowError(
            f"không có mẫu nào có hiệu lực cho {wish.act} / no form for {wish.act} is in force"
        )
    data = _document(parts, wish, form, seal)
    row = _row(parts, wish, form, data)
    parts.spool.write(row["artefact"], data)
    parts.ledger.registrations.ask(
        _entry(parts, wish, seal, dossier=row["id"]), row, keep_held=keep_held
    )
    parts.log.info("registration.asked", dossier=row["id"], unit=wish.unit.code, act=wish.act)
    return str(row["id"])


def refuse(wish: Wish, standing: Standing) -> None:
    """Raise NotNowError where a unit cannot do this now."""
    if found := obstacle(wish.act, standing):
        raise NotNowError(f"{wish.unit.code}: {found[0]} / {found[1]}")


def write_down(parts: Parts, wish: Wish) -> None:
    """Write down what was done elsewhere, by a person's word; nothing is sent."""
    seal = _seal(parts, wish)
    parts.ledger.registrations.write_down(_entry(parts, wish, seal, dossier=None))
    parts.log.info("registration.recorded", unit=wish.unit.code, act=wish.act)


def usual_procedures(parts: Parts) -> tuple[str, ...]:
    """Return the procedures in force of which every form that must be there is made here."""
    return tuple(
        code
        for code in parts.codes.procedures
        if (procedure := parts.codes.procedure(code, parts.today)) and makes(procedure)
    )


def asked_document(parts: Parts, dossier: Dossier) -> bytes:
    """Return the document of a registration; ArtefactError if it is not what was asked."""
    try:
        data = parts.spool.read(dossier.artefact)
    except OSError as lost:
        raise ArtefactError(dossier.artefact) from lost
    period = Period.parse(dossier.period)
    digest = hashlib.sha256(data).hexdigest()
    known = paper.reference(dossier.unit, dossier.procedure, period, dossier.batch, digest)
    if dossier.reference != str(known):
        raise ArtefactError(dossier.artefact)
    return data


def _month(parts: Parts) -> Period:
    return Period(parts.today.year, parts.today.month)


def _seal(parts: Parts, wish: Wish) -> Seal:
    """Return the certificate that signs for the unit now; it must be fit."""
    certificate = parts.signer_for(wish.unit).certificate
    check_fit(certificate, tax_code=parts.tax_code(wish.unit), at=parts.clock())
    return registration.seal_of(certificate, parts.settings.schedule.zone)


def _document(parts: Parts, wish: Wish, form: RegistrationForm, seal: Seal) -> bytes:
    header = header_of(
        parts, wish.unit, procedure=form.code, name=form.title,
        period=_month(parts), made_on=parts.today,
    )  # fmt: skip
    return registration.build(
        Registration(
            form=form,
            header=header,
            unit_name=wish.unit.name,
            email=parts.settings.employer.email,
            procedures={code: _name(parts, code) for code in wish.procedures},
            seal=seal,
            stops_on=wish.stops_on,
            reason=wish.reason,
        )
    )


def _name(parts: Parts, code: str) -> str:
    procedure = parts.codes.procedure(code, parts.today)
    if procedure is None:
        known: Sequence[str] = sorted(parts.codes.procedures)
        raise NotNowError(f"không có thủ tục {code} / no procedure {code}: {', '.join(known)}")
    return procedure.name


def _row(parts: Parts, wish: Wish, form: RegistrationForm, data: bytes) -> dict[str, Any]:
    """Return the dossier's row; its names follow from its content."""
    unit, period = wish.unit.code, _month(parts)
    batch = parts.ledger.dossiers.next_batch(unit, str(period), form.code)
    digest = hashlib.sha256(data).hexdigest()
    unique = paper.reference(unit, form.code, period, batch, digest)
    key = paper.dossier_id(unit, form.code, period, batch)
    artefact = f"keep/registrations/{key}.{digest[:8]}.xml"
    return {
        "id": key, "reference": str(unique), "artefact": artefact,
        "first_line": 0, "lines": 0, "people": 0, "unit": unit, "period": str(period),
        "procedure": form.code, "batch": batch, "made_on": parts.today,
        "remote_name": paper.remote_name(unit, form.code, period, batch, unique),
        "by_hand": form.channel is Channel.PORTAL,
    }  # fmt: skip


def _entry(parts: Parts, wish: Wish, seal: Seal, *, dossier: str | None) -> Entry:
    employer = parts.settings.employer
    return Entry(
        unit=wish.unit.code,
        act=wish.act,
        channel=wish.channel,
        dossier=dossier,
        state=None,
        provider=parts.settings.ivan.code if wish.channel is Channel.IVAN else "",
        procedures=wish.procedures,
        serial=seal.serial,
        issuer=seal.issuer,
        subject=seal.subject,
        valid_from=seal.valid_from,
        valid_to=seal.valid_to,
        email=employer.email,
        phone=employer.phone,
        because=wish.reason,
        at=parts.clock(),
    )
