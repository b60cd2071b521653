"""Everything at a glance: what `status` shows, written as JSON by the database itself.

A ledger holds ten thousands of dossiers and answers. Making a noun of each, or loading SQLAlchemy,
takes longer than a person waits for `status`; SQLite's own driver and its JSON functions do not.
Opened read-only: a glance never changes, makes or locks anything.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from config.registrations import Act, Channel
from pipeline.errors import LedgerError
from pipeline.ledger.version import SCHEMA_VERSION
from pipeline.registration import Entry, facts_of, standings_of
from pipeline.states import DossierState

_DROPS = """
SELECT json_object(
  'id', id, 'name', name, 'sha256', sha256, 'state', state, 'held_because', held_because,
  'reason', reason, 'period', period, 'rows', rows, 'unchanged', unchanged, 'reported', reported,
  'rejected', rejected, 'held', held, 'absent', absent, 'errors', errors, 'warnings', warnings,
  'duplicate_of', duplicate_of,
  'dossiers', json((SELECT json_group_array(id) FROM
    (SELECT id FROM dossiers WHERE drop_id = drops.id ORDER BY conversion, id))))
FROM drops ORDER BY arrival
"""
_RECEIPTS = """
SELECT dossier_id, group_concat(json_object(
  'kind', kind, 'file', file, 'trusted', json(iif(trusted, 'true', 'false')),
  'at', local_time(at)))
FROM (SELECT * FROM receipts WHERE state = 'matched' ORDER BY dossier_id, first_seen, sha256)
GROUP BY dossier_id
"""
_FIXED_RECEIPTS = _RECEIPTS.replace(
    "local_time(at)", "strftime('%Y-%m-%dT%H:%M:%S', at, :seconds) || :offset"
)
_DOSSIERS = """
SELECT id, json_object(
  'id', id, 'reference', reference, 'unit', unit, 'period', period, 'procedure', procedure,
  'batch', batch, 'state', state, 'held_because', held_because, 'reason', reason,
  'uncertain', json(iif(uncertain, 'true', 'false')), 'people', people, 'sha256', sha256,
  'remote_name', remote_name, 'number', number, 'due', due)
