"""Whom VSS refused is offered again by a person's word, from their newest file, and once."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline import columns
from pipeline.errors import MoveLostError, NotNowError
from pipeline.rosters import lost, told
from pipeline.states import DossierState, DropState
from pipeline.steps import correct as room
from pipeline.steps.correct import correct
from tests.adapters.vnpt_template import write_template
from tests.inbox.receipts import Person
from tests.pipeline.parts import HERE, PERIOD, Bench, csv, feed, notice, person, result, staff

RISES = {1: "9900000", 2: "9800000", 3: "9700000"}
WHY = "BHXH nhầm"


def _month(wages: dict[int, str] = RISES, *more, period: str = PERIOD) -> bytes:
    rows = [person(n, TienLuong=wages.get(n, "9100000"), Ky=period) for n in (1, 2, 3)]
    return csv(rows, list(more))


@pytest.fixture
def refused(opened: Bench) -> Bench:
    """A bench whose one dossier of three rises is partly accepted: 2 and 3 are refused."""
    opened.drop("luong.csv", _month())
    opened.work()
    _answer(opened, 2, 3)
    return opened


def _answer(bench: Bench, *wrong: int, of: int = 3) -> None:
    """Let VSS refuse some lines of the newest dossier."""
    people = [
        Person(line=n, accepted="0", code="E7", reason="Sai") if n in wrong else Person(line=n)
        for n in range(1, of + 1)
    ]
    dossier = bench.dossiers()[-1]
    outcome = "1" if not wrong else "0" if len(wrong) == of else "2"
    bench.answer(f"{dossier.id}.xml", result(dossier, outcome=outcome, people=people))
    bench.collect()


def _first(bench: Bench):
    return bench.dossiers()[0]


def _people(bench: Bench, dossier) -> list[str]:
    lines = columns.from_file(
        bench.site / dossier.artefact, first=dossier.first_line, count=dossier.lines
    )
    return lines["MaNV"].tolist()


def test_only_the_refused_people_are_in_the_new_dossier(refused):
    done = correct(refused.parts, _first(refused), WHY)
    refused.work()

    new = refused.dossiers()[-1]
    assert (done.lost, done.offered, done.mended, done.dossiers) == (2, 2, 0, (new.id,))
    assert (new.batch, _people(refused, new)) == (2, ["NV00002", "NV00003"])
    assert _first(refused).state is DossierState.SUPERSEDED
    assert refused.dropped().balance.reported == 3


def test_what_is_taken_up_already_is_not_offered_again(refused):
    refused.drop("luong-2.csv", _month({**RISES, 2: "9850000"}))
    refused.work()
    second = refused.dossiers()[-1]

    done = correct(refused.parts, _first(refused), WHY)
    refused.work()

    third = refused.dossiers()[-1]
    assert (done.lost, done.taken_up, done.offered) == (2, (second.id,), 1)
    assert _people(refused, third) == ["NV00003"]
    assert refused.ledger.holds.open() == []
    with pytest.raises(NotNowError, match=f"replaced by {second.id}, {third.id} already"):
        correct(refused.parts, _first(refused), WHY)


def test_everybody_is_in_a_later_dossier_that_is_not_sent_yet(refused):
    correct(refused.parts, _first(refused), WHY)

    with pytest.raises(NotNowError, match="everybody whom it lost is in"):
        correct(refused.parts, _first(refused), WHY)


def test_a_correction_that_is_withdrawn_lets_the_refusal_stand_again(refused):
    correct(refused.parts, _first(refused), WHY)
    refused.ledger.dossiers.withdraw(refused.dossiers()[-1], "chưa")
    refused.work()
    standing = _first(refused).state

    done = correct(refused.parts, _first(refused), WHY)
    refused.work()

    assert standing is DossierState.PARTLY_ACCEPTED
    assert done.offered == 2
    assert [str(each.state) for each in refused.dossiers()] == [
        "superseded",
        "withdrawn",
        "shipped",
    ]


def test_whoever_is_as_declared_again_is_not_offered(refused):
    refused.drop("luong-2.csv", _month({1: RISES[1], 3: RISES[3]}))
    refused.work()

    done = correct(refused.parts, _first(refused), WHY)
    refused.work()

    assert (done.offered, done.settled) == (1, 1)
    assert _people(refused, refused.dossiers()[-1]) == ["NV00003"]
    assert _first(refused).state is DossierState.PARTLY_ACCEPTED


def test_whoever_another_question_holds_waits_for_it(refused):
    odd = person(3, TienLuong="9750000", PA="TM")
    refused.drop("luong-2.csv", csv([person(1, TienLuong=RISES[1])], [person(2)], [odd]))
    refused.work()
    asked = {hold.id for hold in refused.ledger.holds.open() if hold.person == "NV00003"}

    done = correct(refused.parts, _first(refused), WHY)

    assert asked
    assert set(done.waiting) == asked
    assert (done.offered, done.dossiers) == (0, ())


def test_the_daemon_may_be_faster(refused, monkeypatch):
    def overtaken(*_told):
        raise MoveLostError("drop", "examined", "converted")

    monkeypatch.setattr(room, "convert", overtaken)
    done = correct(refused.parts, _first(refused), WHY)
    monkeypatch.undo()
    refused.work()

    assert (done.offered, done.dossiers) == (2, ())
    assert _people(refused, refused.dossiers()[-1]) == ["NV00002", "NV00003"]
    assert _first(refused).state is DossierState.SUPERSEDED


def test_a_crash_after_the_word_is_made_up_for_in_the_next_pass(refused, monkeypatch):
    def killed(*_told):
        raise KeyboardInterrupt

    monkeypatch.setattr(room, "convert", killed)
    with pytest.raises(KeyboardInterrupt):
        correct(refused.parts, _first(refused), WHY)
    monkeypatch.undo()
    waiting = refused.dropped().state
    refused.work()

    assert waiting is DropState.EXAMINED
    assert _people(refused, refused.dossiers()[-1]) == ["NV00002", "NV00003"]
    assert len(refused.dossiers()) == 2


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("shipped", "nothing to correct"),
        ("accepted", "nobody of it was refused"),
        ("withdrawn", "never sent"),
    ],
)
def test_what_vss_did_not_refuse_is_not_corrected(opened, state, words):
    opened.drop("luong.csv", _month())
    if state == "withdrawn":
        opened.runner(stop=lambda: bool(opened.dossiers())).work(_tally())
        opened.ledger.dossiers.withdraw(opened.dossier, "nhầm")
    else:
        opened.work()
    if state == "accepted":
        _answer(opened)

    with pytest.raises(NotNowError, match=words):
        correct(opened.parts, opened.dossier, WHY)

    assert opened.dossier.state == state


def _tally():
    from pipeline.runner import Tally

    return Tally()


def _rise(number: int, **told: str | float) -> dict[str, str | float]:
    fields = ("HoTen", "MasoBHXH", "CMND", "NgaySinh", "GioiTinh", "ChucVu", "NoiLamViec")
    known = {field: person(number)[field] for field in fields}
    return {
        "STT": number, **known, "PA": "DC", "Loai": "2", "TienLuong": 9_500_000.0 + number,
        "TuThang": PERIOD, "TyleDong": "32", "Hdld_tungay": "01/02/2020",
        "Vtvl_khac_tungay": "01/02/2020", **told,
    }  # fmt: skip


def _books(bench: Bench, name: str, *rows: dict[str, str | float]) -> None:
    file = bench.site / "template.xlsx"
    write_template(file, rows)
    bench.drop(name, file.read_bytes())
    bench.work()


@pytest.fixture
def books(tmp_path: Path):
    """A bench that takes movements, each of which waits for a person's approval."""
    told = feed(name="books", pattern="*.xlsx", unit=HERE, period=PERIOD, approve="always")
    bench = Bench(tmp_path / "site", feeds=[feed(), told])
    bench.open(csv(staff(1, 2, 3)))
    yield bench
    bench.ledger.close()


