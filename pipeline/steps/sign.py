"""Built -> signed: forms, envelope, two levels of signature, checked before the bytes are frozen."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from validators.dossier import verify_dossier

from config.model import Period
from config.settings import Unit
from outbox import dossier as paper
from outbox.errors import DossierError
from outbox.model import FormFile, Header
from outbox.signer import Signer
from outbox.signing import check_fit, sign
from pipeline import columns
from pipeline.model import Dossier
from pipeline.parts import Parts
from validators.second_engine import verify_with_xmlsec
from validators.signature import Answer, Trust


def sign_dossier(parts: Parts, dossier: Dossier) -> None:
    """Make, sign, check and freeze one dossier; may repeat until the ledger says ``signed``."""
    unit = parts.settings.employer.unit(dossier.unit)
    signer = parts.signer_for(unit)
    check_fit(signer.certificate, tax_code=parts.tax_code(unit), at=parts.clock())
    data = _signed(parts, dossier, unit, signer)
    if len(data) > parts.profile.limits.bytes:
        raise DossierError(
            f"{dossier.id} has {len(data)} bytes, the profile allows {parts.profile.limits.bytes}"
        )
    _prove(parts, dossier, data, signer)
    parts.spool.write(f"outbox/{dossier.remote_name}", data)
    parts.ledger.dossiers.signed(
        dossier,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        certificate=f"{signer.certificate.serial_number:x}",
    )


def _signed(parts: Parts, dossier: Dossier, unit: Unit, signer: Signer) -> bytes:
    """Return the envelope with its signed forms, signed."""
    lines = columns.from_file(
        parts.spool.site / dossier.artefact, first=dossier.first_line, count=dossier.lines
    )
    forms = paper.build_forms(lines, parts.codes)
    procedure = parts.codes.procedures[dossier.procedure]
    paper.check_forms(procedure, [form.code for form in forms])
    at, options = parts.clock(), parts.profile.signature
    for form in forms:
        _conforms(parts, form.data, form.code)
    ready: list[FormFile] = [
        replace(form, data=sign(form.data, "Cky", signer, options, at)) for form in forms
    ]
    envelope = paper.envelope(_header(parts, dossier, unit), ready)
    _conforms(parts, envelope, "Hoso")
    return sign(envelope, "CKy_Dvi", signer, options, at)


def _header(parts: Parts, dossier: Dossier, unit: Unit) -> Header:
    employer, ivan = parts.settings.employer, parts.settings.ivan
    return Header(
        ivan_code=ivan.code,
        ivan_name=ivan.name,
        employer=employer.name,
        unit=unit.code,
        object_type=parts.profile.object_type,
        tax_code=parts.tax_code(unit),
        signer=employer.signer,
        phone=employer.phone,
        agency=unit.agency,
        procedure=dossier.procedure,
        procedure_name=parts.codes.procedures[dossier.procedure].name,
        period=Period.parse(dossier.period),
        made_on=dossier.made_on,
    )


def _conforms(parts: Parts, data: bytes, root: str) -> None:
    """Refuse to sign what the provider's schema refuses."""
    if problems := parts.schemas.check(data, root):
        first = problems[0]
        raise DossierError(f"{root} does not conform ({len(problems)} problems): {first.path}")


def _prove(parts: Parts, dossier: Dossier, data: bytes, signer: Signer) -> None:
    """Verify our own signatures at once: by one engine always, by the other one in so many."""
    trust = Trust(authorities=(), signers=(), certificate=signer.certificate)
    for where, verdict in verify_dossier(data, trust, parts.clock()):
        if verdict.answer is not Answer.YES:
            raise DossierError(f"our own signature does not verify at {where}: {verdict.reason}")
    chosen = int(dossier.reference[:8], 16) % parts.profile.signature.second_engine_every == 0
    if chosen and not verify_with_xmlsec(data, "CKy_Dvi", (signer.certificate,)):
        raise DossierError("the second engine does not verify our own signature")