FROM dossiers ORDER BY conversion, id
"""
_UNMATCHED = """
SELECT json_object('file', file, 'reason', reason)
FROM receipts WHERE state IN ('unmatched', 'conflict') ORDER BY first_seen, sha256
"""


_LINKS = "SELECT DISTINCT dossier_id, corrects FROM corrections ORDER BY dossier_id, corrects"
_ALONE = '"corrects":[],"corrected_by":[]'
_HAS_LINKS = "SELECT 1 FROM sqlite_master WHERE name = 'corrections'"
_REGISTRATIONS = """
SELECT registrations.*, dossiers.state AS state FROM registrations
LEFT JOIN dossiers ON dossiers.id = registrations.dossier_id ORDER BY seq
"""
_HAS_REGISTRATIONS = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'registrations'"


class Overview:
    """A glance at a SQLite ledger; times are told in `zone`."""

    def __init__(self, path: Path, zone: ZoneInfo) -> None:
        self._path = path
        self._zone = zone

    def json(self, *, with_receipts: bool = True) -> str:
        """Return where every drop and dossier is: the answer of ``status --json``.

        A page for people shows no receipts; without them it comes in half the time.
        """
        if not self._path.exists():
            return '{"drops": [], "dossiers": [], "unmatched": []}'
        with self._opened() as connection:
            drops = [text for (text,) in connection.execute(_DROPS)]
            receipts = self._receipts(connection) if with_receipts else {}
            links = _links(connection)
            dossiers = [
                f'{text[:-1]},{links.get(key, _ALONE)},"receipts":[{receipts.get(key, "")}]}}'
                for key, text in connection.execute(_DOSSIERS)
            ]
            unmatched = [text for (text,) in connection.execute(_UNMATCHED)]
            registered = self._registrations(connection)
        parts = {"drops": drops, "dossiers": dossiers, "unmatched": unmatched}
        if registered:
            parts["registrations"] = registered
        return (
            "{" + ", ".join(f'"{name}": [{",".join(part)}]' for name, part in parts.items()) + "}"
        )

    def _receipts(self, connection: sqlite3.Connection) -> dict[str, str]:
        """Return, for each dossier, its matched answers, oldest first, as JSON."""
        summer, winter = (datetime(2026, month, 1, tzinfo=self._zone) for month in (7, 1))
        if summer.utcoffset() == winter.utcoffset():
            offset = summer.strftime("%z")
            hours = f"{offset[:3]}:{offset[3:]}"
            seconds = int((summer.utcoffset() or summer - summer).total_seconds())
            values = {"seconds": f"{seconds:+} seconds", "offset": hours}
            return dict(connection.execute(_FIXED_RECEIPTS, values).fetchall())
        connection.create_function("local_time", 1, self._local, deterministic=True)
        return dict(connection.execute(_RECEIPTS).fetchall())

    def _registrations(self, connection: sqlite3.Connection) -> list[str]:
        """Return where each unit stands, as JSON; a ledger of an earlier program knows of none."""
        if connection.execute(_HAS_REGISTRATIONS).fetchone() is None:
            return []
        cursor = connection.execute(_REGISTRATIONS)
        names = [column[0] for column in cursor.description]
        entries = [_entry(dict(zip(names, row, strict=True))) for row in cursor]
        return [
            json.dumps(facts_of(unit, channel, standing, self._zone), ensure_ascii=False)
            for (unit, channel), standing in sorted(standings_of(entries).items())
        ]

    def _local(self, moment: str | None) -> str | None:
        """Tell a moment in a zone that has summer time."""
        if moment is None:
            return None
        return datetime.fromisoformat(moment).astimezone(self._zone).isoformat(timespec="seconds")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        """Open the ledger for reading; LedgerError if it is none that we know."""
        try:
            uri = f"{self._path.resolve().as_uri()}?mode=ro"
            with closing(sqlite3.connect(uri, uri=True, timeout=10)) as connection:
                found = connection.execute("SELECT number FROM meta WHERE name = 'version'")
                version = found.fetchone()
                if version is None or version[0] != SCHEMA_VERSION:
                    raise LedgerError(
                        f"sổ cái khác phiên bản {SCHEMA_VERSION} / "
                        f"the ledger has another version than {SCHEMA_VERSION}"
                    )
                yield connection
        except sqlite3.Error as failed:
            words = "không dùng được sổ cái / the ledger cannot be used"
            raise LedgerError(f"{words}: {failed}") from failed


def _links(connection: sqlite3.Connection) -> dict[str, str]:
    """Return, as JSON, whom each dossier corrects and who corrects it, of those that have any.

    A ledger that an earlier program made has no such table until the first pass of this one.
    """
    if connection.execute(_HAS_LINKS).fetchone() is None:
        return {}
    corrects: dict[str, list[str]] = defaultdict(list)
    corrected_by: dict[str, list[str]] = defaultdict(list)
    for new, old in connection.execute(_LINKS):
        corrects[new].append(old)
        corrected_by[old].append(new)
    return {
        key: f'"corrects":{json.dumps(corrects[key])},'
        f'"corrected_by":{json.dumps(corrected_by[key])}'
        for key in {*corrects, *corrected_by}
    }


def _entry(row: dict[str, Any]) -> Entry:
    """Read one act as SQLite has it: text."""
    return Entry(
        unit=row["unit"], act=Act(row["act"]), channel=Channel(row["channel"]),
        dossier=row["dossier_id"], state=DossierState(row["state"]) if row["state"] else None,
        provider=row["provider"], procedures=tuple(filter(None, row["procedures"].split(","))),
        serial=row["serial"], issuer=row["issuer"], subject=row["subject"],
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]), email=row["email"], phone=row["phone"],
        because=row["because"], at=datetime.fromisoformat(row["at"]),
    )  # fmt: skip
