"""Tests of the exit codes that scripts rely on."""

from __future__ import annotations

from pipeline.exits import Exit


def test_exit_codes_are_the_published_table():
    assert {exit_.name: int(exit_) for exit_ in Exit} == {
        "FINE": 0, "OPEN": 1, "ERRORS": 2, "BUSY": 3, "INVALID": 10, "SIGNING": 11,
        "TRANSPORT": 12, "UNCERTAIN": 13, "REFUSED": 14, "USAGE": 64, "SETTINGS": 78,
        "STOPPED": 130,
    }  # fmt: skip
