"""A whole dossier: the envelope's signature, and that of every form inside it.

The envelope is ``Hoso``, signed at ``CKy_Dvi``; a form is signed at ``Cky`` before it is put in as
base64. A PDF or an Office file is signed in its own way, which is not looked at here. A file of
registration is a ``Hoso`` with nothing inside that was signed before it.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from datetime import datetime

from lxml import etree

from validators.errors import MalformedXmlError
from validators.signature import Answer, Trust, Verdict, verify
from validators.xml import parse

_ENVELOPE = "Hoso"
_FACTS = "NoiDung/ThongTinHoSo"
_REGISTRATION = "NoiDung/DKI_BHXH"


def verify_dossier(data: bytes, trust: Trust, at: datetime) -> tuple[tuple[str, Verdict], ...]:
    """Return where and what: ``Hoso`` first, then every form by its name in the envelope.

    An attachment that is no XML, and the number of files, are told only where they are wrong.
    """
    envelope = verify(data, root=_ENVELOPE, place="CKy_Dvi", trust=trust, at=at)
    content = envelope.root
    if content is None:
        # Not believed; its forms are looked at all the same, so that all is told at once.
        try:
            content = parse(data)
        except MalformedXmlError:
            return ((_ENVELOPE, envelope),)
    if content.tag != _ENVELOPE:
        return ((_ENVELOPE, envelope),)
    return ((_ENVELOPE, envelope), *_inside(content, trust, at))


def _inside(envelope: etree._Element, trust: Trust, at: datetime) -> Iterator[tuple[str, Verdict]]:
    files = envelope.findall(f"{_FACTS}/ToKhais/FileToKhai")
    if envelope.find(_REGISTRATION) is not None and envelope.find(_FACTS) is None:
        return
    if envelope.findtext(f"{_FACTS}/SoLuongFile", "").strip() != str(len(files)):
        yield f"{_ENVELOPE}/SoLuongFile", _refused("count")
    for number, file in enumerate(files, start=1):
        verdict = _file(file, trust, at)
        if verdict is not None:
            yield file.findtext("TenFile") or f"FileToKhai[{number}]", verdict


def _file(file: etree._Element, trust: Trust, at: datetime) -> Verdict | None:
    """Return the verdict on one file; None for an attachment with nothing wrong."""
    text = "".join(file.findtext("NoiDungFile", "").split())
    try:
        data = b64decode(text, validate=True)
    except ValueError:
        return _refused("encoding")
    # Real dossiers disagree: one maker counts the base64 text, another the bytes.
    if file.findtext("DoDaiFile", "").strip() not in (str(len(text)), str(len(data))):
        return _refused("length")
    if file.findtext("LoaiFile", "").strip().lower() != ".xml":
        return None
    root = _form_root(data, file.findtext("MaToKhai", ""))
    return verify(data, root=root, place="Cky", trust=trust, at=at)


def _form_root(data: bytes, code: str) -> str:
    """Return the root that a form must have: its code, of which the root may be the beginning."""
    try:
        tag = str(parse(data).tag)
    except MalformedXmlError:
        return code
    return tag if code.startswith(tag) else code


def _refused(word: str) -> Verdict:
    return Verdict(answer=Answer.NO, reason=word)