def test_refused_rows_of_movements_are_offered_again_and_no_other_row(books):
    _books(books, "d02.xlsx", _rise(1), _rise(2), _rise(3))
    books.ledger.drops.release(books.dropped("d02.xlsx"), ["approval"], "đã xem")
    books.work()
    _answer(books, 2, 3)

    done = correct(books.parts, _first(books), WHY)
    books.work()
    _answer(books, 1, 2, of=2)
    again = correct(books.parts, books.dossiers()[-1], WHY)
    books.work()

    assert (done.offered, done.held, again.offered) == (2, (), 2)
    assert [_people(books, each) for each in books.dossiers()] == [
        ["NV00001", "NV00002", "NV00003"],
        ["NV00002", "NV00003"],
        ["NV00002", "NV00003"],
    ]
    assert [str(each.state) for each in books.dossiers()] == [
        "superseded",
        "superseded",
        "shipped",
    ]
    assert books.dropped("d02.xlsx").balance.reported == 3


def _be_strict(bench: Bench) -> None:
    """Let nobody's wage change without a person's word, and forget the word given before."""
    bench.ledger.drops.release(bench.dropped(), [], "thử")
    strict = bench.parts.settings.feeds[0].model_copy(update={"max_change_percent": 0})
    bench.change(settings=bench.parts.settings.model_copy(update={"feeds": (strict,)}))


