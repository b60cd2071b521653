"""What goes along with people: their household and files, and what both weigh in a dossier."""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest
from lxml import etree

from config.profile import Limits
from outbox.compose import build_forms
from outbox.dossier import envelope, split
from outbox.errors import DossierError
from outbox.papers import (
    ATTACHED,
    annexes,
    attachments,
    burden,
    gather,
    nothing,
    of_slice,
    plain_name,
)
from tests.outbox.golden.make import header, members
from tests.outbox.payroll import codes, row, work

MONTHLY = codes().procedures["600"]
PDF = b"%PDF-1.7 invented"
DIGEST = hashlib.sha256(PDF).hexdigest()


def files(*rows: int, name: str = "Giấy tờ.pdf", size: int = len(PDF)) -> pd.DataFrame:
    told = [{"row": number, "name": name, "sha256": DIGEST, "size": size} for number in rows]
    return pd.DataFrame(told)


def newcomers(count: int) -> pd.DataFrame:
    """Return the lines of people without a number, in rows 2, 3, …."""
    return work(*(row(number, MasoBHXH="") for number in range(1, count + 1))).lines


def test_papers_go_with_the_first_line_of_a_reported_row():
    lines = pd.concat([newcomers(2), newcomers(1)], ignore_index=True)

    papers = gather(lines, members(), files(3, 3, 99))

    assert papers["line"].tolist() == [0, 0, 0, 1, 1]
    assert papers["kind"].tolist() == ["member"] * 3 + ["file"] * 2
    assert gather(lines, None, None).equals(nothing())


def test_a_slice_has_its_own_papers_counted_from_its_first_line():
    papers = gather(newcomers(3), None, files(2, 3, 4))

    assert of_slice(papers, 1, 2)["line"].tolist() == [0, 1]


def test_a_household_stands_in_the_TK1_of_its_person_alone():
    lines = newcomers(2)
    papers = gather(lines, members().assign(row=3), None)

    forms = build_forms(lines, codes(), MONTHLY, papers)

    people = etree.fromstring(forms[1].data).findall("NoiDung/LaoDong")
    assert [len(person.findall("PhuLuc/DSThanhVien/ThanhVien")) for person in people] == [0, 3]
    assert annexes(papers).index.tolist() == [1]


def test_attachments_have_names_that_every_system_holds_and_no_two_alike():
    lines = newcomers(2)
    papers = gather(lines, None, files(2, 3))

    made = attachments(papers, {DIGEST: PDF}, "Chứng từ đính kèm")

    assert [(each.code, each.name) for each in made] == [
        (ATTACHED, "0001-1-Giay-to.pdf"),
        (ATTACHED, "0002-1-Giay-to.pdf"),
    ]
    file = etree.fromstring(envelope(header(), made)).find(".//FileToKhai")
    assert (file.findtext("MaToKhai"), file.findtext("LoaiFile")) == (ATTACHED, ".pdf")


def test_an_attachment_that_is_gone_stops_the_dossier():
    with pytest.raises(DossierError, match="not kept any more"):
        attachments(gather(newcomers(1), None, files(2)), {}, "Chứng từ đính kèm")


def test_no_dossier_has_more_files_than_the_profile_takes():
    lines = newcomers(6)
    papers = gather(lines, None, files(2, 2, 2, 3, 3, 4, 5, 6, 7))

    slices = split(lines, Limits(files=6), papers)

    assert [part.count for part in slices] == [1, 3, 2]
    assert burden(papers, 6).files.tolist() == [3, 2, 1, 1, 1, 1]


def test_no_dossier_is_larger_than_the_profile_takes():
    lines = newcomers(4)
    big = b"%PDF-" + b"x" * 30_000
    digest = hashlib.sha256(big).hexdigest()
    papers = gather(lines, members(), files(2, 3, 4, 5, size=len(big)).assign(sha256=digest))

    slices = split(lines, Limits(bytes=120_000), papers)

    assert len(slices) > 1
    for part in slices:
        piece = lines.iloc[part.first : part.first + part.count]
        beside = of_slice(papers, part.first, part.count)
        forms = build_forms(piece, codes(), MONTHLY, beside)
        data = envelope(header(), [*forms, *attachments(beside, {digest: big}, "CT-DK")])
        assert len(data) <= 120_000


def test_names_are_made_of_plain_letters():
    assert plain_name("Hợp đồng số 1.XLSX") == "Hop-dong-so-1.xlsx"
    assert len(plain_name("x" * 200 + ".pdf")) == 64
