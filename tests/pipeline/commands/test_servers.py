"""run, sandbox and demo: the commands that go on by themselves."""

from __future__ import annotations

import os
import signal
import socket
import threading

import pytest

from outbox.errors import ConnectionLostError
from pipeline.cli import run
from pipeline.commands import progress
from pipeline.sandbox.box import Sandbox
from pipeline.site import use_port
from tests.pipeline.parts import csv, staff


@pytest.fixture
def ended():
    """Send this process SIGTERM as soon as it listens for it; give the handlers back."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    give_up = threading.Event()

    def wait_and_end():
        while signal.getsignal(signal.SIGINT) is before[signal.SIGINT]:
            if give_up.wait(0.02):
                return
        os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=wait_and_end)
    thread.start()
    yield
    give_up.set()
    thread.join()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_the_daemon_works_until_it_is_told_to_stop(bhxh, inside, ended):
    bhxh.set(quiet_seconds="0", approve='"never"')
    inside.open(csv(staff(1, 2, 3)))
    inside.drop("luong.csv", csv(staff(1, 2, 3, Ky="09/2026")))
    with Sandbox(bhxh.site / "sandbox") as box:
        use_port(bhxh.site, box.port)
        done = bhxh("run")

    assert done.code == 0
    assert '"daemon.stopped"' in done.err


def test_the_sandbox_serves_until_it_is_told_to_stop(bhxh, free_port, ended):
    use_port(bhxh.site, free_port)

    done = bhxh("sandbox", "--every", "0.01", "--fault", "late")

    assert done.code == 0
    assert done.out.startswith(f"127.0.0.1:{free_port} SHA256:")


@pytest.mark.long  # CI runs make demo besides
def test_the_demo_goes_the_whole_way(tmp_path, capsys):
    site = tmp_path / "my demo"

    code = run(["demo", "--employees", "30", "--site", str(site)])

    said = capsys.readouterr().out
    assert code == 0
    assert "accepted" in said
    assert f"bhxh status --site '{site}'" in said
    assert f"bhxh explain --site '{site}' " in said
    assert f"rm -r '{site}' " in said
    assert any((site / "outbox").iterdir())
    assert any((site / "returned").glob("*.result.xlsx"))


@pytest.mark.parametrize("terminal", [True, False])
def test_bars_are_for_terminals(monkeypatch, capsys, terminal):
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)

    with progress.bars() as report:
        report("check", 0, 2)
        report("check", 2, 2)

    assert capsys.readouterr().out == ""


def test_a_pass_that_reaches_nobody_says_what_helps(bhxh, free_port):
    use_port(bhxh.site, free_port)

    done = bhxh("once")

    assert done.code == 2
    assert "failed connection: connect" in done.err
    assert "the SFTP server is not reached" in done.err
    assert f"in a box not running? `bhxh sandbox --site {bhxh.site}`" in done.err


def test_status_says_why_a_dossier_did_not_go(bhxh, inside, free_port):
    use_port(bhxh.site, free_port)
    inside.open(csv(staff(1, 2, 3)))
    inside.change(connect=_nobody)
    inside.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3)))
    inside.work()

    done = bhxh("status")

    assert "chưa gửi · not sent × 1: connection: connect" in done.out


def _nobody():
    raise ConnectionLostError("connect", "", "refused")
