"""For each procedure: a dossier that everybody accepts, and two that are refused with a reason."""

from __future__ import annotations

import subprocess
from base64 import b64decode
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from config.profile import SignatureOptions, load_profile
from outbox.compose import build_forms
from outbox.dossier import check_forms, envelope
from outbox.errors import DossierError
from outbox.forms import d01_ts, d03_ts, tk3_ts
from outbox.lines import complete
from outbox.model import FormFile
from outbox.papers import attachments, gather
from outbox.pkcs12 import load_pkcs12
from outbox.signing import sign
from tests.certificates import EMPLOYER_UID, employer, employer_authority
from tests.outbox.golden.make import header, insured, members, proofs, unit
from tests.outbox.payroll import HERE, codes, row, work
from tests.outbox.test_papers import DIGEST, PDF, files
from tests.xmlsec1 import verify_with_xmlsec1
from validators.dossier import verify_dossier
from validators.signature import Answer, Trust

AT = datetime(2026, 11, 5, tzinfo=UTC)
PROFILE = load_profile("default")
SIGNER = load_pkcs12(employer().p12("x"), "x")
TRUST = Trust(authorities=(employer_authority().certificate,), signers=(EMPLOYER_UID,))
PROCEDURES = ("600", "601", "603", "604", "607", "608", "612")
STRANGE = {"600": "D03-TS", "601": "TK3-TS", "603": "D02-TS", "604": "D03-TS"}
"""A form that the procedure does not take; TK3-TS for the others."""


def lines_of(procedure: str) -> pd.DataFrame:
    """Return what a dossier of that procedure is made from."""
    if procedure in ("600", "601"):
        return work(row(1, MasoBHXH=""), row(2)).lines
    if procedure == "604":
        nobody = dict.fromkeys(("MaNV", "Loai", "PA", "DaCoSo", "Tk1_Save"), "")
        return pd.DataFrame([{**nobody, **unit(), "row": 2}])
    if procedure == "603":
        told = insured().assign(MaDonVi=HERE, MaNV="NV00004", DaCoSo="1", Tk1_Save="", row=2)
        return told[[*d03_ts.FIELDS, "MaDonVi", "MaNV", "DaCoSo", "Tk1_Save", "row"]]
    person = {**row(1), "Noidung_Thaydoi": "Cấp lại do mất", "HosoKemtheo": "Đơn"}
    return complete(pd.DataFrame([person])).assign(row=2)


def forms_of(procedure: str) -> list[FormFile]:
    """Return every form that goes into a good dossier, an annex and an attachment too."""
    lines = lines_of(procedure)
    papers = gather(lines, members(), files(2))
    made = build_forms(lines, codes(), codes().procedures[procedure], papers)
    proof = FormFile(
        code=d01_ts.CODE, description="Bảng kê", name=d01_ts.FILE_NAME,
        data=d01_ts.build(proofs()),
    )  # fmt: skip
    return [*made, proof, *attachments(papers, {DIGEST: PDF}, "Chứng từ đính kèm")]


def sealed(document: bytes, place: str) -> bytes:
    return sign(document, place, SIGNER, SignatureOptions(), AT)


def dossier(procedure: str) -> bytes:
    """Return a whole signed dossier."""
    files = [
        replace(form, data=sealed(form.data, "Cky")) if form.name.endswith(".xml") else form
        for form in forms_of(procedure)
    ]
    check_forms(codes().procedures[procedure], [form.code for form in files])
    told = replace(header(), procedure=procedure, procedure_name=codes().procedures[procedure].name)
    return sealed(envelope(told, files), "CKy_Dvi")


def by_xmllint(data: bytes, root: str) -> str:
    """Return what xmllint says of a document against the profile's schema, "" for nothing."""
    schema = Path(PROFILE.schema_path(root))
    done = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", schema, "-"],
        input=data,
        capture_output=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stderr.decode()


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_good_dossier_is_accepted_by_every_engine(procedure, tmp_path):
    ca = employer_authority().write(tmp_path)

    data = dossier(procedure)

    inside = {
        file.findtext("MaToKhai"): b64decode(file.findtext("NoiDungFile"))
        for file in etree.fromstring(data).iter("FileToKhai")
    }
    assert inside.keys() >= set(codes().procedures[procedure].mandatory)
    assert inside.pop("CT-DK") == PDF
    assert by_xmllint(data, "Hoso") == ""
    assert verify_with_xmlsec1(data, "/Hoso/CKy_Dvi/*", ca)
    for code, form in inside.items():
        assert by_xmllint(form, code) == ""
        assert verify_with_xmlsec1(form, "/*/Cky/*", ca)
    answers = {verdict.answer for _, verdict in verify_dossier(data, TRUST, AT)}
    assert answers == {Answer.YES}


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_dossier_that_lacks_its_form_is_refused_with_both_named(procedure):
    wanted = codes().procedures[procedure]
    (form,) = wanted.mandatory

    with pytest.raises(DossierError) as refused:
        check_forms(wanted, [each.code for each in forms_of(procedure) if each.code != form])

    assert str(refused.value) == (
        f"Thủ tục {procedure} thiếu tờ khai {form} / procedure {procedure} lacks form {form}"
    )


@pytest.mark.parametrize("procedure", PROCEDURES)
def test_a_dossier_with_a_form_too_many_is_refused_with_both_named(procedure):
    strange = STRANGE.get(procedure, tk3_ts.CODE)

    with pytest.raises(DossierError) as refused:
        check_forms(
            codes().procedures[procedure], [*(form.code for form in forms_of(procedure)), strange]
        )

    assert str(refused.value) == (
        f"Thủ tục {procedure} không cho phép nộp tờ khai {strange} / "
        f"procedure {procedure} does not allow form {strange}"
    )


def test_a_form_stands_in_a_dossier_once_and_attachments_many_times():
    monthly = codes().procedures["600"]

    check_forms(monthly, ["D02-TS", "CT-DK", "CT-DK"])
    with pytest.raises(DossierError, match="procedure 600 takes one form D02-TS"):
        check_forms(monthly, ["D02-TS", "D02-TS"])


def test_a_form_that_we_do_not_make_is_named():
    with pytest.raises(DossierError, match="D05-TS"):
        build_forms(lines_of("600"), codes(), codes().procedures["602"])


def test_one_TK3_is_of_one_unit():
    with pytest.raises(DossierError, match="TK3-TS is of one unit"):
        build_forms(pd.concat([lines_of("604")] * 2), codes(), codes().procedures["604"])
