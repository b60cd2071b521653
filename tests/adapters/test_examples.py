"""The examples in the docstrings of what mappings are made of."""

from __future__ import annotations

import doctest
from types import ModuleType

import pytest

from adapters import first_row, footers, headings, styles
from config import fold


@pytest.mark.parametrize("module", [first_row, footers, headings, styles, fold])
def test_the_examples_hold(module: ModuleType) -> None:
    outcome = doctest.testmod(module)

    assert outcome.attempted
    assert not outcome.failed
