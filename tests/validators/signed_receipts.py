"""Receipts signed by the invented I-VAN, for the tests of signatures."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from config.profile import SignatureOptions
from outbox.pkcs12 import load_pkcs12
from outbox.signing import sign
from tests.certificates import (
    IVAN_UID,
    Authority,
    Identity,
    ivan,
    ivan_authority,
)
from tests.xmlsec1 import sign_with_xmlsec1
from validators.signature import Trust, Verdict, verify

AT = datetime(2026, 11, 5, 1, 15, 30, tzinfo=UTC)
RECEIPT = (
    '<BHXH><XACNHAN_GDICH mau="XN-NOP"><TTDVI><MA_DVI>TA0001A</MA_DVI>'
    "<TEN_DVI>Dệt may &amp; thêu</TEN_DVI></TTDVI></XACNHAN_GDICH><CKy_iVan></CKy_iVan></BHXH>"
).encode()
TRUST = Trust(authorities=(ivan_authority().certificate,), signers=(IVAN_UID,))


@cache
def receipt() -> bytes:
    """Return a receipt signed by the I-VAN with xmlsec1."""
    return sign_with_xmlsec1(RECEIPT, "CKy_iVan", ivan())


@cache
def plain() -> bytes:
    """Return a receipt without one byte that could be changed harmlessly."""
    return signed_by_us(SignatureOptions(signature_id="", subject_name=False, signing_time="none"))


def signed_by_us(options: SignatureOptions, identity: Identity | None = None) -> bytes:
    signer = load_pkcs12((identity or ivan()).p12("x"), "x")
    return sign(RECEIPT, "CKy_iVan", signer, options, AT)


def judged(data: bytes, trust: Trust = TRUST, at: datetime = AT) -> Verdict:
    return verify(data, root="BHXH", place="CKy_iVan", trust=trust, at=at)


def issued(uid: str = IVAN_UID, by: Authority | None = None, **wrong) -> Identity:
    return (by or ivan_authority()).issue("Người ký mẫu", uid, **wrong)


def inside(data: bytes) -> bytes:
    """Return a document's bytes for use within another document."""
    return data[data.index(b"<BHXH") :].rstrip()


def signature_of(data: bytes) -> bytes:
    return data[data.index(b"<Signature ") : data.index(b"</Signature>") + len(b"</Signature>")]
