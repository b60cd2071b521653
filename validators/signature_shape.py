"""The shape that a signature must have before anyone calculates: one, at its place, over it all.

W3C XML-Signature (2008) allows far more than a receipt needs; wrapped, partial and re-keyed
signatures all live in what is left out here.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from lxml import etree

from validators.signature_reasons import Refusal

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_C14N = frozenset(
    {
        "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
        "http://www.w3.org/2006/12/xml-c14n11",
        "http://www.w3.org/2001/10/xml-exc-c14n#",
    }
)
_MORE = "http://www.w3.org/2001/04/xmldsig-more#"
_METHODS = frozenset(
    f"{_MORE}{key}-{digest}"
    for key, digest in (
        ("rsa", "sha256"),
        ("rsa", "sha384"),
        ("rsa", "sha512"),
        ("ecdsa", "sha256"),
        ("ecdsa", "sha384"),
    )
)
_DIGESTS = frozenset(
    {
        "http://www.w3.org/2001/04/xmlenc#sha256",
        "http://www.w3.org/2001/04/xmldsig-more#sha384",
        "http://www.w3.org/2001/04/xmlenc#sha512",
    }
)
_TIME = ("SignatureProperties", "SignatureProperty", "SigningTime")
_TIME_FORMAT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)")


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a well-shaped signature says; nothing of it is proved yet."""

    references: int
    over_document: int
    """Which of the references is the one over the whole document."""
    certificates: tuple[x509.Certificate, ...]
    signing_time: datetime | None
    time_is_signed: bool


def shape_of(document: etree._Element, root: str, place: str) -> Shape:
    """Return what the one signature at root/place says; raise Refusal for any other shape."""
    signature = _the_signature(document, root, place)
    info, value, key_info, *rest = _parts(signature)
    _decoded(value)
    properties = rest[0] if rest else None
    references = _references(info)
    roles = [_role(reference, document, properties) for reference in references]
    if roles.count("document") != 1 or roles.count("time") != len(roles) - 1:
        raise Refusal("reference")
    return Shape(
        references=len(references),
        over_document=roles.index("document"),
        certificates=_certificates(key_info),
        signing_time=_signing_time(properties),
        time_is_signed="time" in roles,
    )


def _the_signature(document: etree._Element, root: str, place: str) -> etree._Element:
    """Return the only Signature of the document, which stands alone at its place."""
    if document.tag != root:
        raise Refusal("root")
    # A reader's `.text` stops at an instruction, and canonical XML keeps it: none at all.
    if next(document.iter(etree.PI), None) is not None:
        raise Refusal("structure")
    signatures = list(document.iter(f"{_DS}Signature"))
    if len(signatures) != 1:
        raise Refusal("signatures" if signatures else "unsigned")
    places = list(document.iter(place))
    if len(places) != 1 or places[0].getparent() is not document:
        raise Refusal("place")
    if list(places[0]) != signatures or not _blank(places[0]):
        raise Refusal("place")
    return signatures[0]


def _parts(signature: etree._Element) -> list[etree._Element]:
    """Return SignedInfo, SignatureValue, KeyInfo and perhaps one Object, in that order."""
    names = [f"{_DS}{name}" for name in ("SignedInfo", "SignatureValue", "KeyInfo", "Object")]
    parts = list(signature)
    # A comment would cut a value in two for whoever reads `.text`.
    if next(signature.iter(etree.Comment), None) is not None:
        raise Refusal("structure")
    if [part.tag for part in parts] not in (names[:3], names) or not _blank(signature):
        raise Refusal("structure")
    return parts


def _references(info: etree._Element) -> list[etree._Element]:
    """Return the references of SignedInfo; its two methods come first and are on the lists."""
    names = ("CanonicalizationMethod", "SignatureMethod", "Reference")
    children = list(info)
    references = children[2:]
    expected = [f"{_DS}{name}" for name in (*names, *names[2:] * (len(references) - 1))]
    if [child.tag for child in children] != expected or any(map(len, children[:2])):
        raise Refusal("structure")
    for method, allowed in zip(children, (_C14N, _METHODS), strict=False):
        if method.get("Algorithm") not in allowed:
            raise Refusal("algorithm")
    return references


