"""Who signed, is he trusted, is it all of it: receipts made by xmlsec1, and what forgers try."""

from __future__ import annotations

import logging
import random
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding

from config.profile import SignatureOptions
from outbox.pkcs12 import load_pkcs12
from outbox.signing import sign
from tests.certificates import (
    IVAN_UID,
    NOT_AFTER,
    NOT_BEFORE,
    Authority,
    Identity,
    authority,
    employer,
    ivan,
    ivan_authority,
)
from tests.xmlsec1 import TEMPLATE, sign_with_xmlsec1
from validators.errors import TrustError
from validators.second_engine import verify_with_xmlsec
from validators.signature import Answer, Trust, Verdict, load_authorities, verify
from validators.signature_reasons import REASONS

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


def test_a_bare_key_value_is_refused():
    template = TEMPLATE.replace(b"<X509Data><X509Certificate/></X509Data>", b"<KeyValue/>")
    data = sign_with_xmlsec1(RECEIPT, "CKy_iVan", ivan(), template=template)

    assert judged(data).reason == "key-info"


def test_a_key_value_of_another_key_beside_the_certificate_is_refused():
    mine = signed_by_us(SignatureOptions(key_value=True))
    theirs = signed_by_us(SignatureOptions(key_value=True), employer())
    start, end = b"<Modulus>", b"</Modulus>"
    forged = mine.replace(
        mine[mine.index(start) : mine.index(end)], theirs[theirs.index(start) : theirs.index(end)]
    )

    assert judged(forged).answer is Answer.NO


DS = b"http://www.w3.org/2000/09/xmldsig#"
MORE = b"http://www.w3.org/2001/04/xmldsig-more#"
XPATH = b'<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><XPath>1</XPath></Transform>'


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (MORE + b"rsa-sha256", MORE + b"hmac-sha256", "algorithm"),
        (MORE + b"rsa-sha256", DS + b"rsa-sha1", "algorithm"),
        (
            MORE + b"rsa-sha256",
            b"http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
            "algorithm",
        ),
        (b"http://www.w3.org/2001/04/xmlenc#sha256", DS + b"sha1", "algorithm"),
        (b"xml-c14n-20010315", b"xml-c14n-20010315#WithComments", "algorithm"),
        (b"</Transforms>", XPATH + b"</Transforms>", "algorithm"),
        (b"</Transforms>", b'<Transform Algorithm="' + DS + b'base64"/></Transforms>', "algorithm"),
        (b"enveloped-signature", b"base64", "algorithm"),
        (b'enveloped-signature">', b'enveloped-signature"><a/>', "algorithm"),
        (b"<Transforms>", b"<Transforms><a/>", "algorithm"),
        (b'URI=""', b'URI="#part"', "reference"),
        (b'URI=""', b'URI="http://127.0.0.1:1/"', "reference"),
        (b' URI=""', b"", "reference"),
        (b"</SignedInfo>", b"<a/></SignedInfo>", "structure"),
        (b"<SignatureMethod", b"<a/><SignatureMethod", "structure"),
        (b"<DigestValue>", b"<a/><DigestValue>", "structure"),
        (b"<SignatureValue>", b"<!-- x --><SignatureValue>", "structure"),
        (b"<SignatureValue>", b"<SignatureValue>*", "structure"),
        (b"<SignatureValue>", b"<SignatureValue>A", "structure"),
        (b"</SignatureValue>", b"<a/></SignatureValue>", "structure"),
        (b"</SignatureValue>", b"</SignatureValue>text", "structure"),
        (b"</KeyInfo>", b"</KeyInfo><Object>text</Object>", "structure"),
        (b"</KeyInfo>", b"</KeyInfo><Object><a/></Object>", "structure"),
        (b"</KeyInfo>", b"</KeyInfo><Object/><Object/>", "structure"),
        (b"<X509Data>", b"<KeyName>x</KeyName><X509Data>", "key-info"),
        (b"<X509Data>", b'<RetrievalMethod URI="#x"/><X509Data>', "key-info"),
        (b"<X509Data>", b"<X509Data></X509Data><X509Data>", "key-info"),
        (b"<X509Certificate>", b"<X509Certificate>AAAA", "key-info"),
        (b"X509Certificate>", b"X509CRL>", "key-info"),
        (b"<TTDVI>", b"<TTDVI><?x y?>", "structure"),
        (b"BHXH>", b"HSXH>", "root"),
        (b"CKy_iVan>", b"CKy_BHXH>", "place"),
        (b"<CKy_iVan>", b"<CKy_iVan>text", "place"),
        (b"<CKy_iVan>", b"<CKy_iVan><a/>", "place"),
        (b"<TTDVI>", b"<TTDVI><CKy_iVan/>", "place"),
        (b"<Signature ", b'<Signature xmlns="urn:other"><Signature ', "malformed"),
        (b"<BHXH>", b"<!DOCTYPE BHXH><BHXH>", "malformed"),
    ],
)
def test_a_signature_of_another_shape_is_refused(old, new, word):
    forged = plain().replace(old, new)
    assert forged != plain()

    verdict = judged(forged)

    assert (verdict.answer, verdict.reason, verdict.root) == (Answer.NO, word, None)


