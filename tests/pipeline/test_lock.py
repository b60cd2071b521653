"""Tests of the one working instance per site."""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from pipeline.errors import SiteBusyError
from pipeline.lock import holder, is_held, site_lock

NOW = datetime(2026, 11, 5, 1, 0, tzinfo=UTC)
_HOLD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from pipeline.lock import site_lock
with site_lock(Path(sys.argv[1]), "run", datetime(2026, 11, 5, tzinfo=UTC)):
    print("held", flush=True)
    sys.stdin.read()
"""


def start_holder(site):
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(site)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def test_another_process_is_told_who_holds_the_site(tmp_path):
    with start_holder(tmp_path) as other:
        with pytest.raises(SiteBusyError) as busy, site_lock(tmp_path, "once", NOW):
            pass
        other.communicate()

    assert busy.value.holder.startswith(f"run (pid {other.pid} on ")


def test_the_lock_dies_with_its_process(tmp_path):
    with start_holder(tmp_path) as other:
        other.kill()
        other.communicate()

    with site_lock(tmp_path, "once", NOW):
        assert "once" in str(holder(tmp_path))


def test_a_lock_that_was_given_back_is_free_again(tmp_path):
    for command in ("run", "once"):
        with site_lock(tmp_path, command, NOW):
            assert f"{command} (pid" in str(holder(tmp_path))


def test_a_failure_inside_gives_the_lock_back(tmp_path):
    def fail():
        with site_lock(tmp_path, "run", NOW):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with site_lock(tmp_path, "once", NOW):
        pass


def test_a_shorter_story_leaves_nothing_of_the_longer_one(tmp_path):
    with site_lock(tmp_path, "a command with a very long name", NOW):
        pass
    with site_lock(tmp_path, "run", NOW):
        assert str(holder(tmp_path)).startswith("run (pid")


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b"{}", b"7", b"\xff"])
def test_a_lock_file_that_says_nothing_is_an_unknown_holder(tmp_path, content):
    if content is not None:
        (tmp_path / "keep").mkdir()
        (tmp_path / "keep" / "instance.lock").write_bytes(content)

    assert holder(tmp_path) is None


def test_an_unknown_holder_still_holds(tmp_path):
    with site_lock(tmp_path, "run", NOW):
        (tmp_path / "keep" / "instance.lock").write_bytes(b"")

        with pytest.raises(SiteBusyError, match="unknown"), site_lock(tmp_path, "once", NOW):
            pass


def test_who_only_looks_stops_no_pass(tmp_path, monkeypatch):
    with site_lock(tmp_path, "run", NOW):
        pass
    with (tmp_path / "keep" / "instance.lock").open("rb") as looking:
        fcntl.flock(looking, fcntl.LOCK_SH)
        monkeypatch.setattr(time, "sleep", lambda _: looking.close())

        with site_lock(tmp_path, "once", NOW):
            assert is_held(tmp_path)


def test_nobody_holds_a_site_that_was_never_worked_on(tmp_path):
    assert not is_held(tmp_path)
