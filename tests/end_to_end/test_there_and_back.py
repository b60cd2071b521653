"""Acceptance 3: the whole way, from a dropped file to results per person and the next month."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.end_to_end.people import HERE, THERE, csv, month, person, secrets
from tests.end_to_end.provider import forms, lines
from tests.end_to_end.story import (
    BACK,
    BOTH,
    CARD,
    CUT,
    GIVEN,
    HERE_NUMBER,
    LEAVER,
    MOTHER,
    MOVER,
    NAME_REASON,
    NUMBERED,
    PROMOTED,
    RAISED,
    REFUSED,
    SICK,
    THERE_NUMBER,
    TITLE_REASON,
    TRANSFER,
    UNNUMBERED,
    UNPAID,
    Story,
    second_month,
    tell,
    told,
)
from tests.sshd import Sshd


@pytest.fixture(scope="module")
def story(template: Path, house: Sshd, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    for name in ("inbound", "outbound"):
        for file in (house.root / name).iterdir():
            file.unlink()
    return tell(template, tmp_path_factory.mktemp("story") / "site", house)


def test_the_month_reports_who_changed_and_nobody_else(story: Story) -> None:
    assert sorted(told(story.of(HERE))) == sorted(
        [
            (RAISED, "DC", "2"),
            (CUT, "DC", "4"),
            (PROMOTED, "CD", "5"),
            (LEAVER, "GH", "3"),
            (MOTHER, "TS", "3"),
            (SICK, "OF", "3"),
            (UNPAID, "KL", "3"),
            (BOTH, "DC", "2"),
            (BOTH, "CD", "5"),
            (BACK, "ON", "1"),
            (MOVER, "GD", "3"),
            (UNNUMBERED, "TM", "1"),
            (NUMBERED, "TM", "1"),
            (REFUSED, "TM", "1"),
            (TRANSFER, "TD", "1"),
        ]
    )
    assert told(story.of(THERE)) == [(MOVER, "TD", "1")]


def test_only_people_without_a_number_get_a_tk1(story: Story) -> None:
    declared = lines(story.of(HERE), "CMND", form="TK1-TS")

    assert [int(citizen[-6:]) for (citizen,) in declared] == [UNNUMBERED, REFUSED]
    assert set(forms(story.of(THERE))) == {"D02-TS"}


def test_every_row_of_the_file_is_counted_once(story: Story) -> None:
    (drop,) = (each for each in story.answered["drops"] if each["name"] == "luong-1.csv")

    assert {name: drop[name] for name in ("state", "rows", "unchanged", "reported", "absent")} == {
        "state": "converted",
        "rows": 34,
        "unchanged": 20,
        "reported": 14,
        "absent": 0,
    }
    assert drop["dossiers"] == [
        f"{HERE}-{month(1).year}{month(1).month:02}-600-01",
        f"{THERE}-{month(1).year}{month(1).month:02}-600-01",
    ]


def test_a_dossier_moves_on_with_each_answer(story: Story) -> None:
    steps = (story.shipped, story.taken, story.numbered, story.answered)

    assert [
        (story.dossier(step, HERE)["state"], story.dossier(step, THERE)["state"]) for step in steps
    ] == [
        ("shipped", "shipped"),
        ("taken", "taken"),
        ("numbered", "numbered"),
        ("partly_accepted", "accepted"),
    ]
    # First a warning (a newcomer without household annex), last a refusal.
    assert story.codes == (1, 0, 0, 1)


def test_what_arrived_is_what_was_signed_and_what_the_status_says(story: Story) -> None:
    for unit in (HERE, THERE):
        facts = story.dossier(story.shipped, unit)
        data = story.of(unit)

        assert hashlib.sha256(data).hexdigest() == facts["sha256"]
        assert (story.site.folder / "outbox" / facts["remote_name"]).read_bytes() == data


def test_the_status_has_the_shape_that_programs_rely_on(story: Story) -> None:
    dossier = story.dossier(story.answered, HERE)
    period = f"{month(1).year}{month(1).month:02}"

    assert set(story.answered) == {"drops", "dossiers", "unmatched"}
    assert {
        "id", "name", "sha256", "state", "reason", "rows", "unchanged", "reported", "rejected",
        "held", "absent", "errors", "warnings", "dossiers",
    } <= set(story.answered["drops"][0])  # fmt: skip
    reference = dossier.pop("reference")
    assert dossier["remote_name"] == f"{HERE}_{period}_600_01_{reference[:8]}.xml"
    assert (dossier["unit"], dossier["period"]) == (HERE, str(month(1)))
    assert (dossier["procedure"], dossier["batch"], dossier["people"]) == ("600", 1, 14)
    assert (dossier["number"], dossier["due"]) == (HERE_NUMBER, date(2026, 11, 12).isoformat())
    assert (dossier["uncertain"], dossier["held_because"]) == (False, None)
    receipts = dossier["receipts"]
    assert [receipt["kind"] for receipt in receipts] == ["submission", "notice", "result"]
    assert all(receipt["trusted"] for receipt in receipts)
    assert receipts[0]["at"] == "2026-11-05T08:15:30+07:00"
    assert story.answered["unmatched"] == []
    assert story.dossier(story.answered, THERE)["number"] == THERE_NUMBER


def test_answers_are_filed_as_they_came(story: Story) -> None:
    inbox = story.site.folder / "inbox"
    outbound = {path.read_bytes() for path in story.provider.outbound.values()}
    filed = {
        name: {path.name.split(".")[1] for path in (inbox / name).glob("*")}
        for name in ("receipts", "results", "statements", "unmatched")
    }

    assert filed == {
        "receipts": {"submission", "notice"},
        "results": {"result"},
        "statements": {f"{month(1).year}{month(1).month:02}"},
        "unmatched": set(),
    }
    assert {path.read_bytes() for path in inbox.rglob("*.xml")} == outbound


def test_hr_gets_the_result_of_every_person(story: Story) -> None:
    book = openpyxl.load_workbook(story.site.returned("luong-1.csv", "result.xlsx"))
    people = {
        (row[1], row[4]): row for row in book["Kết quả"].iter_rows(min_row=2, values_only=True)
    }

    def said(number: int, code: str) -> tuple[object, ...]:
        row = people[person(number)["MaNV"], code]
        return (row[0], row[2], *row[6:])

    assert len(people) == 16
    accepted = "Được chấp nhận · accepted"
    assert said(RAISED, "DC")[:3] == ("2", person(RAISED)["HoTen"], accepted)
    refused = said(PROMOTED, "CD")
    assert refused[2:5] == ("Bị từ chối · refused", "E07", TITLE_REASON)
    assert said(REFUSED, "TM")[2:5] == ("Bị từ chối · refused", "E11", NAME_REASON)
    newcomer = said(UNNUMBERED, "TM")
    assert newcomer[2] == "Được chấp nhận · accepted"
    assert newcomer[5:] == (GIVEN, CARD, "01/10/2026", "31/12/2026")
    assert said(MOVER, "TD")[2] == "Được chấp nhận · accepted"


def test_a_statement_is_kept_and_shown_by_the_nightly_report(story: Story) -> None:
    done = story.site.bhxh("reconcile", "--json")

    assert done.json["statements"][0]["unit"] == HERE
    assert done.json["statements"][0]["period"] == str(month(1))


def test_the_next_month_reports_only_what_is_left(story: Story) -> None:
    site = story.site
    before = set(site.states())
    site.drop("luong-2.csv", csv(second_month()))
    code = site.once().code
    sent = story.provider.take()
    (fresh,) = set(site.states()) - before

    assert code == 1
    assert site.dossier(fresh)["period"] == str(month(2))
    (data,) = sent.values()
    assert sorted(told(data)) == [(UNNUMBERED, "DC", "2"), (REFUSED, "TM", "1")]
    numbers = {int(citizen[-6:]): number for citizen, number in lines(data, "CMND", "MasoBHXH")}
    assert numbers == {UNNUMBERED: GIVEN, REFUSED: ""}
    assert site.fates("luong-2.csv") == (30, 2, 0, 1)
    _the_refused_person_waits_and_goes_on_when_released(story)


def _the_refused_person_waits_and_goes_on_when_released(story: Story) -> None:
    site = story.site
    (question,) = site.questions("luong-2.csv")

    assert question["code"] == "Q-REFUSED"
    assert question["person"] == person(PROMOTED)["MaNV"]
    assert TITLE_REASON in question["question_vi"]
    assert TITLE_REASON in site.explain(question["id"])
    site.release(question["id"])
    site.once()
    (data,) = story.provider.take().values()
    assert told(data) == [(PROMOTED, "CD", "5")]
    assert site.fates("luong-2.csv") == (30, 3, 0, 0)
    assert site.once().code == 0
    assert story.provider.inbound == {}


def test_neither_log_nor_events_of_the_story_know_a_person(story: Story) -> None:
    log, events = "".join(story.site.log), "\n".join(story.site.events())
    dropped = csv(second_month()).decode()

    assert "dossier.moved" in log
    assert "shipped" in events
    assert len(secrets().findall(dropped)) > 200
    assert secrets().findall(log + events) == []
