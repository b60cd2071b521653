"""`correct` says in both languages what it did, and what is in its way."""

from __future__ import annotations

import json

import pytest

from tests.inbox.receipts import Person
from tests.pipeline.parts import csv, person, result, staff
from tests.pipeline.registrations import asked

WHY = ("--reason", "BHXH nhầm")
MONTH = csv(staff(1, TienLuong="9900000"), staff(2, TienLuong="9800000"), staff(3))


@pytest.fixture
def refused(inside):
    """A site with a dossier of two rises, of which VSS refused the second."""
    inside.open(csv(staff(1, 2, 3)))
    inside.drop("luong.csv", MONTH)
    inside.work()
    people = [Person(line=1), Person(line=2, accepted="0", code="E7", reason="Sai")]
    data = result(inside.dossier, outcome="2", people=people, tax_code="0301234562")
    inside.answer("1.xml", data)
    inside.collect()
    return inside


def test_people_read_what_was_done(bhxh, refused):
    dossier = refused.dossier.id

    done = bhxh("correct", dossier, *WHY)

    new = refused.dossiers()[-1].id
    assert done.code == 0
    assert done.out.splitlines() == [
        f"{dossier}: 1 người bị từ chối / people refused",
        "  1 gửi lại nguyên như cũ / offered again unchanged",
        f"  hồ sơ mới / new dossiers: {new}, ký và gửi ở lượt tới / "
        "signed and sent in the next pass",
    ]


def test_what_must_come_first_is_named_with_exit_1(bhxh, refused):
    odd = person(2, TienLuong="9750000", PA="TM")
    refused.drop("luong-2.csv", csv(staff(1, TienLuong="9900000"), [odd], staff(3)))
    refused.work()
    (question,) = refused.ledger.holds.open()

    done = bhxh("correct", refused.dossier.id, *WHY)
    told = bhxh("correct", refused.dossier.id, *WHY, "--json")

    assert (done.code, told.code) == (1, 1)
    assert f"questions come first: {question.id}" in done.out
    assert json.loads(told.out)["waiting"] == [question.id]


def test_a_later_file_that_says_otherwise_is_told_with_exit_1(bhxh, refused):
    refused.drop("luong-2.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3)))
    refused.work()

    done = bhxh("correct", refused.dossier.id, *WHY)

    assert done.code == 1
    assert "a later file says otherwise" in done.out


def test_only_a_dossier_is_corrected(bhxh, refused):
    done = bhxh("correct", "luong.csv", *WHY)

    assert done.code == 64
    assert "drop a file again, release a person" in done.err


def test_the_next_move_of_a_refusal_names_the_command(bhxh, refused):
    done = bhxh("explain", refused.dossier.id)

    assert f"bhxh correct {refused.dossier.id} --reason" in done.out


def test_a_registration_is_about_no_people_and_not_corrected(bhxh, inside):
    key = asked(inside.ledger)

    done = bhxh("correct", key, *WHY)
    page = bhxh("show", key, "--json")

    assert done.code == 64
    assert "a registration of unit TA0001A, about no people" in done.err
    assert json.loads(page.out)["reports"] is None
