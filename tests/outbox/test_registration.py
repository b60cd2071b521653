"""Files of registration: what they say, for whom, and that others agree with our signature."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from lxml import etree

from config.profile import load_profile
from outbox.registration import build, seal_of
from outbox.signing import sign
from tests import certificates
from tests.outbox.golden.make import registration
from tests.outbox.payroll import codes
from tests.pipeline.parts import Clock, signer
from tests.xmlsec1 import verify_with_xmlsec1

CODES = ("04-DK-IVAN", "05-SD-IVAN", "06-NG-IVAN", "01-DK-GD", "02-SD-GD", "03-NG-GD")


@pytest.mark.parametrize("code", CODES)
def test_xmlsec1_and_xmllint_agree_with_every_form(code: str, tmp_path: Path) -> None:
    profile = load_profile("default")
    file = tmp_path / "form.xml"

    data = sign(build(registration(code)), "CKy_Dvi", signer(), profile.signature, Clock()())

    file.write_bytes(data)
    command = ["xmllint", "--noout", "--nonet", "--schema", profile.schema_path("Hoso"), file]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stderr
    authority = certificates.employer_authority().write(tmp_path)
    assert verify_with_xmlsec1(data, "/Hoso/CKy_Dvi/*", authority)
    other = data.replace(b"bhxh@example.vn", b"else@example.vn")
    assert not verify_with_xmlsec1(other, "/Hoso/CKy_Dvi/*", authority)


@pytest.mark.parametrize("code", CODES)
def test_a_form_says_which_it_is_and_names_the_i_van_only_where_there_is_one(code: str) -> None:
    form = codes().registrations[code]

    root = etree.fromstring(build(registration(code)))

    asked = root.find("NoiDung/DKI_BHXH")
    assert asked is not None
    assert asked.get("mau") == form.form
    through = form.channel == "ivan"
    assert (root.find("NoiDung/ThongTinIVAN") is not None) is through
    assert (asked.find("TTDVI/TEN_IVAN") is not None) is through
    assert (asked.findtext("TTDVI/NGAY_NGUNG") == "30/11/2026") is (form.act == "cease")


def test_a_form_names_certificate_mail_phone_and_procedures() -> None:
    root = etree.fromstring(build(registration("04-DK-IVAN")))

    asked = root.find("NoiDung/DKI_BHXH")
    assert asked is not None
    assert {each.tag: each.text for each in asked.iterfind("TTCKY_DVI/TTCKY/*")} == {
        "SERIAL": "1a2b3c4d5e6f",
        "ISSUER": "CN=CA doanh nghiệp mẫu,C=VN",
        "SUBJECT": "UID=MST:0301234567,CN=Dệt & May Phương Nam,C=VN",
        "BEGIN": "01/01/2025",
        "END": "01/01/2028",
    }
    assert asked.findtext("TTDVI/EMAIL") == "bhxh@example.vn"
    assert asked.findtext("TTDVI/DIEN_THOAI") == registration("04-DK-IVAN").header.phone
    assert [each.text for each in asked.iterfind("DSTHUTUC/THUTUC/MA_THUTUC")] == ["600", "607"]


def test_a_form_without_procedures_or_with_a_long_reason_does_not_fit_the_schema() -> None:
    schema = etree.XMLSchema(etree.parse(load_profile("default").schema_path("Hoso")))
    ceasing = registration("06-NG-IVAN")

    found = [
        schema.validate(etree.fromstring(build(said)))
        for said in (
            ceasing,
            replace(ceasing, procedures={}),
            replace(ceasing, reason="x" * 501),
            replace(ceasing, email="nobody"),
        )
    ]

    assert found == [True, False, False, False]


def test_the_days_of_a_certificate_are_those_of_the_employers_zone() -> None:
    issued = certificates.employer().certificate

    seal = seal_of(issued, ZoneInfo("Asia/Ho_Chi_Minh"))

    assert seal.serial == f"{issued.serial_number:x}"
    assert seal.valid_to == date(2045, 1, 1)
    assert "MST:" in seal.subject
    assert seal.issuer == issued.issuer.rfc4514_string()
