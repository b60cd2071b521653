"""Servers for the tests of room 3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sshd import Sshd


@pytest.fixture(scope="module")
def shared_sshd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """One server for a whole module; `sshd` empties it."""
    with Sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture
def sshd(shared_sshd: Sshd) -> Sshd:
    """A server with empty folders."""
    for name in ("inbound", "outbound"):
        for file in Path(shared_sshd.root / name).iterdir():
            file.unlink()
    return shared_sshd
