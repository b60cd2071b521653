"""The register of books and cards knows what was sent and what VSS answered, and nothing else."""

from __future__ import annotations

import pytest

from pipeline.register import register_of
from tests.inbox.receipts import Person
from tests.pipeline.parts import Bench, csv, person, result, staff


def page(bench: Bench, who: str) -> dict:
    found = register_of(bench.ledger, bench.parts.spool, who)
    assert found is not None
    return found


def send(bench: Bench) -> None:
    """Report a newcomer without a number, and a rise of NV00001."""
    newcomer = person(4, MasoBHXH="", MaBenhVien="79030")
    bench.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3), [newcomer]))
    bench.work()


def answer(bench: Bench, *people: Person) -> None:
    bench.answer("1.xml", result(bench.dossier, outcome="1", people=people))
    bench.collect()


def test_a_person_of_the_baseline_has_what_it_said(opened):
    told = page(opened, "NV00002")

    assert (told["insurance_number"], told["hospital"]) == ("7900000002", "79025")
    assert (told["card_number"], told["earlier_numbers"]) == (None, [])
    assert [entry["source"] for entry in told["entries"]] == ["baseline"]


@pytest.mark.parametrize("number", ["7900000099", "079190000004"])
def test_a_newcomer_gets_the_number_and_the_card_that_VSS_gave(opened, number):
    send(opened)
    assert page(opened, "NV00004")["insurance_number"] is None
    answer(
        opened,
        Person(line=1, accepted="1"),
        Person(
            line=2, accepted="1", insurance_number=number, card_number="DN4797900000099",
            card_from="01/11/2026", card_to="31/12/2026",
        ),
    )  # fmt: skip

    told = page(opened, "NV00004")

    assert (told["insurance_number"], told["is_new_number"]) == (number, len(number) == 12)
    assert told["card_number"] == "DN4797900000099"
    assert (told["card_from"], told["card_to"]) == ("01/11/2026", "31/12/2026")
    assert told["hospital"] == "79030"


def test_a_number_that_was_changed_stays_as_an_earlier_one(opened):
    send(opened)
    answer(opened, Person(line=1, accepted="1", insurance_number="7900000077"))

    told = page(opened, "NV00001")

    assert told["insurance_number"] == "7900000077"
    assert told["earlier_numbers"] == ["7900000001"]


def test_somebody_of_whom_there_is_only_a_question_has_a_page(bench):
    bench.drop("luong.csv", csv(staff(1), [person(4, TrangThai="ThaiSan")]))
    bench.work()
    bench.ledger.drops.release(bench.dropped(), ["as-new", "approval"], "mới")
    bench.work()

    told = page(bench, "NV00004")

    assert told["entries"] == []
    assert [question["code"] for question in told["questions"]] == ["Q-NEW-ON-LEAVE"]


def test_nobody_has_no_page(opened):
    assert register_of(opened.ledger, opened.parts.spool, "NV99999") is None
