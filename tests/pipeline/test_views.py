"""Tests of the read-only questions that the command line and the page share."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from config.profile import Promises
from pipeline import views
from pipeline.advice import next_move
from pipeline.errors import NotFoundError
from pipeline.model import Answer, Balance, Dossier, Drop, Hold
from pipeline.states import DossierState, DropState
from tests.pipeline.ledgers import (
    Clock,
    apply,
    arrive,
    built,
    convert,
    keep,
    opened,
    plan,
    question,
    sha,
    shipped,
    sign,
)

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
PROMISES = Promises()
DOSSIER = "TA0001A-202610-600-01"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def ledger(tmp_path, clock):
    with opened(tmp_path, clock) as found:
        yield found


def open_codes(ledger, clock):
    return [thing.code for thing in views.open_things(ledger, PROMISES, clock.now, ZONE)]


def test_nothing_is_open_where_nothing_happens(ledger, clock):
    assert open_codes(ledger, clock) == []


def test_a_held_file_and_a_failing_one_are_open(ledger, clock):
    ledger.drops.hold(arrive(ledger, "held"), ["approval"], "look at it", Balance())
    arrive(ledger, "new")
    ledger.drops.try_later(arrive(ledger, "failing"), clock.now, "disk: full")

    things = views.open_things(ledger, PROMISES, clock.now, ZONE)

    assert {(thing.thing, thing.code) for thing in things} == {
        ("held", "held"), ("new", "unfinished"), ("failing", "unfinished"),
    }  # fmt: skip
    assert {thing.text_en for thing in things} == {
        "look at it", "examined in the next pass",
        "do what the reason says; the next pass tries again: disk: full",
    }  # fmt: skip


def test_finished_files_are_not_open(ledger, clock):
    arrive(ledger, "first")
    ledger.drops.examined(
        ledger.drops.get("first"), DropState.INVALID, because="1 error", balance=Balance()
    )
    arrive(ledger, "second", sha256=sha("first"))

    assert open_codes(ledger, clock) == []


def test_questions_are_one_line_for_each_file_and_code(ledger, clock):
    asked = (question("drop1", 1), question("drop1", 2), question("drop1", None, code="Q-ABSENT"))
    convert(ledger, "drop1", plan(), asked)

    things = views.open_things(ledger, PROMISES, clock.now, ZONE)

    assert [thing.text_en.split(",")[0] for thing in things] == [
        "Q-ABSENT: 1 question", "Q-WAGE: 2 questions",
    ]  # fmt: skip


def test_an_unsent_dossier_is_open_with_its_reason_or_what_comes_next(ledger, clock):
    dossier = built(ledger)
    before = views.open_things(ledger, PROMISES, clock.now, ZONE)
    ledger.dossiers.try_later([dossier], clock.now, "key: wrong passphrase")

    after = views.open_things(ledger, PROMISES, clock.now, ZONE)

    assert [thing.text_en for thing in before] == ["not sent: signed in the next pass"]
    assert [thing.text_en for thing in after] == ["not sent: key: wrong passphrase"]


def test_a_held_dossier_is_open_once(ledger, clock):
    ledger.dossiers.hold(built(ledger), "dossier", "does not conform")

    assert open_codes(ledger, clock) == ["held"]


def test_an_uncertain_dossier_asks_for_a_persons_word(ledger, clock):
    shipped(ledger, uncertain=True)

    things = views.open_things(ledger, PROMISES, clock.now, ZONE)

    assert [thing.code for thing in things] == ["uncertain"]
    assert f"bhxh resolve {DOSSIER}" in things[0].text_vi


def test_a_receipt_of_submission_is_late_after_its_hours(ledger, clock):
    shipped(ledger)

    codes = [open_codes(ledger, clock)]
    clock.pass_by(hours=PROMISES.submission_hours)
    codes.append(open_codes(ledger, clock))
    clock.pass_by(seconds=1)
    codes.append(open_codes(ledger, clock))

    assert codes == [[], [], ["overdue"]]


def test_a_notice_is_late_after_its_hours(ledger, clock):
    apply(ledger, keep(ledger), shipped(ledger), DossierState.TAKEN)

    clock.pass_by(hours=PROMISES.notice_hours)
    in_time = open_codes(ledger, clock)
    clock.pass_by(seconds=1)

    assert (in_time, open_codes(ledger, clock)) == ([], ["overdue"])


def test_a_notice_is_late_even_where_the_receipt_overtook_the_shipment(ledger, clock):
    apply(ledger, keep(ledger), sign(ledger, built(ledger).id), DossierState.TAKEN)

    clock.pass_by(hours=PROMISES.notice_hours, seconds=1)

    assert open_codes(ledger, clock) == ["overdue"]


def test_a_result_is_late_after_its_day_in_our_zone(ledger, clock):
    apply(
        ledger, keep(ledger), shipped(ledger), DossierState.NUMBERED,
        dossier_columns={"due": date(2026, 11, 12)},
    )  # fmt: skip

    clock.now = datetime(2026, 11, 12, 16, 59, tzinfo=UTC)
    last_minute = open_codes(ledger, clock)
    clock.pass_by(minutes=1)
    things = views.open_things(ledger, PROMISES, clock.now, ZONE)

    assert last_minute == []
    assert [thing.text_vi for thing in things] == ["quá hạn: hẹn trả 12/11/2026"]


def test_an_answered_dossier_is_never_late(ledger, clock):
    apply(ledger, keep(ledger), shipped(ledger), DossierState.ACCEPTED)

    clock.pass_by(days=400)

    assert open_codes(ledger, clock) == []


def test_answers_that_nobody_matched_or_read_are_open(ledger, clock):
    keep(ledger, "unread")
    ledger.answers.judged(keep(ledger, "a"), "unmatched", "inbox/a.xml", reason="foreign: x")
    ledger.answers.judged(keep(ledger, "b"), "conflict", "inbox/b.xml", reason="conflict: y")

    assert sorted(open_codes(ledger, clock)) == ["conflict", "unmatched", "unread"]


@pytest.mark.parametrize(("days", "codes"), [(0, []), (1, []), (2, []), (3, ["night"])])
def test_a_missed_night_is_open_once_there_were_nights(ledger, clock, days, codes):
    today = clock.now.astimezone(ZONE).date()
    ledger.nights.done(today - timedelta(days=days), 0, "reports/x.json")

    assert open_codes(ledger, clock) == codes


@pytest.fixture
def full(ledger, clock):
    """Fill a ledger with one of everything."""
    dossier = shipped(ledger)
    apply(
        ledger, keep(ledger), dossier, DossierState.NUMBERED,
        dossier_columns={"number": "00012/2026/07906"},
    )  # fmt: skip
    clock.pass_by(minutes=1)
    arrive(ledger, "drop2", name="drop1.csv", sha256=sha("drop1"))
    convert(ledger, "drop3", plan(opens=None), (question("drop3"),), name="nhà máy/lương.csv")
    return ledger


@pytest.mark.parametrize(
    ("text", "kind", "key"),
    [
        (DOSSIER, Dossier, DOSSIER),
        ("00012/2026/07906", Dossier, DOSSIER),
        ("drop1", Drop, "drop1"),
        ("drop1.csv", Drop, "drop2"),
        (f"returned/drop1.csv.{sha('drop1')[:8]}.report.xlsx", Drop, "drop1"),
        (f"returned/drop1.csv.{sha('drop1')[:8]}.report.html", Drop, "drop1"),
        (f"returned/drop1.csv.{sha('drop1')[:8]}.giayto.report.html", Drop, "drop1"),
        (f"returned/drop1.csv.{sha('drop1')[:8]}.result.xlsx", Drop, "drop1"),
        ("/srv/site/drop/nhà máy/lương.csv", Drop, "drop3"),
        ("drop/nhà máy/lương.csv", Drop, "drop3"),
        ("drop3/5", Hold, "drop3/5"),
    ],
)
def test_a_thing_is_found_by_what_a_person_has_in_hand(full, text, kind, key):
    found = views.find(full, text)

    assert isinstance(found, kind)
    assert getattr(found, "id") == key  # noqa: B009 - an answer has none


def test_a_dossier_is_found_by_its_file_and_reference(full):
    dossier = full.dossiers.get(DOSSIER)

    for text in (dossier.remote_name, f"outbox/{dossier.remote_name}", dossier.reference):
        assert views.find(full, text) == dossier


def test_a_receipt_is_found_by_its_file_and_by_the_digits_in_the_log(full):
    answer = full.answers.all()[0]

    for text in (answer.file, answer.sha256, answer.sha256[:16]):
        assert views.find(full, text) == answer
        assert isinstance(answer, Answer)


@pytest.mark.parametrize(
    "text", ["", "nothing", "inbox/", "x.00000000.report.json", "\udcff.csv", "%"]
)
def test_what_is_not_there_is_not_found(full, text):
    with pytest.raises(NotFoundError):
        views.find(full, text)


def test_a_returned_file_of_a_duplicate_alone_is_still_found(ledger):
    arrive(ledger, "first")
    with ledger.store.change() as tx:
        tx.exec_driver_sql("UPDATE drops SET state = 'duplicate'")

    assert views.find_drop(ledger, f"x.csv.{sha('first')[:8]}.report.json").id == "first"


def test_every_state_has_a_next_move_in_both_languages(ledger):
    drop, dossier = arrive(ledger, "drop9"), built(ledger)

    for state in DropState:
        assert all(next_move(_with(drop, state=state)))
    for state in DossierState:
        assert all(next_move(_with(dossier, state=state)))


@pytest.mark.parametrize("changes", [{"held_because": "approval"}, {"uncertain": True}])
def test_what_waits_for_a_person_names_the_command(ledger, changes):
    dossier = built(ledger)

    texts = next_move(_with(dossier, **changes))

    assert all("`bhxh re" in text for text in texts)


def test_a_held_file_names_the_command(ledger):
    texts = next_move(_with(arrive(ledger, "drop1"), held_because="approval"))

    assert all("`bhxh release drop1" in text for text in texts)


def _with(thing, **changes):
    values = {name: getattr(thing, name) for name in thing.__dataclass_fields__}
    return type(thing)(**{**values, **changes})


def test_what_follows_in_both_languages_is_said_once():
    thing = views.Open(
        code="unsent",
        thing="x",
        text_vi="chưa gửi: key: sai / wrong",
        text_en="not sent: key: sai / wrong",
    )

    assert thing.words == "chưa gửi / not sent: key: sai / wrong"


@pytest.mark.parametrize("state", [DossierState.BUILT, DossierState.SIGNED])
def test_a_dossier_that_failed_is_not_promised_for_the_next_pass(ledger, state):
    failed = _with(built(ledger), state=state, reason="settings: x")

    assert next_move(failed)[1] == "do what the reason says; the next pass tries again"


@pytest.mark.parametrize("state", [DropState.ARRIVED, DropState.EXAMINED])
def test_a_file_that_failed_is_not_promised_for_the_next_pass(ledger, state):
    failed = _with(arrive(ledger, "drop1"), state=state, reason="disk: x")

    assert next_move(failed)[1] == "do what the reason says; the next pass tries again"


def test_words_are_said_once_where_one_text_holds_both_languages():
    both = views.Open(code="held", thing="x", text_vi="giữ / held", text_en="giữ / held")
    two = views.Open(code="held", thing="x", text_vi="giữ", text_en="held")

    assert both.words == two.words == "giữ / held"
