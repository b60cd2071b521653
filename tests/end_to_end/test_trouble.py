"""Acceptance 9: the server or a disk in trouble loses nothing, says why, and is got over."""

from __future__ import annotations

import contextlib
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.people import csv, staff, wage
from tests.end_to_end.provider import Provider, submission
from tests.end_to_end.site import ROOT, Site
from tests.end_to_end.story import told
from tests.sshd import Sshd

RAISED = csv(staff(range(1, 21), {1: {"TienLuong": str(wage(61))}}))
EXPECTED = [(1, "DC", "2")]


def _sent(provider: Provider) -> list[tuple[int, str, str]]:
    """Return the lines of the one dossier that arrived, and nothing else beside it."""
    ((name, data),) = provider.inbound.items()
    assert name.endswith(".xml")
    return told(data)


def _waiting(site: Site) -> str:
    """Return the one dossier that waits."""
    ((dossier, state),) = site.states().items()
    assert state == "signed"
    return dossier


@pytest.fixture
def fresh(house: Sshd) -> Iterator[Sshd]:
    """The shared server, to be hurt: started again afterwards, whatever happened."""
    yield house
    with contextlib.suppress(RuntimeError):
        house.restart()


def test_a_stopped_server_is_waited_for(opened: Site, provider: Provider, fresh: Sshd) -> None:
    opened.drop("luong.csv", RAISED)
    fresh.stop()
    code = opened.once().code
    dossier = _waiting(opened)
    reason = opened.explain(dossier)
    fresh.start()
    again = opened.once().code

    assert (code, again) == (2, 0)
    assert "refused" in reason
    assert _sent(provider) == EXPECTED
    assert opened.states() == {dossier: "shipped"}


def test_a_changed_host_key_sends_nothing_until_a_person_pins_it(
    opened: Site, provider: Provider, fresh: Sshd
) -> None:
    opened.drop("luong.csv", RAISED)
    fresh.new_host_key()
    fresh.restart()
    code = opened.once().code
    dossier = opened.status()["dossiers"][0]
    reason = opened.explain(dossier["id"])
    nothing = provider.inbound

    opened.connect_to(fresh)
    if dossier["held_because"]:
        opened.release(dossier["id"])
    again = opened.once().code

    assert (code, again, nothing) == (2, 0, {})
    assert "host" in reason
    assert fresh.fingerprint in reason
    assert _sent(provider) == EXPECTED


def test_a_folder_without_permission_is_waited_for(
    opened: Site, provider: Provider, server: Sshd
) -> None:
    inbound = server.root / "inbound"
    opened.drop("luong.csv", RAISED)
    inbound.chmod(0o555)
    code = opened.once().code
    dossier = opened.status()["dossiers"][0]
    reason = opened.explain(dossier["id"])
    inbound.chmod(0o755)
    if dossier["held_because"]:
        opened.release(dossier["id"])
    again = opened.once().code

    assert (code, again) == (2, 0)
    assert "permission denied" in reason
    assert _sent(provider) == EXPECTED


def test_an_answer_that_may_not_be_read_is_said_and_read_later(
    opened: Site, provider: Provider, server: Sshd
) -> None:
    opened.drop("luong.csv", RAISED)
    opened.once()
    provider.answer("nop.xml", submission(opened.status()["dossiers"][0]))
    (server.root / "outbound" / "nop.xml").chmod(0o000)
    done = opened.once()
    (server.root / "outbound" / "nop.xml").chmod(0o644)
    opened.once()

    assert (done.code, done.json["unread"]) == (1, 1)
    assert "nop.xml" in done.err
    assert list(opened.states().values()) == ["taken"]


def test_a_full_disk_of_the_server_is_waited_for(opened: Site, tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    with Sshd(tmp_path / "small", disk_kb=64) as small:
        provider = Provider(small.root)
        filler = small.root / "filler"
        filler.write_bytes(b"x" * 56 * 1024)
        opened.connect_to(small)
        opened.drop("luong.csv", RAISED)
        code = opened.once().code
        dossier = opened.status()["dossiers"][0]
        reason = opened.explain(dossier["id"])
        filler.unlink()
        if dossier["held_because"]:
            opened.release(dossier["id"])
        again = opened.once().code

        assert (code, again) == (2, 0)
        assert dossier["state"] == "signed"
        assert "not sent" not in reason
        assert _sent(provider) == EXPECTED


@pytest.mark.parametrize("limit", [4_000, 12_000])
def test_a_full_disk_of_ours_loses_nothing(opened: Site, provider: Provider, limit: int) -> None:
    """No file may grow past so many bytes: what cannot be written is tried again."""
    path = opened.drop("luong.csv", RAISED)

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    done = subprocess.run(
        opened.command("once", "--no-quiet"),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        preexec_fn=no_room,
    )
    kept = path.exists() or any((opened.folder / "drop" / ".claim").rglob("luong.csv"))
    kept = kept or any(drop["name"] == "luong.csv" for drop in opened.status()["drops"])
    again = opened.once().code

    assert done.returncode == 2, done.stderr
    assert kept
    assert again == 0
    assert _sent(provider) == EXPECTED
    assert opened.fates("luong.csv") == (19, 1, 0, 0)


def test_a_really_full_file_system_of_ours_is_got_over(
    template: Path, opened_template: Path, tmp_path: Path, server: Sshd, provider: Provider
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=70m", "tmpfs", disk], check=True)
    try:
        site = Site.copy_of(opened_template, disk / "site", server)
        site.drop("luong.csv", RAISED)
        filler = disk / "filler"
        filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - 4096))
        code = site.once().code
        still = (site.folder / "drop" / "luong.csv").exists()
        filler.unlink()
        again = site.once().code

        assert (code, again, still) == (2, 0, True)
        assert _sent(provider) == EXPECTED
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)
