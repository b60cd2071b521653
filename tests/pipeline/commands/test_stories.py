"""status, show, explain: where things are, one story, and what to do next."""

from __future__ import annotations

import json

import pytest

from tests.inbox.receipts import Person
from tests.pipeline.parts import csv, person, result, staff

RISE = csv(staff(1, TienLuong="9900000"), staff(2, 3))


@pytest.fixture
def month(inside):
    """A site with a sent dossier, a held person, a wrong file, and an answer nobody knows."""
    inside.open(csv(staff(1, 2, 3)))
    inside.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3), [ASKED]))
    inside.drop("sai.csv", csv([person(1, CMND="12")]))
    inside.answer("x.xml", b"<no>")
    inside.work()
    people = [Person(line=1, accepted="0", code="E07", reason="Sai")]
    inside.answer(
        "1.xml", result(inside.dossier, outcome="0", people=people, tax_code="0301234562")
    )
    inside.collect()
    return inside


ASKED = person(5, MasoBHXH="079190000005")


def test_status_tells_people_everything_on_one_page(bhxh, month):
    done = bhxh("status")

    assert done.code == 0
    for word in ("luong.csv", "sai.csv", "refused", "chưa khớp · unmatched"):
        assert word in done.out


def test_status_without_dossiers_prints_no_table_of_them(bhxh):
    lines = bhxh("status").out.splitlines()

    assert [line.split()[0] for line in lines if line] == ["drop", "="]
    assert len(lines) == 3


def test_explain_prints_no_reason_where_there_is_none(bhxh, inside):
    inside.open(csv(staff(1, 2, 3)))
    inside.drop("luong.csv", RISE)
    inside.work()

    out = bhxh("explain", inside.dossier.id).out

    assert [line.split()[0] for line in out.splitlines()] == ["what", "next", "next"]


def test_status_has_the_shape_that_programs_rely_on(bhxh, month):
    facts = json.loads(bhxh("status", "--json").out)

    assert {"drops", "dossiers", "unmatched"} == set(facts)
    drop = next(each for each in facts["drops"] if each["name"] == "luong.csv")
    assert (drop["rows"], drop["reported"], drop["held"]) == (4, 1, 1)
    assert drop["dossiers"] == [month.dossier.id]
    (dossier,) = facts["dossiers"]
    assert [each["kind"] for each in dossier["receipts"]] == ["result"]
    assert dossier["receipts"][0]["trusted"] is True


def test_explain_names_the_open_questions_of_a_file_with_both_answers(bhxh, month):
    (question,) = month.ledger.holds.open()

    done = bhxh("explain", "luong.csv")

    assert (
        f"`bhxh release {question.id} --reason …` | `bhxh withdraw {question.id} --reas" in done.out
    )


def test_every_event_of_a_story_is_told_in_both_languages(bhxh, month):
    (question,) = month.ledger.holds.open()
    month.ledger.holds.release(question, "đã hỏi", month.ledger.drops)
    things = ["luong.csv", "sai.csv", month.dossier.id, question.id]

    stories = [json.loads(bhxh("show", thing, "--json").out)["events"] for thing in things]

    told = [event["because"] for events in stories for event in events]
    # One word alone is a code, as the states are; a digest and a receipt's name are no language.
    codes = ("sha256 ", "receipt ")
    plain = [text for text in told if " " in text and not text.startswith(codes)]
    assert len(plain) >= 8
    assert [text for text in plain if "/" not in text] == []


def test_a_story_of_each_thing_and_its_exit_code(bhxh, month):
    (question,) = month.ledger.holds.open()
    answers = {answer.state: answer for answer in month.ledger.answers.all()}
    codes = {
        "luong.csv": 0,
        "sai.csv": 10,
        month.dossier.id: 14,
        question.id: 0,
        answers["unmatched"].sha256: 0,
        answers["matched"].file: 0,
    }

    done = {thing: bhxh("show", thing, "--json") for thing in codes}

    assert {thing: each.code for thing, each in done.items()} == codes
    assert all(json.loads(done[thing].out)["events"] for thing in codes if thing != question.id)
    assert json.loads(done["luong.csv"].out)["questions"][0]["id"] == question.id
    assert json.loads(done[month.dossier.id].out)["refused"] == [
        {"form": "D02-TS", "line": 1, "code": "E07", "reason": "Sai"}
    ]


