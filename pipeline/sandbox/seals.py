"""The sandbox's own look at a signature, with another engine (xmlsec) than the employer's.

W3C XML-Signature (2008). Whoever checks with the code that signed would share its mistakes.
"""

from __future__ import annotations

from base64 import b64decode
from binascii import Error as NotBase64
from datetime import datetime

import xmlsec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_METHOD = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
_DIGEST = "http://www.w3.org/2001/04/xmlenc#sha256"


def check_seal(
    root: etree._Element, place: str, authority: x509.Certificate, tax_code: str, at: datetime
) -> str:
    """Return why a document is not signed at `place` by that taxpayer, or nothing."""
    signatures = list(root.iter(f"{_DS}Signature"))
    if len(signatures) != 1 or signatures[0].getparent() is not root.find(place):
        return f"cần đúng một chữ ký tại {place}"
    if not _covers_everything(signatures[0]):
        return "chữ ký không bao trùm toàn bộ tài liệu hoặc dùng thuật toán không được phép"
    certificate = _certificate(signatures[0])
    if certificate is None:
        return "không đọc được chứng thư số"
    return _stranger(certificate, authority, tax_code, at) or _broken(signatures[0], certificate)


def _covers_everything(signature: etree._Element) -> bool:
    """Tell whether the first reference is the whole document and the algorithms are allowed."""
    info = signature.find(f"{_DS}SignedInfo")
    method = signature.find(f"{_DS}SignedInfo/{_DS}SignatureMethod")
    references = signature.findall(f"{_DS}SignedInfo/{_DS}Reference")
    digests = signature.findall(f"{_DS}SignedInfo/{_DS}Reference/{_DS}DigestMethod")
    return (
        info is not None
        and method is not None
        and method.get("Algorithm") == _METHOD
        and bool(references)
        and references[0].get("URI") == ""
        and all(digest.get("Algorithm") == _DIGEST for digest in digests)
    )


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
    context = xmlsec.SignatureContext()
    pem = certificate.public_bytes(Encoding.PEM)
    context.key = xmlsec.Key.from_memory(pem, xmlsec.constants.KeyDataFormatCertPem)
    try:
        context.verify(signature)
    except xmlsec.Error:
        return "chữ ký không đúng với nội dung"
    return ""
