"""What forgers try: wrapped, partial, re-keyed and doubled signatures, and plain damage."""

from __future__ import annotations

import random
from base64 import b64decode

import pytest

from config.profile import SignatureOptions
from tests.certificates import (
    IVAN_UID,
    employer,
    ivan,
    ivan_authority,
)
from tests.validators.signed_receipts import (
    RECEIPT,
    inside,
    judged,
    plain,
    receipt,
    signature_of,
    signed_by_us,
)
from tests.xmlsec1 import TEMPLATE, sign_with_xmlsec1
from validators.signature import Answer


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
