"""The other signature engine, xmlsec in C, which knows nothing of the first: do both agree?"""

from __future__ import annotations

from collections.abc import Iterable

import xmlsec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from validators.errors import MalformedXmlError
from validators.xml import parse

_SIGNATURE = "{http://www.w3.org/2000/09/xmldsig#}Signature"


def verify_with_xmlsec(data: bytes, place: str, certificates: Iterable[x509.Certificate]) -> bool:
    """Tell whether the Signature at root/place is made with one of these certificates' keys.

    The certificates are the signers themselves: whom they are issued by is `validators.signature`'s
    question, this engine only checks the calculation.
    """
    return any(_agrees(data, place, certificate) for certificate in certificates)


def _agrees(data: bytes, place: str, certificate: x509.Certificate) -> bool:
    try:
        # Parsed anew each time: the enveloped transform leaves its mark on the tree.
        signature = parse(data).find(f"{place}/{_SIGNATURE}")
    except MalformedXmlError:
        return False
    if signature is None:
        return False
    context = xmlsec.SignatureContext()
    context.key = xmlsec.Key.from_memory(
        certificate.public_bytes(Encoding.PEM), xmlsec.constants.KeyDataFormatCertPem
    )
    try:
        context.verify(signature)
    except xmlsec.Error:
        return False
    return True