def test_a_brake_that_no_word_answered_still_holds_the_file(opened):
    opened.drop("luong.csv", _month())
    opened.work()
    _answer(opened, 1, 2, 3)
    _be_strict(opened)

    done = correct(opened.parts, _first(opened), WHY)

    assert done.held == (opened.dropped().id,)
    assert done.dossiers == ()
    assert opened.dropped().held_because == "wage-sum"


def test_a_file_of_which_somebody_was_accepted_passed_its_brakes_then(refused):
    _be_strict(refused)

    done = correct(refused.parts, _first(refused), WHY)

    assert done.held == ()
    assert len(done.dossiers) == 1


@pytest.mark.parametrize("whole", [True, False])
def test_a_dossier_refused_by_a_notice_loses_everybody(opened, whole):
    opened.drop("luong.csv", _month())
    opened.work()
    if whole:
        opened.answer("tb.xml", notice(opened.dossier, outcome="0", code="SE999", reason="Lỗi"))
        opened.collect()
    else:
        _answer(opened, 1, 2, 3)

    done = correct(opened.parts, opened.dossier, WHY)
    opened.work()

    assert (done.lost, done.offered) == (3, 3)
    assert _first(opened).state is DossierState.SUPERSEDED


_WAGES = st.dictionaries(
    st.sampled_from([1, 2, 3]), st.sampled_from(["9100000", "9200000", "9300000"])
)
_DEEDS = st.one_of(
    st.tuples(st.just("export"), _WAGES),
    st.tuples(st.just("refuse"), st.sets(st.integers(1, 3))),
    st.tuples(st.just("correct"), st.none()),
    st.tuples(st.just("release"), st.none()),
)


@settings(
    max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=st.lists(_DEEDS, min_size=2, max_size=7))
def test_nobody_is_both_held_and_reported_and_nobody_twice(opened_site, tmp_path, deeds):
    site = tmp_path / "site"
    shutil.rmtree(site, ignore_errors=True)
    shutil.copytree(opened_site, site)
    bench = Bench(site)
    for number, (deed, told_) in enumerate([("export", RISES), ("refuse", {2, 3}), *deeds]):
        _do(bench, deed, told_, number)
        bench.work()

        bench.prove()
        _prove(bench)
    bench.ledger.close()


def _do(bench: Bench, deed: str, what, number: int) -> None:
    if deed == "export":
        # Blank lines make each file's bytes its own.
        bench.drop(f"luong-{number}.csv", _month(what) + b"\n" * number)
    elif deed == "refuse":
        for each in bench.dossiers("shipped")[-1:]:
            _refuse(bench, each, what)
    elif deed == "correct":
        for each in [*bench.dossiers("refused"), *bench.dossiers("partly_accepted")]:
            with suppress(NotNowError):
                correct(bench.parts, each, WHY)
    else:
        for hold in bench.ledger.holds.open():
            bench.ledger.holds.release(hold, WHY, bench.ledger.drops)


def _refuse(bench: Bench, dossier, wrong: set[int]) -> None:
    lines = range(1, dossier.lines + 1)
    refused = wrong & set(lines)
    people = [
        Person(line=n, accepted="0", code="E7", reason="Sai") if n in refused else Person(line=n)
        for n in lines
    ]
    outcome = "1" if not refused else "0" if len(refused) == dossier.lines else "2"
    bench.answer(f"{dossier.id}.xml", result(dossier, outcome=outcome, people=people))
    bench.collect()


def _prove(bench: Bench) -> None:
    """Nobody of a file is held and reported; nobody lost is taken up twice; the old are over."""
    live: dict[str, set[str]] = {}
    wages: dict[str, list[str]] = {}
    lost_in: dict[str, set[str]] = {}
    for each in bench.dossiers():
        lines = columns.from_file(
            bench.site / each.artefact, first=each.first_line, count=each.lines
        )
        gone = lost(each, lines, told(bench.ledger, each, lines))
        lost_in[each.id] = set(lines["MaNV"].iloc[gone])
        kept = lines.drop(index=gone) if each.state is not DossierState.WITHDRAWN else lines[:0]
        live.setdefault(each.drop, set()).update(kept["MaNV"])
        for who, wage in zip(kept["MaNV"], kept["TienLuong"], strict=True):
            wages.setdefault(who, ["9100000"]).append(wage)
    for hold in bench.ledger.holds.open():
        assert hold.person not in live.get(hold.drop, set()), hold
    for told_ in wages.values():
        assert all(one != other for one, other in pairwise(told_)), wages
    taken = Counter((link.corrects, link.person) for link in bench.ledger.corrections.all())
    assert set(taken.values()) <= {1}
    for each in bench.dossiers("superseded"):
        assert {person for old, person in taken if old == each.id} >= lost_in[each.id]
