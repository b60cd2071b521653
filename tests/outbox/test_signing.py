"""The employer's signature, held against the xmlsec1 program, and what may not sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from itertools import product

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from config.profile import SignatureOptions
from outbox.errors import CertificateUnfitError, SigningError
from outbox.pkcs12 import load_pkcs12
from outbox.signing import check_fit, sign
from tests.certificates import (
    EMPLOYER_UID,
    NOT_AFTER,
    NOT_BEFORE,
    Identity,
    authority,
    employer,
    employer_authority,
)
from tests.xmlsec1 import verify_with_xmlsec1

AT = datetime(2026, 11, 5, 8, 15, 30, tzinfo=timezone(timedelta(hours=7)))
TAX_CODE = "0301234567"

FORM = (
    '<D02-TS xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><NoiDung>'
    "<HoTen>Nguyễn Văn Mẫu &amp; &lt;con&gt;</HoTen></NoiDung><Cky></Cky></D02-TS>"
).encode()
ENVELOPE = (
    '<Hoso xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><NoiDung>dữ liệu</NoiDung>'
    "<CKy_Dvi></CKy_Dvi><CKy_iVan></CKy_iVan></Hoso>"
).encode()

EVERY_OPTION = [
    SignatureOptions(
        signing_time=time, key_value=key_value, subject_name=subject, signature_id=name
    )
    for time, key_value, subject, name in product(
        ("unsigned", "signed", "none"), (False, True), (False, True), ("sigid", "")
    )
]


def signed(document=FORM, place="Cky", options=None, identity: Identity | None = None):
    signer = load_pkcs12((identity or employer()).p12("x"), "x")
    return sign(document, place, signer, options or SignatureOptions(), AT)


@pytest.fixture(name="ca")
def _ca(tmp_path):
    return employer_authority().write(tmp_path)


@pytest.mark.parametrize("options", EVERY_OPTION, ids=str)
def test_xmlsec1_accepts_a_form_signed_with_any_option(options, ca):
    data = signed(options=options)

    assert verify_with_xmlsec1(data, "/*/Cky/*", ca)


@pytest.mark.parametrize("options", EVERY_OPTION, ids=str)
def test_what_is_written_is_its_own_canonical_form(options):
    data = signed(options=options)

    assert etree.tostring(etree.fromstring(data), method="c14n") == data


def test_xmlsec1_accepts_an_envelope_with_another_place_behind(ca):
    data = signed(ENVELOPE, "CKy_Dvi")

    assert verify_with_xmlsec1(data, "/Hoso/CKy_Dvi/*", ca)


def test_xmlsec1_accepts_roots_without_declarations_and_with_more(ca):
    for root in (b"", b' xmlns:b="urn:b" xmlns:c="urn:c" a="1 > 0"'):
        data = signed(b"<Hoso%b><CKy_Dvi></CKy_Dvi></Hoso>" % root, "CKy_Dvi")

        assert verify_with_xmlsec1(data, "/Hoso/CKy_Dvi/*", ca)


def test_xmlsec1_refuses_one_flipped_byte(ca):
    data = signed().replace("Mẫu".encode(), "Mậu".encode())

    assert not verify_with_xmlsec1(data, "/*/Cky/*", ca)


def test_xmlsec1_refuses_an_empty_declaration_put_into_a_text(ca):
    data = signed().replace(b"&amp;", b'&amp; xmlns=""')

    assert not verify_with_xmlsec1(data, "/*/Cky/*", ca)


def test_a_signed_time_is_protected(ca):
    data = signed(options=SignatureOptions(signing_time="signed"))
    assert b">2026-11-05T01:15:30Z<" in data

    changed = data.replace(b"T01:15:30Z", b"T01:15:31Z")

    assert not verify_with_xmlsec1(changed, "/*/Cky/*", ca)


def test_a_subject_with_markup_is_escaped(ca):
    company = employer_authority().issue("Dệt & <May>", EMPLOYER_UID)

    data = signed(identity=company)

    assert "Dệt &amp; \\&lt;May\\&gt;".encode() in data
    assert verify_with_xmlsec1(data, "/*/Cky/*", ca)


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (FORM.replace(b"<Cky></Cky>", b""), "exactly one Cky"),
        (FORM.replace(b"<Cky></Cky>", b"<Cky></Cky><Cky></Cky>"), "exactly one Cky"),
        (FORM.replace(b"<Cky></Cky>", b'<Cky a="1"></Cky><Cky></Cky>'), "exactly one Cky"),
        (FORM.replace(b"<Cky></Cky>", b"<Cky> </Cky>"), "Cky is not empty"),
        (FORM.replace(b"<Cky></Cky>", b'<Cky a="1"></Cky>'), "Cky is not empty"),
        (FORM.replace(b"<Cky></Cky>", b"<b><Cky></Cky></b>"), "end of the root"),
        (FORM.replace(b"<Cky></Cky>", b"<Cky></Cky><b>x</b>"), "end of the root"),
        (FORM + b"\n", "end of the root"),
        (FORM.replace(b"<Cky></Cky>", b"<Cky/>"), "not canonical"),
        (b'<?xml version="1.0"?>' + FORM, "not canonical"),
        (FORM.replace(b"<NoiDung>", b"<NoiDung><!-- <Cky></Cky> -->"), "not canonical"),
        (FORM.replace(b"<NoiDung>", b"<NoiDung><?x y?>"), "not canonical"),
        (FORM.replace(b"<NoiDung>", b"<NoiDung>\r\n"), "not canonical"),
        (FORM.replace(b"<D02-TS ", b'<D02-TS xmlns="urn:x" '), "not canonical"),
        (FORM.replace(b"<D02-TS ", b'<D02-TS xml:lang="vi" '), "not canonical"),
        (FORM.replace(b'"', b"'"), "not canonical"),
        (b"\xef\xbb\xbf" + FORM, "not canonical"),
        (b"", "not canonical"),
    ],
)
def test_a_document_that_is_not_canonical_at_the_place_is_refused(document, reason):
    with pytest.raises(SigningError, match=reason):
        signed(document)


def test_a_signed_document_is_not_signed_again():
    with pytest.raises(SigningError, match="Cky is not empty"):
        signed(signed())


def test_a_key_value_needs_an_rsa_certificate():
    @dataclass
    class TokenWithoutRsa:
        certificate: x509.Certificate

        def sign(self, data: bytes) -> bytes:
            return data

    key = ec.generate_private_key(ec.SECP256R1())
    token = TokenWithoutRsa(employer_authority().issue("EC", EMPLOYER_UID, key=key).certificate)

    with pytest.raises(SigningError, match="not an RSA key"):
        sign(FORM, "Cky", token, SignatureOptions(key_value=True), AT)


def test_a_good_certificate_fits():
    check_fit(employer().certificate, tax_code=TAX_CODE, at=AT)


def test_a_branch_needs_its_own_certificate():
    branch = employer_authority().issue("Chi nhánh", f"{EMPLOYER_UID}-001").certificate

    check_fit(branch, tax_code=f"{TAX_CODE}-001", at=AT)
    with pytest.raises(CertificateUnfitError, match="UID=MST"):
        check_fit(branch, tax_code=TAX_CODE, at=AT)
    with pytest.raises(CertificateUnfitError, match="UID=MST"):
        check_fit(employer().certificate, tax_code=f"{TAX_CODE}-001", at=AT)


@pytest.mark.parametrize("uid", [None, f"CCCD:{TAX_CODE}", "MST:0309999999", TAX_CODE])
def test_a_certificate_of_someone_else_does_not_fit(uid):
    other = employer_authority().issue("Người khác", uid).certificate

    with pytest.raises(CertificateUnfitError, match="UID=MST:0301234567"):
        check_fit(other, tax_code=TAX_CODE, at=AT)


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (NOT_BEFORE - timedelta(seconds=1), "not valid before 01/01/2025"),
        (NOT_AFTER + timedelta(seconds=1), "expired on 01/01/2045"),
    ],
)
def test_a_certificate_fits_only_within_its_dates(at, reason):
    check_fit(employer().certificate, tax_code=TAX_CODE, at=NOT_BEFORE)
    check_fit(employer().certificate, tax_code=TAX_CODE, at=NOT_AFTER.astimezone(UTC))

    with pytest.raises(CertificateUnfitError, match=reason):
        check_fit(employer().certificate, tax_code=TAX_CODE, at=at)


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"key_size": 1024}, "2048 bits"),
        ({"sha1": True}, "SHA-256"),
        ({"digital_signature": False, "content_commitment": False}, "KeyUsage"),
    ],
)
def test_a_weak_certificate_does_not_fit(wrong, reason):
    weak = employer_authority().issue("Yếu", EMPLOYER_UID, **wrong).certificate

    with pytest.raises(CertificateUnfitError, match=reason):
        check_fit(weak, tax_code=TAX_CODE, at=AT)


def test_a_certificate_issued_with_an_unknown_algorithm_does_not_fit():
    sha256_rsa, unknown = bytes.fromhex("2a864886f70d01010b"), bytes.fromhex("2a864886f70d010163")
    data = employer().certificate.public_bytes(Encoding.DER).replace(sha256_rsa, unknown)

    with pytest.raises(CertificateUnfitError, match="SHA-256"):
        check_fit(x509.load_der_x509_certificate(data), tax_code=TAX_CODE, at=AT)


def test_a_certificate_without_key_usage_fits():
    plain = employer_authority().issue("Không KeyUsage", EMPLOYER_UID, key_usage=False).certificate

    check_fit(plain, tax_code=TAX_CODE, at=AT)


def test_all_reasons_are_told_at_once():
    wrong = authority("CA lạ").issue("Sai", None, key_size=1024, sha1=True).certificate

    with pytest.raises(CertificateUnfitError) as refused:
        check_fit(wrong, tax_code=TAX_CODE, at=NOT_AFTER + timedelta(days=1))

    assert str(refused.value).count(";") == 3
