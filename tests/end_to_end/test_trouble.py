"""Acceptance 9: the server or a disk in trouble loses nothing, says why, and is got over."""

from __future__ import annotations

import contextlib
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

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


@pytest.fixture
def fresh(house: Sshd) -> Iterator[Sshd]:
    """The shared server, to be hurt: started again afterwards, whatever happened."""
    yield house
    with contextlib.suppress(RuntimeError):
        house.restart()


def _waits(site: Site) -> tuple[str, str]:
    """Return the one dossier, which nobody has to release, and why it waits."""
    (dossier,) = site.status()["dossiers"]
    assert (dossier["state"], dossier["held_because"]) == ("signed", None)
    return dossier["id"], site.explain(dossier["id"])


def _public(key: Path) -> str:
    """Return the public half of a client's key."""
    private = serialization.load_ssh_private_key(key.read_bytes(), None)
    encoding, form = serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    return private.public_key().public_bytes(encoding, form).decode()


def test_a_stopped_server_is_waited_for(opened: Site, provider: Provider, fresh: Sshd) -> None:
    opened.drop("luong.csv", RAISED)
    fresh.stop()
    code = opened.once().code
    dossier, reason = _waits(opened)
    fresh.start()
    again = opened.once().code

    assert (code, again) == (2, 0)
    assert "refused" in reason
    assert "không kết nối được" in reason
    assert _sent(provider) == EXPECTED
    assert opened.states() == {dossier: "shipped"}


def test_a_changed_host_key_sends_nothing_until_a_person_pins_it(
    opened: Site, provider: Provider, fresh: Sshd
) -> None:
    opened.drop("luong.csv", RAISED)
    fresh.new_host_key()
    fresh.restart()
    codes = [opened.once().code, opened.once().code]
    _, reason = _waits(opened)
    nothing = provider.inbound

    opened.connect_to(fresh)
    again = opened.once().code

    assert (codes, again, nothing) == ([2, 2], 0, {})
    assert "[sftp] host_keys" in reason
    assert fresh.fingerprint in reason
    assert _sent(provider) == EXPECTED


def test_when_the_pinned_host_key_comes_back_work_goes_on_without_anybody(
    opened: Site, provider: Provider, fresh: Sshd
) -> None:
    opened.drop("luong.csv", RAISED)
    with fresh.other_host_key():
        code = opened.once().code
        _, reason = _waits(opened)
        nothing = provider.inbound
    again = opened.once().code

    assert (code, again, nothing) == (2, 0, {})
    assert "[sftp] host_keys" in reason
    assert _sent(provider) == EXPECTED


def test_a_folder_without_permission_is_waited_for(
    opened: Site, provider: Provider, server: Sshd
) -> None:
    inbound = server.root / "inbound"
    opened.drop("luong.csv", RAISED)
    inbound.chmod(0o555)
    code = opened.once().code
    _, reason = _waits(opened)
    inbound.chmod(0o755)
    again = opened.once().code

    assert (code, again) == (2, 0)
    assert "permission denied" in reason
    assert "máy chủ từ chối" in reason
    assert _sent(provider) == EXPECTED


def test_a_key_that_the_server_does_not_take_is_waited_for(
    opened: Site, provider: Provider, server: Sshd
) -> None:
    opened.drop("luong.csv", RAISED)
    server.authorize("")
    code = opened.once().code
    _, reason = _waits(opened)
    server.authorize(_public(server.key_path))
    again = opened.once().code

    assert (code, again) == (2, 0)
    assert "[sftp] username" in reason
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
        _, reason = _waits(opened)
        filler.unlink()
        again = opened.once().code

        assert (code, again) == (2, 0)
        assert "dung lượng" in reason
        assert "space" in reason
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
    reason = opened.explain(str(path))
    again = opened.once().code

    assert done.returncode == 2, done.stderr
    assert "ổ đĩa" in reason
    assert "disk" in reason
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
        file = site.drop("luong.csv", RAISED)
        filler = disk / "filler"
        filler.write_bytes(b"x" * (shutil.disk_usage(disk).free - 4096))
        code = site.once().code
        still = file.exists()
        reason = site.explain(str(file))
        filler.unlink()
        again = site.once().code

        assert (code, again, still) == (2, 0, True)
        assert "ổ đĩa không đủ chỗ" in reason
        assert "the disk has no room" in reason
        assert _sent(provider) == EXPECTED
    finally:
        subprocess.run(["umount", "--lazy", disk], check=True)
