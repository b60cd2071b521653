"""The employer's XML signature, at a named place of a document that is canonical already.

W3C XML-Signature (2008), enveloped, C14N 1.0, rsa-sha256. What we write is its own canonical form,
so the digest is SHA-256 of the bytes without the Signature: no tree and no second pass. The stored
SignedInfo carries no declarations; what is signed carries those that it inherits.
"""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from xml.sax.saxutils import escape

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from config.profile import SignatureOptions
from outbox.errors import CertificateUnfitError, SigningError
from outbox.signer import Signer

_DS = "http://www.w3.org/2000/09/xmldsig#"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_TIME = "http://example.org/#signatureProperties"
_OBJECT_ID = "proid"

_ROOT = re.compile(rb'<([A-Za-z_][\w.-]*)((?: [A-Za-z_][\w.:-]*="[^"<]*")*)>')
_DECLARATION = re.compile(rb' xmlns:([\w.-]+)="[^"<]*"')
_FOREIGN = (b"<!", b"<?", b"/>", b"\r")
"""What canonical XML of ours never holds: comments, DOCTYPE, instructions, <a/>, bare CR."""
_REFUSED = re.compile(rb' (?:xmlns="|xml:)')
"""On the root: a default namespace, and xml:* attributes, which SignedInfo would inherit."""

_SHORTEST_KEY = 2048
_HASHES = ("sha256", "sha384", "sha512")


def sign(
    document: bytes, place: str, signer: Signer, options: SignatureOptions, at: datetime
) -> bytes:
    """Return the canonical document with a Signature in its empty place element."""
    cut, inherited = _place(document, place)
    time = _signing_time(options, at)
    references = _reference("", f"{_DS}enveloped-signature", document)
    if options.signing_time == "signed":
        references += _reference(f"#{_OBJECT_ID}", _C14N, _apex(time, inherited))
    info = (
        f"<SignedInfo>{_empty('CanonicalizationMethod', _C14N)}"
        f"{_empty('SignatureMethod', _RSA_SHA256)}{references}</SignedInfo>"
    )
    value = _base64(signer.sign(_apex(info, inherited)))
    name = f' Id="{options.signature_id}"' if options.signature_id else ""
    signature = (
        f'<Signature xmlns="{_DS}"{name}>{info}<SignatureValue>{value}</SignatureValue>'
        f"{_key_info(signer.certificate, options)}{time}</Signature>"
    )
    return document[:cut] + signature.encode() + document[cut:]


def check_fit(certificate: x509.Certificate, *, tax_code: str, at: datetime) -> None:
    """Raise CertificateUnfitError, with all reasons, unless it may sign for that tax code then."""
    problems = [*_dates(certificate, at), *_strength(certificate), *_usage(certificate)]
    # The subject's UID is MST:<tax code>; a branch's ends in -NNN, so all digits must be equal.
    owners = {_digits(uid) for uid in _uids(certificate) if uid.startswith("MST:")}
    if owners != {_digits(tax_code)}:
        problems.append(f"its subject is not UID=MST:{tax_code}")
    if problems:
        raise CertificateUnfitError("the certificate may not sign: " + "; ".join(problems))


def _place(document: bytes, place: str) -> tuple[int, str]:
    """Return where the Signature goes and what it inherits; refuse a place not one and empty."""
    name = place.encode()
    empty = b"<%b></%b>" % (name, name)
    root = _ROOT.match(document)
    if root is None or any(map(document.__contains__, _FOREIGN)) or _REFUSED.search(root[2]):
        raise SigningError("the document is not canonical XML of ours")
    if document.count(b"<%b>" % name) + document.count(b"<%b " % name) != 1:
        raise SigningError(f"the document does not have exactly one {place}")
    start = document.find(empty)
    if start < 0:
        raise SigningError(f"{place} is not empty")
    rest = rb"(?:<([A-Za-z_][\w.-]*)></\1>)*</%b>" % re.escape(root[1])
    if not re.fullmatch(rest, document[start + len(empty) :]):
        raise SigningError(f"{place} does not stand at the end of the root")
    return start + len(name) + 2, _inherited(root[2])


