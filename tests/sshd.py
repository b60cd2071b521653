"""A real OpenSSH server on a free port of loopback, for tests.

As root it serves a chroot with ``internal-sftp`` to the existing user ``nobody``, so that
permissions mean something; as any other user it serves the same folder to that user, without
the chroot.
"""

from __future__ import annotations

import base64
import hashlib
import os
import pwd
import re
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from config.settings import Sftp

_TRIES = 5
_PATIENCE = 10.0
_LISTENING = re.compile(r"Server listening on ")
_PENALTIES_SINCE = (9, 8)


class Sshd:
    """One server: ``with Sshd(tmp_path) as server`` starts it and ends it with all its sessions.

    `port`, `fingerprint`, `username`, `key_path` are what a client needs; `root` is the remote
    root as a local path, with ``inbound/`` and ``outbound/``. `extra` are more lines of
    sshd_config; `disk_kb` puts the remote root on a disk of that size (root only).
    """

    def __init__(self, folder: Path, *, extra: Iterable[str] = (), disk_kb: int = 0) -> None:
        self._folder = folder
        self._extra = tuple(extra)
        self._disk_kb = disk_kb
        self._listener: subprocess.Popen[str] | None = None
        self._frozen: set[int] = set()
        self.log: list[str] = []
        self.port = 0
        self.fingerprint = ""
        self.username = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.key_path = folder / "sftp_ed25519"

    def __enter__(self) -> Self:
        # A chroot wants every parent owned by root and closed to others: /tmp is not.
        parent = "/run" if os.geteuid() == 0 else None
        self._house = Path(tempfile.mkdtemp(prefix="bhxh-sshd-", dir=parent))
        self._house.chmod(0o755)
        self.root = self._house / "root"
        self._make_root()
        self.authorize(self._make_key(self.key_path))
        self.new_host_key()
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        if self._disk_kb:
            subprocess.run(["umount", "--lazy", self.root], check=True)
        shutil.rmtree(self._house)

    def settings(self, *, timeout: float = 10.0) -> Sftp:
        """What a site's ``[sftp]`` would say about this server."""
        return Sftp(
            host="127.0.0.1",
            port=self.port,
            username=self.username,
            key=self.key_path,
            host_keys=(self.fingerprint,),
            timeout=timeout,
        )

    def start(self) -> None:
        """Listen; on the port of before, if there was one."""
        for _ in range(_TRIES):
            port = self.port or _free_port()
            if self._listens(port):
                self.port = port
                return
        raise RuntimeError("sshd does not start: " + " | ".join(self.log[-5:]))

    def stop(self) -> None:
        """End the listener and every session, frozen ones too."""
        pids = self.sessions()
        if self._listener is not None:
            self._listener.terminate()
            self._listener.wait()
            self._listener = None
        _signal(pids | self._frozen, signal.SIGKILL)
        self._frozen.clear()

    def restart(self) -> None:
        """Stop and listen again on the same port."""
        self.stop()
        self.start()

    def new_host_key(self) -> None:
        """Have another host key from the next start on; `fingerprint` is the new one."""
        public = self._make_key(self._house / "host_ed25519")
        digest = hashlib.sha256(base64.b64decode(public.split()[1])).digest()
        self.fingerprint = "SHA256:" + base64.b64encode(digest).decode().rstrip("=")

    @contextmanager
    def other_host_key(self) -> Iterator[None]:
        """Serve with another host key for a while, then with the one of before."""
        key, fingerprint = self._house / "host_ed25519", self.fingerprint
        before = key.read_bytes()
        self.new_host_key()
        self.restart()
        try:
            yield
        finally:
            key.write_bytes(before)
            self.fingerprint = fingerprint
            self.restart()

    def sessions(self) -> set[int]:
        """Return the processes that serve clients now."""
        if self._listener is None:
            return set()
        parents = _parents()
        found = {self._listener.pid}
        while more := {pid for pid, parent in parents.items() if parent in found} - found:
            found |= more
        return found - {self._listener.pid}

    def kill_sessions(self) -> None:
        """Cut every client off; the listener goes on."""
        _signal(self.sessions(), signal.SIGKILL)

    def freeze_sessions(self) -> None:
        """Stop every session in its tracks: it takes bytes, and answers nothing."""
        self._frozen |= self.sessions()
        _signal(self._frozen, signal.SIGSTOP)

    def thaw_sessions(self) -> None:
        """Let frozen sessions go on with what they had received."""
        _signal(self._frozen, signal.SIGCONT)
        self._frozen.clear()

    def wait_for_sessions(self) -> None:
        """Return when nobody is served any more: the clients are gone and all is done."""
        for pid in self.sessions():
            with suppress(ProcessLookupError):
                watch = os.pidfd_open(pid)
                select.select([watch], [], [], _PATIENCE)
                os.close(watch)

    def _make_root(self) -> None:
        self.root.mkdir()
        if self._disk_kb:
            size = f"size={self._disk_kb}k,mode=0755"
            subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", self.root], check=True)
        for name in ("inbound", "outbound"):
            (self.root / name).mkdir()
            shutil.chown(self.root / name, self.username)

    def _make_key(self, path: Path) -> str:
        key = Ed25519PrivateKey.generate()
        path.touch(mode=0o600)
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.OpenSSH,
                serialization.NoEncryption(),
            )
        )
        return (
            key.public_key()
            .public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
            .decode()
        )

    def authorize(self, public: str) -> None:
        """Let this public key in, and no other."""
        authorized = self._house / "authorized_keys"
        authorized.write_text(public + "\n")
        authorized.chmod(0o644)

    def _listens(self, port: int) -> bool:
        if os.geteuid() == 0:
            Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
        config = self._house / "sshd_config"
        config.write_text("\n".join(self._config(port)) + "\n")
        listener = subprocess.Popen(
            [_program(), "-D", "-e", "-f", str(config)],
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            errors="replace",
        )
        assert listener.stderr is not None
        for line in listener.stderr:
            self.log.append(line.rstrip())
            if _LISTENING.search(line):
                self._listener = listener
                threading.Thread(target=self._keep_log, args=(listener,), daemon=True).start()
                return True
        listener.wait()
        listener.stderr.close()
        return False

    def _keep_log(self, listener: subprocess.Popen[str]) -> None:
        assert listener.stderr is not None
        with listener.stderr as lines:
            self.log.extend(line.rstrip() for line in lines)

    def _config(self, port: int) -> list[str]:
        root = os.geteuid() == 0
        return [
            f"Port {port}",
            "ListenAddress 127.0.0.1",
            f"HostKey {self._house / 'host_ed25519'}",
            f"AuthorizedKeysFile {self._house / 'authorized_keys'}",
            f"AllowUsers {self.username}",
            "PidFile none",
            "StrictModes no",
            "UsePAM no",
            "UseDNS no",
            "PasswordAuthentication no",
            "KbdInteractiveAuthentication no",
            "MaxStartups 100",
            "LogLevel VERBOSE",
            "Subsystem sftp internal-sftp",
            "ForceCommand internal-sftp" + ("" if root else f" -d {self.root}"),
            *([f"ChrootDirectory {self.root}"] if root else []),
            *(["PerSourcePenalties no"] if _version() >= _PENALTIES_SINCE else []),
            *self._extra,
        ]


def _program() -> str:
    """sshd is rarely on a user's PATH, and insists on being called by its whole path."""
    found = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")
    if found is None:
        raise FileNotFoundError("sshd is missing: install the Debian package openssh-server")
    return found


def _version() -> tuple[int, int]:
    said = subprocess.run([_program(), "-V"], capture_output=True, text=True, check=False).stderr
    found = re.search(r"OpenSSH_([0-9]+)\.([0-9]+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _parents() -> dict[int, int]:
    """Every process and its parent."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    return parents


def _signal(pids: Iterable[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
