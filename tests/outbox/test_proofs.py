"""Papers that somebody listed make a D01-TS, and leave room for it in the dossier."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from lxml import etree

from config.profile import load_profile
from outbox.compose import build_forms
from outbox.dossier import split
from outbox.errors import DossierError
from outbox.papers import PROOF_COLUMNS, burden, gather, has_proofs, of_slice
from tests.outbox.payroll import codes
from tests.outbox.test_papers import files, newcomers
from validators.schema import Schemas

LIMITS = load_profile("default").limits
PAPER = {
    "TenLoaiVanBan": "Hợp đồng lao động", "SoVanBan": "12/HĐLĐ", "NgayBanHanh": "01/10/2026",
    "NgayHieuLuc": "", "CoQuanBanHanh": "Công ty", "TrichYeu": "Ký mới", "NoiDungThamDinh": "",
}  # fmt: skip


def listed(*rows: int, **told: str) -> pd.DataFrame:
    return pd.DataFrame([{**PAPER, **told, "row": row} for row in rows])


def d01(lines: pd.DataFrame, papers: pd.DataFrame, procedure: str = "600") -> bytes | None:
    made = build_forms(lines, codes(), codes().procedures[procedure], papers)
    return next((form.data for form in made if form.code == "D01-TS"), None)


def test_listed_papers_say_whose_they_are_and_leave_no_cell_blank():
    lines = newcomers(3)
    papers = gather(lines, None, None, listed(3, 4, 4))

    data = d01(lines, papers)

    assert data is not None
    rows = etree.fromstring(data).findall(".//ThongTin")
    assert [row.findtext("HoTen") for row in rows] == lines["HoTen"].iloc[[1, 2, 2]].tolist()
    assert [row.findtext("STT") for row in rows] == ["1", "2", "3"]
    assert (rows[0].findtext("NgayHieuLuc"), rows[0].findtext("NoiDungThamDinh")) == (
        "01/10/2026", "Ký mới",
    )  # fmt: skip
    assert Schemas(load_profile("default")).check(data, "D01-TS") == ()


def test_without_papers_there_is_no_D01():
    lines = newcomers(1)

    assert d01(lines, gather(lines, None, files(2))) is None
    assert not has_proofs(None)


def test_a_dossier_holds_the_papers_of_its_own_people():
    lines = newcomers(3)
    papers = of_slice(gather(lines, None, None, listed(2, 4)), 1, 2)

    data = d01(lines.iloc[1:3], papers)

    assert data is not None
    assert etree.fromstring(data).findtext(".//ThongTin/HoTen") == lines["HoTen"].iloc[2]


def test_a_procedure_that_demands_D01_is_refused_without_papers():
    demanding = replace(codes().procedures["607"], mandatory=("TK1-TS", "D01-TS"), allowed=())
    lines = newcomers(1)

    made = build_forms(lines, codes(), demanding, gather(lines, None, None, listed(2)))

    assert [form.code for form in made] == ["TK1-TS", "D01-TS"]
    with pytest.raises(DossierError, match=r"no \.giayto\.csv lists any paper"):
        build_forms(lines, codes(), demanding, None)


def test_the_form_takes_the_place_of_one_attachment():
    lines = newcomers(4)
    attached = files(2, 3, 4, 5)

    without = split(lines, LIMITS, gather(lines, None, attached))
    with_list = split(lines, LIMITS, gather(lines, None, attached, listed(2)))

    assert [part.people for part in without] == [4]
    assert [part.people for part in with_list] == [3, 1]


def test_papers_weigh_what_they_say():
    lines = newcomers(1)
    short, long = (
        burden(gather(lines, None, None, listed(2, TrichYeu=text)), 1).bytes[0]
        for text in ("a", "a" * 400)
    )

    assert long - short == 2 * 399
    assert set(PROOF_COLUMNS) == set(PAPER)
