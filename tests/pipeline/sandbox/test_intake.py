"""A bad dossier is taken, and refused with a code and a reason."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

from outbox.canonical import document, elements
from outbox.dossier import envelope
from outbox.model import FormFile
from outbox.pkcs12 import load_pkcs12
from pipeline.sandbox import keys
from tests.pipeline.sandbox.dossiers import (
    HEADER,
    NAME,
    NOW,
    TAX_CODE,
    Site,
    dossier,
    form,
    person,
    sealed,
)

PAPER = FormFile(code="CT-DK", description="chứng từ", name="a.pdf", data=b"%PDF-1.4")


def _refusal(site: Site, data: bytes, name: str = f"{NAME}.xml") -> tuple[str, str]:
    box = site.sandbox()
    (site.inbound / name).write_bytes(data)
    box.step()
    stem = next(name for name in site.answers() if name.endswith(".notice.xml"))
    notice = etree.fromstring(site.answers()[stem])
    assert notice.findtext(".//MA_KQUA") == "0"
    assert notice.findtext(".//SO_HSO") == ""
    assert sorted(site.answers())[0].removesuffix("notice.xml") == stem.removesuffix("notice.xml")
    assert len(site.answers()) == 2
    return notice.findtext(".//MA_LOI") or "", notice.findtext(".//MOTA_LOI") or ""


def _signed_by(site: Site, uid: str, *, authority: str = "other", at=NOW):
    """Return a signer that the sandbox's authority for employers did not issue."""
    issuer = keys.make_authority(authority, at)
    identity = keys.make_signer(uid, "Ai đó", issuer, at)
    (site.box / "employer-ca.pem").write_bytes(site.files[keys.EMPLOYER_CA])
    return issuer, load_pkcs12(keys.to_pkcs12(identity, issuer, b"x"), "x")


def _trusting(site: Site, issuer: keys.Identity) -> None:
    pem = issuer.certificate.public_bytes(keys.serialization.Encoding.PEM)
    (site.box / "employer-ca.pem").write_bytes(pem)


def test_a_file_that_is_no_xml_is_refused_even_with_an_ugly_name(site):
    code, reason = _refusal(site, b"\x00\x01", "hồ sơ (1).xml")

    assert (code, reason) == ("CE002", "Hoso: không phải tệp XML")


