"""A file that is converted once more speaks only for units of which it has the last word."""

from __future__ import annotations

from tests.pipeline.parts import HERE, THERE, Bench, csv, person, staff

ASKED = person(5, MasoBHXH="079190000005")
"""A newcomer with a number of 12 digits: somebody must answer."""


def _there(**told):
    return staff(3, MaDonVi=THERE, **told)


def test_a_released_person_of_an_early_file_undoes_nothing_of_a_later_one(tmp_path):
    bench = Bench(tmp_path)
    bench.open(csv(staff(1, 2), _there()))
    bench.drop("som.csv", csv(staff(1, 2), [ASKED], _there(TienLuong="9500000")))
    bench.work()
    bench.drop("muon.csv", csv(_there(TienLuong="9900000")))
    bench.work()
    early = bench.dropped("som.csv")
    (hold,) = bench.ledger.holds.of_drop(early.id)

    bench.ledger.holds.release(hold, "đúng số", bench.ledger.drops)
    bench.work()

    balance = bench.dropped("som.csv").balance
    assert [(each.unit, each.people) for each in bench.dossiers()] == [
        (THERE, 1),
        (THERE, 1),
        (HERE, 1),
    ]
    assert (balance.rows, balance.reported, balance.unchanged, balance.held) == (4, 2, 2, 0)


def test_a_name_as_long_as_a_file_name_may_be_still_gets_its_report(tmp_path):
    bench = Bench(tmp_path)
    name = "ư" * 120 + ".csv"

    bench.drop(name, b"x")
    bench.work()

    (report,) = (tmp_path / "returned").glob("*.report.json")
    assert report.name.startswith("ưưư")
    assert bench.dropped(name).state == "unreadable"


def test_a_marker_speaks_for_one_file_only(tmp_path):
    bench = Bench(tmp_path)
    marked = bench.parts.settings.feeds[0].model_copy(update={"marker": ".done"})
    bench.change(settings=bench.parts.settings.model_copy(update={"feeds": (marked,)}))
    bench.drop("luong.csv.done", b"")
    bench.drop("luong.csv", b"x")
    bench.work()

    bench.drop("luong.csv", b"half of next mo")
    bench.work()

    assert len(bench.ledger.drops.all()) == 1
    assert (tmp_path / "drop" / "luong.csv").exists()
