"""The examples in the docstrings of what mappings are made of."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from adapters import headings, styles
from config import fold, mapping


@pytest.mark.parametrize("module", [headings, styles, fold, mapping])
def test_the_examples_hold(module: ModuleType) -> None:
    outcome = doctest.testmod(module)

    assert outcome.attempted
    assert not outcome.failed
