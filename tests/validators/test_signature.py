"""Who signed, and is he trusted: receipts made by xmlsec1 and by us, whole and damaged."""

from __future__ import annotations

import logging
from base64 import b64encode
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from config.profile import SignatureOptions
from tests.certificates import (
    IVAN_UID,
    NOT_AFTER,
    NOT_BEFORE,
    authority,
    employer,
    ivan,
    ivan_authority,
)
from tests.validators.signed_receipts import (
    AT,
    RECEIPT,
    TRUST,
    issued,
    judged,
    plain,
    receipt,
    signed_by_us,
)
from tests.xmlsec1 import TEMPLATE, sign_with_xmlsec1
from validators.errors import TrustError
from validators.second_engine import verify_with_xmlsec
from validators.signature import Answer, Trust, load_authorities
from validators.signature_reasons import REASONS


def test_a_receipt_signed_with_xmlsec1_is_trusted():
    verdict = judged(receipt())

    assert (verdict.answer, verdict.reason) == (Answer.YES, "trusted")
    assert verdict.signer == (IVAN_UID,)
    assert int(verdict.serial, 16) == ivan().certificate.serial_number
    assert verdict.root.findtext("XACNHAN_GDICH/TTDVI/TEN_DVI") == "Dệt may & thêu"
    assert verdict.root.find("CKy_iVan") is not None
    assert len(verdict.root.find("CKy_iVan")) == 0


@pytest.mark.parametrize("time", ["unsigned", "signed", "none"])
@pytest.mark.parametrize("key_value", [False, True])
def test_what_we_sign_is_trusted_by_both_engines(time, key_value):
    data = signed_by_us(SignatureOptions(signing_time=time, key_value=key_value))

    verdict = judged(data)

    assert verdict.answer is Answer.YES
    assert verdict.signing_time == (None if time == "none" else AT)
    assert verdict.time_is_signed == (time == "signed")
    assert verify_with_xmlsec(data, "CKy_iVan", [ivan().certificate])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"TA0001A", b"TA0001B"),
        (b"&amp;", b'&amp; xmlns=""'),
        (b'mau="XN-NOP"', b'mau="XN-NOQ"'),
        (b"<BHXH>", b'<BHXH xmlns:b="urn:b">'),
        (b"<TTDVI>", b"<TTDVI> "),
    ],
)
def test_both_engines_refuse_a_changed_document(old, new):
    for data in (receipt(), plain()):
        changed = data.replace(old, new, 1)

        assert judged(changed).reason == "changed"
        assert not verify_with_xmlsec(changed, "CKy_iVan", [ivan().certificate])


def test_a_signed_time_cannot_be_changed_and_an_unsigned_one_proves_nothing():
    of_signed, of_unsigned = (
        signed_by_us(SignatureOptions(signing_time=kind)).replace(b"T01:15:30Z", b"T02:15:30Z")
        for kind in ("signed", "unsigned")
    )

    assert judged(of_signed).reason == "changed"
    assert judged(of_unsigned).answer is Answer.YES
    assert judged(of_unsigned).signing_time == AT + timedelta(hours=1)
    assert not judged(of_unsigned).time_is_signed


@pytest.mark.parametrize(
    "written", [b"hom qua", b"2026-13-01T00:00:00Z", b"0001-01-01T00:00:00+14:00"]
)
def test_a_signing_time_that_is_no_time_is_none(written):
    data = signed_by_us(SignatureOptions()).replace(b"2026-11-05T01:15:30Z", written)

    verdict = judged(data)

    assert (verdict.answer, verdict.signing_time) == (Answer.YES, None)


