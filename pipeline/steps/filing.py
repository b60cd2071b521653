"""A kept answer is verified, read, matched and filed; only then a dossier moves on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from config.profile import ReceiptForm
from inbox.errors import MalformedError
from inbox.match import match, next_state
from inbox.model import (
    Known,
    MatchKind,
    Move,
    MoveKind,
    Outcome,
    PersonResult,
    Receipt,
    Standing,
    Statement,
)
from inbox.read import kind_of, read_receipt
from inbox.statement import check_statement
from outbox.forms import tk1_ts
from pipeline import columns
from pipeline.model import Answer, Dossier
from pipeline.parts import Parts
from pipeline.states import DossierState
from pipeline.steps import statements
from validators.signature import Answer as Verdict
from validators.signature import verify

_FOLDERS = {"submission": "receipts", "notice": "receipts", "result": "results"}
_FOREIGN = "foreign: mã đơn vị không phải của chúng tôi / not our unit"


@dataclass(frozen=True, kw_only=True)
class _Filed:
    """Where an answer belongs, and why if nowhere."""

    state: str
    trusted: bool | None
    reason: str | None
    kind: str | None = None


def judge(parts: Parts, answer: Answer) -> str:
    """Judge one kept answer and file it; returns its new state."""
    data = _bytes(parts, answer)
    try:
        form = kind_of(data, parts.profile)
    except MalformedError as malformed:
        return _set_aside(
            parts, answer, _Filed(state="unmatched", trusted=None, reason=_malformed(malformed))
        )
    trust = parts.trust_of(form.signer)
    verdict = verify(data, root=form.root, place=form.signed_at, trust=trust, at=answer.first_seen)
    if verdict.answer is not Verdict.YES or verdict.root is None:
        trusted = None if verdict.answer is Verdict.CANNOT_TELL else False
        reason = f"{verdict.reason}: {verdict.reason_vi} / {verdict.reason_en}"
        return _set_aside(
            parts, answer, _Filed(state="unmatched", trusted=trusted, reason=reason, kind=form.kind)
        )
    if problems := parts.schemas.check(data, form.form or form.root):
        reason = f"schema: {problems[0].path}: {problems[0].message_vi} / {problems[0].message_en}"
        return _set_aside(
            parts, answer, _Filed(state="unmatched", trusted=True, reason=reason, kind=form.kind)
        )
    try:
        said = read_receipt(verdict.root, form, parts.settings.schedule.zone)
    except MalformedError as malformed:
        filed = _Filed(
            state="unmatched", trusted=True, reason=_malformed(malformed), kind=form.kind
        )
        return _set_aside(parts, answer, filed)
    if isinstance(said, Statement):
        return _file_statement(parts, answer, said)
    return _file_receipt(parts, answer, said, form)


def _bytes(parts: Parts, answer: Answer) -> bytes:
    """Return an answer's bytes; a crash after filing it may have kept the ledger from knowing."""
    site = parts.spool.site
    if not (site / answer.file).exists():
        for path in (site / "inbox").rglob(f"*{answer.sha256[:8]}*.xml"):
            if hashlib.sha256(path.read_bytes()).hexdigest() == answer.sha256:
                parts.spool.move(path.relative_to(site).as_posix(), answer.file)
                break
    return parts.spool.read(answer.file)


def _file_statement(parts: Parts, answer: Answer, statement: Statement) -> str:
    """Keep a C12-TS of ours under its unit and month; say where it does not add up."""
    if statement.unit not in {unit.code for unit in parts.settings.employer.units}:
        filed = _Filed(state="unmatched", trusted=True, reason=_FOREIGN, kind="statement")
        return _set_aside(parts, answer, filed)
    month = "".join(reversed(statement.period.split("/")))
    file = f"inbox/statements/{statement.unit}.{month}.{answer.sha256[:8]}.xml"
    parts.spool.move(answer.file, file)
    doubts = [f"{doubt.reason_vi} / {doubt.reason_en}" for doubt in check_statement(statement)]
    compared = statements.compare(parts, statement)
    if compared is not None and compared.gaps:
        doubts += statements.reasons(compared)
        doubts.append(statements.write(parts, answer, statement, compared))
    parts.ledger.answers.judged(
        answer, "statement", file, kind="statement", trusted=True, unit=statement.unit,
        period=statement.period, reason=" · ".join(doubts) or None,
    )  # fmt: skip
    parts.log.info(
        "statement.kept", unit=statement.unit, period=statement.period, doubts=len(doubts)
    )
    return "statement"


