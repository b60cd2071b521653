"""Back from the provider: every answer is kept raw before anybody looks inside."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from inbox.fetch import fetch
from inbox.model import FetchReport
from outbox.model import RemoteFile
from outbox.transport import RemoteFolder
from pipeline.model import IMPORTED, Answer
from pipeline.parts import Parts
from pipeline.states import DossierState
from pipeline.steps.filing import judge

_PATIENCE = timedelta(days=7)
"""How long an answer to an unknown dossier is tried again: its dossier may still be recorded."""
UNKNOWN = "unknown"


def collect(parts: Parts, folder: RemoteFolder) -> FetchReport:
    """Fetch every new answer and keep it before anyone looks inside."""

    def keep(data: bytes, entry: RemoteFile) -> None:
        _keep(parts, data, name=entry.name, modified=entry.modified)

    return fetch(folder, parts.profile.download, known=parts.ledger.answers.listed, keep=keep)


def bring_in(parts: Parts, data: bytes, name: str) -> Answer:
    """Keep an answer that a person fetched, judge it like any other, and return the verdict."""
    digest = _keep(parts, data, name=f"{IMPORTED}{name}".encode(), modified=0)
    answer = parts.ledger.answers.get(digest)
    if answer.state in ("fetched", "unmatched", "dismissed"):
        judge(parts, answer)
    return parts.ledger.answers.get(digest)


def _keep(parts: Parts, data: bytes, *, name: bytes, modified: int) -> str:
    """Keep an answer as it came; returns its SHA-256."""
    digest = hashlib.sha256(data).hexdigest()
    file = f"inbox/receipts/{digest[:16]}.xml"
    parts.spool.write(file, data)
    fresh = parts.ledger.answers.fetched(
        sha256=digest, name=name, size=len(data), modified=modified, file=file
    )
    if not fresh:
        # Under another name, or told once more: the same bytes lie once, where they belong.
        _put_back(parts, digest, file)
    parts.log.info("receipt.kept", sha256=digest[:16], size=len(data), fresh=fresh)
    return digest


def _put_back(parts: Parts, digest: str, file: str) -> None:
    """Move bytes that came again onto the file that the ledger knows them by."""
    known = parts.ledger.answers.get(digest)
    if known.file != file:
        parts.spool.move(file, known.file)


def waiting(parts: Parts) -> list[Answer]:
    """Return the answers to judge: new ones, and recent ones whose dossier was not known yet."""
    since = parts.clock() - _PATIENCE
    again = [
        answer
        for answer in parts.ledger.answers.in_state("unmatched")
        if (answer.reason or "").startswith(UNKNOWN) and answer.first_seen >= since
    ]
    return [*parts.ledger.answers.in_state("fetched"), *again]


def refused_by(parts: Parts, answer: Answer) -> str | None:
    """Return the dossier of which a judged answer, by the last word on it, says a refusal."""
    told = parts.ledger.answers.get(answer.sha256)
    if told.dossier is None:
        return None
    kinds = {each.kind for each in parts.ledger.answers.of_dossier(told.dossier)}
    # A notice or a receipt of submission that comes after the result refuses nobody anew.
    if told.kind != ("result" if "result" in kinds else "notice"):
        return None
    state = parts.ledger.dossiers.get(told.dossier).state
    refusing = state in (DossierState.REFUSED, DossierState.PARTLY_ACCEPTED)
    return told.dossier if refusing else None
