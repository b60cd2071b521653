"""Tests of the shelf of answers."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.errors import MoveLostError
from pipeline.states import DossierState
from tests.pipeline.ledgers import (
    Clock,
    apply,
    built,
    events,
    keep,
    opened,
    person,
    sha,
    shipped,
    sign,
)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    with opened(tmp_path, clock) as found:
        yield found


def fetched(ledger, name, text="receipt", size=9, modified=7):
    return ledger.answers.fetched(
        sha256=sha(text), name=name, size=size, modified=modified, file=f"inbox/{text}.xml"
    )


def test_an_entry_of_the_folder_is_known_by_name_size_and_time(ledger):
    fetched(ledger, b"a.xml")

    assert ledger.answers.listed(b"a.xml", 9, 7)
    for other in ((b"b.xml", 9, 7), (b"a.xml", 8, 7), (b"a.xml", 9, 8)):
        assert not ledger.answers.listed(*other)


def test_a_name_of_any_bytes_is_remembered(ledger):
    fetched(ledger, b"\xff\n'\x00.xml")

    assert ledger.answers.listed(b"\xff\n'\x00.xml", 9, 7)
    assert ledger.answers.all()[0].remote_name == "\\xff\n'\x00.xml"


def test_the_same_bytes_under_another_name_are_one_answer(ledger):
    fresh = [fetched(ledger, name) for name in (b"a.xml", b"b.xml", b"b.xml")]

    assert fresh == [True, False, False]
    assert len(ledger.answers.all()) == 1
    assert ledger.answers.listed(b"b.xml", 9, 7)
    assert events(ledger, sha("receipt")) == [(None, "fetched", "kept")]


def test_sizes_and_times_of_a_strange_server_fit(ledger):
    fetched(ledger, b"a.xml", size=2**62, modified=2**62)

    assert ledger.answers.listed(b"a.xml", 2**62, 2**62)


def test_answers_are_judged_oldest_first(ledger, clock):
    for text in ("second", "first"):
        keep(ledger, text)
        clock.pass_by(minutes=1)

    assert [answer.file for answer in ledger.answers.in_state("fetched")] == [
        "inbox/second.xml",
        "inbox/first.xml",
    ]
    assert ledger.answers.in_state("matched", "unmatched") == []


def test_a_verdict_is_filed_without_moving_anything(ledger):
    answer = keep(ledger)

    ledger.answers.judged(
        answer,
        "unmatched",
        "inbox/unmatched/x.xml",
        reason="foreign: ai đó / somebody",
        trusted=True,
    )

    found = ledger.answers.all()[0]
    assert (found.state, found.file, found.trusted) == ("unmatched", "inbox/unmatched/x.xml", True)
    assert events(ledger, answer.sha256)[-1] == ("fetched", "unmatched", "foreign")


def test_the_same_verdict_again_is_no_event(ledger):
    ledger.answers.judged(keep(ledger), "unmatched", "inbox/u.xml", reason="unknown: x")
    again = ledger.answers.all()[0]

    ledger.answers.judged(again, "unmatched", "inbox/u.xml", reason="unknown: x")

    assert len(events(ledger, again.sha256)) == 2


def test_a_verdict_on_an_answer_that_was_judged_meanwhile_is_lost(ledger):
    answer = keep(ledger)
    ledger.answers.judged(answer, "statement", "inbox/statements/x.xml", reason=None)

    with pytest.raises(MoveLostError):
        ledger.answers.judged(answer, "unmatched", "inbox/u.xml", reason="unknown: x")

    assert events(ledger, answer.sha256)[-1] == ("fetched", "statement", "statement")


def test_an_answer_moves_its_dossier_and_tells_hr(ledger):
    dossier = shipped(ledger, uncertain=True)
    ledger.drops.feedback_done(ledger.drops.get("drop1"))
    answer = keep(ledger)

    found = apply(
        ledger, answer, dossier, DossierState.NUMBERED,
        dossier_columns={"number": "1/2026", "due": date(2026, 11, 12)},
    )  # fmt: skip

    assert (found.state, found.number, found.uncertain) == (DossierState.NUMBERED, "1/2026", False)
    assert ledger.answers.all()[0].dossier == dossier.id
    assert ledger.answers.all()[0].state == "matched"
    assert [drop.id for drop in ledger.drops.feedback_due()] == ["drop1"]
    assert events(ledger, dossier.id)[-1] == (
        "shipped", "numbered", f"receipt {answer.sha256[:16]}",
    )  # fmt: skip


def test_an_answer_without_a_move_is_matched_all_the_same(ledger):
    dossier = shipped(ledger)
    answer = keep(ledger)

    ledger.answers.applied(
        answer, "inbox/receipts/x.xml", dossier=dossier.id, moves=[], people=[],
        columns={"kind": "submission"}, dossier_columns={},
    )  # fmt: skip

    assert ledger.dossiers.get(dossier.id).state is DossierState.SHIPPED
    assert ledger.answers.in_state("matched")[0].dossier == dossier.id


def test_an_answer_that_overtakes_the_shipment_starts_the_clock_of_the_next_one(ledger, clock):
    dossier = sign(ledger, built(ledger).id)

    found = apply(ledger, keep(ledger), dossier, DossierState.TAKEN)

    assert found.shipped_at == clock.now


def test_the_time_of_shipment_stays_what_it_was(ledger, clock):
    dossier = shipped(ledger)
    clock.pass_by(hours=1)

    assert apply(ledger, keep(ledger), dossier, DossierState.TAKEN).shipped_at == dossier.shipped_at


def bad_people():
    yield person(1)
    raise ZeroDivisionError


@pytest.mark.parametrize(
    ("changes", "failure"),
    [
        ({"people": bad_people()}, ZeroDivisionError),
        ({"people": [person(1)], "dossier_columns": {"uncertain": None}}, Exception),
    ],
)
def test_what_an_answer_does_is_all_or_nothing(ledger, changes, failure):
    dossier = sign(ledger, built(ledger).id)
    attempt = ledger.attempts.begin(dossier.id, lambda number: f".{number}.part")
    ledger.attempts.committing([attempt])
    answer = keep(ledger)
    story = events(ledger, dossier.id)

    with pytest.raises(failure):
        apply(ledger, answer, dossier, DossierState.TAKEN, **changes)

    assert ledger.dossiers.get(dossier.id) == dossier
    assert ledger.answers.all() == [answer]
    assert ledger.answers.outcomes(dossier.id) == []
    assert ledger.attempts.open(dossier.id) is not None
    assert events(ledger, dossier.id) == story


def test_an_answer_to_a_dossier_that_went_on_meanwhile_is_all_or_nothing(ledger):
    dossier = shipped(ledger)
    apply(ledger, keep(ledger, "result"), dossier, DossierState.ACCEPTED)
    late = keep(ledger, "late")

    with pytest.raises(MoveLostError):
        apply(ledger, late, dossier, DossierState.TAKEN)

    assert late in ledger.answers.in_state("fetched")


def test_a_dossier_never_moves_backwards(ledger):
    dossier = apply(ledger, keep(ledger, "notice"), shipped(ledger), DossierState.NUMBERED)

    with pytest.raises(MoveLostError):
        apply(ledger, keep(ledger, "late"), dossier, DossierState.TAKEN)


def test_the_first_word_on_a_line_stands(ledger):
    dossier = shipped(ledger)
    people = [person(2, accepted=False, code="E1"), person(1), person(2, code="twice")]
    partly = apply(ledger, keep(ledger), dossier, DossierState.PARTLY_ACCEPTED, people=people)

    ledger.answers.applied(
        keep(ledger, "again"), "inbox/x.xml", dossier=dossier.id, moves=[],
        people=[person(2, code="later"), person(3)], columns={}, dossier_columns={},
    )  # fmt: skip

    said = [(row["line"], row["code"]) for row in ledger.answers.outcomes(partly.id)]
    assert said == [(1, ""), (2, "E1"), (3, "")]


def test_a_story_is_told_in_order_with_its_times(ledger, clock):
    shipped(ledger)
    story = ledger.answers.history("TA0001A-202610-600-01")

    assert [end for _, _, end, _ in story] == ["built", "signed", "shipped"]
    assert {at for at, *_ in story} == {clock.now}
