"""A file in drop/ becomes a drop, once, whatever happens in between."""

from __future__ import annotations

import os

from pipeline import room
from pipeline.ledger.drops import Drops
from pipeline.runner import Tally
from pipeline.states import DropState
from pipeline.steps import arrive
from pipeline.sweep import Sighting
from tests.pipeline.parts import Bench, csv, feed, staff


class _CutOff(Drops):
    """A shelf that is cut off before a drop is written."""

    def arrive(self, **told):
        raise OSError(28, "No space left on device")


def test_a_taken_file_is_gone_from_drop_and_kept_by_its_content(bench):
    bench.drop("phòng/luong.csv", csv(staff(1)))

    bench.work()

    drop = bench.dropped("phòng/luong.csv")
    assert bench.parts.spool.original(drop.sha256).read_bytes() == csv(staff(1))
    assert list((bench.site / "drop").rglob("*.csv")) == []


def test_a_file_that_vanished_is_no_drop(bench):
    path = bench.site / "drop" / "luong.csv"

    taken = arrive.take(bench.parts, Sighting(path=path, feed=None, state="complete"))

    assert taken is None
    assert bench.ledger.drops.all() == []


def test_a_claim_that_was_cut_off_is_finished_by_the_next_pass(bench):
    plain, bench.ledger.drops = bench.ledger.drops, _CutOff(bench.ledger.store)
    bench.drop("luong.csv", csv(staff(1)))
    cut = Tally()
    bench.runner(stop=lambda: True).work(cut)
    bench.ledger.drops = plain

    again = bench.work()

    assert (cut.arrived, cut.errors) == (0, 1)
    assert (again.arrived, bench.dropped().name) == (1, "luong.csv")


def test_the_same_bytes_again_are_a_duplicate(bench):
    bench.drop("luong.csv", csv(staff(1)))
    bench.work()
    bench.drop("luong-2.csv", csv(staff(1)))

    bench.work()

    again = bench.dropped("luong-2.csv")
    assert (again.state, again.duplicate_of) == (DropState.DUPLICATE, bench.dropped().id)
    assert len(bench.said("drop.duplicate")) == 1


def test_the_marker_of_a_taken_file_goes_with_it(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(marker=".done")])
    bench.drop("luong.csv", csv(staff(1)))
    bench.drop("luong.csv.done", b"")

    bench.work()

    assert bench.dropped().name == "luong.csv"
    assert [path.name for path in (tmp_path / "drop").iterdir()] == [".claim"]


def test_a_claimed_name_that_is_no_plain_file_is_refused_and_kept(bench):
    folder = bench.site / "drop" / ".claim" / "0123456789ab"
    folder.mkdir(parents=True)
    os.symlink("/etc/hostname", folder / "luong.csv")

    tally = bench.work()

    assert tally.arrived == 0
    assert bench.said("claim.refused")[0]["reason"] == "not a plain file"


def test_a_file_is_left_where_it_is_while_the_disk_has_no_room(bench, monkeypatch):
    monkeypatch.setattr(room, "_SPARE_BYTES", 1 << 62)
    bench.drop("luong.csv", csv(staff(1)))

    tally = bench.work()

    assert (tally.arrived, tally.errors) == (0, 1)
    assert (bench.site / "drop" / "luong.csv").is_file()
    assert len(bench.said("disk.low")) == 1


def test_a_name_is_stored_as_it_can_be_shown(bench):
    (bench.site / "drop" / "lu\u031bo\u031bng\n1.csv").write_bytes(csv(staff(1)))

    bench.work()

    assert bench.ledger.drops.all()[0].name == "lương\\n1.csv"
