"""What lies in drop/ too long is told; nothing of ours is."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from pipeline.companions import DEEPEST
from pipeline.lingering import lingering, told_lingering
from pipeline.runner import Tally


def put(site, name):
    path = site / "drop" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def later(hours):
    return datetime.now(UTC) + timedelta(hours=hours)


def test_what_nobody_has_finished_for_a_day_is_named(tmp_path):
    put(tmp_path, "luong.csv.part").touch()
    put(tmp_path, "phòng/lương.txt").touch()
    put(tmp_path, ".claim/0a/luong.csv").touch()

    found = lingering(tmp_path, later(25))
    told, _ = told_lingering(found)

    assert found == ["drop/luong.csv.part", "drop/phòng/lương.txt"]
    assert "24 giờ" in told.text_vi
    assert "24 hours" in told.text_en


def test_what_came_today_is_not(tmp_path):
    put(tmp_path, "luong.csv.part").touch()

    assert lingering(tmp_path, later(23)) == []


def test_the_time_that_a_tool_has_set_says_nothing(tmp_path):
    path = put(tmp_path, "luong.csv")
    path.touch()
    os.utime(path, (0, 0))

    assert lingering(tmp_path, later(1)) == []


def test_many_have_one_problem(tmp_path):
    for number in range(120):
        put(tmp_path, f"{number}.tmp").touch()

    *told, more = told_lingering(lingering(tmp_path, later(25)))

    assert len(told) == 100
    assert (more.thing, more.text_en) == ("drop/", "… 20 more")


def test_a_folder_that_is_gone_holds_nothing(tmp_path):
    assert lingering(tmp_path / "gone", later(25)) == []


def test_folders_without_end_are_one_thing(tmp_path):
    put(tmp_path, "x.attachments/" + "a/" * 60 + "x.pdf").touch()

    (found,) = lingering(tmp_path, later(25))

    assert found.startswith("drop/x.attachments/a/")
    assert found.count("/") <= DEEPEST + 2


def test_a_writer_that_never_finishes_is_named_a_day_after_it_was_seen_first(bench):
    path, now = put(bench.site, "luong.csv.part"), datetime.now(UTC)
    path.touch()
    bench.clock.now = now - timedelta(hours=25)
    bench.runner().work(Tally())
    bench.clock.now = now
    os.utime(path)  # it is written to until this day, and its inode changes with that
    bench.runner().work(Tally())

    found = lingering(bench.site, now, bench.ledger.sightings.known())

    assert found == ["drop/luong.csv.part"]
    assert lingering(bench.site, now) == []


def test_a_name_that_was_taken_is_new_when_it_comes_again(bench):
    path = put(bench.site, "luong.csv.part")
    path.touch()
    bench.runner().work(Tally())
    known = bench.ledger.sightings.known()
    path.unlink()

    bench.runner().work(Tally())

    assert len(known) == 1
    assert bench.ledger.sightings.known() == {}
