"""Nobody is reported twice by two files: who would be is held, and both places are named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.model import Drop
from pipeline.states import DossierState, DropState
from tests.adapters.vnpt_template import write_template
from tests.inbox.receipts import Person
from tests.pipeline.ledgers import reopen
from tests.pipeline.parts import HERE, PERIOD, Bench, csv, feed, person, result, staff

RISE = csv(staff(1, TienLuong="9900000"), staff(2, 3))


def _row(number: int, code: str = "DC", group: str = "2", **told: str | float):
    """Return one row of VNPT's template about an invented person."""
    fields = ("HoTen", "MasoBHXH", "CMND", "NgaySinh", "GioiTinh", "ChucVu", "NoiLamViec")
    known = {field: person(number)[field] for field in fields}
    more = {"TienLuong": 9_500_000.0, "TuThang": PERIOD, "TyleDong": "32"}
    dates = {"Hdld_tungay": "01/02/2020", "Vtvl_khac_tungay": "01/02/2020"}
    return {"STT": number, **known, "PA": code, "Loai": group, **more, **dates, **told}


@pytest.fixture
def mixed(tmp_path: Path) -> Iterator[Bench]:
    """A bench with a baseline of three, two feeds of snapshots and two of movements."""
    book = feed(name="books", pattern="*.xlsx", unit=HERE, period=PERIOD)
    feeds = [feed(pattern="luong*.csv"), feed(name="other", pattern="kho*.csv"), book]
    bench = Bench(tmp_path / "site", feeds=feeds)
    bench.open(csv(staff(1, 2, 3)))
    yield bench
    bench.ledger.close()


def _books(bench: Bench, name: str, *rows: dict[str, str | float]) -> Drop:
    file = bench.site / "template.xlsx"
    write_template(file, rows)
    return _drop(bench, name, file.read_bytes())


def _drop(bench: Bench, name: str, data: bytes) -> Drop:
    bench.drop(name, data)
    bench.work()
    return bench.dropped(name)


def _asked(bench: Bench) -> list[tuple[str, str, str]]:
    return [(hold.person, hold.code, hold.question_en) for hold in bench.ledger.holds.open()]


def _release(bench: Bench) -> None:
    for hold in bench.ledger.holds.open():
        bench.ledger.holds.release(hold, "đã hỏi", bench.ledger.drops)
    bench.work()


def test_movements_after_a_snapshot_are_held_with_both_places(mixed):
    _drop(mixed, "luong.csv", RISE)

    drop = _books(mixed, "d02.xlsx", _row(1), _row(2))

    ((who, code, text),) = _asked(mixed)
    assert (who, code) == ("NV00001", "Q-TWICE")
    assert "luong.csv:2 → TA0001A-202610-600-01 D02-TS:1" in text
    assert "d02.xlsx [Dữ Liệu]:4" in text
    assert (drop.balance.reported, drop.balance.held) == (1, 1)
    assert [each.people for each in mixed.dossiers()] == [1, 1]


def test_a_snapshot_after_movements_is_held_as_well(mixed):
    _books(mixed, "d02.xlsx", _row(1))

    drop = _drop(mixed, "luong.csv", RISE)

    ((who, code, text),) = _asked(mixed)
    assert (who, code) == ("NV00001", "Q-TWICE")
    assert "d02.xlsx:4 → TA0001A-202610-600-01" in text
    assert (drop.balance.unchanged, drop.balance.held) == (2, 1)


def test_two_files_of_movements_are_held_and_a_word_lets_them_go(mixed):
    _books(mixed, "mot.xlsx", _row(1), _row(2))

    second = _books(mixed, "hai.xlsx", _row(1, TienLuong=9_600_000.0), _row(3))
    asked = _asked(mixed)
    _release(mixed)

    assert [(who, code) for who, code, _ in asked] == [("NV00001", "Q-TWICE")]
    assert second.balance.held == 1
    assert mixed.dropped("hai.xlsx").balance.reported == 2
    assert [each.people for each in mixed.dossiers()] == [2, 1, 1]
    assert mixed.ledger.holds.open() == []


def test_two_feeds_of_snapshots_that_disagree_are_held(mixed):
    _drop(mixed, "luong.csv", RISE)

    _drop(mixed, "kho.csv", csv(staff(1, TienLuong="9950000"), staff(2, 3)))

    assert [(who, code) for who, code, _ in _asked(mixed)] == [("NV00001", "Q-TWICE")]


def test_the_next_snapshot_of_a_feed_reports_the_difference(mixed):
    _drop(mixed, "luong.csv", RISE)

    drop = _drop(mixed, "luong-2.csv", csv(staff(1, TienLuong="9950000"), staff(2, 3)))

    assert _asked(mixed) == []
    assert drop.balance.reported == 1


def test_another_month_and_another_kind_of_change_are_reported(mixed):
    _drop(mixed, "luong.csv", RISE)

    _books(mixed, "d02.xlsx", _row(1, "CD", "5"))
    month = csv(staff(1, TienLuong="9950000", Ky="11/2026"), staff(2, 3, Ky="11/2026"))
    _drop(mixed, "kho-11.csv", month)

    assert _asked(mixed) == []
    assert len(mixed.dossiers("shipped")) == 3


