"""One server, one made site, and copies of it for every test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import certificates
from tests.end_to_end.people import csv, declared
from tests.end_to_end.provider import Provider
from tests.end_to_end.site import Site
from tests.sshd import Sshd


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sshd]:
    """One server for all; `server` empties and mends it."""
    with Sshd(tmp_path_factory.mktemp("sshd")) as server:
        yield server


@pytest.fixture
def server(house: Sshd) -> Sshd:
    """A server with empty folders."""
    for name in ("inbound", "outbound"):
        (house.root / name).chmod(0o755)
        for file in (house.root / name).iterdir():
            file.unlink()
    return house


@pytest.fixture
def provider(server: Sshd) -> Provider:
    """The other side of the server."""
    return Provider(server.root)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site as `init` makes it, with keys and authorities of the tests."""
    site = Site.made(tmp_path_factory.mktemp("template") / "site")
    return site.folder


@pytest.fixture(scope="session")
def employer_ca(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The authority that certified the employer, in PEM."""
    return certificates.employer_authority().write(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="session")
def opened_template(template: Path, house: Sshd, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site where 20 people of one unit and 10 of another are declared."""
    site = Site.copy_of(template, tmp_path_factory.mktemp("opened") / "site", house)
    site.opened(csv(declared()))
    return site.folder


@pytest.fixture
def opened(opened_template: Path, tmp_path: Path, server: Sshd) -> Site:
    """A site of one's own with that baseline."""
    return Site.copy_of(opened_template, tmp_path / "site", server)


@pytest.fixture
def site(template: Path, tmp_path: Path, server: Sshd) -> Site:
    """A site of one's own for that server, nothing dropped yet."""
    return Site.copy_of(template, tmp_path / "site", server)