def test_a_story_speaks_to_people_too(bhxh, month):
    done = bhxh("show", month.dossier.id)

    assert done.code == 14
    assert "refused:" in done.out
    assert "E07 · Sai" in done.out
    assert "events:" in done.out


def test_nobody_must_release_what_they_have_not_seen(bhxh, inside):
    inside.drop("luong.csv", csv(staff(1, 2)))
    inside.work()

    facts = json.loads(bhxh("show", "luong.csv", "--json").out)["would_report"]
    page = bhxh("show", "luong.csv").out

    assert facts["counts"] == [{"unit": "TA0001A", "code": "TD", "lines": 2}]
    assert [(each["person"], each["code"], each["wage"]) for each in facts["lines"]] == [
        ("NV00001", "TD", "9100000"),
        ("NV00002", "TD", "9100000"),
    ]
    assert "TA0001A · TD · 2" in page


def test_a_dossier_shows_whom_it_is_about(bhxh, month):
    facts = json.loads(bhxh("show", month.dossier.id, "--json").out)["reports"]

    assert [(each["person"], each["code"], each["wage"]) for each in facts["lines"]] == [
        ("NV00001", "DC", "9900000")
    ]
    (month.site / month.dossier.artefact).unlink()
    assert json.loads(bhxh("show", month.dossier.id, "--json").out)["reports"] is None


def test_a_long_list_is_cut_for_people_only(bhxh, inside):
    inside.drop("luong.csv", csv(staff(*range(1, 61))))
    inside.work()

    page = bhxh("show", "luong.csv").out
    facts = json.loads(bhxh("show", "luong.csv", "--json").out)

    assert "… 10 nữa / more: --json" in page
    assert len(facts["would_report"]["lines"]) == 60


def test_every_thing_is_explained_with_the_next_move(bhxh, month):
    (question,) = month.ledger.holds.open()
    answers = {answer.state: answer for answer in month.ledger.answers.all()}
    moves = {
        "luong.csv": f"bhxh withdraw {question.id}",
        "sai.csv": "report.xlsx",
        month.dossier.id: "mend the payroll",
        question.id: f"bhxh release {question.id}",
        answers["unmatched"].sha256: "ask the I-VAN",
        answers["matched"].sha256: "done",
    }

    for thing, words in moves.items():
        done = bhxh("explain", thing)
        facts = json.loads(bhxh("explain", thing, "--json").out)

        assert done.code == 0
        assert words in facts["next_en"]
        assert facts["what"] in done.out


def test_an_employee_number_shows_the_register_of_books_and_cards(bhxh, month):
    done = bhxh("show", "NV00001", "--json")

    told = json.loads(done.out)
    assert (done.code, told["id"], told["insurance_number"]) == (0, "NV00001", "7900000001")
    assert [entry["source"] for entry in told["entries"]] == ["baseline", month.dossier.id]
    assert "7900000001" in bhxh("show", "NV00001").out
    assert bhxh("show", "NV99999").code == 64


def test_a_companion_that_waits_for_its_export_is_explained(bhxh, month):
    month.drop("luong.hogiadinh.csv", b"x")

    done = bhxh("explain", "luong.hogiadinh.csv")

    assert "waits for its export" in done.out


def test_a_report_on_households_names_its_file(bhxh, month):
    (report,) = (month.site / "returned").glob("luong.csv.????????.report.json")
    name = report.name.replace(".report.json", ".hogiadinh.report.xlsx")

    assert json.loads(bhxh("show", name, "--json").out)["name"] == "luong.csv"