def test_a_comment_within_a_value_does_not_cut_it():
    data = receipt().replace(b"TA0001A", b"TA00<!-- here -->01A")

    verdict = judged(data)

    assert verdict.answer is Answer.YES
    assert verdict.root.findtext("XACNHAN_GDICH/TTDVI/MA_DVI") == "TA0001A"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"REC-xml-c14n-20010315", b"REC-xml-c14n-20010315"),
        (
            b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            b"http://www.w3.org/2001/10/xml-exc-c14n#",
        ),
        (
            b"http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            b"http://www.w3.org/2006/12/xml-c14n11",
        ),
        (b"rsa-sha256", b"rsa-sha512"),
        (b"xmlenc#sha256", b"xmlenc#sha512"),
        (
            b"</Transforms>",
            b'<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></Transforms>',
        ),
    ],
)
def test_the_allowed_algorithms_are_accepted(old, new):
    template = TEMPLATE.replace(old, new)
    data = sign_with_xmlsec1(RECEIPT, "CKy_iVan", ivan(), template=template)

    assert judged(data).answer is Answer.YES


def test_an_elliptic_curve_signature_is_accepted():
    identity = issued(key=ec.generate_private_key(ec.SECP256R1()))
    template = TEMPLATE.replace(b"rsa-sha256", b"ecdsa-sha256")
    data = sign_with_xmlsec1(RECEIPT, "CKy_iVan", identity, template=template)

    assert judged(data).answer is Answer.YES


def test_an_unusual_curve_is_refused():
    identity = issued(key=ec.generate_private_key(ec.SECP224R1()))
    template = TEMPLATE.replace(b"rsa-sha256", b"ecdsa-sha256")
    data = sign_with_xmlsec1(RECEIPT, "CKy_iVan", identity, template=template)

    assert judged(data).reason == "key"


def test_a_reference_to_the_id_of_the_root_is_over_the_document():
    document = RECEIPT.replace(b"<BHXH>", b'<BHXH Id="all">')
    template = TEMPLATE.replace(b'URI=""', b'URI="#all"')
    data = sign_with_xmlsec1(
        document, "CKy_iVan", ivan(), template=template, options=("--id-attr:Id", "BHXH")
    )

    assert judged(data).answer is Answer.YES
    assert judged(data.replace(b"<MA_DVI>", b'<MA_DVI ID="all">')).reason == "reference"


def test_a_certificate_without_limits_or_for_commitment_only_may_sign():
    variants = ({"key_usage": False}, {"constraints": False}, {"digital_signature": False})
    for identity in (issued(**variant) for variant in variants):
        data = signed_by_us(SignatureOptions(), identity)

        assert judged(data).answer is Answer.YES


def test_intermediate_authorities_may_come_along_in_any_order():
    identity = ivan_authority().below("CA trung gian mẫu").issue("I-VAN mẫu hai", IVAN_UID)
    data = sign_with_xmlsec1(RECEIPT, "CKy_iVan", identity, with_chain=True)
    first, second, *_ = data.split(b"<X509Certificate>")[1:]
    swapped = data.replace(first[:600], b"@").replace(second[:600], first[:600])

    assert judged(data).answer is Answer.YES
    assert judged(_rotated(data)).answer is Answer.YES
    assert judged(sign_with_xmlsec1(RECEIPT, "CKy_iVan", identity)).reason == "path"
    assert judged(swapped).answer is Answer.NO


def _rotated(data: bytes) -> bytes:
    """Return the same signature with its certificates in another order."""
    opening, closing = b"<X509Certificate>", b"</X509Certificate>"
    head, *certificates = data.split(opening)
    values = [one.partition(closing)[0] for one in certificates]
    tails = [one.partition(closing)[2] for one in certificates]
    pairs = zip(values[1:] + values[:1], tails, strict=True)
    return head + b"".join(opening + value + closing + tail for value, tail in pairs)