PROPERTIES = b'<Object Id="proid"><SignatureProperties xmlns=""><SignatureProperty Target="#sigid">'


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        (b'URI="#proid"', b'URI="#sigid"', "reference"),
        (b'URI="#proid"', b'URI="proid"', "reference"),
        (b'URI="#proid"', b'URI=""', "reference"),
        (b'Id="proid"', b'Id="other"', "reference"),
        (b"<TTDVI>", b'<TTDVI id="proid">', "reference"),
        (PROPERTIES, PROPERTIES + b"<a/>", "structure"),
        (PROPERTIES, PROPERTIES + b"text", "structure"),
        (b"</SigningTime>", b"</SigningTime><SigningTime/>", "structure"),
        (b"</SignatureProperties>", b"</SignatureProperties><SigningTime/>", "structure"),
    ],
)
def test_a_second_reference_may_only_be_over_the_signing_time(old, new, word):
    genuine = signed_by_us(SignatureOptions(signing_time="signed"))
    forged = genuine.replace(old, new, 1)
    assert forged != genuine

    assert judged(forged).reason == word


def test_the_object_may_not_go_once_it_is_signed():
    genuine = signed_by_us(SignatureOptions(signing_time="signed"))
    start, end = genuine.index(b"<Object "), genuine.index(b"</Object>") + len(b"</Object>")

    assert judged(genuine[:start] + genuine[end:]).reason == "reference"


EVIL = RECEIPT.replace(b"TA0001A", b"TA9999A")


def _wrapped() -> dict[str, bytes]:
    """Return the ways to show a genuine signature beside a document that it does not cover."""
    genuine, signature = inside(receipt()), signature_of(receipt())
    place = b"<CKy_iVan></CKy_iVan>"
    both = signature.replace(b"</Signature>", b"<Object>%b</Object></Signature>" % genuine)
    by_id = signature.replace(b'URI=""', b'URI="#part"')
    part = b"<part Id='part'>%b</part>" % genuine
    return {
        "genuine inside an evil root": EVIL.replace(place, genuine),
        "genuine beside the place": EVIL.replace(place, place + genuine),
        "genuine in an Object": EVIL.replace(place, b"<CKy_iVan>%b</CKy_iVan>" % both),
        "signature pasted in": EVIL.replace(place, b"<CKy_iVan>%b</CKy_iVan>" % signature),
        "reference to a part": EVIL.replace(place, b"<CKy_iVan>%b</CKy_iVan>%b" % (by_id, part)),
        "root and part of the same Id": EVIL.replace(
            place, b"<CKy_iVan>%b</CKy_iVan>%b" % (by_id, part)
        ).replace(b"<BHXH>", b'<BHXH Id="part">', 1),
        "signature as the root": signature,
        "signature under the root": EVIL.replace(place, place + signature),
        "two signatures": receipt().replace(signature, signature + signature),
        "two signatures, two places": receipt().replace(
            b"</BHXH>", b"<CKy_BHXH>%b</CKy_BHXH></BHXH>" % signature
        ),
        "a place in a place": receipt()
        .replace(b"CKy_iVan>", b"CKy_iVan><CKy_iVan>", 1)
        .replace(b"</BHXH>", b"</CKy_iVan></BHXH>"),
        "an empty signature": EVIL.replace(
            place, b'<CKy_iVan><Signature xmlns="%b"/></CKy_iVan>' % DS
        ),
        "no signature": EVIL,
        "two roots": receipt() + genuine,
        "nothing": b"",
    }


