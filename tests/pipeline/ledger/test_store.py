"""Tests of opening the ledger, its transactions and its lease."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime

import pytest

from pipeline.errors import LeaseLostError, LedgerError, MoveLostError
from pipeline.ledger import Ledger
from pipeline.ledger.tables import drops
from pipeline.states import DropState
from tests.pipeline.ledgers import URL, Clock, arrive, events, opened


def test_a_new_ledger_is_private_and_survives_being_opened_again(tmp_path):
    with opened(tmp_path) as ledger:
        arrive(ledger, "drop1")

    with opened(tmp_path) as again:
        assert [drop.id for drop in again.drops.all()] == ["drop1"]
    assert (tmp_path / "ledger.db").stat().st_mode & 0o777 == 0o600


def test_opening_a_ledger_does_not_touch_it(tmp_path):
    with opened(tmp_path):
        pass
    before = (tmp_path / "ledger.db").stat().st_mtime_ns

    with opened(tmp_path):
        pass

    assert (tmp_path / "ledger.db").stat().st_mtime_ns == before


def test_the_ledger_keeps_its_promises_about_power_loss(tmp_path):
    with opened(tmp_path) as ledger, ledger.store.read() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }

    assert pragmas == {"journal_mode": "delete", "synchronous": 3, "foreign_keys": 1}


@pytest.mark.parametrize(
    "damage", [b"not a database at all" * 100, b"SQLite format 3\0" + b"x" * 4096]
)
def test_a_corrupt_ledger_is_a_ledger_error(tmp_path, damage):
    (tmp_path / "ledger.db").write_bytes(damage)

    with pytest.raises(LedgerError, match="cannot be used"):
        Ledger(URL, tmp_path, Clock())


def test_a_ledger_that_goes_bad_in_the_middle_is_a_ledger_error(tmp_path):
    with opened(tmp_path) as ledger:
        for number in range(200):
            arrive(ledger, f"drop{number}")
    path = tmp_path / "ledger.db"
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xa5" * (len(data) - 4096)
    path.write_bytes(data)

    with pytest.raises(LedgerError), opened(tmp_path) as ledger:
        ledger.drops.all()


def test_a_ledger_in_no_folder_is_a_ledger_error(tmp_path):
    with pytest.raises(LedgerError, match="cannot be used: No such file"):
        Ledger(URL, tmp_path / "nowhere", Clock())


def test_a_ledger_of_another_version_is_refused(tmp_path):
    with opened(tmp_path):
        pass
    other = sqlite3.connect(tmp_path / "ledger.db")
    other.execute("UPDATE meta SET number = 99 WHERE name = 'version'")
    other.commit()
    other.close()

    with pytest.raises(LedgerError, match="version 99"):
        Ledger(URL, tmp_path, Clock())


def test_a_complaint_never_quotes_what_was_to_be_written(tmp_path):
    with opened(tmp_path) as ledger, pytest.raises(LedgerError) as refused:
        arrive(ledger, "drop1", name=None, feed="Nguyễn Thị Bí Mật")

    assert str(refused.value) == "sổ cái từ chối / the ledger refused: IntegrityError"
    assert "Bí Mật" not in str(refused.value.__cause__)


def test_a_naive_time_has_no_place_in_the_ledger(tmp_path):
    ledger = Ledger(URL, tmp_path, lambda: datetime(2026, 11, 5))  # noqa: DTZ001 - the mistake

    with pytest.raises(LedgerError, match="refused"):
        arrive(ledger, "drop1")
    ledger.close()


def test_times_come_back_as_the_same_moment(tmp_path):
    with opened(tmp_path) as ledger:
        drop = arrive(ledger, "drop1")

    assert drop.arrived_at == datetime(2026, 11, 5, 1, 0, tzinfo=UTC)


def test_a_failed_change_leaves_nothing(tmp_path):
    def die_half_way(ledger):
        with ledger.store.change() as tx:
            ledger.store.note(tx, "drops", "drop1", "half done")
            raise ZeroDivisionError

    with opened(tmp_path) as ledger:
        with pytest.raises(ZeroDivisionError):
            die_half_way(ledger)

        assert events(ledger, "drop1") == []


def test_the_older_instance_stops_at_its_next_change(tmp_path):
    with opened(tmp_path) as older, opened(tmp_path) as newer:
        older.store.take_lease()
        drop = arrive(older, "drop1")
        newer.store.take_lease()

        with pytest.raises(LeaseLostError):
            older.drops.try_now(drop)

        newer.drops.try_now(drop)
        assert [drop.id for drop in older.drops.all()] == ["drop1"]
        assert newer.store.epoch == 2


def test_an_instance_that_lost_the_lease_does_not_take_it_back(tmp_path):
    with opened(tmp_path) as older, opened(tmp_path) as newer:
        older.store.take_lease()
        newer.store.take_lease()

        with pytest.raises(LeaseLostError):
            older.store.take_lease()


def test_commands_without_a_lease_work_beside_the_daemon(tmp_path):
    with opened(tmp_path) as daemon, opened(tmp_path) as command:
        daemon.store.take_lease()
        drop = arrive(command, "drop1")

        daemon.drops.try_now(drop)

        assert command.store.epoch is None


def test_of_two_moves_from_one_state_the_second_is_lost(tmp_path):
    with opened(tmp_path) as ledger:
        drop = arrive(ledger, "drop1")
        for move, end in enumerate((DropState.UNREADABLE, DropState.EXAMINED)):
            with ledger.store.change() as tx:
                if move:
                    with pytest.raises(MoveLostError, match="no longer arrived"):
                        ledger.store.move(
                            tx, drops, drop.id, start=drop.state, end=end, because="second"
                        )
                else:
                    ledger.store.move(tx, drops, drop.id, start=drop.state, end=end, because="1st")

        assert ledger.drops.get("drop1").state is DropState.UNREADABLE
        assert events(ledger, "drop1")[-1] == ("arrived", "unreadable", "1st")


def test_a_move_that_the_table_lacks_is_refused(tmp_path):
    with opened(tmp_path) as ledger:
        drop = arrive(ledger, "drop1")

        with ledger.store.change() as tx, pytest.raises(MoveLostError):
            ledger.store.move(
                tx, drops, drop.id, start=drop.state, end=DropState.CONVERTED, because="leap"
            )


def test_two_that_open_a_new_ledger_at_once_share_it(tmp_path):
    ready = threading.Barrier(8)
    failures: list[Exception] = []

    def start(number: int) -> None:
        ready.wait(timeout=30)
        try:
            with opened(tmp_path) as ledger:
                arrive(ledger, f"drop{number}")
        except LedgerError as failed:
            failures.append(failed)

    threads = [threading.Thread(target=start, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    with opened(tmp_path) as ledger:
        assert (failures, len(ledger.drops.all())) == ([], 8)


def test_a_ledger_of_the_first_release_gets_the_columns_that_it_lacks(tmp_path):
    with opened(tmp_path) as ledger:
        arrive(ledger, "drop1")
    with sqlite3.connect(tmp_path / "ledger.db") as old:
        old.execute("ALTER TABLE drops DROP COLUMN companions")
        old.execute("ALTER TABLE dossiers DROP COLUMN papers")
        old.execute("DROP TABLE corrections")

    with opened(tmp_path) as again:
        arrive(again, "drop2")

        assert [drop.companions for drop in again.drops.all()] == [None, None]
        assert again.dossiers.all() == []
        assert again.corrections.all() == []
