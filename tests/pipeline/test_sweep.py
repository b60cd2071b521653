"""Tests of the look through drop/."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from config.settings import Feed
from pipeline.companions import DEEPEST
from pipeline.settle import Settling
from pipeline.sweep import feed_for, look_through, path_in

PAYROLL = Feed(name="payroll", pattern="*.csv")


def look(drop, feeds=(PAYROLL,), settling=None, now=0.0, quiet=False):
    seen = look_through(drop, feeds, settling or Settling(), now, quiet=quiet)
    return {sighting.path.relative_to(drop).as_posix(): sighting.state for sighting in seen}


def put(drop, *names):
    for name in names:
        (drop / name).parent.mkdir(parents=True, exist_ok=True)
        (drop / name).write_bytes(b"1")


def test_a_complete_file_is_its_feeds(tmp_path):
    put(tmp_path, "luong.csv")

    seen = look_through(tmp_path, (PAYROLL,), Settling(), 0.0, quiet=False)

    assert [(each.feed, each.state) for each in seen] == [(PAYROLL, "complete")]


def test_a_file_settles_for_its_feeds_quiet_time(tmp_path):
    put(tmp_path, "luong.csv")
    settling = Settling()

    states = [
        look(tmp_path, settling=settling, now=now, quiet=True)["luong.csv"] for now in (0, 4, 5)
    ]

    assert states == ["settling", "settling", "complete"]


def test_a_file_that_is_being_written_is_not_complete_however_still(tmp_path):
    with (tmp_path / "luong.csv").open("wb"):
        while_open = look(tmp_path)

    assert (while_open, look(tmp_path)) == ({"luong.csv": "settling"}, {"luong.csv": "complete"})


def test_temporary_and_hidden_names_are_not_even_seen(tmp_path):
    put(tmp_path, "a.csv.part", ".b.csv", ".claim/ab/c.csv", "~$d.csv", "sub.tmp/e.csv")

    assert look(tmp_path) == {}


def test_what_no_feed_takes_is_told(tmp_path):
    put(tmp_path, "readme.txt")

    assert look(tmp_path) == {"readme.txt": "nobody"}


def test_links_pipes_and_second_names_are_refused(tmp_path):
    drop = tmp_path / "drop"
    put(drop, "twice.csv")
    os.link(drop / "twice.csv", tmp_path / "other")
    (drop / "link.csv").symlink_to("/etc/hostname")
    (drop / "dangling.csv").symlink_to("nowhere")
    (drop / "loop.csv").symlink_to("loop.csv")
    os.mkfifo(drop / "pipe.csv")
    (tmp_path / "elsewhere").mkdir()
    (drop / "folder link").symlink_to(tmp_path / "elsewhere")

    assert set(look(drop).values()) == {"refused"}
    assert len(look(drop)) == 6


def test_folders_for_feeds_are_looked_through_one_level_deep(tmp_path):
    put(tmp_path, "thuduc/luong.csv", "thuduc/deeper/luong.csv", "luong.csv")

    assert look(tmp_path) == {
        "luong.csv": "complete",
        "thuduc/deeper": "refused",
        "thuduc/luong.csv": "complete",
    }


def test_a_marker_makes_a_file_complete(tmp_path):
    feed = Feed(name="marked", pattern="*", marker=".done")
    put(tmp_path, "luong.csv")
    before = look(tmp_path, (feed,))

    put(tmp_path, "luong.csv.done")

    assert before == {"luong.csv": "settling"}
    assert look(tmp_path, (feed,)) == {"luong.csv": "complete"}


def test_a_folder_is_no_marker(tmp_path):
    feed = Feed(name="marked", pattern="*", marker=".done")
    put(tmp_path, "luong.csv")
    (tmp_path / "luong.csv.done").mkdir()

    assert look(tmp_path, (feed,)) == {"luong.csv": "settling"}


def test_a_marker_that_no_feed_asks_for_is_no_file_of_anybody(tmp_path):
    put(tmp_path, "luong.csv", "luong.csv.done", "luong.csv.ok")

    assert look(tmp_path) == {"luong.csv": "complete"}


def test_a_folder_that_cannot_be_looked_into_does_not_stop_the_others(tmp_path):
    # A path longer than the system takes is a failure that even root meets.
    drop = tmp_path
    while len(os.fsencode(drop)) < 3900:
        drop = drop / ("x" * 90)
    put(drop, "a.csv")
    here = os.open(drop, os.O_DIRECTORY)
    os.mkdir("y" * 255, dir_fd=here)

    found = look(drop)
    os.rmdir("y" * 255, dir_fd=here)
    os.close(here)

    assert found == {"a.csv": "complete"}


def test_a_folder_that_we_may_not_read_is_told(tmp_path):
    put(tmp_path, "a/1.csv", "b/2.csv", "c.csv")
    tmp_path.chmod(0o755)
    (tmp_path / "a").chmod(0o700)
    (tmp_path / "c.csv").chmod(0o600)
    code = (
        "import os, sys; from pathlib import Path; from config.settings import Feed; "
        "from pipeline.settle import Settling; from pipeline.sweep import look_through; "
        "home = os.open(sys.argv[1], os.O_DIRECTORY); os.fchdir(home); "
        "os.getuid() or (os.setgroups([]), os.setgid(65534), os.setuid(65534)); "
        "seen = look_through(Path(), (Feed(name='p'),), Settling(), 0.0, quiet=False); "
        "print(sorted((str(each.path), each.state) for each in seen))"
    )
    if os.getuid():
        (tmp_path / "a").chmod(0)
        (tmp_path / "c.csv").chmod(0)

    told = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], check=True, capture_output=True, text=True
    )
    (tmp_path / "a").chmod(0o700)

    assert told.stdout.strip() == str(
        [("a", "refused"), ("b/2.csv", "complete"), ("c.csv", "refused")]
    )


def test_names_of_any_bytes_are_seen_in_the_order_of_their_bytes(tmp_path):
    names = ["b.csv", "a\n.csv", os.fsdecode(b"\xff.csv"), "lương.csv", "x" * 251 + ".csv"]
    put(tmp_path, *names)

    seen = look_through(tmp_path, (PAYROLL,), Settling(), 0.0, quiet=False)

    assert [each.path.name for each in seen] == sorted(names, key=os.fsencode)
    assert {each.state for each in seen} == {"complete"}


def test_two_thousand_files_are_seen_and_forgotten_when_they_are_gone(tmp_path):
    put(tmp_path, *(f"{number:04}.csv" for number in range(2000)))
    settling = Settling()
    first = look(tmp_path, settling=settling, quiet=True)
    for path in tmp_path.iterdir():
        path.unlink()

    gone = look(tmp_path, settling=settling, now=1.0, quiet=True)
    put(tmp_path, "0000.csv")
    back = look(tmp_path, settling=settling, now=5.0, quiet=True)

    assert (len(first), gone, back) == (2000, {}, {"0000.csv": "settling"})


def test_a_missing_drop_folder_is_loud(tmp_path):
    with pytest.raises(FileNotFoundError):
        look(tmp_path / "gone")


@pytest.mark.parametrize(
    ("pattern", "path", "taken"),
    [
        ("*.csv", "LUONG.CSV", True),
        ("*.csv", "sub/luong.csv", True),
        ("*.csv", "luong.xlsx", False),
        ("thuduc/*.csv", "thuduc/luong.csv", True),
        ("thuduc/*.csv", "binhduong/luong.csv", False),
        ("lương*.csv", unicodedata.normalize("NFD", "lương-10.csv"), True),
        (unicodedata.normalize("NFD", "lương*.csv"), "Lương-10.csv", True),
        ("*.csv", "a\nb.csv", True),
    ],
)
def test_a_pattern_takes_a_path(pattern, path, taken):
    feed = Feed(name="payroll", pattern=pattern)

    assert feed_for(Path(path), (feed,)) == (feed if taken else None)


def test_the_first_feed_that_takes_a_file_has_it():
    first, second = Feed(name="a", pattern="*.csv"), Feed(name="b", pattern="*")

    assert feed_for(Path("x.csv"), (first, second)) == first
    assert feed_for(Path("x.txt"), (first, second)) == second


def test_the_feed_of_a_folder_comes_before_one_that_takes_every_folder():
    every, own = Feed(name="a", pattern="*.csv"), Feed(name="b", pattern="thuduc/*.csv")

    assert feed_for(Path("thuduc/x.csv"), (every, own)) == own
    assert feed_for(Path("x.csv"), (every, own)) == every


def test_a_companion_is_never_an_export_though_its_own_has_been_seen(tmp_path):
    put(tmp_path, "luong.csv", "luong.giayto.csv", "luong.hogiadinh.csv")

    assert look(tmp_path) == {"luong.csv": "complete"}


def test_folders_without_end_are_refused_and_not_walked(tmp_path):
    deep = "a/" * 60
    put(tmp_path, "luong.csv", f"luong.attachments/NV1/{deep}x.pdf", "other.csv")

    seen = look(tmp_path)

    assert (seen["luong.csv"], seen["other.csv"]) == ("settling", "complete")
    (folder,) = (name for name, state in seen.items() if state == "refused")
    assert folder == f"luong.attachments/NV1/{deep}"[: len(folder)]
    assert folder.count("/") <= DEEPEST


def test_a_path_counts_below_drop_and_a_name_alone_elsewhere(tmp_path):
    put(tmp_path / "drop", "TA0001A/luong.csv")
    (tmp_path / "link").symlink_to(tmp_path / "drop" / "TA0001A")
    drop = tmp_path / "drop"

    paths = [
        path_in(drop, tmp_path / name) for name in ("drop/TA0001A/luong.csv", "link/luong.csv")
    ]

    assert paths == [Path("TA0001A/luong.csv")] * 2
    assert path_in(drop, tmp_path / "luong.csv") == Path("luong.csv")


def test_a_companion_that_was_there_first_waits_for_its_export_to_settle(tmp_path):
    put(tmp_path, "luong.hogiadinh.csv")
    settling = Settling()
    look(tmp_path, settling=settling, now=0.0, quiet=True)
    put(tmp_path, "luong.csv")

    states = [look(tmp_path, settling=settling, now=now, quiet=True) for now in (6.0, 11.0)]

    assert states == [{"luong.csv": "settling"}, {"luong.csv": "complete"}]
