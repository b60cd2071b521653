"""release, retry, withdraw, resolve: in every state that fits them and in those that do not."""

from __future__ import annotations

import json

import pytest

from outbox.errors import ConnectionLostError
from pipeline.states import DossierState, DropState
from tests.pipeline.ledgers import apply, built, keep, shipped
from tests.pipeline.parts import HERE, csv, person, staff, submission

WHY = ("--reason", "đã hỏi")
RISE = csv(staff(1, TienLuong="9900000"), staff(2, 3))


@pytest.fixture
def opened(inside):
    inside.open(csv(staff(1, 2, 3)))
    return inside


def _nobody():
    raise ConnectionLostError("connect", "", "refused")


def _signed(opened):
    opened.change(connect=_nobody)
    opened.drop("luong.csv", RISE)
    opened.work()
    return opened.dossier


def test_a_new_unit_needs_one_of_two_words(bhxh, inside):
    inside.drop("luong.csv", RISE)
    inside.work()
    drop = inside.dropped().id

    without = bhxh("release", drop, *WHY)
    both = bhxh("release", drop, *WHY, "--as-new", "--as-baseline")
    one = bhxh("release", drop, *WHY, "--as-baseline")

    assert (without.code, both.code, one.code) == (64, 64, 0)
    assert "choose --as-baseline or --as-new" in without.err
    assert "exclude each other" in both.err
    assert inside.dropped().released == "as-baseline"


@pytest.mark.parametrize("words", [[], ["--as-new"], ["--as-baseline"]])
def test_a_word_that_was_given_only_waits_for_a_pass(bhxh, inside, words):
    inside.drop("luong.csv", RISE)
    inside.work()
    drop = inside.dropped().id
    bhxh("release", drop, *WHY, "--as-new")

    again = bhxh("release", drop, *WHY, *words)

    assert again.code == 64
    assert "it is released already: run `bhxh once`" in again.err


@pytest.mark.parametrize("word", ["--as-baseline", "--as-new"])
def test_a_word_about_baselines_is_refused_where_none_is_missing(bhxh, opened, word):
    opened.drop("luong.csv", csv(staff(1, 2, 3, Ky="09/2026")))
    opened.work()
    drop = opened.dropped()

    done = bhxh("release", drop.id, *WHY, word)

    assert (drop.held_because, done.code) == ("older-period", 64)
    assert f"leave out {word}" in done.err
    assert opened.dropped().held_because == "older-period"


def test_a_held_file_goes_on(bhxh, opened):
    opened.drop("luong.csv", csv(staff(1, 2, 3, Ky="09/2026")))
    opened.work()

    done = bhxh("release", "luong.csv", *WHY)
    opened.work()

    assert (done.code, opened.dropped().state) == (0, DropState.CONVERTED)
    assert "goes on" in done.out


def test_a_duplicate_is_taken_once_more(bhxh, opened):
    opened.drop("luong.csv", RISE)
    opened.work()
    opened.drop("luong-2.csv", RISE)
    opened.work()

    done = bhxh("release", "luong-2.csv", *WHY)

    again = opened.ledger.drops.all()[-1]
    assert "taken again" in done.out
    assert (done.code, len(opened.ledger.drops.due(DropState.ARRIVED, opened.clock()))) == (0, 1)
    assert again.name in ("luong.csv", "luong-2.csv")


def test_a_held_person_and_a_held_dossier_go_on(bhxh, opened):
    asked = person(5, MasoBHXH="079190000005")
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3), [asked]))
    opened.change(connect=_nobody)
    opened.work()
    (question,) = opened.ledger.holds.open()
    opened.ledger.dossiers.hold(opened.dossier, "dossier", "mẫu sai")

    person_done = bhxh("release", question.id, *WHY)
    dossier_done = bhxh("release", opened.dossier.id, *WHY)

    assert (person_done.code, dossier_done.code) == (0, 0)
    assert opened.dossier.held_because is None
    assert opened.dropped().state is DropState.EXAMINED


def test_what_nothing_holds_is_not_released(bhxh, opened):
    dossier = _signed(opened)

    codes = [bhxh("release", thing, *WHY).code for thing in (dossier.id, "luong.csv")]

    assert codes == [64, 64]


def test_a_baseline_that_was_cut_off_is_not_released_as_a_report(bhxh, inside):
    inside.ledger.drops.arrive(
        key="0123456789ab", feed="payroll", name="goc.csv", sha256="a" * 64, size=1,
        purpose="baseline", held_because="baseline",
    )  # fmt: skip

    done = bhxh("release", "goc.csv", *WHY)

    assert done.code == 64
    assert "run `bhxh baseline` again" in done.err


