"""A bench for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes import FolderFake
from tests.pipeline.parts import Bench, csv, staff


@pytest.fixture(scope="session")
def opened_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site that declares NV00001 to NV00003; made once, copied for each test."""
    bench = Bench(tmp_path_factory.mktemp("opened"))
    bench.open(csv(staff(1, 2, 3)))
    bench.ledger.close()
    return bench.site


@pytest.fixture(scope="session")
def shipped_site(
    opened_site: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, FolderFake]:
    """A site that has shipped a rise of NV00001 and NV00004 as new; made once."""
    site = tmp_path_factory.mktemp("shipped") / "site"
    shutil.copytree(opened_site, site)
    bench = Bench(site)
    bench.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3, 4)))
    bench.work()
    bench.ledger.close()
    return site, bench.folder


@pytest.fixture
def opened(opened_site: Path, tmp_path: Path) -> Iterator[Bench]:
    """A bench with a baseline."""
    site = tmp_path / "site"
    shutil.copytree(opened_site, site)
    bench = Bench(site)
    yield bench
    bench.ledger.close()


@pytest.fixture
def shipped(shipped_site: tuple[Path, FolderFake], tmp_path: Path) -> Iterator[Bench]:
    """A bench whose one dossier of two people is shipped."""
    made, server = shipped_site
    site = tmp_path / "site"
    shutil.copytree(made, site)
    bench = Bench(site)
    bench.folder.files.update(server.files)
    yield bench
    bench.ledger.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A site of two units whose feed nothing brakes."""
    bench = Bench(tmp_path)
    yield bench
    bench.ledger.close()
