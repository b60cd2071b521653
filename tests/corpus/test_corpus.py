"""Acceptance: each dirty export becomes what it must become, and the others go on."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from tests.corpus.case import LEFT, Case, State, numbers
from tests.corpus.make import BY_THEMSELVES, CATALOGUE, cases, write
from tests.corpus.stage import Stage
from tests.corpus.values import WAGE
from tests.end_to_end.provider import forms

ALL = cases()
FEWEST = 150
HALVES = (0, 1)
Act = Callable[[int], Stage]
_FINAL = (State.CONVERTED, State.INVALID, State.UNREADABLE, State.DUPLICATE)
_SPOILS_A_TERMINAL = re.compile("[\x00-\x08\x0b-\x1a\x1c-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(params=HALVES)
def site(request: pytest.FixtureRequest, stage: Act) -> Stage:
    """Each of the two sites."""
    return stage(request.param)


def of(stage: Stage, *states: State) -> list[Case]:
    """Return the cases of a site that are expected to end so."""
    return [case for case in ALL if case.id in stage.dropped and case.state in states]


def test_the_corpus_shows_every_case_of_the_catalogue() -> None:
    assert len(ALL) >= FEWEST
    assert {*CATALOGUE} - numbers(ALL) == {*BY_THEMSELVES}
    assert numbers(ALL) <= {*CATALOGUE}


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.id)
def test_each_file_becomes_what_it_must(case: Case, stage: Act) -> None:
    assert stage(case.half).differences(case) == []


def test_no_byte_is_lost(site: Stage) -> None:
    folder = site.site.folder
    kept = {path.name for path in (folder / "keep" / "originals").iterdir()}

    for case in (each for each in ALL if each.id in site.dropped):
        path = folder / "drop" / case.name
        if path.is_file() and case.state in LEFT:
            assert hashlib.sha256(path.read_bytes()).hexdigest() == site.dropped[case.id], case.id
        else:
            assert site.dropped[case.id] in kept, case.id
    assert {hashlib.sha256((folder / "keep" / "originals" / name).read_bytes()).hexdigest()
            for name in kept} == kept  # fmt: skip


def test_the_programme_stays_up_and_no_step_fails(site: Stage) -> None:
    assert [done.code for done in site.passes] == [2, 1, 1]
    assert "step.failed" not in site.log
    assert "Traceback" not in site.log
    assert list((site.site.folder / "drop" / ".claim").iterdir()) == []


def test_one_more_pass_changes_nothing(site: Stage) -> None:
    before, after = site.settled

    assert before == after
    assert {drop["state"] for drop in after["drops"]} <= {*_FINAL, "examined"}


def test_rows_are_conserved(site: Stage) -> None:
    site.site.prove()


SENT = [case for case in ALL if "sent" in case.facts]


@pytest.mark.parametrize("case", SENT, ids=lambda case: case.id)
def test_what_is_sent_is_what_the_cells_say(case: Case, stage: Act) -> None:
    site = stage(case.half).site
    row = {**case.people.rows[1], "TienLuong": WAGE}

    sent = [
        line
        for path in (site.folder / "outbox").rglob("*.xml")
        for line in etree.fromstring(forms(path.read_bytes())["D02-TS"]).iter("LaoDong")
        if line.findtext("CMND") == row["CMND"]
    ]

    (line,) = sent
    fields = tuple(map(str, case.facts["sent"]))
    assert {name: line.findtext(name) for name in fields} == {name: row[name] for name in fields}


def test_all_that_is_to_be_sent_is_sent(site: Stage) -> None:
    dossiers = site.site.status()["dossiers"]

    assert {dossier["state"] for dossier in dossiers} == {"shipped"}
    assert len(dossiers) >= 1


def test_no_log_knows_a_person(site: Stage) -> None:
    fields = ("HoTen", "MasoBHXH", "CMND", "DienThoai", "Diachi_NN")
    words = {row[name] for case in ALL for row in case.people.rows for name in fields if row[name]}
    # What stands for a name in C27 are words that a log may have.
    telling = sorted(word for word in words if len(word) > len("TRUE"))
    known = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, telling)) + r")(?!\w)")

    assert known.findall(site.log) == []
    assert known.findall("\n".join(site.site.events())) == []


def test_nothing_from_a_file_reaches_the_terminal_as_a_command(site: Stage) -> None:
    told = [site.log, site.site.bhxh("status").out]

    assert [_SPOILS_A_TERMINAL.findall(text) for text in told] == [[], []]
    assert "\x1b[31m" not in site.log.replace("\x1b[31m\x1b[1m", "")
    assert not any(line.startswith(("2026-01-01 INFO", "INFO")) for line in site.log.splitlines())


def test_no_report_holds_a_formula(site: Stage) -> None:
    home = site.site.folder / "returned"
    wanted = [case for case in of(site, *_FINAL) if case.number in ("V09", "V10", "V11", "X10")]

    for case in wanted:
        for path in home.glob(f"*.{site.dropped[case.id][:8]}.report.xlsx"):
            book = openpyxl.load_workbook(path)
            cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
            assert [cell.coordinate for cell in cells if cell.data_type == "f"] == [], case.id


def test_the_files_are_the_same_each_time(tmp_path: Path) -> None:
    wanted = [case for case in cases() if case.id in ("C05-declared", "X10-wage", "C30-workbook")]
    write(tmp_path, wanted)

    for case in wanted:
        again = next(each for each in ALL if each.id == case.id)
        path = tmp_path / case.id / "drop" / case.name
        assert path.read_bytes() == again.content()
        told = json.loads((tmp_path / case.id / "expected.json").read_bytes())
        assert told["state"] == case.state
