"""From what a person typed to the thing that they mean: an id, a path, a file name, a number."""

from __future__ import annotations

from pipeline.errors import NotFoundError
from pipeline.ledger import Ledger
from pipeline.model import Answer, Dossier, Drop, Hold
from pipeline.states import DropState

_DUPLICATE = ".duplicate.txt"
_REPORTS = (".report.json", ".report.xlsx", ".report.html")
_RECEIPT_DIGITS = 16
"""As many digits of a receipt's SHA-256 as logs and events show."""


def find_drop(ledger: Ledger, text: str) -> Drop:
    """Return the drop that a person means: its id, name, path, or its name in returned/."""
    name = text.rsplit("/", maxsplit=1)[-1]
    for ending in (*_REPORTS, ".result.xlsx", _DUPLICATE):
        if name.endswith(ending):
            stem = name.removesuffix(ending).removesuffix(".hogiadinh").removesuffix(".giayto")
            digits = stem.rsplit(".", maxsplit=1)[-1]
            found = ledger.drops.named(_sayable(digits))
            return _newest(found, text, first=ending != _DUPLICATE)
    for wanted in (text, text.rpartition("drop/")[2], name):
        if found := ledger.drops.named(_sayable(wanted)):
            return _newest(found, text)
    raise NotFoundError(text)


def _newest(found: list[Drop], text: str, *, first: bool = False) -> Drop:
    """Return the newest of some drops; with `first`, one that is no duplicate, if there is one."""
    originals = [drop for drop in found if drop.state is not DropState.DUPLICATE]
    chosen = (originals or found) if first else found
    if not chosen:
        raise NotFoundError(text)
    return chosen[-1]


def _sayable(text: str) -> str:
    """Return text that a database takes: an argument may hold bytes that are no UTF-8."""
    return text.encode(errors="backslashreplace").decode()


def find(ledger: Ledger, text: str) -> Drop | Dossier | Hold | Answer:
    """Return the thing that a person means by an id, a path or a file name; NotFoundError."""
    name = text.rsplit("/", maxsplit=1)[-1]
    for dossier in ledger.dossiers.all():
        names = (dossier.id, dossier.remote_name, dossier.reference)
        if name in names or text == dossier.number:
            return dossier
    for answer in ledger.answers.all():
        is_digest = len(text) >= _RECEIPT_DIGITS and answer.sha256.startswith(text)
        if is_digest or name == answer.file.rsplit("/", maxsplit=1)[-1]:
            return answer
    try:
        return ledger.holds.get(_sayable(text))
    except NotFoundError:
        return find_drop(ledger, text)
