"""A file of movements says what it says: each row is reported once, and no other file's is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from outbox.errors import ConnectionLostError
from pipeline.errors import NotNowError
from pipeline.model import Drop
from pipeline.states import DossierState, DropState
from pipeline.steps.opening import take_baseline
from tests.adapters.vnpt_template import write_template
from tests.pipeline.parts import HERE, PERIOD, THERE, Bench, csv, feed, person, staff

LATER = "11/2026"


def _row(number: int, code: str, group: str, **told: str | float) -> dict[str, str | float]:
    """Return one row of VNPT's template about an invented person."""
    fields = ("HoTen", "MasoBHXH", "CMND", "NgaySinh", "GioiTinh", "ChucVu", "NoiLamViec")
    known = {field: person(number)[field] for field in fields}
    more = {"TienLuong": 9_500_000.0, "TuThang": PERIOD, "TyleDong": "32"}
    dates = {"Hdld_tungay": "01/02/2020", "Vtvl_khac_tungay": "01/02/2020"}
    return {"STT": number, **known, "PA": code, "Loai": group, **more, **dates, **told}


@pytest.fixture
def mixed(tmp_path: Path) -> Iterator[Bench]:
    """A bench with a baseline of three that takes snapshots and movements of the same unit."""
    book = feed(name="books", pattern="*.xlsx", unit=HERE, period=PERIOD)
    other = feed(name="others", pattern="*.xlsm", unit=THERE, period=PERIOD)
    later = feed(name="later", pattern="*.xltx", unit=HERE, period=LATER)
    bench = Bench(tmp_path / "site", feeds=[feed(), book, other, later])
    bench.open(csv(staff(1, 2, 3)))
    yield bench
    bench.ledger.close()


def _drop(bench: Bench, name: str, *rows: dict[str, str | float]) -> Drop:
    file = bench.site / "template.xlsx"
    write_template(file, rows)
    bench.drop(name, file.read_bytes())
    bench.work()
    return bench.dropped(name)


def _release(bench: Bench, drop: Drop) -> Drop:
    """Let everybody of a file go on whom a question holds."""
    for hold in bench.ledger.holds.of_drop(drop.id):
        bench.ledger.holds.release(hold, "đã hỏi", bench.ledger.drops)
    bench.work()
    return bench.ledger.drops.get(drop.id)


def _sent(bench: Bench) -> list[int]:
    """Return how many lines each shipped dossier has."""
    return [each.lines for each in bench.dossiers("shipped")]


def test_a_released_person_is_reported_alone(mixed):
    drop = _drop(mixed, "d02.xlsx", _row(1, "DC", "2"), _row(2, "GH", "3"), _row(9, "GH", "3"))

    after = _release(mixed, drop)

    assert (drop.balance.reported, drop.balance.held) == (2, 1)
    assert (after.balance.reported, after.balance.held) == (3, 0)
    assert _sent(mixed) == [2, 1]
    assert mixed.ledger.holds.open() == []


def test_what_a_person_withdrew_does_not_come_back_with_another_one(mixed):
    mixed.folder.fails["create"] = ConnectionLostError("open", "", "gone")
    drop = _drop(mixed, "d02.xlsx", _row(1, "DC", "2"), _row(9, "GH", "3"))
    mixed.ledger.dossiers.withdraw(mixed.dossier, "nhầm")

    _release(mixed, drop)

    assert [(each.state, each.lines) for each in mixed.dossiers()] == [
        (DossierState.WITHDRAWN, 1),
        (DossierState.SHIPPED, 1),
    ]


def test_another_file_of_movements_decides_nothing_of_the_first(mixed):
    first = _drop(mixed, "som.xlsx", _row(9, "GH", "3"))
    _drop(mixed, "muon.xlsx", _row(1, "DC", "2"))

    after = _release(mixed, first)

    assert after.balance.reported == 1
    assert _sent(mixed) == [1, 1]


def test_a_brake_on_an_answered_question_leaves_what_was_reported(mixed):
    first = _drop(mixed, "d02.xlsx", _row(1, "DC", "2"), _row(9, "GH", "3"))
    _drop(mixed, "muon.xltx", _row(2, "DC", "2", TuThang=LATER))

    after = _release(mixed, first)

    assert after.held_because == "older-period"
    assert (after.balance.reported, after.balance.held) == (1, 1)


def test_a_snapshot_that_comes_later_has_the_last_word(mixed):
    first = _drop(mixed, "d02.xlsx", _row(9, "GH", "3"))
    (hold,) = mixed.ledger.holds.of_drop(first.id)
    mixed.drop("luong.csv", csv(staff(1, 2, 3, 4)))

    mixed.work()

    assert mixed.ledger.holds.get(hold.id).state == "closed"
    assert mixed.ledger.dossiers.overtaken(first.id) == {HERE}


def test_movements_that_come_after_a_snapshot_close_its_questions(mixed):
    mixed.drop("luong.csv", csv(staff(1, 2, 3), [person(5, MasoBHXH="079190000005")]))
    mixed.work()
    early = mixed.dropped()

    _drop(mixed, "d02.xlsx", _row(1, "DC", "2"))

    assert mixed.ledger.holds.open() == []
    assert mixed.ledger.dossiers.overtaken(early.id) == {HERE}


def test_a_snapshot_replaces_no_unshipped_movements(mixed):
    mixed.folder.fails["create"] = ConnectionLostError("open", "", "gone")
    _drop(mixed, "d02.xlsx", _row(1, "AD", "2", TuThang="07/2026", DenThang="09/2026"))
    mixed.drop("luong.csv", csv(staff(1, 2, 3, 4)))

    mixed.work()

    assert [(each.state, each.reason) for each in mixed.dossiers()] == [
        (DossierState.SHIPPED, None)
    ] * 2


def test_movements_cannot_open_a_roster(mixed):
    _drop(mixed, "d02.xlsm", _row(1, "TD", "1", MasoBHXH="7900000001"))
    drop = mixed.dropped("d02.xlsm")
    with pytest.raises(NotNowError, match="movements"):
        take_baseline(mixed.parts, mixed.site / "template.xlsx", mixed.parts.settings.feeds[1])

    mixed.ledger.drops.release(drop, ["as-baseline"], "thử")
    mixed.work()

    after = mixed.dropped("d02.xlsm")
    assert (after.state, after.held_because) == (DropState.EXAMINED, "no-baseline")
    assert "--as-baseline" not in str(after.reason)
    assert len(mixed.ledger.drops.all()) == 2
