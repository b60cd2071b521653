"""The declared roster is what VSS accepted and what is on its way, and nothing else."""

from __future__ import annotations

import pytest

from pipeline import columns
from pipeline.rosters import declared
from pipeline.states import DossierState
from tests.inbox.receipts import Person
from tests.pipeline import ledgers
from tests.pipeline.parts import HERE, PERIOD, THERE, csv, person, result, staff

NEWCOMER = person(4, MasoBHXH="")
RISE = staff(1, TienLuong="9900000")


@pytest.fixture
def sent(opened):
    """A shipped dossier: a rise on line 1, a newcomer without a number on line 2."""
    opened.drop("luong.csv", csv(RISE, staff(2, 3), [NEWCOMER]))
    opened.work()
    return opened


def _declared(bench, **told):
    facts = {"units": [HERE], "all_units": [HERE, THERE], **told}
    return declared(bench.ledger, bench.parts.spool, **facts)


def _people(bench, **told):
    roster = _declared(bench, **told).roster
    return dict(
        zip(roster["MaNV"], zip(roster["TienLuong"], roster["MasoBHXH"], strict=True), strict=True)
    )


def _answered(bench, *people, outcome="2"):
    bench.answer("1.xml", result(bench.dossier, outcome=outcome, people=people))
    bench.collect()


def test_what_is_on_its_way_counts(sent):
    people = _people(sent)

    assert sorted(people) == ["NV00001", "NV00002", "NV00003", "NV00004"]
    assert people["NV00001"][0] == "9900000"


def test_what_is_about_to_be_withdrawn_does_not_count(sent):
    people = _people(sent, without=[sent.dossier.id])

    assert sorted(people) == ["NV00001", "NV00002", "NV00003"]
    assert people["NV00001"][0] == "9100000"


def test_a_refused_line_does_not_count_and_is_remembered_with_its_reason(sent):
    _answered(sent, Person(line=1, accepted="0", code="E07", reason="Sai"))

    known = _declared(sent)

    assert _people(sent)["NV00001"][0] == "9100000"
    assert known.refused[["MaNV", "code", "reason"]].to_numpy().tolist() == [
        ["NV00001", "E07", "Sai"]
    ]


def test_a_refused_registration_takes_its_person_back(sent):
    _answered(sent, Person(form="TK1-TS", line=1, accepted="0", code="E11", reason="Sai tên"))

    assert "NV00004" not in _people(sent)
    assert _declared(sent).refused["MaNV"].tolist() == ["NV00004"]


@pytest.mark.parametrize("form", ["TK1-TS", "D02-TS"])
def test_a_number_that_was_given_stands_in_the_roster(sent, form):
    line = 1 if form == "TK1-TS" else 2
    _answered(sent, Person(form=form, line=line, insurance_number="7900000099"), outcome="1")

    assert _people(sent)["NV00004"][1] == "7900000099"


@pytest.mark.parametrize("form", ["tk1-ts", "Tk1-TS"])
def test_a_form_in_other_capitals_is_the_same_form(sent, form):
    _answered(sent, Person(form=form, line=1, insurance_number="7900000099"), outcome="1")

    assert _people(sent)["NV00004"][1] == "7900000099"


@pytest.mark.parametrize("form", ["TK01-TS", "D01-TS", "TK1TS"])
def test_a_number_under_a_form_that_is_none_of_ours_is_given_to_nobody(sent, form):
    _answered(sent, Person(form=form, line=1, insurance_number="7900000099"), outcome="1")

    numbers = [number for _, number in _people(sent).values()]
    assert "7900000099" not in numbers
    assert sent.dossier.state == "shipped"


@pytest.mark.parametrize("form", ["TK01-TS", "D01-TS"])
def test_what_an_older_version_took_in_under_a_strange_form_is_placed_nowhere(sent, form):
    said = ledgers.person(1, form=form, insurance_number="7900000099")
    ledgers.apply(
        sent.ledger, ledgers.keep(sent.ledger), sent.dossier, DossierState.TAKEN, people=[said]
    )

    assert "7900000099" not in [number for _, number in _people(sent).values()]


