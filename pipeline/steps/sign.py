"""Built -> signed: forms, envelope, two levels of signature, checked before they are frozen."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from config.model import Period
from config.settings import Unit
from outbox import dossier as paper
from outbox.compose import build_forms
from outbox.errors import DossierError
from outbox.model import FormFile, Header
from outbox.signer import Signer
from outbox.signing import check_fit, sign
from pipeline import columns
from pipeline.errors import MoveLostError
from pipeline.model import Dossier
from pipeline.parts import Parts
from pipeline.states import DossierState
from pipeline.steps.papers_kept import attached, papers_of
from validators.dossier import verify_dossier
from validators.second_engine import verify_with_xmlsec
from validators.signature import Answer, Trust

_UNPROVEN = "chữ ký của chính ta không kiểm được / our own signature does not verify"


def sign_dossier(parts: Parts, dossier: Dossier) -> None:
    """Make, sign, check and freeze one dossier; may repeat until the ledger says ``signed``."""
    unit = parts.settings.employer.unit(dossier.unit)
    signer = parts.signer_for(unit)
    check_fit(signer.certificate, tax_code=parts.tax_code(unit), at=parts.clock())
    forms = _signed_forms(parts, dossier, signer)
    envelope = paper.envelope(_header(parts, dossier, unit), forms)
    _conforms(parts, envelope, "Hoso")
    data = _sealed(parts, envelope, "CKy_Dvi", signer)
    if len(data) > parts.profile.limits.bytes:
        limit = parts.profile.limits.bytes
        raise DossierError(
            f"{dossier.id}: {len(data)} byte, quá giới hạn / bytes, over the limit of {limit}"
        )
    _prove(parts, dossier, data, signer)
    if (now := parts.ledger.dossiers.get(dossier.id).state) is not DossierState.BUILT:
        # Somebody was faster: what they froze must not be written over.
        raise MoveLostError(dossier.id, DossierState.BUILT, now)
    parts.spool.write(f"outbox/{dossier.remote_name}", data)
    parts.ledger.dossiers.signed(
        dossier,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        certificate=f"{signer.certificate.serial_number:x}",
    )


def _signed_forms(parts: Parts, dossier: Dossier, signer: Signer) -> list[FormFile]:
    """Return the dossier's forms, each signed in its own place, and its attachments."""
    lines = columns.from_file(
        parts.spool.site / dossier.artefact, first=dossier.first_line, count=dossier.lines
    )
    procedure = parts.codes.procedures[dossier.procedure]
    papers = papers_of(parts, dossier)
    forms = build_forms(lines, parts.codes, procedure, papers)
    files = attached(parts, papers)
    paper.check_forms(procedure, [file.code for file in (*forms, *files)])
    for form in forms:
        _conforms(parts, form.data, form.code)
    signed = [replace(form, data=_sealed(parts, form.data, "Cky", signer)) for form in forms]
    return [*signed, *files]


def _sealed(parts: Parts, document: bytes, place: str, signer: Signer) -> bytes:
    """Sign a document and let libxmlsec, which shares no code with our signer, verify it."""
    data = sign(document, place, signer, parts.profile.signature, parts.clock())
    if not verify_with_xmlsec(data, place, (signer.certificate,)):
        raise DossierError(f"{_UNPROVEN}: {place}")
    return data


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
        raise DossierError(
            f"{root} sai lược đồ / {root} does not conform "
            f"({len(problems)} lỗi / problems): {first.path}"
        )


def _prove(parts: Parts, dossier: Dossier, data: bytes, signer: Signer) -> None:
    """Verify one dossier in so many with the engine that judges receipts, too."""
    if int(dossier.reference[:8], 16) % parts.profile.signature.second_engine_every:
        return
    trust = Trust(certificate=signer.certificate)
    for where, verdict in verify_dossier(data, trust, parts.clock()):
        if verdict.answer is not Answer.YES:
            raise DossierError(f"{_UNPROVEN}: {where}: {verdict.reason}")
