"""Tests of when a dropped file is complete; the clock is a number that the test passes."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from pipeline.settle import (
    Fault,
    Settling,
    fault_of,
    is_open_for_writing,
    is_temporary,
)


@pytest.mark.parametrize(
    "name",
    [
        ".luong.csv", "~$luong.xlsx", "luong.csv.part", "luong.csv.TMP", "luong.csv.filepart",
        "luong.csv.crdownload", "luong.csv.writing", ".luong.csv.swp", "luong.csv.camellock",
    ],
)  # fmt: skip
def test_temporary_names_are_not_for_us(name):
    assert is_temporary(name)


@pytest.mark.parametrize("name", ["luong.csv", "part.csv", "tmp", "lương~.xlsx", "a.tmp.csv"])
def test_other_names_are(name):
    assert not is_temporary(name)


def test_a_file_is_still_after_its_quiet_time_and_not_before(tmp_path):
    path = tmp_path / "luong.csv"
    path.write_bytes(b"1")
    settling = Settling()

    looks = [settling.is_still(path, now, 5.0) for now in (100.0, 104.9, 105.0, 200.0)]

    assert looks == [False, False, True, True]


def test_growth_a_new_time_or_another_file_starts_the_wait_again(tmp_path):
    path = tmp_path / "luong.csv"
    path.write_bytes(b"1")
    settling = Settling()
    settling.is_still(path, 0.0, 5.0)

    path.write_bytes(b"12")
    grown = settling.is_still(path, 10.0, 5.0)
    os.utime(path, (0, 0))
    touched = settling.is_still(path, 20.0, 5.0)
    (tmp_path / "other").write_bytes(b"12")
    os.utime(tmp_path / "other", (0, 0))
    (tmp_path / "other").rename(path)
    swapped = settling.is_still(path, 30.0, 5.0)

    assert (grown, touched, swapped) == (False, False, False)
    assert settling.is_still(path, 35.0, 5.0)


@pytest.mark.parametrize("moment", [0, 4_070_908_800])
def test_a_modification_time_from_another_age_is_as_good_as_any(tmp_path, moment):
    path = tmp_path / "luong.csv"
    path.write_bytes(b"1")
    os.utime(path, (moment, moment))
    settling = Settling()

    assert [settling.is_still(path, now, 5.0) for now in (0.0, 5.0)] == [False, True]


def test_without_a_quiet_time_the_first_look_is_enough(tmp_path):
    path = tmp_path / "luong.csv"
    path.write_bytes(b"1")

    assert Settling().is_still(path, 0.0, 0.0)


def test_a_file_that_went_and_came_back_waits_anew(tmp_path):
    path = tmp_path / "luong.csv"
    path.write_bytes(b"1")
    settling = Settling()
    settling.is_still(path, 0.0, 5.0)
    path.rename(tmp_path / "away")

    gone = settling.is_still(path, 10.0, 5.0)
    (tmp_path / "away").rename(path)

    assert not gone
    assert not settling.is_still(path, 11.0, 5.0)


def test_files_are_as_old_as_their_last_change_that_we_saw(tmp_path):
    settling = Settling()
    for moment, name in ((1.0, "b"), (2.0, "a"), (3.0, "b")):
        path = tmp_path / name
        path.write_bytes(name.encode() * int(moment))
        settling.is_still(path, moment, 5.0)

    assert [settling.turn(tmp_path / name)[0] for name in "ab"] == [2.0, 3.0]
    assert settling.turn(tmp_path / "never")[0] == float("inf")


def test_files_seen_first_together_go_by_when_they_were_written_then_by_when_they_came(tmp_path):
    settling, came = Settling(), 0
    for name, written in (("a", 30), ("b", 20), ("d", 10), ("c", 10)):
        path = tmp_path / name
        path.write_bytes(b"x")
        os.utime(path, ns=(written, written))
        while path.stat().st_ctime_ns <= came:  # the file system's clock ticks slowly
            os.utime(path, ns=(written, written))
        came = path.stat().st_ctime_ns
        settling.is_still(path, 1.0, 5.0)

    turns = sorted((tmp_path / name for name in "abcd"), key=settling.turn)

    assert [path.name for path in turns] == ["d", "c", "b", "a"]


def test_memory_holds_only_what_is_there(tmp_path):
    paths = [tmp_path / str(number) for number in range(3)]
    settling = Settling()
    for path in paths:
        path.write_bytes(b"1")
        settling.is_still(path, 0.0, 5.0)

    settling.forget(paths[0])
    settling.keep_only(paths[:2])

    assert [settling.is_still(path, 5.0, 5.0) for path in paths] == [False, True, False]


def test_links_pipes_and_second_names_are_not_plain(tmp_path):
    plain = tmp_path / "plain"
    plain.write_bytes(b"1")
    (tmp_path / "link").symlink_to(plain)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "twice").write_bytes(b"1")
    os.link(tmp_path / "twice", tmp_path / "again")

    names = ("plain", "link", "pipe", "twice", "again")

    faults = [fault_of(tmp_path / name) for name in names]

    twice = Fault.SECOND_NAME
    assert faults == [None, Fault.NO_FILE, Fault.NO_FILE, twice, twice]


def test_a_file_with_holes_is_left_where_it_is_and_one_without_is_not(tmp_path):
    with (tmp_path / "sparse").open("wb") as file:
        file.seek(1 << 40)
        file.write(b"1")
    with (tmp_path / "holes").open("wb") as file:
        file.seek(1 << 20)
        file.write(b"1")
    (tmp_path / "whole").write_bytes(bytes(1 << 20))

    faults = [fault_of(tmp_path / name) for name in ("sparse", "holes", "whole")]

    assert faults == [Fault.TOO_LARGE, Fault.HOLES, None]


def test_a_file_that_is_gone_has_no_fault_but_an_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        fault_of(tmp_path / "gone")


def test_a_writer_in_this_process_is_noticed(tmp_path):
    path = tmp_path / "luong.csv"

    with path.open("wb") as file:
        file.write(b"1")
        busy = is_open_for_writing(path)

    assert (busy, is_open_for_writing(path)) == (True, False)


def test_a_writer_in_another_process_is_noticed(tmp_path):
    path = tmp_path / "luong.csv"
    code = "import sys; f = open(sys.argv[1], 'ab'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"open\n"

        busy = is_open_for_writing(path)
        writer.communicate()

    assert (busy, is_open_for_writing(path)) == (True, False)


def test_a_reader_is_no_writer(tmp_path):
    path = tmp_path / "luong.csv"
    path.write_bytes(b"1")

    with path.open("rb"):
        assert not is_open_for_writing(path)


def test_what_cannot_be_opened_is_left_to_stillness(tmp_path):
    (tmp_path / "link").symlink_to("nowhere")

    assert not is_open_for_writing(tmp_path / "gone")
    assert not is_open_for_writing(tmp_path / "link")
    assert not is_open_for_writing(tmp_path)


_ASK = """
import sys
from pathlib import Path
from pipeline.settle import is_open_for_writing
for _ in range(20_000):
    is_open_for_writing(Path(sys.argv[1]))
"""
_WRITE = """
import os, sys
while True:
    os.close(os.open(sys.argv[1], os.O_WRONLY))
"""


def test_a_writer_that_comes_while_we_ask_does_not_end_the_daemon(tmp_path):
    path = tmp_path / "luong.csv"
    path.write_bytes(b"1")
    with subprocess.Popen([sys.executable, "-c", _WRITE, str(path)]) as writer:
        asking = subprocess.run([sys.executable, "-c", _ASK, str(path)], check=False, timeout=120)
        writer.kill()

    assert asking.returncode == 0
