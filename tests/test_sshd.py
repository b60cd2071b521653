"""The test server itself: it serves, stops, restarts and changes its key."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.sshd import Sshd


def _sftp(server: Sshd, commands: str, folder: Path) -> subprocess.CompletedProcess[str]:
    options = [
        "BatchMode=yes",
        "StrictHostKeyChecking=accept-new",
        f"UserKnownHostsFile={folder / 'known_hosts'}",
        "IdentitiesOnly=yes",
    ]
    return subprocess.run(
        [
            "sftp",
            "-b",
            "-",
            "-i",
            str(server.key_path),
            "-P",
            str(server.port),
            *(word for option in options for word in ("-o", option)),
            f"{server.username}@127.0.0.1",
        ],
        input=commands,
        capture_output=True,
        text=True,
        check=False,
    )


def test_openssh_sftp_puts_a_file_into_inbound(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(b"<Hoso></Hoso>")

    with Sshd(tmp_path) as server:
        done = _sftp(server, f"put {tmp_path / 'a.xml'} inbound/a.xml\n", tmp_path)

        assert done.returncode == 0, done.stderr + "\n".join(server.log)
        assert (server.root / "inbound" / "a.xml").read_bytes() == b"<Hoso></Hoso>"


def test_a_restarted_server_has_the_same_port_and_key(tmp_path: Path) -> None:
    with Sshd(tmp_path) as server:
        before = (server.port, server.fingerprint)

        server.restart()

        assert (server.port, server.fingerprint) == before
        assert _sftp(server, "ls\n", tmp_path).returncode == 0


def test_a_stopped_server_refuses_connections(tmp_path: Path) -> None:
    with Sshd(tmp_path) as server:
        server.stop()

        assert _sftp(server, "ls\n", tmp_path).returncode != 0


def test_a_new_host_key_is_noticed_by_a_client_that_knew_the_old_one(tmp_path: Path) -> None:
    with Sshd(tmp_path) as server:
        _sftp(server, "ls\n", tmp_path)
        server.new_host_key()
        server.restart()

        done = _sftp(server, "ls\n", tmp_path)

        assert done.returncode != 0
        assert "IDENTIFICATION HAS CHANGED" in done.stderr