def _file_receipt(parts: Parts, answer: Answer, receipt: Receipt, form: ReceiptForm) -> str:
    """Match a receipt to exactly one dossier and move that dossier, forwards only."""
    found = match(
        receipt,
        lookup=lambda stem: _known(parts, parts.ledger.dossiers.named(stem)),
        lookup_number=lambda number, unit: _known(
            parts, parts.ledger.dossiers.numbered(number), unit
        ),
        ours={unit.code for unit in parts.settings.employer.units}.__contains__,
    )
    if found.kind is not MatchKind.MATCHED or found.dossier is None:
        state = "conflict" if found.kind is MatchKind.CONFLICT else "unmatched"
        reason = f"{found.kind}: {found.reason_vi} / {found.reason_en}"
        return _set_aside(
            parts, answer, _Filed(state=state, trusted=True, reason=reason, kind=form.kind)
        )
    dossier = parts.ledger.dossiers.get(found.dossier)
    lines = _lines(parts, dossier) if receipt.people else {}
    # One that is superseded was answered before: an answer may only say the same again.
    standing = dossier.answered or dossier.state
    move = next_state(standing, receipt, said=_said(parts, dossier), lines=lines)
    if move.kind in (MoveKind.CONFLICT, MoveKind.UNCLEAR):
        reason = f"{move.kind}: {move.reason_vi} / {move.reason_en}"
        return _set_aside(
            parts, answer, _Filed(state="conflict", trusted=True, reason=reason, kind=form.kind)
        )
    _apply(parts, answer, receipt, dossier, move)
    return "matched"


def _apply(parts: Parts, answer: Answer, receipt: Receipt, dossier: Dossier, move: Move) -> None:
    file = f"inbox/{_FOLDERS[receipt.kind]}/{dossier.id}.{receipt.kind}.{answer.sha256[:8]}.xml"
    parts.spool.move(answer.file, file)
    reached = DossierState(move.standing)
    moves = [(dossier.state, reached)] if move.kind is MoveKind.FORWARD else []
    reason = f"beyond: {move.reason_vi} / {move.reason_en}" if move.reason_en else None
    parts.ledger.answers.applied(
        answer,
        file,
        dossier=dossier.id,
        moves=moves,
        people=receipt.people,
        columns={"kind": receipt.kind, "trusted": True, "at": receipt.at, "reason": reason},
        dossier_columns=_learned(receipt, dossier, reached),
    )
    if reason:
        parts.log.warning("receipt.beyond", dossier=dossier.id, receipt=answer.sha256[:16])
    if not moves:
        parts.log.info("receipt.filed", dossier=dossier.id, receipt=answer.sha256[:16])
        return
    parts.log.info(
        "dossier.moved",
        dossier=dossier.id,
        start=dossier.state,
        end=reached,
        receipt=answer.sha256[:16],
    )


def _learned(receipt: Receipt, dossier: Dossier, reached: DossierState) -> dict[str, Any]:
    """Return what a receipt teaches about its dossier; what is known already stays."""
    learned: dict[str, Any] = {}
    if receipt.number and dossier.number is None:
        learned["number"] = receipt.number
    if receipt.due is not None:
        learned["due"] = receipt.due
    # Of a refused dossier, only what refuses says why: a receipt of submission may come later.
    if reached is DossierState.REFUSED and receipt.outcome is Outcome.REFUSED:
        learned["reason"] = ": ".join(filter(None, (receipt.code, receipt.reason)))
    return learned


def _known(parts: Parts, dossier: Dossier | None, unit: str | None = None) -> Known | None:
    if dossier is None or (unit is not None and dossier.unit != unit):
        return None
    return Known(
        dossier=dossier.id,
        unit=dossier.unit,
        tax_code=parts.tax_code(parts.settings.employer.unit(dossier.unit)),
        sha256=dossier.sha256 or "",
        standing=Standing(dossier.state),
        number=dossier.number or "",
    )


def _lines(parts: Parts, dossier: Dossier) -> dict[str, int]:
    """Return how many lines each form of a dossier has; a registration is about nobody."""
    if dossier.drop is None:
        return {}
    path = parts.spool.site / dossier.artefact
    lines = columns.from_file(path, first=dossier.first_line, count=dossier.lines)
    whole = dict.fromkeys(parts.codes.procedures[dossier.procedure].mandatory, len(lines))
    return {**whole, tk1_ts.CODE: int(tk1_ts.needed(lines).sum())}


def _said(parts: Parts, dossier: Dossier) -> tuple[PersonResult, ...]:
    """Return what earlier results said of the dossier's lines."""
    return tuple(
        PersonResult(**{name: value for name, value in row.items() if name != "dossier_id"})
        for row in parts.ledger.answers.outcomes(dossier.id)
    )


def _malformed(malformed: MalformedError) -> str:
    return f"malformed: không đọc được như một thông báo / not readable as a notice: {malformed}"


def _set_aside(parts: Parts, answer: Answer, filed: _Filed) -> str:
    """Keep an answer that moves nothing where a person will see it."""
    file = f"inbox/unmatched/{answer.sha256[:16]}.xml"
    parts.spool.move(answer.file, file)
    parts.ledger.answers.judged(
        answer, filed.state, file, kind=filed.kind, trusted=filed.trusted, reason=filed.reason
    )
    word = (filed.reason or "").split(":")[0]
    parts.log.warning("receipt.set_aside", sha256=answer.sha256[:16], reason=word)
    return filed.state