@pytest.mark.parametrize(("form", "line"), [("TK1-TS", 2), ("D02-TS", 9)])
def test_a_word_about_a_line_that_is_not_there_changes_nothing(sent, form, line):
    _answered(sent, Person(form=form, line=line, accepted="0", code="E1", reason="?"))

    assert len(_people(sent)) == 4


def test_a_dossier_that_is_refused_as_a_whole_takes_everybody_back(sent):
    _answered(sent, outcome="0")

    assert sorted(_people(sent)) == ["NV00001", "NV00002", "NV00003"]
    assert sorted(_declared(sent).refused["MaNV"]) == ["NV00001", "NV00004"]


def test_a_dossier_refused_as_a_whole_refuses_those_too_of_whom_it_says_nothing(sent):
    _answered(sent, Person(line=1, accepted="0", code="E07", reason="Sai"), outcome="0")

    known = _declared(sent).refused

    assert known[["MaNV", "code", "reason"]].to_numpy().tolist() == [
        ["NV00001", "E07", "Sai"],
        ["NV00004", "", "Đã giải quyết"],
    ]


def test_a_refusal_is_forgotten_when_something_later_was_reported(sent):
    _answered(sent, Person(line=1, accepted="0", code="E07", reason="Sai"))
    sent.drop("luong-2.csv", csv(staff(1, TienLuong="9950000"), staff(2, 3), [NEWCOMER]))
    sent.work()

    assert _declared(sent).refused.empty
    assert _people(sent)["NV00001"][0] == "9950000"


def test_people_of_other_units_are_elsewhere(sent):
    known = _declared(sent, units=[THERE])

    assert known.roster.empty
    assert sorted(known.elsewhere["MaNV"]) == ["NV00001", "NV00002", "NV00003", "NV00004"]


def test_without_any_opening_nobody_is_declared(bench):
    known = _declared(bench)

    assert known.roster.empty
    assert known.refused.empty


def test_the_next_month_reports_only_what_is_left(sent):
    _answered(sent, Person(line=1, accepted="0", code="E07", reason="Sai"))
    month = csv(
        staff(1, TienLuong="9910000", Ky="11/2026"),
        staff(2, 3, Ky="11/2026"),
        [{**NEWCOMER, "Ky": "11/2026"}],
    )
    sent.drop("luong-11.csv", month)

    sent.work()

    assert PERIOD == "10/2026"
    assert sent.dropped("luong-11.csv").balance.reported == 1


def test_what_an_older_version_wrote_is_still_read(sent):
    later = ["Quy", "Dien", "TuKy", "TruyLui"]
    for folder in ("rosters", "lines"):
        for file in (sent.parts.spool.site / "keep" / folder).iterdir():
            old = columns.from_file(file).drop(columns=later, errors="ignore")
            file.write_bytes(columns.to_bytes(old))

    known = _declared(sent)

    assert sorted(_people(sent)) == ["NV00001", "NV00002", "NV00003", "NV00004"]
    assert not known.roster.isna().any().any()
    assert set(known.roster["Quy"]) == {""}


def test_an_older_roster_reports_nobody_because_of_what_it_does_not_say(sent):
    for file in (sent.parts.spool.site / "keep" / "rosters").iterdir():
        old = columns.from_file(file).drop(columns=["Quy", "Dien", "TuKy"])
        file.write_bytes(columns.to_bytes(old))

    sent.drop("luong-2.csv", csv(RISE, staff(2), staff(3, TienLuong="9900000"), [NEWCOMER]))
    sent.work()

    assert sent.dropped("luong-2.csv").balance.reported == 1


def test_who_left_is_known_with_the_month(sent):
    sent.drop("luong-2.csv", csv(RISE, staff(2), staff(3, TrangThai="NghiViec"), [NEWCOMER]))
    sent.work()

    assert _declared(sent).left.to_numpy().tolist() == [[HERE, "NV00003", PERIOD]]
