"""A dossier inside out: the envelope and each form are judged on their own."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime

import pytest

from config.profile import SignatureOptions
from outbox.pkcs12 import load_pkcs12
from outbox.signing import sign
from tests.certificates import (
    EMPLOYER_UID,
    Identity,
    employer,
    employer_authority,
    ivan,
)
from tests.xmlsec1 import verify_with_xmlsec1
from validators.dossier import verify_dossier
from validators.signature import Answer, Trust

AT = datetime(2026, 11, 5, tzinfo=UTC)
TRUST = Trust(authorities=(employer_authority().certificate,), signers=(EMPLOYER_UID,))
HEAD = (
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def signed(document: str, place: str, identity: Identity | None = None) -> bytes:
    signer = load_pkcs12((identity or employer()).p12("x"), "x")
    return sign(document.encode(), place, signer, SignatureOptions(), AT)


def form(root: str = "D02-TS", identity: Identity | None = None) -> bytes:
    return signed(f"<{root} {HEAD}><NoiDung>Nguyễn</NoiDung><Cky></Cky></{root}>", "Cky", identity)


def entry(name: str, data: bytes, *, code: str = "D02-TS", length: int | None = None) -> str:
    text = b64encode(data).decode()
    kind = name[name.rindex(".") :]
    return (
        f"<FileToKhai><MaToKhai>{code}</MaToKhai><TenFile>{name}</TenFile>"
        f"<LoaiFile>{kind}</LoaiFile><DoDaiFile>{length or len(text)}</DoDaiFile>"
        f"<NoiDungFile>{text}</NoiDungFile></FileToKhai>"
    )


def dossier(*entries: str, count: int | None = None, identity: Identity | None = None) -> bytes:
    return signed(
        f"<Hoso {HEAD}><NoiDung><ThongTinHoSo><SoLuongFile>{count or len(entries)}</SoLuongFile>"
        f"<ToKhais>{''.join(entries)}</ToKhais></ThongTinHoSo></NoiDung>"
        "<CKy_Dvi></CKy_Dvi></Hoso>",
        "CKy_Dvi",
        identity,
    )


def judged(data: bytes, trust: Trust = TRUST) -> dict[str, str]:
    return {where: verdict.reason for where, verdict in verify_dossier(data, trust, AT)}


def test_the_envelope_and_every_form_are_judged():
    data = dossier(entry("D02-TS.xml", form()), entry("TK1-TS.xml", form("TK1-TS"), code="TK1-TS"))

    verdicts = verify_dossier(data, TRUST, AT)

    assert [where for where, _ in verdicts] == ["Hoso", "D02-TS.xml", "TK1-TS.xml"]
    assert {verdict.answer for _, verdict in verdicts} == {Answer.YES}


def test_xmlsec1_accepts_both_levels(tmp_path):
    ca = employer_authority().write(tmp_path)
    inner = form()

    assert verify_with_xmlsec1(dossier(entry("a.xml", inner)), "/Hoso/CKy_Dvi/*", ca)
    assert verify_with_xmlsec1(inner, "/*/Cky/*", ca)


def test_a_length_of_the_text_or_of_the_bytes_is_right():
    inner = form()

    assert judged(dossier(entry("a.xml", inner, length=len(inner))))["a.xml"] == "trusted"
    assert judged(dossier(entry("a.xml", inner, length=len(inner) + 1)))["a.xml"] == "length"


def test_a_number_of_files_that_is_not_there_is_told():
    reasons = judged(dossier(entry("a.xml", form()), count=2))

    assert reasons == {"Hoso": "trusted", "Hoso/SoLuongFile": "count", "a.xml": "trusted"}


def test_a_code_may_say_more_than_the_root_of_its_form():
    good, other = entry("a.xml", form(), code="D02-TS-595"), entry("b.xml", form("D03-TS"))

    assert judged(dossier(good, other)) == {"Hoso": "trusted", "a.xml": "trusted", "b.xml": "root"}


def test_a_form_changed_before_the_envelope_was_signed_is_told():
    changed = form().replace("Nguyễn".encode(), "Nguyên".encode())

    assert judged(dossier(entry("a.xml", changed))) == {"Hoso": "trusted", "a.xml": "changed"}


def test_a_form_signed_by_someone_else_is_told():
    reasons = judged(dossier(entry("a.xml", form(identity=ivan()))))

    assert reasons == {"Hoso": "trusted", "a.xml": "path"}


def test_a_changed_envelope_still_tells_of_its_forms():
    data = dossier(entry("a.xml", form())).replace(b"<ThongTinHoSo>", b"<ThongTinHoSo> ")

    assert judged(data) == {"Hoso": "changed", "a.xml": "trusted"}


def test_attachments_are_told_only_where_they_are_wrong():
    good = entry("a.pdf", b"%PDF-1.7", code="TLK-PDF")
    wrong = entry("b.pdf", b"%PDF-1.7", length=99)

    assert judged(dossier(good, wrong)) == {"Hoso": "trusted", "b.pdf": "length"}


def test_content_that_is_no_base64_is_told():
    broken = entry("a.xml", form()).replace("<NoiDungFile>", "<NoiDungFile>*")

    assert judged(dossier(broken))["a.xml"] == "encoding"


def test_a_form_that_is_no_xml_is_told():
    assert judged(dossier(entry("a.xml", b"<D02-TS>")))["a.xml"] == "malformed"


def test_a_file_without_a_name_is_told_by_its_number():
    nameless = entry("a.xml", form()).replace("<TenFile>a.xml</TenFile>", "")

    assert judged(dossier(nameless)) == {"Hoso": "trusted", "FileToKhai[1]": "trusted"}


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "malformed"), (b"<Hoso>", "malformed"), (b"<BHXH></BHXH>", "root")]
)
def test_what_is_no_dossier_is_told_once(data, reason):
    assert judged(data) == {"Hoso": reason}


def test_our_own_output_is_held_to_one_certificate():
    data = dossier(entry("a.xml", form()))

    assert set(judged(data, Trust(certificate=employer().certificate)).values()) == {"trusted"}
    assert set(judged(data, Trust(certificate=ivan().certificate)).values()) == {"certificate"}


def test_without_trust_nobody_can_tell():
    verdicts = verify_dossier(dossier(entry("a.xml", form())), Trust(), AT)

    assert {verdict.answer for _, verdict in verdicts} == {Answer.CANNOT_TELL}


def test_a_file_of_registration_has_one_signature_and_nothing_inside():
    document = f"<Hoso {HEAD}><NoiDung><DKI_BHXH></DKI_BHXH></NoiDung><CKy_Dvi></CKy_Dvi></Hoso>"
    both = document.replace("</NoiDung>", "<ThongTinHoSo></ThongTinHoSo></NoiDung>")

    alone = verify_dossier(signed(document, "CKy_Dvi"), TRUST, AT)
    strange = verify_dossier(signed(document, "CKy_Dvi", ivan()), TRUST, AT)
    mixed = verify_dossier(signed(both, "CKy_Dvi"), TRUST, AT)

    assert [(where, verdict.answer) for where, verdict in alone] == [("Hoso", Answer.YES)]
    assert [verdict.answer for _, verdict in strange] == [Answer.NO]
    assert ("Hoso/SoLuongFile", Answer.NO) in [(where, told.answer) for where, told in mixed]