@pytest.mark.parametrize("way", sorted(_wrapped()))
def test_a_wrapped_document_is_refused(way):
    forged = _wrapped()[way]

    verdict = judged(forged)

    assert (verdict.answer, verdict.root) == (Answer.NO, None)


def test_the_reason_tells_two_signatures_from_a_wrong_place():
    assert judged(_wrapped()["two signatures"]).reason == "signatures"
    assert judged(_wrapped()["two signatures, two places"]).reason == "signatures"
    assert judged(_wrapped()["no signature"]).reason == "unsigned"


@pytest.mark.parametrize("closing", [b"==</SignatureValue>", b"</X509Certificate>"])
def test_base64_of_a_second_spelling_is_refused(closing):
    # The last letters of a padded text hold bits that nobody reads; one of them is flipped.
    data = next(one for one in _padded() if closing in one)
    end = data.index(closing)
    last = end - 1 if closing.startswith(b"=") else data.rindex(b"=", 0, end) - 1
    while data[last : last + 1] == b"=":
        last -= 1
    respelled = data[:last] + bytes([data[last] + 1]) + data[last + 1 :]

    assert b64decode(_value(respelled, closing)) == b64decode(_value(data, closing))
    assert judged(respelled).reason == "structure"


def _value(data: bytes, closing: bytes) -> bytes:
    """Return the base64 text of the element that closes there."""
    end = data.index(closing.lstrip(b"="))
    return data[data.rindex(b">", 0, end) + 1 : end]


def _padded() -> list[bytes]:
    """Return receipts whose certificate and signature do not fill their last base64 letters."""
    options = SignatureOptions(signature_id="", subject_name=False, signing_time="none")
    names = [f"Người ký mẫu{'.' * length}" for length in range(3)]
    signers = [ivan_authority().issue(name, IVAN_UID, key=ivan().key) for name in names]
    made = [signed_by_us(options, signer) for signer in signers]
    return [one for one in made if b"=</X509Certificate>" in one]


def test_a_receipt_cut_short_anywhere_is_refused():
    for data in (plain(), receipt().rstrip()):
        verdicts = {judged(data[:length]).answer for length in range(0, len(data), 7)}

        assert verdicts == {Answer.NO}


# A flipped serial number may turn negative, which cryptography only warns of as yet.
@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")
def test_no_flipped_bit_is_believed_and_none_is_an_exception():
    chance = random.Random(20261105)
    for data in (plain(), receipt()):
        for _ in range(300):
            flipped = bytearray(data)
            flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)

            assert judged(bytes(flipped)).answer is Answer.NO, bytes(flipped)


def test_what_the_libraries_throw_is_an_answer_too():
    elliptic = issued(key=ec.generate_private_key(ec.SECP256R1())).certificate
    mine = ivan().certificate.public_bytes(Encoding.DER)
    data = plain().replace(b64encode(mine), b64encode(elliptic.public_bytes(Encoding.DER)))

    verdict = judged(data)

    assert (verdict.answer, verdict.reason) == (Answer.NO, "unexpected")


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
