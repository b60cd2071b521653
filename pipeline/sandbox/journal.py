"""What the provider did, one JSON line after the other, so that a restart answers nothing twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Entry(NamedTuple):
    """One thing that happened to one uploaded name."""

    what: str
    """taken, duplicate, conflict, or the kind of an answer: submission, notice, result."""
    name: str
    sha256: str
    at: str
    number: str = ""


class Journal:
    """An append-only file of entries."""

    def __init__(self, file: Path) -> None:
        """Continue the journal in a file, or begin one."""
        self._file = file
        self._file.touch()

    def add(self, entry: Entry) -> None:
        """Append one entry."""
        with self._file.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(entry._asdict(), ensure_ascii=False) + "\n")

    def __iter__(self) -> Iterator[Entry]:
        """Return all entries, oldest first."""
        for line in self._file.read_text(encoding="utf-8").splitlines():
            yield Entry(**json.loads(line))