def test_retry_forgets_the_waiting_time(bhxh, opened):
    dossier = _signed(opened)

    done = bhxh("retry", dossier.id)

    assert (done.code, opened.dossier.next_try_at) == (0, None)
    assert "tried in the next pass" in done.out


def test_retry_of_a_failed_file_lets_it_go_on(bhxh, opened):
    opened.drop("luong.csv", RISE)
    opened.ledger.dossiers.openings = lambda: 1 / 0
    opened.work()

    done = bhxh("retry", "luong.csv")

    assert (done.code, opened.dropped().held_because) == (0, None)


def test_retry_of_a_refused_file_examines_it_anew(bhxh, inside):
    inside.drop("luong.csv", csv([person(1, CMND="12")]))
    inside.work()

    done = bhxh("retry", "luong.csv")

    assert done.code == 0
    assert "examined anew as" in done.out
    assert len(inside.ledger.drops.due(DropState.ARRIVED, inside.clock())) == 1


def test_a_refused_file_is_explained_by_its_codes_its_report_and_the_way_back(bhxh, inside):
    inside.drop("luong.csv", csv([person(1, CMND="12", GioiTinh="9"), person(2, CMND="13")]))
    inside.work()

    said = bhxh("explain", "luong.csv").out

    drop = inside.dropped()
    assert "3 lỗi/errors, 0 cảnh báo/warnings: E-CITIZEN 2, E-SEX 1\n" in said
    assert f"see returned/luong.csv.{drop.sha256[:8]}.report.xlsx: mend" in said
    assert (
        f"`bhxh explain CODE`; if settings or mapping were mended: `bhxh retry {drop.id}`" in said
    )


def test_a_file_of_an_unknown_format_is_shown_the_way_of_a_mapping(bhxh, inside):
    inside.drop("luong.csv", b"x;y\n1;2\n")
    inside.work()

    said = bhxh("explain", "luong.csv").out

    assert (
        f"`bhxh map FILE`, name it as the feed's format, then `bhxh retry {inside.dropped().id}"
        in said
    )


def test_retry_chooses_the_feed_anew_and_takes_along_what_lay_beside(bhxh, inside):
    inside.drop("luong.hogiadinh.csv", b"x")
    inside.drop("luong.csv", csv([person(1, CMND="12")]))
    inside.work()
    toml = bhxh.site / "bhxh.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"payroll"', '"luong-moi"'))

    done = bhxh("retry", "luong.csv")

    first, again = (each for each in inside.ledger.drops.all() if each.name == "luong.csv")
    assert "nguồn / feed luong-moi" in done.out
    assert (first.feed, again.feed) == ("payroll", "luong-moi")
    assert again.companions == first.companions is not None


def test_a_duplicate_of_a_refused_file_is_explained_by_the_refusal(bhxh, inside):
    inside.drop("luong.csv", csv([person(1, CMND="12")]))
    inside.work()
    first = inside.dropped()
    inside.drop("lai.csv", csv([person(1, CMND="12")]))
    inside.work()

    done = bhxh("explain", "lai.csv")

    assert f"bhxh retry {first.id}" in done.out
    (page,) = (bhxh.site / "returned").glob("lai.csv.*.duplicate.txt")
    text = page.read_text(encoding="utf-8")
    assert "the earlier file was refused (invalid), and nothing of it is reported" in text
    assert f"bhxh retry {first.id}" in text
    assert f"luong.csv.{first.sha256[:8]}.report.xlsx" in text
    assert "nothing is to be done" not in text


def test_what_is_held_is_not_retried_but_released(bhxh, opened):
    dossier = _signed(opened)
    opened.ledger.dossiers.hold(dossier, "dossier", "mẫu sai")

    done = bhxh("retry", dossier.id)

    assert done.code == 64
    assert f"use `bhxh release {dossier.id} …`" in done.err


def test_there_is_nothing_to_retry_in_what_is_done(bhxh, opened):
    opened.drop("luong.csv", RISE)
    opened.work()

    codes = [bhxh("retry", thing).code for thing in (opened.dossier.id, "luong.csv")]

    assert codes == [64, 64]


def test_an_unsent_dossier_can_be_withdrawn_and_a_sent_one_cannot(bhxh, opened):
    dossier = _signed(opened)
    unsent = bhxh("withdraw", dossier.id, *WHY)

    again = bhxh("withdraw", dossier.id, *WHY)

    assert (unsent.code, again.code) == (0, 64)
    assert opened.dossier.state is DossierState.WITHDRAWN


def test_a_file_that_failed_before_it_was_examined_can_be_withdrawn(bhxh, opened):
    opened.drop("luong.csv", RISE)
    opened.change(law=None)
    opened.work()

    done = bhxh("withdraw", "luong.csv", *WHY)

    assert done.code == 0
    assert (opened.dropped().state, opened.dropped().balance.rows) == (DropState.INVALID, 0)


