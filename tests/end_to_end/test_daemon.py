"""Acceptance 8: one worker per site, commands beside it, and a daemon that ends when told."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.lock import site_lock
from tests.end_to_end.people import HERE, csv, secrets, staff, wage
from tests.end_to_end.provider import Provider, notice, result, submission
from tests.end_to_end.site import ROOT, Site
from tests.end_to_end.story import leave, told

RAISED = csv(staff(range(1, 21), {1: {"TienLuong": str(wage(61))}}))
_PATIENCE = 60.0


@contextmanager
def _daemon(site: Site) -> Iterator[subprocess.Popen[bytes]]:
    """Run `bhxh run` as a process of its own; its stderr goes to ``daemon.log``."""
    site.set(work_every="1s", collect_every="1s")
    with (site.folder / "daemon.log").open("wb") as log:
        daemon = subprocess.Popen(site.command("run"), stdout=log, stderr=log, cwd=ROOT)
    try:
        yield daemon
    finally:
        if daemon.poll() is None:
            daemon.kill()
        daemon.wait()


def _until(true: Callable[[], bool], site: Site) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + _PATIENCE
    while not true():
        assert time.monotonic() < end, (site.folder / "daemon.log").read_text()
        # The other side is a real process: nothing tells us when it is done.
        time.sleep(0.1)


def _ended(daemon: subprocess.Popen[bytes]) -> int:
    daemon.send_signal(signal.SIGTERM)
    return daemon.wait(timeout=10)


@pytest.fixture
def held(opened: Site) -> Iterator[Site]:
    """A site that somebody else works at."""
    with site_lock(opened.folder, "run", datetime.now(UTC)):
        yield opened


@pytest.mark.parametrize("command", ["run", "once"])
def test_a_second_worker_exits_three_and_says_who_holds_the_site(held: Site, command: str) -> None:
    done = held.bhxh(command)

    assert done.code == 3
    assert f"run (pid {os.getpid()} on " in done.err


def test_reading_commands_work_beside_a_worker(held: Site, tmp_path: Path) -> None:
    file = tmp_path / "luong.csv"
    file.write_bytes(RAISED)

    codes = [
        held.bhxh(*words).code
        for words in (("status",), ("check", file), ("explain", "baseline.csv"), ("reconcile",))
    ]

    assert codes == [0, 0, 0, 0]


def test_a_daemon_takes_files_beside_commands_and_ends_when_told(
    opened: Site, provider: Provider, tmp_path: Path
) -> None:
    """A file renamed in, one written slowly, one moved into a subfolder; a question released."""
    slow = csv(staff(range(1, 21), {1: {"TienLuong": str(wage(61))}, 2: {"ChucVu": "Tổ phó"}}))
    asked = csv([*staff(range(21, 31), unit="TB0002B"), *_newcomer_on_leave()])
    with _daemon(opened) as daemon:
        _until(lambda: "daemon.started" in _log(opened), opened)
        second = opened.bhxh("once")
        opened.drop("mot.csv", RAISED)
        _until(lambda: len(provider.inbound) == 1, opened)

        with (opened.folder / "drop" / "hai.csv").open("wb") as writer:
            for start in range(0, len(slow), len(slow) // 4):
                writer.write(slow[start : start + len(slow) // 4])
                writer.flush()
                time.sleep(0.4)
        _until(lambda: len(provider.inbound) == 2, opened)

        opened.drop(f"{HERE}/ba.csv", asked)
        _until(lambda: bool(_open_questions(opened)), opened)
        checked = opened.bhxh("check", _file(tmp_path, RAISED)).code
        opened.release(_open_questions(opened)[0])
        _until(lambda: len(provider.inbound) == 3, opened)

        _answer(opened, provider)
        _until(lambda: "accepted" in opened.states().values(), opened)
        code = _ended(daemon)

    opened.prove()
    assert (second.code, checked) == (3, 0)
    assert f"run (pid {daemon.pid} on " in second.err
    assert code in (0, 1)
    lines = [told(data) for data in provider.inbound.values()]
    assert sorted(lines) == [[(1, "DC", "2")], [(2, "CD", "5")], [(41, "TD", "1")]]
    assert opened.files("drop") == [".claim", HERE]
    assert "Traceback" not in _log(opened)
    assert secrets().findall(_log(opened)) == []


def _answer(site: Site, provider: Provider) -> None:
    dossier = site.status()["dossiers"][0]
    provider.answer("nop.xml", submission(dossier))
    provider.answer("tb.xml", notice(dossier))
    provider.answer("kq.xml", result(dossier))


def _newcomer_on_leave() -> list[dict[str, str]]:
    return [dict(row) for row in staff([41], {41: leave("Nghỉ thai sản", 1)}, unit="TB0002B")]


def _open_questions(site: Site) -> list[str]:
    for drop in site.status()["drops"]:
        if drop["held"] and drop["state"] == "converted":
            return [each["id"] for each in site.show(drop["id"])["questions"]]
    return []


def _file(folder: Path, data: bytes) -> Path:
    path = folder / "luong.csv"
    path.write_bytes(data)
    return path


def _log(site: Site) -> str:
    return (site.folder / "daemon.log").read_text(encoding="utf-8")