def test_a_dossier_in_the_wrong_structure_is_refused_with_its_line(site):
    data = dossier(site.signer(), [person(1)]).replace(b"<QuyTrinhISO></QuyTrinhISO>", b"")

    code, reason = _refusal(site, data)

    assert code == "CE003"
    assert "dòng 1" in reason


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("hoso.xml", "CE001"),
        ("TA0001A_202611_600_01_1a2b3c4d.xml", "CE004"),
        ("TA0002A_202610_600_01_1a2b3c4d.xml", "CE004"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(site, name, code):
    found, _ = _refusal(site, dossier(site.signer(), [person(1)]), name)

    assert found == code


def test_a_changed_byte_in_envelope_or_form_breaks_the_signature(site):
    data = dossier(site.signer(), [person(1)])

    code, reason = _refusal(site, data.replace(b"02838220000", b"02838220001"))

    assert (code, reason) == ("CE013", "Hoso/CKy_Dvi: chữ ký không đúng với nội dung")


def test_a_form_changed_after_it_was_signed_is_refused(site):
    signed = form([person(1)], site.signer())
    changed = replace(signed, data=signed.data.replace(b"12500000", b"12500001"))

    code, reason = _refusal(site, sealed(envelope(HEADER, [changed]), site.signer()))

    assert (code, reason) == ("CE013", "D02-TS/Cky: chữ ký không đúng với nội dung")


def test_a_certificate_of_another_taxpayer_is_refused(site):
    issuer, stranger = _signed_by(site, "MST:0309876543")
    _trusting(site, issuer)

    code, reason = _refusal(site, dossier(stranger, [person(1)]))

    assert code == "CE013"
    assert "mã số thuế" in reason


def test_a_certificate_of_an_unknown_authority_is_refused(site):
    _, stranger = _signed_by(site, f"MST:{TAX_CODE}")

    code, reason = _refusal(site, dossier(stranger, [person(1)]))

    assert code == "CE013"
    assert "tổ chức" in reason


def test_an_expired_certificate_is_refused(site):
    data = dossier(site.signer(), [person(1)])
    site.clock.pass_(days=4 * 365)

    code, reason = _refusal(site, data)

    assert code == "CE013"
    assert "hiệu lực" in reason


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (lambda data: re.sub(rb"<CKy_Dvi>.*</CKy_Dvi>", b"<CKy_Dvi></CKy_Dvi>", data), "đúng một"),
        (lambda data: data.replace(b'Reference URI=""', b'Reference URI="#sigid"'), "bao trùm"),
        (lambda data: data.replace(b"#enveloped-signature", b"#base64"), "bao trùm"),
        (lambda data: re.sub(rb"(<SignatureValue>).{8}", rb"\1AAAAAAAA", data), "giá trị"),
        (lambda data: re.sub(rb"(<SignatureValue>).", rb"\1", data), "giá trị"),
        (
            lambda data: re.sub(rb"(<X509Certificate>).*(</X509C)", rb"\1AAAA\2", data),
            "chứng thư",
        ),
    ],
)
def test_a_signature_of_another_shape_is_refused(site, change, word):
    code, reason = _refusal(site, change(dossier(site.signer(), [person(1)])))

    assert code == "CE013"
    assert word in reason


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda data: data.replace(b"<SoLuongFile>1<", b"<SoLuongFile>2<"), "CE006"),
        (lambda data: re.sub(rb"<DoDaiFile>\d+<", b"<DoDaiFile>12<", data), "CE006"),
        (lambda data: data.replace(b"<NoiDungFile>", b"<NoiDungFile> "), "CE005"),
        (lambda data: data.replace(b"<MaThuTuc>600<", b"<MaThuTuc>699<"), "CE020"),
        (lambda data: data.replace(b"<MaThuTuc>600<", b"<MaThuTuc>602<"), "CE021"),
    ],
)
def test_an_envelope_that_contradicts_its_content_is_refused(site, change, code):
    written = envelope(HEADER, [form([person(1)], site.signer())])

    found, _ = _refusal(site, sealed(change(written), site.signer()))

    assert found == code


def test_a_form_that_the_procedure_does_not_allow_is_refused(site):
    other = replace(PAPER, code="D03-TS", name="D03-TS.pdf")
    written = envelope(HEADER, [form([person(1)], site.signer()), other])

    written = re.sub(rb"(D03-TS.pdf</TenFile><LoaiFile>)[^<]*", rb"\1.pdf", written)
    code, reason = _refusal(site, sealed(written, site.signer()))

    assert (code, reason) == ("CE022", "D03-TS: không cho phép nộp tờ khai")


def test_an_attached_paper_is_taken_as_it_is(site):
    written = envelope(HEADER, [form([person(1)], site.signer()), PAPER])
    written = re.sub(rb"(a.pdf</TenFile><LoaiFile>)[^<]*", rb"\1.pdf", written)
    box = site.sandbox()
    (site.inbound / f"{NAME}.xml").write_bytes(sealed(written, site.signer()))

    box.step()

    (case,) = box.provider.cases
    assert (case.submission.code, case.submission.forms) == ("", ("D02-TS", "CT-DK"))


def test_a_form_without_a_schema_is_checked_for_its_signature_only(site):
    listed = document("D05-TS", (f"<NoiDung>{elements({'Khac': 'x'})}</NoiDung><Cky></Cky>",))
    written = envelope(
        HEADER,
        [
            form([person(1)], site.signer()),
            FormFile(code="D05-TS", description="danh sách", name="D05-TS.xml", data=listed),
        ],
    )

    code, reason = _refusal(site, sealed(written, site.signer()))

    assert (code, reason) == ("CE013", "D05-TS/Cky: cần đúng một chữ ký tại Cky")


def test_a_comment_in_a_name_does_not_cut_it(site):
    box = site.sandbox()
    signed = form([person(1, CMND="012345678")], site.signer())
    cut = replace(signed, data=signed.data.replace(b"<CMND>0123", b"<CMND>0123<!-- x -->"))
    (site.inbound / f"{NAME}.xml").write_bytes(sealed(envelope(HEADER, [cut]), site.signer()))

    box.step()

    assert b"<CMND>012345678</CMND>" in site.answers()[f"{NAME}.result.xml"]
