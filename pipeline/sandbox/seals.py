"""The sandbox's own look at a signature: neither the code that signed nor the code that we verify
receipts with.

W3C XML-Signature (2008), the one shape that dossiers have: lxml makes the canonical form,
cryptography checks digests and RSA. Whoever checks with the code that signed shares its mistakes.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from datetime import datetime
from hashlib import sha256
from itertools import islice

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509.oid import NameOID
from lxml import etree

_URI = "http://www.w3.org/2000/09/xmldsig#"
_DS = f"{{{_URI}}}"
_C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_RSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"


def check_seal(
    root: etree._Element, place: str, authority: x509.Certificate, tax_code: str, at: datetime
) -> str:
    """Return why a document is not signed at `place` by that taxpayer, or nothing."""
    signatures = list(root.iter(f"{_DS}Signature"))
    if len(signatures) != 1 or signatures[0].getparent() is not root.find(place):
        return f"cần đúng một chữ ký tại {place}"
    if signatures[0].tail or not _is_our_shape(signatures[0]):
        return "chữ ký không bao trùm toàn bộ tài liệu hoặc dùng thuật toán không được phép"
    certificate = _certificate(signatures[0])
    if certificate is None:
        return "không đọc được chứng thư số"
    wrong = _stranger(certificate, authority, tax_code, at)
    try:
        return wrong or _broken(signatures[0], certificate)
    except etree.C14NError:
        return "không lấy được dạng chuẩn tắc"


def _is_our_shape(signature: etree._Element) -> bool:
    """Tell whether the whole document is signed, and at most the signing time besides."""
    whole, *others = signature.findall(f"{_DS}SignedInfo/{_DS}Reference") or [signature]
    return (
        _algorithms(signature, "SignedInfo/CanonicalizationMethod") == [_C14N]
        and _algorithms(signature, "SignedInfo/SignatureMethod") == [_RSA_SHA256]
        and whole.get("URI") == ""
        and _algorithms(whole, "Transforms/Transform") == [f"{_URI}enveloped-signature"]
        and all(_algorithms(other, "Transforms/Transform") == [_C14N] for other in others)
        and all(_algorithms(one, "DigestMethod") == [_SHA256] for one in (whole, *others))
    )


def _algorithms(element: etree._Element, path: str) -> list[str]:
    steps = "/".join(f"{_DS}{step}" for step in path.split("/"))
    return [found.get("Algorithm") or "" for found in element.iterfind(steps)]


def _certificate(signature: etree._Element) -> x509.Certificate | None:
    text = signature.findtext(f"{_DS}KeyInfo/{_DS}X509Data/{_DS}X509Certificate") or ""
    try:
        return x509.load_der_x509_certificate(b64decode(text))
    except (ValueError, NotBase64):
        return None


def _stranger(
    certificate: x509.Certificate, authority: x509.Certificate, tax_code: str, at: datetime
) -> str:
    """Return why the certificate is not one of that taxpayer's, valid now, or nothing."""
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return "chứng thư số không do tổ chức được công nhận cấp"
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        return "chứng thư số không còn hoặc chưa có hiệu lực"
    owners = [name.value for name in certificate.subject.get_attributes_for_oid(NameOID.USER_ID)]
    if owners != [f"MST:{tax_code}"]:
        return "mã số thuế không khớp với chứng thư số"
    return ""


def _broken(signature: etree._Element, certificate: x509.Certificate) -> str:
    """Return why the signature does not fit the document, or nothing."""
    key = certificate.public_key()
    info = signature.find(f"{_DS}SignedInfo")
    value = signature.findtext(f"{_DS}SignatureValue") or ""
    if info is None or not isinstance(key, rsa.RSAPublicKey):
        return "khóa công khai không phải RSA"
    try:
        key.verify(b64decode(value), _canonical(info), padding.PKCS1v15(), SHA256())
    except (InvalidSignature, NotBase64):
        return "giá trị chữ ký không đúng"
    for reference in info.iterfind(f"{_DS}Reference"):
        digest = b64encode(sha256(_digested(signature, reference.get("URI") or "")).digest())
        if (reference.findtext(f"{_DS}DigestValue") or "") != digest.decode():
            return "chữ ký không đúng với nội dung"
    return ""


def _digested(signature: etree._Element, uri: str) -> bytes:
    """Return the bytes behind a reference: the document without its signature, or a part of it."""
    if uri:
        parts = [part for part in signature.iter() if f"#{part.get('Id')}" == uri]
        return _canonical(parts[0]) if len(parts) == 1 else b""
    (place,) = islice(signature.iterancestors(), 1)
    place.remove(signature)
    try:
        return etree.tostring(place.getroottree(), method="c14n", with_comments=False)
    finally:
        place.append(signature)


def _canonical(element: etree._Element) -> bytes:
    """Return a part's canonical form with the namespaces that it inherits.

    Parsed again first: lxml writes false xmlns="" into a part of a larger tree.
    """
    alone = etree.fromstring(etree.tostring(element, with_tail=False))
    return etree.tostring(alone, method="c14n", with_comments=False)
