"""doctor on a site of which something is broken: it says so, and looks at the rest."""

from __future__ import annotations

import errno
import json
import os
from datetime import UTC, datetime

from pipeline.lock import site_lock
from pipeline.spool import Spool


def _checks(bhxh, *words):
    done = bhxh("doctor", "--json", *(words or ("--offline",)))
    return done.code, {(each["name"], each["level"]): each["text"] for each in json.loads(done.out)}


def test_the_instance_that_works_now_is_told_from_the_last_one(bhxh):
    with site_lock(bhxh.site, "once", datetime.now(UTC)):
        _, during = _checks(bhxh)
    _, after = _checks(bhxh)

    assert during["instance", "fine"].startswith("đang chạy / at work: once (pid ")
    assert after["instance", "fine"].startswith("không ai đang chạy; lần cuối / nobody is at work")


def test_a_folder_that_cannot_be_written_into_is_broken(bhxh, monkeypatch):
    # Root may write anywhere, whatever the permissions say.
    (bhxh.site / "returned").chmod(0o555)
    ask = os.access
    monkeypatch.setattr(
        os, "access", lambda path, mode: not str(path).endswith("returned") and ask(path, mode)
    )

    code, checks = _checks(bhxh)

    assert code == 2
    assert checks["folders", "broken"].startswith("returned/: không ghi được vào")
    assert ("packages", "fine") in checks


def test_a_folder_that_is_a_file_is_broken_and_doctor_says_that_it_goes_no_further(bhxh):
    (bhxh.site / "returned").rmdir()
    (bhxh.site / "returned").touch()

    code, checks = _checks(bhxh)

    assert code == 2
    assert checks["folders", "broken"] == "returned/: không phải thư mục / is no folder"
    assert "nothing else could be looked at" in checks["site", "broken"]


def test_what_stops_the_whole_site_is_told_though_its_folders_look_fine(bhxh, monkeypatch):
    def full(*_args, **_told):
        raise OSError(errno.ENOSPC, "No space left on device", "keep")

    monkeypatch.setattr(Spool, "prepare", full)

    code, checks = _checks(bhxh)

    assert code == 2
    assert ("folders", "fine") in checks
    assert checks["site", "broken"].startswith("keep: ")


def test_a_ledger_that_cannot_be_read_is_broken_and_ends_nothing(bhxh):
    (bhxh.site / "ledger.db").write_bytes(b"no ledger " * 100)

    code, checks = _checks(bhxh)

    assert code == 2
    assert "restore it from the backup" in checks["ledger", "broken"]
    assert ("certificate", "fine") in checks
    assert not [name for name, _ in checks if name in ("registration", "clock")]
