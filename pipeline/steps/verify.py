"""A document on its own -> an opinion: schema, signatures, trust; nothing is kept or moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from lxml import etree

from config.profile import Profile, ReceiptForm
from inbox.errors import MalformedError
from inbox.read import kind_of, read_receipt
from validators.dossier import verify_dossier
from validators.errors import MalformedXmlError
from validators.schema import Schemas
from validators.signature import Answer, Trust, Verdict, verify
from validators.xml import parse

_SAID = {
    word: f"{word}: không phải hồ sơ hay biên nhận, vốn là XML UTF-8 / "
    "no dossier and no receipt: those are XML in UTF-8"
    for word in ("not-xml", "not-utf-8")
}
"""What a person is told of bytes that are no document at all."""


@dataclass(frozen=True, kw_only=True)
class Judges:
    """Who judges: the provider's forms and schemas, and whom to trust."""

    profile: Profile
    schemas: Schemas
    trust_employer: Callable[[str, str], Trust]
    """Unit code and MST that a dossier names, "" where it names none -> who may sign it."""
    trust_side: Callable[[Literal["ivan", "bhxh"]], Trust]
    zone: ZoneInfo


@dataclass(frozen=True, kw_only=True)
class Opinion:
    """What is to be said of a document: problems of form, and a verdict on each signature."""

    root: str
    problems: tuple[str, ...]
    seals: tuple[tuple[str, Verdict], ...] = ()
    """Where a signature stands, and the verdict on it."""

    @property
    def answer(self) -> Answer:
        """The worst of all answers; a document without any signature is not signed: no."""
        answers = {verdict.answer for _, verdict in self.seals}
        if self.problems or not self.seals or Answer.NO in answers:
            return Answer.NO
        return Answer.CANNOT_TELL if Answer.CANNOT_TELL in answers else Answer.YES


def verify_document(data: bytes, judges: Judges, at: datetime) -> Opinion:
    """Judge a dossier, one of its forms, or an answer, by its root."""
    try:
        document = parse(data)
    except MalformedXmlError as malformed:
        return Opinion(root="", problems=(_SAID.get(str(malformed), str(malformed)),))
    root = str(document.tag)
    if root not in judges.profile.schemas:
        return _answer(data, root, judges, at)
    unit, tax_code = _employer(document)
    trust = judges.trust_employer(unit, tax_code)
    seals = (
        verify_dossier(data, trust, at)
        if root == "Hoso"
        else ((f"{root}/Cky", verify(data, root=root, place="Cky", trust=trust, at=at)),)
    )
    return Opinion(root=root, problems=_problems(judges, data, root), seals=seals)


def _employer(document: etree._Element) -> tuple[str, str]:
    """Return the unit code and the MST that an envelope names."""
    head = document.find("NoiDung/ThongTinDonVi")
    if head is None:
        return "", ""
    return head.findtext("MaSoBHXH", ""), head.findtext("MaSoThue", "")


def _answer(data: bytes, root: str, judges: Judges, at: datetime) -> Opinion:
    """Judge an answer of the I-VAN or of VSS."""
    try:
        form = kind_of(data, judges.profile)
    except MalformedError as malformed:
        return Opinion(root=root, problems=(str(malformed),))
    trust = judges.trust_side(form.signer)
    verdict = verify(data, root=form.root, place=form.signed_at, trust=trust, at=at)
    problems = _problems(judges, data, form.form or form.root)
    return Opinion(
        root=root,
        problems=problems + _unread(verdict, form, judges.zone),
        seals=((f"{form.root}/{form.signed_at}", verdict),),
    )


def _unread(verdict: Verdict, form: ReceiptForm, zone: ZoneInfo) -> tuple[str, ...]:
    """Return why a believed answer cannot be read, if it cannot."""
    if verdict.root is None:
        return ()
    try:
        read_receipt(verdict.root, form, zone)
    except MalformedError as malformed:
        return (str(malformed),)
    return ()


def _problems(judges: Judges, data: bytes, name: str) -> tuple[str, ...]:
    return tuple(
        f"{problem.path}: {problem.message_vi} / {problem.message_en}"
        for problem in judges.schemas.check(data, name)
    )
