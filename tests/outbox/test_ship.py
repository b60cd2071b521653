"""Shipping once: what the protocol does step by step, on the server in memory."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import re

import pytest

from config.profile import Upload
from outbox.errors import (
    ConnectionLostError,
    DossierError,
    RemoteContentError,
    RemoteMissingError,
    RemoteRefusedError,
    UnsupportedError,
)
from outbox.model import Shipment, ShipResult
from outbox.ship import ship, ship_batch, sweep
from tests.fakes import AttemptsFake, FolderFake
from tests.outbox.crashes import DATA, SHIPMENT, Ship, history
from tests.outbox.naive_uploader import ship as naive_ship

FINAL = f"inbound/{SHIPMENT.name}".encode()
POSIX = Upload()
PLAIN = Upload(rename="plain")
OTHER = b"y" * len(DATA)


def _stopped(upload: Upload, error: str) -> tuple[FolderFake, AttemptsFake]:
    """A dossier whose operation `error` lost the connection; the server is there again."""
    folder, attempts = FolderFake(), AttemptsFake()
    folder.fails[error] = ConnectionLostError(error)
    with pytest.raises(ConnectionLostError):
        ship(SHIPMENT, folder, attempts, upload)
    return folder.reconnect(), attempts


def _temp(attempts: AttemptsFake, number: int = 1) -> bytes:
    return f"inbound/{attempts.names[SHIPMENT.dossier, number]}".encode()


def test_a_dossier_ends_at_its_final_name_and_nowhere_else() -> None:
    folder, attempts = FolderFake(), AttemptsFake()

    result = ship(SHIPMENT, folder, attempts, POSIX)

    assert result is ShipResult.SHIPPED
    assert folder.files == {FINAL: DATA}
    assert attempts.ends[SHIPMENT.dossier][0] is False


def test_the_evidence_says_who_the_server_was_and_what_was_checked() -> None:
    folder, attempts = FolderFake(), AttemptsFake()

    ship(SHIPMENT, folder, attempts, POSIX)

    assert attempts.ends[SHIPMENT.dossier][1] == {
        "server": "in memory",
        "confirm": "hash",
        "rename": "posix",
        "seen": "renamed",
    }


def test_a_temporary_name_names_the_attempt_and_is_never_used_twice() -> None:
    folder, attempts = _stopped(POSIX, "read")

    ship(SHIPMENT, folder, attempts, POSIX)

    first, second = attempts.names.values()
    assert re.fullmatch(rf"\.{re.escape(SHIPMENT.name)}\.1\.[0-9a-f]{{16}}\.part", first)
    assert re.fullmatch(rf"\.{re.escape(SHIPMENT.name)}\.2\.[0-9a-f]{{16}}\.part", second)


def test_the_old_file_is_removed_before_a_new_attempt() -> None:
    folder, attempts = _stopped(POSIX, "read")
    assert _temp(attempts) in folder.files

    ship(SHIPMENT, folder, attempts, POSIX)

    assert folder.files == {FINAL: DATA}
    assert attempts.states[SHIPMENT.dossier, 1] == "abandoned"


def test_without_the_fence_there_is_no_new_attempt() -> None:
    folder, attempts = _stopped(POSIX, "read")
    folder.refused = {"remove"}

    with pytest.raises(RemoteRefusedError):
        ship(SHIPMENT, folder, attempts, POSIX)

    assert len(attempts.states) == 1


@pytest.mark.parametrize("upload", [POSIX, PLAIN])
def test_a_provider_that_takes_the_file_at_once_is_normal(upload: Upload) -> None:
    folder, attempts = FolderFake(), AttemptsFake()
    folder.takes_at_once = True

    result = ship(SHIPMENT, folder, attempts, upload)

    assert result is ShipResult.SHIPPED
    assert folder.taken == [(SHIPMENT.name, DATA)]


def test_found_committing_the_rename_is_repeated_and_nothing_uploaded() -> None:
    folder, attempts = _stopped(POSIX, "rename")
    folder.calls.clear()

    result = ship(SHIPMENT, folder, attempts, POSIX)

    assert result is ShipResult.SHIPPED
    assert folder.files == {FINAL: DATA}
    assert folder.calls == ["rename"]


def test_found_committing_with_nothing_left_to_rename_is_shipped_but_uncertain() -> None:
    folder, attempts = _stopped(POSIX, "rename")
    del folder.files[_temp(attempts)]

    result = ship(SHIPMENT, folder, attempts, POSIX)

    assert result is ShipResult.UNCERTAIN
    assert attempts.ends[SHIPMENT.dossier][0] is True
    assert folder.files == {}


@pytest.mark.parametrize("upload", [POSIX, PLAIN])
def test_found_committing_with_the_folder_gone_stays_committing(upload: Upload) -> None:
    folder, attempts = _stopped(
        upload, upload.rename.replace("posix", "rename").replace("plain", "plain_rename")
    )
    folder.folders.clear()
    kept = dict(folder.files)
    folder.files.clear()

    with pytest.raises(RemoteMissingError):
        ship(SHIPMENT, folder, attempts, upload)

    assert attempts.states[SHIPMENT.dossier, 1] == "committing"
    folder.folders.add("inbound")
    folder.files.update(kept)
    assert ship(SHIPMENT, folder, attempts, upload) in ShipResult


def test_a_missing_target_with_the_file_in_place_stays_committing() -> None:
    folder, attempts = _stopped(POSIX, "rename")
    folder.fails["rename"] = RemoteMissingError("rename")

    with pytest.raises(RemoteMissingError):
        ship(SHIPMENT, folder, attempts, POSIX)

    assert attempts.states[SHIPMENT.dossier, 1] == "committing"


def test_another_file_at_the_final_name_stops_before_anything_is_written() -> None:
    folder, attempts = FolderFake(), AttemptsFake()
    folder.put(FINAL, OTHER)

    with pytest.raises(RemoteContentError):
        ship(SHIPMENT, folder, attempts, POSIX)

    assert folder.files == {FINAL: OTHER}
    assert attempts.states == {}


def test_a_file_of_another_length_at_the_final_name_is_not_even_read() -> None:
    folder, attempts = FolderFake(), AttemptsFake()
    folder.put(FINAL, b"short")

    with pytest.raises(RemoteContentError):
        ship(SHIPMENT, folder, attempts, POSIX)

    assert "read" not in folder.calls


def test_our_own_bytes_at_the_final_name_are_not_sent_again() -> None:
    folder, attempts = FolderFake(), AttemptsFake()
    folder.put(FINAL, DATA)

    result = ship(SHIPMENT, folder, attempts, POSIX)

    assert result is ShipResult.UNCERTAIN
    assert folder.files == {FINAL: DATA}
    assert "create" not in folder.calls


@pytest.mark.parametrize("confirm", ["size", "none"])
def test_a_file_that_may_not_be_compared_stops_the_shipment(confirm: str) -> None:
    folder, attempts = FolderFake(), AttemptsFake()
    folder.put(FINAL, DATA)

    with pytest.raises(RemoteContentError):
        ship(SHIPMENT, folder, attempts, Upload.model_validate({"confirm": confirm}))

    assert attempts.states == {}


def test_a_file_taken_while_it_is_compared_stops_the_shipment() -> None:
    folder, attempts = FolderFake(), AttemptsFake()
    folder.put(FINAL, DATA)
    folder.fails["read"] = RemoteMissingError("read")

    with pytest.raises(RemoteContentError):
        ship(SHIPMENT, folder, attempts, POSIX)


@pytest.mark.parametrize("confirm", ["hash", "size", "none"])
def test_each_measure_of_confirmation_ships(confirm: str) -> None:
    folder, attempts = FolderFake(), AttemptsFake()

    result = ship(SHIPMENT, folder, attempts, Upload.model_validate({"confirm": confirm}))

    assert result is ShipResult.SHIPPED
    assert ("read" in folder.calls) is (confirm == "hash")


class _Corrupting(FolderFake):
    """A server that stores something else than what it was sent, and says nothing."""

    stored: bytes | None = OTHER

    def create(self, path: str, data: bytes) -> None:
        super().create(path, data)
        if self.stored is None:
            del self.files[path.encode()]
        else:
            self.files[path.encode()] = self.stored


@pytest.mark.parametrize(("confirm", "stored"), [("hash", OTHER), ("size", b"")])
def test_bytes_that_arrived_wrong_are_never_renamed(confirm: str, stored: bytes) -> None:
    folder, attempts = _Corrupting(), AttemptsFake()
    folder.stored = stored

    with pytest.raises(RemoteContentError):
        ship(SHIPMENT, folder, attempts, Upload.model_validate({"confirm": confirm}))

    assert FINAL not in folder.files
    assert attempts.states[SHIPMENT.dossier, 1] == "uploading"


@pytest.mark.parametrize("confirm", ["hash", "size", "none"])
def test_a_provider_that_takes_even_the_temporary_file_makes_it_uncertain(confirm: str) -> None:
    folder, attempts = _Corrupting(), AttemptsFake()
    folder.stored = None

    result = ship(SHIPMENT, folder, attempts, Upload.model_validate({"confirm": confirm}))

    assert result is ShipResult.UNCERTAIN
    assert folder.calls.count("create") == 1


def test_a_folder_that_went_away_after_the_upload_is_tried_again() -> None:
    folder, attempts = _Corrupting(), AttemptsFake()
    folder.fails["read"] = RemoteMissingError("read")
    folder.stored = DATA

    with pytest.raises(RemoteMissingError):
        ship(SHIPMENT, folder, attempts, POSIX)

    assert ship(SHIPMENT, folder, attempts, POSIX) is ShipResult.SHIPPED


def test_a_full_disk_is_an_error_and_a_later_attempt_succeeds() -> None:
    folder, attempts = FolderFake(), AttemptsFake()
    folder.disk = 1000

    with pytest.raises(RemoteRefusedError):
        ship(SHIPMENT, folder, attempts, POSIX)
    folder.disk = None

    assert ship(SHIPMENT, folder, attempts, POSIX) is ShipResult.SHIPPED
    assert folder.files == {FINAL: DATA}


def test_without_an_atomic_rename_the_posix_profile_does_not_start() -> None:
    folder, attempts = FolderFake(), AttemptsFake()
    folder.can = frozenset()

    with pytest.raises(UnsupportedError):
        ship(SHIPMENT, folder, attempts, POSIX)

    assert attempts.states == {}


def test_bytes_that_are_not_the_signed_ones_never_leave() -> None:
    folder, attempts = FolderFake(), AttemptsFake()

    with pytest.raises(DossierError):
        ship(dataclasses.replace(SHIPMENT, data=OTHER), folder, attempts, POSIX)

    assert folder.files == {}


class TestPlainRename:
    def test_it_ships_where_there_is_no_atomic_rename(self) -> None:
        folder, attempts = FolderFake(), AttemptsFake()
        folder.can = frozenset()

        result = ship(SHIPMENT, folder, attempts, PLAIN)

        assert result is ShipResult.SHIPPED
        assert folder.files == {FINAL: DATA}

    def test_a_broken_commit_with_the_file_left_over_is_uncertain_and_not_sent_again(self) -> None:
        folder, attempts = _stopped(PLAIN, "plain_rename")
        folder.calls.clear()

        result = ship(SHIPMENT, folder, attempts, PLAIN)

        assert result is ShipResult.UNCERTAIN
        assert folder.files == {}
        assert not {"create", "rename", "plain_rename"} & set(folder.calls)
        assert "still there" in attempts.ends[SHIPMENT.dossier][1]["seen"]

    def test_a_broken_commit_with_nothing_left_is_uncertain(self) -> None:
        folder, attempts = _stopped(PLAIN, "plain_rename")
        folder.files.clear()

        assert ship(SHIPMENT, folder, attempts, PLAIN) is ShipResult.UNCERTAIN

    def test_a_rename_broken_between_its_two_steps_is_shipped(self) -> None:
        folder, attempts = _stopped(PLAIN, "plain_rename")
        folder.put(FINAL, DATA)

        result = ship(SHIPMENT, folder, attempts, PLAIN)

        assert result is ShipResult.SHIPPED
        assert folder.files == {FINAL: DATA}

    def test_another_file_at_the_final_name_stays_and_is_told(self) -> None:
        folder, attempts = _stopped(PLAIN, "plain_rename")
        folder.put(FINAL, OTHER)

        with pytest.raises(RemoteContentError):
            ship(SHIPMENT, folder, attempts, PLAIN)

        assert folder.files[FINAL] == OTHER
        assert attempts.states[SHIPMENT.dossier, 1] == "committing"

    def test_a_file_that_appeared_meanwhile_is_compared(self) -> None:
        folder, attempts = FolderFake(), AttemptsFake()

        class _Twice(FolderFake):
            def plain_rename(self, source: str, target: str) -> None:
                self.put(target, self.files[source.encode()])
                super().plain_rename(source, target)

        folder = _Twice()

        assert ship(SHIPMENT, folder, attempts, PLAIN) is ShipResult.SHIPPED
        assert folder.files == {FINAL: DATA}

    def test_a_batch_commits_one_by_one(self) -> None:
        folder, attempts = FolderFake(), AttemptsFake()
        shipments = _many(2)
        folder.fails["plain_rename"] = ConnectionLostError("rename")

        ship_batch(shipments, folder, attempts, PLAIN)

        assert attempts.states == {(shipments[0].dossier, 1): "committing"}


def _many(count: int) -> list[Shipment]:
    made = []
    for number in range(count):
        data = b"<Hoso>%d</Hoso>" % number
        made.append(
            Shipment(
                dossier=f"TA0001A-202610-600-{number:02}",
                name=f"TA0001A_202610_600_{number:02}_00000000.xml",
                data=data,
                sha256=hashlib.sha256(data).hexdigest(),
            )
        )
    return made


class TestBatch:
    def test_it_ships_all_and_passes_the_point_of_no_return_once(self) -> None:
        folder = FolderFake()
        moves: list[int] = []

        class _Counting(AttemptsFake):
            def committing(self, attempts, /):
                moves.append(len(attempts))
                super().committing(attempts)

        results = ship_batch(_many(20), folder, _Counting(), POSIX)

        assert set(results) == {ShipResult.SHIPPED}
        assert len(folder.files) == 20
        assert moves == [20]

    def test_one_failure_does_not_stop_the_next(self) -> None:
        folder, attempts = FolderFake(), AttemptsFake()
        shipments = _many(3)
        folder.put(f"inbound/{shipments[1].name}", OTHER)

        results = ship_batch(shipments, folder, attempts, POSIX)

        assert isinstance(results[1], RemoteContentError)
        assert (results[0], results[2]) == (ShipResult.SHIPPED, ShipResult.SHIPPED)

    def test_a_lost_connection_stops_all_and_nothing_is_sent_twice(self) -> None:
        folder, attempts = FolderFake(), AttemptsFake()
        shipments = _many(5)
        folder.fails["rename"] = ConnectionLostError("rename")
        folder.takes_at_once = True

        lost = ship_batch(shipments, folder, attempts, POSIX)
        results = ship_batch(shipments, folder.reconnect(), attempts, POSIX)

        assert all(isinstance(each, ConnectionLostError) for each in lost)
        assert set(results) == {ShipResult.SHIPPED}
        assert sorted(name for name, _ in folder.taken) == [each.name for each in shipments]
        assert folder.calls.count("create") == 5

    def test_an_uncertain_one_does_not_colour_the_others(self) -> None:
        folder, attempts = FolderFake(), AttemptsFake()
        shipments = _many(2)
        folder.fails["rename"] = ConnectionLostError("rename")
        ship_batch(shipments, folder, attempts, POSIX)
        del folder.files[f"inbound/{attempts.names[shipments[0].dossier, 1]}".encode()]

        results = ship_batch(shipments, folder.reconnect(), attempts, POSIX)

        assert results == (ShipResult.UNCERTAIN, ShipResult.SHIPPED)
        assert [attempts.ends[each.dossier][0] for each in shipments] == [True, False]

    def test_nothing_to_ship_is_nothing_done(self) -> None:
        assert ship_batch((), FolderFake(), AttemptsFake(), POSIX) == ()


def test_a_sweep_removes_exactly_the_names_it_is_given() -> None:
    folder = FolderFake()
    folder.put("inbound/.a.xml.1.0123456789abcdef.part", b"x")
    folder.put("inbound/.b.xml.1.0123456789abcdef.part", b"not ours to judge")

    removed = sweep(
        folder,
        POSIX,
        [".a.xml.1.0123456789abcdef.part", ".gone.xml.1.0123456789abcdef.part"],
    )

    assert removed == (".a.xml.1.0123456789abcdef.part",)
    assert list(folder.files) == [b"inbound/.b.xml.1.0123456789abcdef.part"]


def _arrived(folder: FolderFake) -> list[tuple[str, bytes]]:
    """Everything that the provider has or ever took."""
    return folder.taken + [
        (name.decode().partition("/")[2], data) for name, data in folder.files.items()
    ]


def _world(takes: bool) -> FolderFake:
    folder = FolderFake()
    folder.takes_at_once = takes
    return folder


def _instants(method: Ship, upload: Upload) -> range:
    """Every instant of a life at which it can end."""
    return range(history(method, upload, _world(takes=False).reconnect).instants + 1)


@pytest.mark.parametrize("takes", [False, True])
def test_a_crash_at_any_instant_of_two_lives_leaves_one_file(takes: bool) -> None:
    instants = _instants(ship, POSIX)

    wrong = []
    for deaths in itertools.product(instants, range(len(instants) + 10)):
        folder = _world(takes)
        past = history(ship, POSIX, folder.reconnect, *deaths)
        if _arrived(folder) != [(SHIPMENT.name, DATA)] or past.late_uploads:
            wrong.append(deaths)

    assert len(instants) > 20
    assert wrong == []


def test_in_plain_mode_a_crash_never_sends_twice_and_never_loses_silently() -> None:
    wrong = []
    for at in _instants(ship, PLAIN):
        folder = _world(takes=True)
        past = history(ship, PLAIN, folder.reconnect, at)
        uncertain, _ = past.attempts.ends[SHIPMENT.dossier]
        arrived = _arrived(folder)
        if arrived != [(SHIPMENT.name, DATA)] and not (arrived == [] and uncertain):
            wrong.append(at)

    assert wrong == []


def test_the_crash_test_finds_the_faults_of_a_naive_uploader() -> None:
    wrong = []
    for at in _instants(naive_ship, POSIX):
        folder = _world(takes=True)
        history(naive_ship, POSIX, folder.reconnect, at)
        if _arrived(folder) != [(SHIPMENT.name, DATA)]:
            wrong.append(at)

    assert wrong != []
