"""Shipping once, against a real OpenSSH server: crashes, zombies, and a server in trouble."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config.profile import Upload
from outbox.errors import ConnectionLostError, RemoteRefusedError
from outbox.model import ShipResult
from outbox.sftp import connect
from outbox.ship import ship, sweep
from outbox.transport import RemoteFolder
from tests.fakes import AttemptsFake
from tests.outbox.crashes import DATA, SHIPMENT, Ship, history
from tests.outbox.naive_uploader import ship as naive_ship
from tests.sshd import Sshd

POSIX = Upload()


def _arrived(server: Sshd) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (server.root / "inbound").iterdir()}


def _ship_once(server: Sshd, attempts: AttemptsFake, method: Ship = ship) -> ShipResult:
    folder = connect(server.settings())
    try:
        return method(SHIPMENT, folder, attempts, POSIX)
    finally:
        folder.close()


def test_a_dossier_arrives_whole_under_its_name(sshd: Sshd) -> None:
    attempts = AttemptsFake()

    result = _ship_once(sshd, attempts)

    assert result is ShipResult.SHIPPED
    assert _arrived(sshd) == {SHIPMENT.name: DATA}


def test_the_evidence_holds_host_key_banner_and_extensions(sshd: Sshd) -> None:
    attempts = AttemptsFake()

    _ship_once(sshd, attempts)

    evidence = attempts.ends[SHIPMENT.dossier][1]
    assert evidence["host_key"] == sshd.fingerprint
    assert "OpenSSH" in evidence["server"]
    assert "posix-rename@openssh.com" in evidence["extensions"]


def test_a_crash_at_any_instant_leaves_exactly_one_right_file(sshd: Sshd) -> None:
    def dial() -> RemoteFolder:
        return connect(sshd.settings())

    instants = history(ship, POSIX, dial).instants
    wrong = []
    for at in range(instants + 1):
        (sshd.root / "inbound" / SHIPMENT.name).unlink()
        past = history(ship, POSIX, dial, at)
        if _arrived(sshd) != {SHIPMENT.name: DATA} or past.late_uploads:
            wrong.append(at)

    assert instants >= 20
    assert wrong == []


class _FreezesAt(AttemptsFake):
    """A ledger after whose move the server's session stands still."""

    def __init__(self, move: str, freeze: Callable[[], None]) -> None:
        super().__init__()
        self.at = move
        self._freeze = freeze

    def begin(self, dossier, temp_name_for):
        begun = super().begin(dossier, temp_name_for)
        self._reached("begin")
        return begun

    def committing(self, attempts, /):
        super().committing(attempts)
        self._reached("committing")

    def _reached(self, move: str) -> None:
        if move == self.at:
            self.at = "never again"
            self._freeze()


def _die_beside_a_frozen_session(server: Sshd, attempts: AttemptsFake, method: Ship) -> None:
    """Send a request that the server takes but does not serve yet, then be gone."""
    folder = connect(server.settings(timeout=1.0))
    with pytest.raises(ConnectionLostError):
        method(SHIPMENT, folder, attempts, POSIX)


@pytest.mark.parametrize("taken", [False, True])
def test_a_rename_that_a_dead_client_asked_for_does_no_harm(sshd: Sshd, taken: bool) -> None:
    attempts = _FreezesAt("committing", sshd.freeze_sessions)
    _die_beside_a_frozen_session(sshd, attempts, ship)

    result = _ship_once(sshd, attempts)
    arrived = _arrived(sshd)
    if taken:
        (sshd.root / "inbound" / SHIPMENT.name).unlink()
    sshd.thaw_sessions()
    sshd.wait_for_sessions()

    assert result is ShipResult.SHIPPED
    assert arrived == {SHIPMENT.name: DATA}
    assert _arrived(sshd) == ({} if taken else arrived)


def test_a_file_that_a_dead_client_creates_late_is_swept(sshd: Sshd) -> None:
    attempts = _FreezesAt("begin", sshd.freeze_sessions)
    _die_beside_a_frozen_session(sshd, attempts, ship)

    result = _ship_once(sshd, attempts)
    sshd.thaw_sessions()
    sshd.wait_for_sessions()
    left = set(_arrived(sshd)) - {SHIPMENT.name}
    folder = connect(sshd.settings())
    swept = sweep(folder, POSIX, attempts.abandoned_names())
    folder.close()

    assert result is ShipResult.SHIPPED
    assert left == set(attempts.abandoned_names())
    assert set(swept) == left
    assert _arrived(sshd) == {SHIPMENT.name: DATA}


def test_a_session_killed_while_it_writes_is_followed_by_a_new_attempt(sshd: Sshd) -> None:
    attempts = _FreezesAt("begin", sshd.kill_sessions)
    folder = connect(sshd.settings())
    with pytest.raises(ConnectionLostError):
        ship(SHIPMENT, folder, attempts, POSIX)

    result = _ship_once(sshd, attempts)

    assert result is ShipResult.SHIPPED
    assert attempts.states[SHIPMENT.dossier, 2] == "shipped"
    assert _arrived(sshd) == {SHIPMENT.name: DATA}


@pytest.mark.parametrize("locked", ["begin", "committing"])
def test_a_folder_without_permission_holds_and_later_goes_on(sshd: Sshd, locked: str) -> None:
    inbound = sshd.root / "inbound"
    attempts = _FreezesAt(locked, lambda: inbound.chmod(0o555))

    with pytest.raises(RemoteRefusedError, match="permission denied"):
        _ship_once(sshd, attempts)
    inbound.chmod(0o755)

    assert _ship_once(sshd, attempts) is ShipResult.SHIPPED
    assert _arrived(sshd) == {SHIPMENT.name: DATA}


def test_a_full_disk_commits_nothing_and_later_goes_on(tmp_path: Path) -> None:
    attempts = AttemptsFake()
    with Sshd(tmp_path, disk_kb=128) as server:
        filler = server.root / "filler"
        filler.write_bytes(b"x" * 100_000)

        with pytest.raises(RemoteRefusedError):
            _ship_once(server, attempts)
        assert SHIPMENT.name not in _arrived(server)
        filler.unlink()

        assert _ship_once(server, attempts) is ShipResult.SHIPPED
        assert _arrived(server) == {SHIPMENT.name: DATA}


def test_a_dead_naive_client_and_its_successor_spoil_the_file(sshd: Sshd) -> None:
    """The control: with one fixed temporary name, a zombie files what nobody has finished."""
    attempts = AttemptsFake()
    folder = connect(sshd.settings(timeout=1.0))
    plain_rename = folder.rename

    def rename(source: str, target: str) -> None:
        sshd.freeze_sessions()
        plain_rename(source, target)

    folder.rename = rename  # type: ignore[method-assign] # the moment at which the session freezes
    with pytest.raises(ConnectionLostError):
        naive_ship(SHIPMENT, folder, attempts, POSIX)

    taken = []
    _ship_once(sshd, attempts, naive_ship)
    taken.append(_arrived(sshd).pop(SHIPMENT.name))
    (sshd.root / "inbound" / SHIPMENT.name).unlink()
    (sshd.root / "inbound" / f".{SHIPMENT.name}.part").write_bytes(b"half a f")
    sshd.thaw_sessions()
    sshd.wait_for_sessions()

    assert taken == [DATA]
    assert _arrived(sshd) == {SHIPMENT.name: b"half a f"}