def _role(
    reference: etree._Element, document: etree._Element, properties: etree._Element | None
) -> str:
    """Return what a reference is over: the document, or the signing time of this signature."""
    *before, digest_method, _ = _named(reference, ("Transforms", "DigestMethod", "DigestValue"))
    if digest_method.get("Algorithm") not in _DIGESTS or len(digest_method):
        raise Refusal("algorithm")
    transforms = _transforms(before)
    uri = reference.get("URI")
    if transforms[:1] == [_ENVELOPED]:
        return "document" if _is_root(uri, document) else ""
    return "time" if _is_within(uri, document, properties) else ""


def _transforms(before: Sequence[etree._Element]) -> list[str | None]:
    """Return the transforms: enveloped or not, then one canonicalisation at most; no others."""
    steps = list(before[0]) if before else []
    transforms = [step.get("Algorithm") for step in steps]
    canonical = transforms[1:] if transforms[:1] == [_ENVELOPED] else transforms
    if len(canonical) > 1 or not set(canonical) <= _C14N:
        raise Refusal("algorithm")
    if any(step.tag != f"{_DS}Transform" or len(step) for step in steps):
        raise Refusal("algorithm")
    return transforms


def _named(parent: etree._Element, names: Sequence[str]) -> list[etree._Element]:
    """Return the children if they are those names, the first of which may be absent."""
    children = list(parent)
    tags = [f"{_DS}{name}" for name in names]
    if [child.tag for child in children] not in (tags, tags[1:]):
        raise Refusal("structure")
    return children


def _is_root(uri: str | None, document: etree._Element) -> bool:
    """Tell whether a URI means the whole document: empty, or the root's own and only Id."""
    if uri == "":
        return True
    return uri is not None and _owners(uri, document) == [document]


def _is_within(
    uri: str | None, document: etree._Element, properties: etree._Element | None
) -> bool:
    """Tell whether a URI means the signing time's Object, or the properties in it."""
    if uri is None or properties is None:
        return False
    owners = _owners(uri, document)
    return len(owners) == 1 and owners[0] in list(properties.iter())


def _owners(uri: str, document: etree._Element) -> list[etree._Element]:
    """Return every element that answers to ``#name``, whatever its Id attribute is called."""
    if not uri.startswith("#"):
        return []
    return [
        element
        for element in document.iter(etree.Element)
        for name, value in element.attrib.items()
        if etree.QName(name).localname.lower() == "id" and value == uri[1:]
    ]


def _certificates(key_info: etree._Element) -> tuple[x509.Certificate, ...]:
    """Return the certificates of X509Data; KeyInfo holds it, and at most a KeyValue beside it."""
    tags = sorted(child.tag for child in key_info)
    data = key_info.find(f"{_DS}X509Data")
    if data is None or tags not in ([data.tag], [f"{_DS}KeyValue", data.tag]):
        raise Refusal("key-info")
    encoded = [_decoded(child) for child in data.findall(f"{_DS}X509Certificate")]
    try:
        return tuple(x509.load_der_x509_certificate(one) for one in encoded)
    except ValueError as broken:
        raise Refusal("key-info") from broken


def _decoded(element: etree._Element) -> bytes:
    """Return the bytes of a base64 text that has one spelling only, line breaks apart."""
    text = "".join((element.text or "").split())
    try:
        data = b64decode(text, validate=True)
    except ValueError as broken:
        raise Refusal("structure") from broken
    if len(element) or b64encode(data).decode() != text:
        raise Refusal("structure")
    return data


def _signing_time(properties: etree._Element | None) -> datetime | None:
    """Return the time that the signer claims; refuse an Object that holds anything else."""
    if properties is None:
        return None
    inside = list(properties.iterdescendants())
    names = tuple(etree.QName(element).localname for element in inside)
    nested = [properties, *inside[:-1]]
    if names not in (_TIME, _TIME[1:]) or [element.getparent() for element in inside] != nested:
        raise Refusal("structure")
    if not all(map(_blank, nested)):
        raise Refusal("structure")
    return _time(inside[-1].text or "")


def _time(text: str) -> datetime | None:
    """Return the time written as xs:dateTime with its zone, or None if it is no such time."""
    if not _TIME_FORMAT.fullmatch(text.strip()):
        return None
    try:
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _blank(parent: etree._Element) -> bool:
    """Tell whether an element holds no text of its own."""
    texts = [parent.text, *(child.tail for child in parent)]
    return not any(text and text.strip() for text in texts)
