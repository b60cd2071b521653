"""A ledger of an earlier program grows and loses nothing."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.errors import LedgerError
from pipeline.ledger import growth
from tests.pipeline.ledgers import built, opened

_FILLED = ("drop_id VARCHAR", "conversion INTEGER")


def aged(folder: Path) -> None:
    """Make the ledger in a folder what the program of the first issue made of it."""
    path = folder / "ledger.db"
    with closing(sqlite3.connect(path)) as old:
        shape, *_ = old.execute("SELECT sql FROM sqlite_master WHERE name = 'dossiers'").fetchone()
        indexes = old.execute(
            "SELECT sql FROM sqlite_master WHERE tbl_name = 'dossiers' AND type = 'index' "
            "AND sql IS NOT NULL"
        ).fetchall()
        for column in _FILLED:
            shape = shape.replace(f"{column},", f"{column} NOT NULL,", 1)
        shape = re.sub(r"\s*by_hand BOOLEAN[^,]*,", "", shape)
        names = ", ".join(
            row[1] for row in old.execute("PRAGMA table_info(dossiers)") if row[1] != "by_hand"
        )
        old.execute("ALTER TABLE dossiers RENAME TO young")
        old.execute(shape)
        old.execute(f"INSERT INTO dossiers ({names}) SELECT {names} FROM young")  # noqa: S608 - ours
        old.execute("DROP TABLE young")
        old.execute("DROP TABLE registrations")
        for (sql,) in indexes:
            old.execute(sql)
        old.commit()


def columns(folder: Path) -> dict[str, int]:
    with closing(sqlite3.connect(folder / "ledger.db")) as reader:
        return {row[1]: row[3] for row in reader.execute("PRAGMA table_info(dossiers)")}


def names(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "ledger.db")) as reader:
        return {row[0] for row in reader.execute("SELECT name FROM sqlite_master")}


def test_an_old_ledger_keeps_its_dossiers_and_takes_one_without_a_drop(tmp_path):
    with opened(tmp_path) as ledger:
        built(ledger)
        before = ledger.dossiers.all()
    young = names(tmp_path)
    aged(tmp_path)
    assert columns(tmp_path)["drop_id"] == 1

    with opened(tmp_path) as ledger:
        after = ledger.dossiers.all()
        assert ledger.registrations.all() == []
        with ledger.store.read() as connection:
            pragma = connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one()
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()

    assert before
    assert after == before
    assert (columns(tmp_path)["drop_id"], columns(tmp_path)["conversion"]) == (0, 0)
    assert names(tmp_path) == young
    assert (pragma, orphans) == (1, [])


def test_a_growth_that_breaks_off_leaves_the_old_ledger(tmp_path, monkeypatch):
    with opened(tmp_path) as ledger:
        built(ledger)
        before = ledger.dossiers.all()
    aged(tmp_path)
    real = growth.CreateIndex

    def die(_index):
        raise LedgerError("the power went")

    monkeypatch.setattr(growth, "CreateIndex", die)
    with pytest.raises(LedgerError, match="the power went"), opened(tmp_path):
        pass
    assert columns(tmp_path)["drop_id"] == 1
    monkeypatch.setattr(growth, "CreateIndex", real)

    with opened(tmp_path) as ledger:
        assert ledger.dossiers.all() == before


def test_orphans_stop_the_growth(tmp_path):
    with opened(tmp_path) as ledger:
        built(ledger)
    aged(tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.db")) as old:
        old.execute("UPDATE dossiers SET drop_id = 'nobody'")
        old.commit()

    with pytest.raises(LedgerError, match="orphaned"), opened(tmp_path):
        pass
