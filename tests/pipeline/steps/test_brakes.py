import pytest

from config.settings import Feed
from pipeline.ledger.drops import Drops
from pipeline.runner import Tally
from tests.pipeline.parts import HERE, THERE, Bench, csv, feed, staff

TOGETHER = csv(staff(1, 2, 3), staff(11, 12, MaDonVi=THERE))
RAISED = csv(staff(1, TienLuong="9200000"), staff(2, 3), staff(11, 12, MaDonVi=THERE))
NEXT = "11/2026"


@pytest.fixture
def bench(tmp_path):
    """Two units that one file has reported together."""
    bench = Bench(tmp_path / "site")
    bench.open(TOGETHER)
    bench.drop("luong.csv", RAISED)
    bench.work()
    return bench


def held_by(bench, name):
    return bench.dropped(name).held_because


def test_a_unit_that_the_last_file_named_and_this_one_does_not_is_missed(bench):
    bench.drop("sau.csv", csv(staff(1, 2, 3, Ky=NEXT)))

    bench.work()

    assert held_by(bench, "sau.csv") == "unit-missing"
    assert THERE in bench.dropped("sau.csv").reason


def test_what_holds_several_units_alike_is_told_once(tmp_path):
    bench = Bench(tmp_path / "site")
    bench.drop("luong.csv", TOGETHER)

    bench.work()

    reason = bench.dropped("luong.csv").reason
    assert reason.startswith(f"{HERE}, {THERE}: ")
    assert reason.count("no baseline yet") == 1


def test_a_unit_that_another_file_of_the_month_has_named_is_not_missed(bench):
    bench.drop("a.csv", csv(staff(11, 12, MaDonVi=THERE, Ky=NEXT)))
    bench.change(
        settings=bench.parts.settings.model_copy(update={"feeds": one(missing_unit="pass")})
    )
    bench.work()
    bench.change(settings=bench.parts.settings.model_copy(update={"feeds": one()}))
    bench.drop("b.csv", csv(staff(1, 2, 3, Ky=NEXT)))

    bench.work()

    assert held_by(bench, "b.csv") is None


def test_a_file_for_each_unit_misses_no_other(tmp_path):
    bench = Bench(tmp_path / "site")
    bench.open(TOGETHER)
    for number, unit in enumerate((HERE, THERE, HERE, THERE)):
        people = staff(1, 2, 3) if unit == HERE else staff(11, 12, MaDonVi=THERE)
        changed = [{**people[0], "TienLuong": f"92{number}0000"}, *people[1:]]
        bench.drop(f"luong-{number}.csv", csv(changed))
        bench.work()

    assert [drop.held_because for drop in bench.ledger.drops.all()] == [None] * 5


def test_a_narrower_file_of_last_month_hides_no_unit(bench):
    bench.drop("lai.csv", csv(staff(1, TienLuong="9300000"), staff(2, 3)))
    bench.work()
    bench.drop("sau.csv", csv(staff(1, 2, 3, Ky=NEXT)))

    bench.work()

    assert held_by(bench, "lai.csv") is None
    assert held_by(bench, "sau.csv") == "unit-missing"


def test_a_conversion_does_not_read_the_whole_history_of_drops(bench):
    class Shelf(Drops):
        def all(self):
            raise AssertionError("every drop")

    bench.ledger.drops = Shelf(bench.ledger.store)
    bench.drop("sau.csv", csv(staff(1, 2, 3, Ky=NEXT)))

    bench.runner().work(Tally())

    (drop,) = bench.ledger.drops.named("sau.csv")
    assert drop.held_because == "unit-missing"


def test_a_feed_that_lets_missing_units_pass_holds_nothing(bench):
    bench.change(
        settings=bench.parts.settings.model_copy(update={"feeds": one(missing_unit="pass")})
    )
    bench.drop("sau.csv", csv(staff(1, 2, 3, Ky=NEXT)))

    bench.work()

    assert held_by(bench, "sau.csv") is None


@pytest.mark.parametrize(("every_wage", "held"), [("hold", "every-wage"), ("pass", None)])
def test_a_file_in_which_every_wage_has_changed_waits_for_a_word(tmp_path, every_wage, held):
    bench = Bench(tmp_path / "site", feeds=[feed(every_wage=every_wage)])
    bench.open(csv(staff(*range(1, 11))))
    bench.drop("luong.csv", csv(staff(*range(1, 11), TienLuong="9200000")))

    bench.work()

    assert held_by(bench, "luong.csv") == held


def one(**changes):
    return (Feed.model_validate(feed(**changes)),)
