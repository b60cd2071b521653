"""Who signed an XML document, is he trusted, is it all of it: yes, no, or cannot tell.

Only what `Verdict.root` holds was signed; a caller reads nothing else. Revocation lists are not
consulted yet, and a verdict does not claim so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature as InvalidRawSignature
from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree
from signxml.algorithms import CanonicalizationMethod
from signxml.exceptions import InvalidDigest, InvalidSignature, SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from validators.certificate import issued_by, signer_of, strong, uids_of, valid
from validators.errors import MalformedXmlError, TrustError
from validators.signature_reasons import REASONS, Refusal
from validators.signature_shape import Shape, shape_of
from validators.xml import hardened_parser, parse

_CHANGED = (InvalidSignature, InvalidDigest, InvalidRawSignature)
_UNEXPECTED = (
    SignXMLException,
    UnsupportedAlgorithm,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
    etree.LxmlError,
    AssertionError,
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    TypeError,
    ValueError,
)
"""What the libraries are known to throw at documents nobody meant well: fail closed."""


class Answer(StrEnum):
    """May this document be believed?"""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True, kw_only=True)
class Trust:
    """Who may sign: authorities and, by UID in the subject, signers; or exactly one certificate.

    `certificate` is for our own output right after signing; the others do not count then.
    """

    authorities: tuple[x509.Certificate, ...] = ()
    signers: tuple[str, ...] = ()
    certificate: x509.Certificate | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Verdict:
    """The answer about one signature, with a stable word for the reason.

    `signer` holds the UIDs of the certificate's subject. `signing_time` is what the signer claims,
    and proves nothing; `time_is_signed` tells whether at least the signature covers it. `root` is
    the document that was signed, without the Signature; None unless the answer is yes.
    """

    answer: Answer
    reason: str
    signer: tuple[str, ...] = ()
    serial: str = ""
    signing_time: datetime | None = None
    time_is_signed: bool = False
    root: etree._Element | None = None

    @property
    def reason_vi(self) -> str:
        """The reason as a Vietnamese sentence."""
        return REASONS[self.reason][0]

    @property
    def reason_en(self) -> str:
        """The reason as an English sentence."""
        return REASONS[self.reason][1]


def load_authorities(paths: Iterable[Path]) -> tuple[x509.Certificate, ...]:
    """Return all certificates of some PEM files; raise TrustError naming the file."""
    loaded: list[x509.Certificate] = []
    for path in paths:
        try:
            loaded += x509.load_pem_x509_certificates(path.read_bytes())
        except (OSError, ValueError, x509.InvalidVersion) as unusable:
            raise TrustError(f"{path.name}: no certificates in PEM can be read") from unusable
    return tuple(loaded)


def verify(data: bytes, *, root: str, place: str, trust: Trust, at: datetime) -> Verdict:
    """Tell whether the one signature at root/place is over all of it, by someone trusted then.

    `at` is when we first had the bytes for certain, not the time that the signer wrote.
    """
    try:
        return _examined(data, _Wanted(root, place, trust, at))
    except Refusal as refused:
        return Verdict(answer=Answer.NO, reason=refused.word)
    except MalformedXmlError:
        return Verdict(answer=Answer.NO, reason="malformed")
    except _CHANGED:
        return Verdict(answer=Answer.NO, reason="changed")
    except _UNEXPECTED:
        return Verdict(answer=Answer.NO, reason="unexpected")


@dataclass(frozen=True)
class _Wanted:
    """What the caller of `verify` wants to see."""

    root: str
    place: str
    trust: Trust
    at: datetime


def _examined(data: bytes, wanted: _Wanted) -> Verdict:
    shape = shape_of(parse(data), wanted.root, wanted.place)
    signer = signer_of(shape.certificates)
    strong(signer)
    valid(signer, wanted.at)
    uids = uids_of(signer)
    undecided = _undecided(signer, shape, wanted)
    signed = _signed(data, wanted, shape, signer)
    return Verdict(
        answer=Answer.CANNOT_TELL if undecided else Answer.YES,
        reason=undecided or "trusted",
        signer=uids,
        serial=f"{signer.serial_number:x}",
        signing_time=shape.signing_time,
        time_is_signed=shape.time_is_signed,
        root=None if undecided else signed,
    )


def _undecided(signer: x509.Certificate, shape: Shape, wanted: _Wanted) -> str:
    """Return why nobody can tell, or nothing if the signer is trusted; refuse any other."""
    trust = wanted.trust
    if trust.certificate is not None:
        if signer != trust.certificate:
            raise Refusal("certificate")
        return ""
    if not trust.authorities:
        return "no-authorities"
    issued_by(signer, shape.certificates, trust.authorities, wanted.at)
    if not trust.signers:
        return "no-signers"
    # An authority vouches for a subject; which of its subjects is our provider, only we know.
    if not set(uids_of(signer)) & set(trust.signers):
        raise Refusal("signer")
    return ""


def _signed(data: bytes, wanted: _Wanted, shape: Shape, signer: x509.Certificate) -> etree._Element:
    """Return the document as it was signed; the key is the certificate's and nobody else's."""
    expected = SignatureConfiguration(
        location=f"./{wanted.place}/",
        expect_references=shape.references,
        verification_time=wanted.at,
        default_reference_c14n_method=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    results = _Verifier().verify(
        data, x509_cert=signer, parser=hardened_parser(), expect_config=expected
    )
    result = results[shape.over_document] if isinstance(results, list) else results
    return parse(result.signed_data)


class _Verifier(XMLVerifier):
    """signxml's verifier, made right for signatures without a prefix, and silent.

    libxml2 writes a false ``xmlns=""`` on grandchildren when a part of a document is made canonical
    (signxml issues 193, 275), so a part is first parsed again on its own. signxml's own cure,
    excise_empty_xmlns_declarations, lets changed documents pass, and its debug log holds the text.
    """

    def _c14n(
        self,
        nodes: etree._Element,
        algorithm: CanonicalizationMethod,
        inclusive_ns_prefixes: list[str] | None = None,
    ) -> bytes:
        part = nodes
        if part.getparent() is not None:
            part = etree.fromstring(etree.tostring(part, with_tail=False), self.parser)
        return etree.tostring(
            part,
            method="c14n",
            exclusive=algorithm is CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
            with_comments=False,
            inclusive_ns_prefixes=inclusive_ns_prefixes,
        )
