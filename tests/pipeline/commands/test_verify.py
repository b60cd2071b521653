"""verify: a document on its own, with a site and without one."""

from __future__ import annotations

import base64
import json

import pytest
from lxml import etree

from pipeline.cli import run
from tests import certificates
from tests.inbox import receipts
from tests.pipeline.parts import csv, notice, result, sealed, staff, submission

TAX = {"tax_code": "0301234562"}


@pytest.fixture
def dossier(inside):
    inside.open(csv(staff(1, 2, 3)))
    inside.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3)))
    inside.work()
    return inside.dossier


def _save(bhxh, data):
    path = bhxh.site / "document.xml"
    path.write_bytes(data)
    return path


def _envelope(bhxh, dossier):
    return (bhxh.site / "outbox" / dossier.remote_name).read_bytes()


def _form(bhxh, dossier):
    form = etree.fromstring(_envelope(bhxh, dossier)).find(".//NoiDungFile")
    return base64.b64decode(form.text)


def test_our_own_envelope_and_form_are_right(bhxh, dossier):
    envelope = bhxh("verify", _save(bhxh, _envelope(bhxh, dossier)), "--json")
    form = bhxh("verify", _save(bhxh, _form(bhxh, dossier)), "--json")

    assert (envelope.code, form.code) == (0, 0)
    assert [each["answer"] for each in json.loads(envelope.out)["signatures"]] == ["yes", "yes"]
    assert json.loads(form.out)["root"] == "D02-TS"


def test_a_changed_form_is_refused(bhxh, dossier):
    changed = _form(bhxh, dossier).replace(b"9900000", b"9900001")

    done = bhxh("verify", _save(bhxh, changed))

    assert done.code == 10
    assert "không / no" in done.out


@pytest.mark.parametrize(
    "make",
    [
        lambda d: submission(d, **TAX),
        lambda d: notice(d, **TAX),
        lambda d: result(d, **TAX),
        lambda d: sealed(receipts.statement(d.unit), "CKy_BHXH"),
    ],
)
def test_every_kind_of_answer_is_verified(bhxh, dossier, make):
    done = bhxh("verify", _save(bhxh, make(dossier)))

    assert done.code == 0
    assert "đúng / yes" in done.out


@pytest.mark.parametrize("data", [b"no xml", b"<Other/>", b"<BHXH></BHXH>", b""])
def test_what_is_no_document_of_ours_is_a_no(bhxh, data):
    done = bhxh("verify", _save(bhxh, data), "--json")

    assert done.code == 10
    assert json.loads(done.out)["answer"] == "no"


def test_a_file_that_is_no_xml_is_told_in_words(bhxh):
    done = bhxh("verify", _save(bhxh, b"# README"))

    assert "no dossier and no receipt" in done.out


def test_an_answer_that_does_not_conform_is_a_no_though_its_seal_is_right(bhxh, dossier):
    done = bhxh("verify", _save(bhxh, submission(dossier, at="no time", **TAX)), "--json")

    facts = json.loads(done.out)
    assert (done.code, facts["signatures"][0]["answer"]) == (10, "yes")
    assert facts["problems"]


def _outside(file, tmp_path, capsys, *words):
    folder = tmp_path / "nowhere"
    folder.mkdir(exist_ok=True)
    code = run(["verify", str(file), "--site", str(folder), *map(str, words)])
    return code, capsys.readouterr()


def test_without_a_site_the_authority_is_named(bhxh, dossier, tmp_path, capsys):
    file = _save(bhxh, _envelope(bhxh, dossier))
    right = certificates.employer_authority().write(tmp_path)
    other = certificates.ivan_authority().write(tmp_path)

    codes = [_outside(file, tmp_path, capsys, "--trust", pem)[0] for pem in (right, other)]

    assert codes[0] == 0
    assert codes[1] in (1, 10)


def test_an_authority_without_a_named_signer_cannot_tell(bhxh, dossier, tmp_path, capsys):
    file = _save(bhxh, submission(dossier, **TAX))
    pem = certificates.ivan_authority().write(tmp_path)

    bare, _ = _outside(file, tmp_path, capsys, "--trust", pem)
    named, _ = _outside(file, tmp_path, capsys, "--trust", pem, "--signer", certificates.IVAN_UID)

    assert (bare, named) == (1, 0)


def test_a_form_on_its_own_names_no_signer(bhxh, dossier, tmp_path, capsys):
    file = _save(bhxh, _form(bhxh, dossier))
    pem = certificates.employer_authority().write(tmp_path)

    code, said = _outside(file, tmp_path, capsys, "--trust", pem)

    assert code == 1
    assert "cannot tell" in said.out


def test_without_a_site_and_without_trust_settings_are_needed(bhxh, dossier, tmp_path, capsys):
    code, said = _outside(_save(bhxh, b"<x/>"), tmp_path, capsys)

    assert code == 78
    assert "bhxh.toml" in said.err


def test_settings_that_are_broken_are_told_even_with_trust(bhxh, tmp_path):
    (bhxh.site / "bhxh.toml").write_text("nonsense")
    pem = certificates.employer_authority().write(tmp_path)

    done = bhxh("verify", _save(bhxh, b"<x/>"), "--trust", pem)

    assert done.code == 78


def test_a_file_that_holds_no_authority_is_told(bhxh, dossier):
    file = _save(bhxh, submission(dossier, **TAX))

    done = bhxh("verify", file, "--trust", file)

    assert done.code == 78
    assert "no certificates in PEM can be read" in done.err


def test_nowhere_and_without_trust_an_intact_dossier_cannot_be_told(
    bhxh, dossier, tmp_path, monkeypatch
):
    right = _save(bhxh, _envelope(bhxh, dossier))
    wrong = tmp_path / "wrong.xml"
    wrong.write_bytes(right.read_bytes().replace(b"<MaIVAN>0", b"<MaIVAN>1"))
    monkeypatch.delenv("BHXH_SITE", raising=False)
    monkeypatch.chdir(tmp_path)

    codes = [run(["verify", str(file)]) for file in (right, wrong)]

    assert codes == [1, 10]