def test_a_held_file_can_be_withdrawn_and_a_converted_one_cannot(bhxh, opened):
    opened.drop("luong.csv", csv(staff(1, 2, 3, Ky="09/2026")))
    opened.drop("luong-2.csv", RISE)
    opened.work()

    held, converted = bhxh("withdraw", "luong.csv", *WHY), bhxh("withdraw", "luong-2.csv", *WHY)

    assert (held.code, converted.code) == (0, 64)
    assert opened.dropped("luong.csv").state is DropState.INVALID
    assert opened.dropped("luong.csv").balance.rejected == 3
    (line,) = [line for line in bhxh("status").out.splitlines() if " luong.csv " in line]
    assert "withdrawn" in line
    assert "invalid" not in line
    assert "marked" not in bhxh("explain", "luong.csv").out


@pytest.mark.parametrize(
    ("word", "state"), [("--present", DossierState.SHIPPED), ("--absent", DossierState.SIGNED)]
)
def test_an_uncertainty_ends_by_a_word(bhxh, inside, word, state):
    dossier = shipped(inside.ledger, uncertain=True)

    shown, done = bhxh("show", dossier.id), bhxh("resolve", dossier.id, *WHY, word)
    again = bhxh("resolve", dossier.id, *WHY, word)

    assert (shown.code, done.code, again.code) == (13, 0, 64)
    assert inside.dossier.state is state


def test_an_upload_that_never_was_is_exported_once_more_not_sent(bhxh, inside):
    dossier = shipped(inside.ledger, uncertain=True)
    with inside.ledger.store.change() as tx:
        tx.exec_driver_sql("UPDATE dossiers SET by_hand = 1")

    done = bhxh("resolve", dossier.id, *WHY, "--absent")

    assert f"`bhxh export {dossier.id} --to DIR` once more" in done.out
    assert "sent again" not in done.out


@pytest.mark.parametrize("words", [[], ["--present", "--absent"]])
def test_resolve_wants_one_word(bhxh, inside, words):
    dossier = shipped(inside.ledger, uncertain=True)

    done = bhxh("resolve", dossier.id, *WHY, *words)

    assert done.code == 64
    assert "say --present or --absent" in done.err


def _told(done):
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_an_act_on_a_dossier_tells_programs_where_it_stands_now(bhxh, opened):
    dossier = _signed(opened)
    opened.ledger.dossiers.hold(dossier, "dossier", "mẫu sai")

    told = [
        _told(bhxh(*words, "--json"))
        for words in (
            ("release", dossier.id, *WHY),
            ("retry", dossier.id),
            ("withdraw", dossier.id, *WHY),
        )
    ]

    usual = {"id": dossier.id, "again": None}
    assert told == [
        {**usual, "act": "release", "state": "signed"},
        {**usual, "act": "retry", "state": "signed"},
        {**usual, "act": "withdraw", "state": "withdrawn"},
    ]


def test_the_end_of_an_uncertainty_is_told_to_programs(bhxh, inside):
    dossier = shipped(inside.ledger, uncertain=True)

    told = _told(bhxh("resolve", dossier.id, *WHY, "--absent", "--json"))

    assert told == {"id": dossier.id, "act": "resolve", "state": "signed", "again": None}


def test_a_released_person_is_told_to_programs(bhxh, opened):
    opened.drop("luong.csv", csv(staff(1, 2, 3), [person(5, MasoBHXH="079190000005")]))
    opened.work()
    (question,) = opened.ledger.holds.open()

    told = _told(bhxh("release", question.id, *WHY, "--json"))

    assert (told["id"], told["state"]) == (question.id, "released")


def test_programs_learn_as_which_drop_bytes_are_taken_again(bhxh, opened):
    opened.drop("luong.csv", RISE)
    opened.drop("sai.csv", csv([person(1, CMND="12")]))
    opened.work()
    opened.drop("luong-2.csv", RISE)
    opened.work()
    things = {name: opened.dropped(name).id for name in ("luong-2.csv", "sai.csv")}

    duplicate = _told(bhxh("release", things["luong-2.csv"], *WHY, "--json"))
    refused = _told(bhxh("retry", things["sai.csv"], "--json"))

    waiting = {drop.id for drop in opened.ledger.drops.due(DropState.ARRIVED, opened.clock())}
    assert (duplicate["id"], duplicate["state"]) == (things["luong-2.csv"], "duplicate")
    assert (refused["id"], refused["state"]) == (things["sai.csv"], "invalid")
    assert {duplicate["again"], refused["again"]} == waiting


def test_acts_want_a_reason(bhxh):
    for name in ("release", "withdraw", "resolve"):
        done = bhxh(name, "x")

        assert done.code == 64
        assert "--reason" in done.err


