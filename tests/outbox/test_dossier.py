"""Dossiers: how lines are split, named, wrapped and checked."""

from __future__ import annotations

import base64
from uuid import UUID

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from config.model import Period
from config.profile import Limits
from outbox.compose import build_forms
from outbox.dossier import (
    check_forms,
    dossier_id,
    envelope,
    reference,
    remote_name,
    split,
)
from outbox.errors import DossierError
from outbox.lines import complete
from tests.outbox.golden.make import golden_lines, header
from tests.outbox.payroll import HERE, THERE, codes, row, work

OCTOBER = Period(2026, 10)
MONTHLY = codes().procedures["600"]


def lines_of(counts):
    """Return lines of people: for each unit, how many lines each person has."""
    told = [
        {"MaDonVi": unit, "MaNV": f"{number}", "PA": "TM", "Loai": "1", "DaCoSo": "0"}
        for unit, people in counts.items()
        for number, count in enumerate(people)
        for _ in range(count)
    ]
    return complete(pd.DataFrame(told, dtype="str"))


def test_a_dossier_is_of_one_unit_and_at_most_so_many_people():
    lines = lines_of({HERE: [1, 2, 1], THERE: [1]})

    slices = split(lines, Limits(people=2))

    assert [(part.unit, part.first, part.count, part.people) for part in slices] == [
        (HERE, 0, 3, 2),
        (HERE, 3, 1, 1),
        (THERE, 4, 1, 1),
    ]


def test_no_lines_are_no_dossiers():
    assert split(lines_of({}), Limits()) == ()


@settings(max_examples=8, deadline=None)
@given(
    st.lists(st.integers(1, 3), min_size=1, max_size=60),
    st.integers(1, 9),
    st.sampled_from([10_000, 30_000, 60_000]),
)
def test_slices_cover_all_lines_tear_nobody_and_keep_the_limits(people, most, size):
    lines = lines_of({HERE: people, THERE: people[:3]})

    slices = split(lines, Limits(people=most, bytes=size))

    assert [part.first for part in slices[1:]] == [part.first + part.count for part in slices[:-1]]
    assert (slices[0].first, sum(part.count for part in slices)) == (0, len(lines))
    for part in slices:
        piece = lines.iloc[part.first : part.first + part.count]
        assert piece["MaDonVi"].unique().tolist() == [part.unit]
        assert piece["MaNV"].nunique() == part.people <= most
        file = envelope(header(), build_forms(piece, codes(), MONTHLY))
        assert len(file) <= size or part.people == 1
    torn = [set(lines.iloc[p.first : p.first + p.count]["MaNV"]) for p in slices if p.unit == HERE]
    assert sum(map(len, torn)) == len(people)


def test_somebody_too_large_alone_still_gets_a_dossier():
    lines = lines_of({HERE: [1, 1]}).assign(Ghichu="x" * 20_000)

    assert [part.people for part in split(lines, Limits(bytes=10_000))] == [1, 1]


def test_a_reference_follows_from_content_alone():
    first = reference(HERE, "600", OCTOBER, 1, "ab" * 32)

    assert first == reference(HERE, "600", OCTOBER, 1, "ab" * 32)
    assert first.version == 5
    assert first != reference(HERE, "600", OCTOBER, 2, "ab" * 32)
    assert first != reference(HERE, "600", OCTOBER, 1, "cd" * 32)


def test_names_are_those_of_the_interface():
    unique = UUID("1a2b3c4d-0000-0000-0000-000000000000")

    assert dossier_id(HERE, "600", OCTOBER, 1) == "TA0001A-202610-600-01"
    assert remote_name(HERE, "600", OCTOBER, 1, unique) == "TA0001A_202610_600_01_1a2b3c4d.xml"


def test_a_person_has_the_same_id_in_both_forms():
    forms = build_forms(golden_lines(), codes(), MONTHLY)

    d02, tk1 = (etree.fromstring(form.data) for form in forms)
    named = {
        person.findtext("CMND"): person.findtext("ID") for person in d02.findall("NoiDung/LaoDong")
    }
    assert [form.code for form in forms] == ["D02-TS", "TK1-TS"]
    assert {
        person.findtext("CMND"): person.findtext("ID") for person in tk1.findall("NoiDung/LaoDong")
    }.items() <= named.items()
    assert d02.findall("NoiDung/LaoDong")[1].findtext("ID") == "0000000002"
    assert d02.findall("NoiDung/LaoDong")[2].findtext("ID") == "0000000002"


def test_a_dossier_in_which_everybody_has_a_number_is_a_D02_alone():
    forms = build_forms(work(row(1)).lines, codes(), MONTHLY)

    assert [(form.code, form.name) for form in forms] == [("D02-TS", "D02-TS.xml")]
    assert forms[0].description == codes().form_names["D02-TS"]


def test_the_envelope_carries_each_file_as_it_is():
    forms = build_forms(golden_lines(), codes(), MONTHLY)

    root = etree.fromstring(envelope(header(), forms))

    files = root.findall("NoiDung/ThongTinHoSo/ToKhais/FileToKhai")
    assert root.findtext("NoiDung/ThongTinHoSo/SoLuongFile") == "2"
    assert root.findtext("NoiDung/ThongTinHoSo/NgayLap") == "03/11/2026"
    assert [base64.b64decode(file.findtext("NoiDungFile")) for file in files] == [
        form.data for form in forms
    ]
    assert [int(file.findtext("DoDaiFile")) for file in files] == [
        len(file.findtext("NoiDungFile")) for file in files
    ]
    assert [child.tag for child in root] == ["NoiDung", "CKy_Dvi"]


def test_a_procedure_has_its_forms_and_no_others():
    procedure = codes().procedures["600"]

    check_forms(procedure, ["D02-TS", "TK1-TS"])
    with pytest.raises(DossierError, match="Thủ tục 600 thiếu tờ khai D02-TS"):
        check_forms(procedure, ["TK1-TS"])
    with pytest.raises(DossierError, match="không cho phép nộp tờ khai D05-TS"):
        check_forms(procedure, ["D02-TS", "D05-TS"])