def test_arrears_of_the_same_months_are_held_whenever_they_come(mixed):
    arrears = {"TuThang": "07/2026", "DenThang": "08/2026"}
    _books(mixed, "d02.xlsx", _row(1, "AD", "2", **arrears))
    later = feed(name="later", pattern="*.xlsm", unit=HERE, period="11/2026")
    feeds = (*mixed.parts.settings.feeds, type(mixed.parts.settings.feeds[0])(**later))
    mixed.change(settings=mixed.parts.settings.model_copy(update={"feeds": feeds}))

    # Another wage, for a file of the very same bytes would be a duplicate.
    drop = _books(mixed, "d02-11.xlsm", _row(1, "AD", "2", **arrears, TienLuong=9_600_000.0))

    assert drop.period == "11/2026"
    assert [(who, code) for who, code, _ in _asked(mixed)] == [("NV00001", "Q-TWICE")]


@pytest.mark.parametrize("outcome", ["0", "2"])
def test_what_vss_refused_does_not_count(mixed, outcome):
    first = _books(mixed, "mot.xlsx", _row(1), _row(2))
    people = [Person(line=1, accepted="0", code="E7", reason="Sai"), Person(line=2)]
    told = people if outcome == "2" else []
    mixed.answer("kq.xml", result(mixed.dossier, outcome=outcome, people=told))
    mixed.collect()

    _books(mixed, "hai.xlsx", _row(1, TienLuong=9_600_000.0))

    assert first.state is DropState.CONVERTED
    assert _asked(mixed) == []
    assert mixed.dossiers()[-1].people == 1


def test_what_was_withdrawn_does_not_count(mixed):
    mixed.folder.fails["create"] = ConnectionResetError()
    mixed.change(connect=_nobody)
    _books(mixed, "mot.xlsx", _row(1))
    mixed.ledger.dossiers.withdraw(mixed.dossier, "nhầm")

    _books(mixed, "hai.xlsx", _row(1, TienLuong=9_600_000.0))

    assert _asked(mixed) == []
    assert [each.state for each in mixed.dossiers()] == [
        DossierState.WITHDRAWN,
        DossierState.SIGNED,
    ]


def _nobody():
    from outbox.errors import ConnectionLostError

    raise ConnectionLostError("connect", "", "refused")


def test_an_arrival_told_twice_names_both_places_in_the_question_it_has(mixed):
    newcomer = person(9, MasoBHXH="")
    _drop(mixed, "luong.csv", csv(staff(1, 2, 3), [newcomer]))

    _books(mixed, "d02.xlsx", _row(9, "TM", "1", MasoBHXH=""))
    ((who, code, text),) = _asked(mixed)
    _release(mixed)

    assert (who, code) == ("NV00009", "Q-DECLARED")
    assert "luong.csv:5 → TA0001A-202610-600-01 D02-TS:1" in text
    assert mixed.ledger.holds.open() == []
    assert [each.people for each in mixed.dossiers()] == [1, 1]


def test_a_newcomer_known_by_citizen_id_alone_is_found_again(mixed):
    _books(mixed, "d02.xlsx", _row(9, "TM", "1", MasoBHXH=""))

    _drop(mixed, "luong.csv", csv(staff(1, 2, 3), [person(9, MasoBHXH="")]))

    ((who, code, text),) = _asked(mixed)
    assert (who, code) == ("NV00009", "Q-SAME-ID")
    assert "d02.xlsx:4 → TA0001A-202610-600-01" in text


def test_a_departure_told_twice_names_both_places(mixed):
    _books(mixed, "mot.xlsx", _row(3, "GH", "3"))

    _books(mixed, "hai.xlsx", _row(3, "GD", "3"))

    ((_, code, text),) = _asked(mixed)
    assert code == "Q-UNKNOWN"
    assert "hai.xlsx [Dữ Liệu]:4; mot.xlsx:4 → TA0001A-202610-600-01 D02-TS:1" in text


def test_all_lines_of_somebody_wait_when_one_would_be_told_twice(mixed):
    _books(mixed, "mot.xlsx", _row(1))

    drop = _books(mixed, "hai.xlsx", _row(1), _row(1, "CD", "5"))

    assert (drop.balance.reported, drop.balance.held) == (0, 2)
    assert len(mixed.ledger.holds.open()) == 1


def test_the_same_movements_in_another_order_hold_the_file(mixed):
    first = _books(mixed, "mot.xlsx", _row(1), _row(2))

    second = _books(mixed, "hai.xlsx", _row(2), _row(1))
    held = (second.state, second.held_because)
    mixed.ledger.drops.release(second, ["same-rows"], "đúng là báo lại")
    mixed.work()

    assert held == (DropState.EXAMINED, "same-rows")
    assert f"the same movements as file mot.xlsx ({first.id}, " in str(second.reason)
    assert mixed.ledger.holds.open() == []
    assert mixed.dropped("hai.xlsx").balance.reported == 2


def test_the_same_movements_after_a_whole_refusal_hold_their_people_not_the_file(mixed):
    _books(mixed, "mot.xlsx", _row(1), _row(2))
    mixed.answer("kq.xml", result(mixed.dossier, outcome="0", people=[]))
    mixed.collect()

    second = _books(mixed, "hai.xlsx", _row(2), _row(1))

    assert second.held_because is None
    assert [code for _, code, _ in _asked(mixed)] == ["Q-REFUSED", "Q-REFUSED"]


def test_converting_a_file_once_more_asks_nothing_of_itself(mixed):
    drop = _books(mixed, "mot.xlsx", _row(1), _row(9, "GH", "3"))
    reopen(mixed.ledger, drop.id)

    mixed.work()

    assert [code for _, code, _ in _asked(mixed)] == ["Q-UNKNOWN"]
    assert mixed.dropped("mot.xlsx").balance.held == 1
