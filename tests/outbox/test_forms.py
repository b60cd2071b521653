"""The official forms: the golden files, and who needs which."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from adapters.model import Kind
from adapters.vnpt import MOVEMENT_FIELDS
from config.profile import load_profile
from outbox.forms import d02_ts, household, tk1_ts, tk3_ts
from outbox.forms.births import precision
from tests.outbox.golden.make import FOLDER, documents, members, unit
from tests.outbox.payroll import coded, declared, row, work

ROOTS = ("D01-TS", "D02-TS", "D03-TS", "TK1-TS", "TK3-TS", "Hoso")
REGISTRATIONS = ("04_DK-IVAN.xml", "06_NG-IVAN.xml", "02_SD-GD.xml")
NAMES = (*(f"{root}.xml" for root in ROOTS[:-1]), "BHXHDienTu.xml", *REGISTRATIONS)


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_file_is_what_we_write(name):
    assert documents()[name] == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_file_is_canonical_already(name):
    canonical = subprocess.run(
        ["xmllint", "--c14n", FOLDER / name], capture_output=True, check=True
    )

    assert canonical.stdout == (FOLDER / name).read_bytes()


@pytest.mark.parametrize(("name", "root"), list(zip(NAMES, (*ROOTS, *["Hoso"] * 3), strict=True)))
def test_the_golden_file_fits_the_default_profiles_schema(name, root):
    schema = Path(load_profile("default").schema_path(root))

    checked = subprocess.run(
        ["xmllint", "--noout", "--nonet", "--schema", schema, FOLDER / name],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr


def test_D02_has_all_44_fields_in_order_for_each_line():
    lines = work(row(1), row(2)).lines.assign(ID="0000000001")

    root = etree.fromstring(d02_ts.build(lines))

    assert len(d02_ts.FIELDS) == 44
    people = root.findall("NoiDung/LaoDong")
    assert [[field.tag for field in person] for person in people] == [list(d02_ts.FIELDS)] * 2
    assert [person.findtext("STT") for person in people] == ["1", "2"]
    assert [child.tag for child in root] == ["ThongTinKhac", "NoiDung", "Cky"]


def test_a_TK1_is_for_arrivals_without_a_number_and_for_those_marked():
    known = declared(row(3, MasoBHXH=""), row(4, MasoBHXH="", TrangThai="OmDau"))
    lines = work(
        row(1, MasoBHXH=""),
        row(2),
        row(3, MasoBHXH="", TienLuong="1"),
        row(4, MasoBHXH=""),
        known=known,
    ).lines
    marked = lines.assign(Tk1_Save=["", "x", "", ""])

    assert lines["PA"].tolist() == ["TM", "TD", "DC", "ON"]
    assert tk1_ts.needed(lines).tolist() == [True, False, False, False]
    assert tk1_ts.needed(marked).tolist() == [True, True, False, False]


def test_a_person_with_two_lines_needs_one_TK1():
    lines = work(row(1, MasoBHXH="")).lines

    twice = pd.concat([lines, lines.assign(PA="TH")], ignore_index=True)

    assert tk1_ts.needed(twice).tolist() == [True, False]


def test_precision_of_a_birth_date():
    births = pd.Series(["05/03/1990", "03/1990", "1990"], dtype="str")

    assert precision(births).tolist() == ["0", "1", "2"]


def test_the_head_of_a_household_speaks_for_it_before_any_other_member():
    told = members().assign(Diachi_HK=["", "Vợ nói", "Con nói"], MaThon=["Chủ nói", "Vợ nói", ""])

    (annex,) = household.annexes(told, told["row"])

    root = etree.fromstring(annex)
    assert root.findtext("Hoten_Chuho") == "Lê Văn Chủ & Con"
    assert (root.findtext("MaThon"), root.findtext("Diachi_HK")) == ("Chủ nói", "Vợ nói")
    assert [each.findtext("STT") for each in root.iter("ThanhVien")] == ["1", "2", "3"]


def test_each_person_has_the_household_of_their_own():
    two = pd.concat([members(), members().iloc[:1].assign(row=9)], ignore_index=True)

    annexes = household.annexes(two, two["row"])

    assert annexes.index.tolist() == [2, 9]
    assert [annex.count("<ThanhVien>") for annex in annexes] == [3, 1]


def test_TK3_says_that_its_layout_is_our_own_and_has_every_indicator():
    root = etree.fromstring(tk3_ts.build(unit()))

    content = root.find("NoiDung")
    assert content.get("mau") == "TK3-TS (own)"
    assert [child.tag for child in content] == list(tk3_ts.INDICATORS)
    assert sorted(tk3_ts.INDICATORS.values())[0] == "01"
    assert len(set(tk3_ts.INDICATORS.values())) == 14


def test_a_template_of_movements_fills_every_field_of_D02():
    told = {name: f"{number}" for number, name in enumerate(d02_ts.FIELDS, start=100)}
    told |= {"PA": "TM", "Loai": "1", "NgayChet": "", "CoGiamChet": "", "MasoBHXH": "7900000099"}
    sent = coded(**{name: told[name] for name in MOVEMENT_FIELDS if name in told})

    lines = work(sent, kind=Kind.MOVEMENTS).lines.assign(ID="0000000001")

    (person,) = etree.fromstring(d02_ts.build(lines)).iter("LaoDong")
    ours = {"STT": "1", "ID": "0000000001", "CoGiamChet": "0"}
    assert {field.tag: field.text or "" for field in person} == {**told, **ours}