@pytest.mark.parametrize("reason", ["", "  ", "\u200b", "…"])
def test_a_reason_that_says_nothing_is_none_and_nothing_is_done(bhxh, inside, reason):
    inside.drop("luong.csv", csv(staff(1)))
    inside.work()
    before = inside.dropped()
    acts = (
        ("release", "luong.csv", "--as-new"), ("withdraw", "luong.csv"), ("correct", "luong.csv"),
        ("resolve", "luong.csv", "--present"), ("cease", "--unit", HERE), ("register",),
        ("register", "--recorded"),
    )  # fmt: skip

    done = [bhxh(*act, "--reason", reason) for act in acts]

    assert {each.code for each in done} == {64}
    assert all("nêu lý do / say why" in each.err for each in done)
    assert (inside.dropped(), inside.dossiers()) == (before, [])


def test_a_dossier_that_was_answered_is_no_longer_uncertain(bhxh, opened):
    opened.drop("luong.csv", RISE)
    opened.work()
    opened.answer("1.xml", submission(opened.dossier, tax_code="0301234562"))
    opened.collect()

    assert bhxh("resolve", opened.dossier.id, *WHY, "--present").code == 64
    assert opened.dossier.state is DossierState.TAKEN


OTHER, ASKED = (person(n, MasoBHXH=f"07919000000{n}") for n in (4, 5))


def test_a_question_that_is_turned_down_rejects_its_row_and_no_other(bhxh, opened):
    rows = [*staff(1, TienLuong="9900000"), OTHER, ASKED]
    opened.drop("luong.csv", csv(rows, staff(2, 3)))
    opened.work()
    first, second = opened.ledger.holds.open()

    done = bhxh("withdraw", second.id, *WHY)
    opened.work()

    balance = opened.dropped().balance
    assert (done.code, opened.ledger.holds.get(second.id).state) == (0, "declined")
    assert "its row is not reported" in done.out
    assert [hold.id for hold in opened.ledger.holds.open()] == [first.id]
    assert (balance.rows, balance.reported, balance.rejected, balance.held) == (5, 1, 1, 1)
    assert bhxh("withdraw", second.id, *WHY).code == 64
    assert bhxh("release", second.id, *WHY).code == 64
    (report,) = (opened.site / "returned").glob("luong.csv.*.report.json")
    codes = [each["code"] for each in json.loads(report.read_text())["findings"]]
    assert "R-DECLINED" in codes


def test_a_no_stays_a_no_when_another_question_is_answered_and_the_next_file_asks_anew(
    bhxh, opened
):
    opened.drop("luong.csv", csv(staff(1, 2, 3), [OTHER, ASKED]))
    opened.work()
    first, second = opened.ledger.holds.open()
    bhxh("withdraw", second.id, *WHY)
    bhxh("release", first.id, *WHY)
    opened.work()
    answered = opened.dropped().balance

    opened.drop("luong-2.csv", csv(staff(1, 2, 3), [OTHER, ASKED], []) + b"\n")
    opened.work()

    assert (answered.reported, answered.rejected, answered.held) == (1, 1, 0)
    assert [hold.person for hold in opened.ledger.holds.open()] == ["NV00005"]


def test_absent_people_stay_declared_when_their_question_is_turned_down(bhxh, opened):
    opened.drop("luong.csv", csv(staff(1)))
    opened.work()
    (question,) = opened.ledger.holds.open()

    done = bhxh("withdraw", question.id, *WHY)
    opened.work()

    assert done.code == 0
    assert opened.ledger.holds.open() == []
    assert opened.dossiers() == []
    assert opened.dropped().balance.absent == 2


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("shipped", "cannot be taken back: wait for the result"),
        ("taken", "it has left (taken)"),
        ("uncertain", "--present | --absent"),
        ("accepted", "drop a new export with what is right"),
        ("refused", "bhxh correct TA0001A-202610-600-01 --reason"),
        ("superseded", "replaced by a new dossier already"),
        ("withdrawn", "withdrawn already"),
    ],
)
def test_withdraw_says_why_it_is_too_late_and_what_to_do(bhxh, inside, state, words):
    if state == "withdrawn":
        dossier = built(inside.ledger)
        inside.ledger.dossiers.withdraw(dossier, "nhầm")
    else:
        dossier = shipped(inside.ledger, uncertain=state == "uncertain")
    if state in ("taken", "accepted", "refused"):
        apply(inside.ledger, keep(inside.ledger), dossier, DossierState(state))
    if state == "superseded":
        refused = apply(inside.ledger, keep(inside.ledger), dossier, DossierState.REFUSED)
        inside.ledger.corrections.supersede(refused, {})

    done = bhxh("withdraw", dossier.id, *WHY)

    assert done.code == 64
    assert words in done.err
