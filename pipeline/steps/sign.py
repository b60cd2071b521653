"""Built -> signed: forms, envelope, two levels of signature, checked before they are frozen."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from config.model import Period
from config.settings import Unit
from outbox import dossier as paper
from outbox.compose import build_forms
from outbox.errors import DossierError
from outbox.model import FormFile
from outbox.signer import Signer
from outbox.signing import check_fit, sign
from pipeline import columns
from pipeline.errors import MoveLostError
from pipeline.model import Dossier
from pipeline.parts import Parts
from pipeline.states import DossierState
from pipeline.steps.gate import goes_by_hand, passes
from pipeline.steps.header import header_of
from pipeline.steps.papers_kept import attached, papers_of
from pipeline.steps.registering import asked_document
from validators.dossier import verify_dossier
from validators.second_engine import verify_with_xmlsec
from validators.signature import Answer, Trust

_UNPROVEN = "chữ ký của chính ta không kiểm được / our own signature does not verify"


def sign_dossier(parts: Parts, dossier: Dossier) -> bool:
    """Make, sign, check and freeze one dossier; may repeat until the ledger says ``signed``.

    False: the gate is shut, and holds it.
    """
    unit = parts.settings.employer.unit(dossier.unit)
    signer = parts.signer_for(unit)
    if not passes(parts, dossier, signer.certificate):
        return False
    check_fit(signer.certificate, tax_code=parts.tax_code(unit), at=parts.clock())
    envelope = _envelope(parts, dossier, unit, signer)
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
        by_hand=goes_by_hand(parts, dossier),
    )
    parts.log.info("dossier.signed", dossier=dossier.id)
    return True


def _envelope(parts: Parts, dossier: Dossier, unit: Unit, signer: Signer) -> bytes:
    """Return what the employer signs last: the document of a registration is there already."""
    if dossier.drop is None:
        return asked_document(parts, dossier)
    procedure = parts.codes.procedures[dossier.procedure]
    header = header_of(
        parts, unit, procedure=procedure.code, name=procedure.name,
        period=Period.parse(dossier.period), made_on=dossier.made_on,
    )  # fmt: skip
    return paper.envelope(header, _signed_forms(parts, dossier, signer))


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