@pytest.mark.parametrize(
    ("identity", "word"),
    [
        (lambda: issued(key_size=1024), "key"),
        (lambda: issued(sha1=True), "key"),
        (lambda: issued(not_before=AT + timedelta(seconds=1)), "not-yet-valid"),
        (lambda: issued(not_after=AT - timedelta(seconds=1)), "expired"),
        (lambda: issued(digital_signature=False, content_commitment=False), "path"),
        (lambda: issued(by=authority("CA lạ")), "path"),
        (lambda: issued(by=authority("CA I-VAN mẫu", label="twin")), "path"),
        (lambda: issued("MST:0308888888"), "signer"),
        (lambda: issued(None), "signer"),
        (employer, "path"),
    ],
)
def test_a_signer_who_is_not_trusted_is_refused(identity, word):
    data = signed_by_us(SignatureOptions(), identity())

    verdict = judged(data)

    assert (verdict.answer, verdict.reason, verdict.root) == (Answer.NO, word, None)


def test_a_certificate_counts_at_the_time_of_receipt():
    assert judged(receipt(), at=NOT_BEFORE).answer is Answer.YES
    assert judged(receipt(), at=NOT_AFTER).answer is Answer.YES
    assert judged(receipt(), at=NOT_AFTER + timedelta(seconds=1)).reason == "expired"


def test_without_named_signers_nobody_can_tell():
    verdict = judged(receipt(), Trust(authorities=TRUST.authorities))

    assert (verdict.answer, verdict.reason) == (Answer.CANNOT_TELL, "no-signers")
    assert verdict.root is None


def test_without_authorities_nobody_can_tell_but_a_changed_document_is_refused():
    verdict = judged(receipt(), Trust(signers=TRUST.signers))

    assert (verdict.answer, verdict.reason) == (Answer.CANNOT_TELL, "no-authorities")
    assert judged(receipt().replace(b"TA0", b"TB0"), Trust()).reason == "changed"


def test_our_own_output_is_held_to_exactly_one_certificate():
    data = signed_by_us(SignatureOptions())

    assert judged(data, Trust(certificate=ivan().certificate)).answer is Answer.YES
    assert judged(data, Trust(certificate=employer().certificate)).reason == "certificate"


def test_what_the_libraries_throw_is_an_answer_too():
    elliptic = issued(key=ec.generate_private_key(ec.SECP256R1())).certificate
    mine = ivan().certificate.public_bytes(Encoding.DER)
    data = plain().replace(b64encode(mine), b64encode(elliptic.public_bytes(Encoding.DER)))

    verdict = judged(data)

    assert (verdict.answer, verdict.reason) == (Answer.NO, "unexpected")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (bytes.fromhex("a003020102"), bytes.fromhex("a003020104")),
        (bytes.fromhex("0603551d0f"), bytes.fromhex("0603551d13")),
    ],
    ids=["a version that does not exist", "an extension twice"],
)
def test_a_certificate_that_no_authority_would_issue_is_an_answer_too(old, new):
    mine = ivan().certificate.public_bytes(Encoding.DER)
    odd = mine.replace(old, new, 1)
    assert odd != mine

    verdict = judged(plain().replace(b64encode(mine), b64encode(odd)))

    assert verdict.answer is Answer.NO
    assert verdict.reason in ("key-info", "unexpected")


def test_nothing_of_a_receipt_is_logged_even_for_debugging(caplog):
    caplog.set_level(logging.DEBUG)

    judged(receipt())

    assert "TA0001A" not in caplog.text


def test_every_reason_is_told_in_both_languages():
    assert judged(receipt()).reason_vi == REASONS["trusted"][0]
    assert judged(receipt()).reason_en == REASONS["trusted"][1]
    assert all(vi and en and vi != en for vi, en in REASONS.values())


def test_authorities_are_read_from_pem_files(tmp_path):
    bundle = tmp_path / "ca.pem"
    bundle.write_bytes(ivan_authority().pem + authority("CA lạ").pem)

    loaded = load_authorities([bundle, ivan_authority().write(tmp_path)])

    assert [one.subject for one in loaded].count(ivan_authority().certificate.subject) == 2
    assert len(loaded) == 3


def test_a_file_without_authorities_is_told_by_name(tmp_path):
    (tmp_path / "empty.pem").write_text("nothing")

    for name in ("empty.pem", "absent.pem"):
        with pytest.raises(TrustError, match=name):
            load_authorities([tmp_path / name])
