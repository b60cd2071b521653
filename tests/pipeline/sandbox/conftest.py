"""One set of keys for all tests of the sandbox, because RSA is slow to make."""

from __future__ import annotations

import pytest

from pipeline.sandbox import keys
from tests.pipeline.sandbox.dossiers import EMPLOYER, NOW, TAX_CODE, Site


@pytest.fixture(scope="session")
def sandbox_keys() -> dict[str, bytes]:
    return keys.sandbox_files(TAX_CODE, EMPLOYER, NOW)


@pytest.fixture
def site(tmp_path, sandbox_keys) -> Site:
    return Site(tmp_path, sandbox_keys)
