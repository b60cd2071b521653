"""D02-TS and TK1-TS: the golden files, and who needs which."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree

from config.profile import load_profile
from outbox.forms import d02_ts, tk1_ts
from tests.outbox.golden.make import FOLDER, documents
from tests.outbox.payroll import declared, row, work

NAMES = ("D02-TS.xml", "TK1-TS.xml", "BHXHDienTu.xml")


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_file_is_what_we_write(name):
    assert documents()[name] == (FOLDER / name).read_bytes()


@pytest.mark.parametrize("name", NAMES)
def test_the_golden_file_is_canonical_already(name):
    canonical = subprocess.run(
        ["xmllint", "--c14n", FOLDER / name], capture_output=True, check=True
    )

    assert canonical.stdout == (FOLDER / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "root"), list(zip(NAMES, ("D02-TS", "TK1-TS", "Hoso"), strict=True))
)
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

    assert tk1_ts.precision(births).tolist() == ["0", "1", "2"]