def _inherited(attributes: bytes) -> str:
    """Return the declarations that SignedInfo inherits from the root, in canonical order."""
    declarations = sorted(_DECLARATION.finditer(attributes), key=lambda one: one[1])
    return f' xmlns="{_DS}"' + "".join(one[0].decode() for one in declarations)


def _apex(element: str, inherited: str) -> bytes:
    """Return an element of the Signature in the form that is digested, with what it inherits."""
    return re.sub(r"^<\w+", lambda name: name[0] + inherited, element, count=1).encode()


def _reference(uri: str, transform: str, digested: bytes) -> str:
    return (
        f'<Reference URI="{uri}"><Transforms>{_empty("Transform", transform)}</Transforms>'
        f"{_empty('DigestMethod', _SHA256)}"
        f"<DigestValue>{_base64(sha256(digested).digest())}</DigestValue></Reference>"
    )


def _empty(name: str, algorithm: str) -> str:
    return f'<{name} Algorithm="{algorithm}"></{name}>'


def _key_info(certificate: x509.Certificate, options: SignatureOptions) -> str:
    """Return KeyInfo in the order of the samples: KeyValue, subject name, certificate."""
    subject = escape(certificate.subject.rfc4514_string()).replace("\r", "&#xD;")
    named = f"<X509SubjectName>{subject}</X509SubjectName>" if options.subject_name else ""
    value = _key_value(certificate) if options.key_value else ""
    encoded = _base64(certificate.public_bytes(Encoding.DER))
    return (
        f"<KeyInfo>{value}<X509Data>{named}"
        f"<X509Certificate>{encoded}</X509Certificate></X509Data></KeyInfo>"
    )


def _key_value(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise SigningError("the certificate's key is not an RSA key")
    numbers = key.public_numbers()
    modulus, exponent = (
        _base64(number.to_bytes((number.bit_length() + 7) // 8, "big"))
        for number in (numbers.n, numbers.e)
    )
    return (
        f"<KeyValue><RSAKeyValue><Modulus>{modulus}</Modulus>"
        f"<Exponent>{exponent}</Exponent></RSAKeyValue></KeyValue>"
    )


def _signing_time(options: SignatureOptions, at: datetime) -> str:
    """Return the Object that holds the signing time, as dossiers of other makers have it."""
    if options.signing_time == "none":
        return ""
    return (
        f'<Object Id="{_OBJECT_ID}"><SignatureProperties xmlns="">'
        f'<SignatureProperty Target="#{options.signature_id}">'
        f'<SigningTime xmlns="{_TIME}">{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}</SigningTime>'
        "</SignatureProperty></SignatureProperties></Object>"
    )


def _base64(data: bytes) -> str:
    return b64encode(data).decode()


def _dates(certificate: x509.Certificate, at: datetime) -> list[str]:
    if at < certificate.not_valid_before_utc:
        return [f"it is not valid before {certificate.not_valid_before_utc:%d/%m/%Y}"]
    if at > certificate.not_valid_after_utc:
        return [f"it expired on {certificate.not_valid_after_utc:%d/%m/%Y}"]
    return []


def _strength(certificate: x509.Certificate) -> list[str]:
    problems = []
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey) or key.key_size < _SHORTEST_KEY:
        problems.append("its key is not RSA of 2048 bits or more")
    try:
        algorithm = certificate.signature_hash_algorithm
    except UnsupportedAlgorithm:
        algorithm = None
    if algorithm is None or algorithm.name not in _HASHES:
        problems.append("it was not issued with SHA-256 or better")
    return problems


def _usage(certificate: x509.Certificate) -> list[str]:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return []
    if usage.digital_signature or usage.content_commitment:
        return []
    return ["its KeyUsage does not allow signatures"]


def _uids(certificate: x509.Certificate) -> tuple[str, ...]:
    found = certificate.subject.get_attributes_for_oid(NameOID.USER_ID)
    return tuple(str(attribute.value) for attribute in found)


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())
