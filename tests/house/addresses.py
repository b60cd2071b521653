"""Paths of one machine and addresses of an index: neither belongs into the project."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tests.house.source import ROOT

_INDEX = re.compile(r"(?<!no-emit-)index" + r"-url|/sim" + r"ple/|find" + r"-links|pyp" + r"i\.org")
_HOMES = re.compile(r"(?<![\w.])/(home|root|Users|work)/\w")


def machine_paths(path: str, text: str) -> Iterator[str]:
    """Yield lines that name a folder of whoever wrote them."""
    for number, line in enumerate(text.splitlines(), start=1):
        if _HOMES.search(line) or str(ROOT) in line:
            yield f"{path}:{number}: {line.strip()[:80]}"


def index_addresses(path: str, text: str) -> Iterator[str]:
    """Yield lines that say where packages come from."""
    for number, line in enumerate(text.splitlines(), start=1):
        if _INDEX.search(line):
            yield f"{path}:{number}: {line.strip()[:80]}"
