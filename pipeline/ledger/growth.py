"""A ledger that an earlier program made gets what it lacks, and keeps all that it holds.

Only what loses nothing: tables and columns are added, and a column may become one that can be
empty. A ledger of another version is refused (`pipeline.ledger.store`), never mended in silence.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Engine, Table, inspect, text
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable

from pipeline.errors import LedgerError
from pipeline.ledger import tables

BARE = "bare"
"""Execution option of a connection that begins its own transactions."""


def grow(engine: Engine, immediate: Engine) -> None:
    """Add tables and columns, then let those columns be empty that may be."""
    with engine.connect() as connection:
        lacking = bool(_absent(connection) or _missing(connection))
    if lacking:
        with immediate.begin() as tx:
            tables.metadata.create_all(tx, tables=_absent(tx))
            for column in _missing(tx):
                words = CreateColumn(column).compile(dialect=tx.dialect)
                tx.execute(text(f"ALTER TABLE {column.table.name} ADD COLUMN {words}"))
    with engine.connect() as connection:
        strict = bool(_strict(connection))
    if strict:
        _loosen(engine)


def _absent(connection: Connection) -> list[Table]:
    """Return the tables that the ledger on disk does not have."""
    there = set(inspect(connection).get_table_names())
    return [table for table in tables.metadata.sorted_tables if table.name not in there]


def _missing(connection: Connection) -> list[Column[Any]]:
    """Return the columns that the ledger on disk does not have."""
    known = inspect(connection)
    absent = {table.name for table in _absent(connection)}
    missing = []
    for table in tables.metadata.sorted_tables:
        if table.name not in absent:
            there = {column["name"] for column in known.get_columns(table.name)}
            missing += [column for column in table.columns if column.name not in there]
    return missing


def _strict(connection: Connection) -> list[Table]:
    """Return the tables of which a column on disk must be filled, and need not be any more."""
    known = inspect(connection)
    strict = []
    for table in tables.metadata.sorted_tables:
        filled = {each["name"] for each in known.get_columns(table.name) if not each["nullable"]}
        if any(column.nullable and column.name in filled for column in table.columns):
            strict.append(table)
    return strict


def _loosen(engine: Engine) -> None:
    """Write those tables anew, as SQLite wants it: no ALTER TABLE does it (lang_altertable, 7)."""
    with engine.connect().execution_options(**{BARE: True}) as connection:
        try:
            # Outside a transaction, or it has no effect; others keep it on.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            for table in _strict(connection):
                _write_anew(connection, table)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                raise LedgerError("sổ cái có dòng mồ côi / the ledger has orphaned rows")
            connection.exec_driver_sql("COMMIT")
        finally:
            connection.invalidate()


def _write_anew(connection: Connection, table: Table) -> None:
    """Copy one table into its new shape, and take the old one's name and indexes."""
    name, fresh = table.name, f"{table.name}_anew"
    shape = str(CreateTable(table).compile(dialect=connection.dialect))
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(column.name) for column in table.columns)
    connection.exec_driver_sql(shape.replace(f"CREATE TABLE {name} ", f"CREATE TABLE {fresh} ", 1))
    copied = f"INSERT INTO {fresh} ({columns}) SELECT {columns} FROM {name}"  # noqa: S608 - our own names
    connection.exec_driver_sql(copied)
    connection.exec_driver_sql(f"DROP TABLE {name}")
    connection.exec_driver_sql(f"ALTER TABLE {fresh} RENAME TO {name}")
    for index in table.indexes:
        connection.execute(CreateIndex(index))
