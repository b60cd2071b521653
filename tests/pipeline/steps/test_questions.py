"""Every question has a name of its own, and an answer once given stays given."""

from __future__ import annotations

import shutil

from outbox.model import Question
from pipeline.states import DropState
from pipeline.steps.questions import named
from tests.pipeline.parts import HERE, Bench, csv, feed, notice, person, staff

TWICE_ASKED = person(5, MasoBHXH="079190000005", TrangThai="Nghỉ thai sản")
"""A newcomer on leave with a number of 12 digits: two questions about one row."""


def question(code: str = "Q-PA", row: int | None = 5, who: str = "NV00005") -> Question:
    return Question(unit=HERE, person=who, row=row, code=code, question_vi="?", question_en="?")


def names(*asked: Question, before=()) -> list[str]:
    return [hold.id for hold in named("drop", asked, before)]


def release(bench: Bench, code: str) -> None:
    """Answer the question of that code."""
    (hold,) = (hold for hold in bench.ledger.holds.open() if hold.code == code)
    bench.ledger.holds.release(hold, "đã hỏi", bench.ledger.drops)


def test_a_question_is_called_by_its_row_and_a_second_one_by_its_number():
    asked = (question(), question("Q-REFUSED"), question(row=6))

    assert names(*asked) == ["drop/5", "drop/5-2", "drop/6"]


def test_people_who_are_absent_have_questions_of_their_own():
    asked = (question("Q-ABSENT", None, ""), question("Q-REFUSED", None), question(row=None))

    assert names(*asked) == [f"drop/{HERE}-absent{end}" for end in ("", "-2", "-3")]


def test_a_question_keeps_its_name_when_it_is_asked_again():
    before = named("drop", (question(), question("Q-REFUSED")), ())

    assert names(question("Q-REFUSED"), before=before) == ["drop/5-2"]
    assert names(question("Q-UNKNOWN"), before=before) == ["drop/5-3"]


def test_two_questions_about_one_person_are_answered_one_after_the_other(opened):
    opened.drop("luong.csv", csv(staff(1, 2, 3), [TWICE_ASKED]))
    opened.work()
    asked = [hold.code for hold in opened.ledger.holds.open()]

    release(opened, "Q-NEW-ON-LEAVE")
    opened.work()
    left = [hold.code for hold in opened.ledger.holds.open()]
    release(opened, "Q-NUMBER-12")
    opened.work()

    assert asked == ["Q-NEW-ON-LEAVE", "Q-NUMBER-12"]
    assert left == ["Q-NUMBER-12"]
    assert opened.ledger.holds.open() == []
    assert opened.dropped().balance.reported == 1


def test_several_absent_people_whom_VSS_refused_are_asked_about_one_by_one(opened_site, tmp_path):
    shutil.copytree(opened_site, tmp_path / "site")
    bench = Bench(tmp_path / "site", feeds=[feed(missing="leaves")])
    bench.drop("luong.csv", csv(staff(1)))
    bench.work()
    bench.answer("n.xml", notice(bench.dossier, outcome="0", code="E0102", reason="Sai mã"))
    bench.collect()

    bench.drop("luong-11.csv", csv(staff(1, Ky="11/2026")))
    bench.work()

    drop = bench.dropped("luong-11.csv")
    assert drop.state is DropState.CONVERTED
    assert [(hold.id, hold.code) for hold in bench.ledger.holds.of_drop(drop.id)] == [
        (f"{drop.id}/{HERE}-absent", "Q-REFUSED"),
        (f"{drop.id}/{HERE}-absent-2", "Q-REFUSED"),
    ]


def test_an_answer_about_one_person_does_not_brake_the_whole_file_again(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(max_change_percent=20)])
    away = [person(number, TrangThai="Nghỉ thai sản") for number in (4, 5, 6)]
    bench.drop("luong.csv", csv(staff(1, 2, 3), away))
    bench.work()
    bench.ledger.drops.release(bench.dropped(), ["as-new"], "đơn vị mới")
    bench.work()
    before = bench.dropped().balance

    bench.ledger.holds.release(bench.ledger.holds.open()[0], "đã hỏi", bench.ledger.drops)
    bench.work()

    assert (before.reported, before.held) == (3, 3)
    assert bench.dropped().state is DropState.CONVERTED
    assert (bench.dropped().balance.reported, bench.dropped().balance.held) == (4, 2)
