"""A bench for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipeline.parts import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A site of two units whose feed nothing brakes."""
    bench = Bench(tmp_path)
    yield bench
    bench.ledger.close()
