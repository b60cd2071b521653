"""What a pass came to decides its exit code; the worst word wins."""

from __future__ import annotations

import pytest

from pipeline.exits import Exit
from pipeline.tally import Tally


@pytest.mark.parametrize(
    "tally",
    [Tally(), Tally(arrived=2, converted=2, signed=3, shipped=3, receipts=4)],
)
def test_a_pass_in_which_all_went_well_is_fine(tally):
    assert tally.exit_code(waiting=False) is Exit.FINE


@pytest.mark.parametrize(
    "tally",
    [
        Tally(left_out=1),
        Tally(warned=["9f3a"]),
        Tally(refused_by_vss=["TA0001A-202610-600-01"]),
        Tally(unread=1),
        Tally(unclaimed=["readme.txt"]),
        Tally(settling=1),
    ],
)
def test_what_somebody_should_look_at_is_one(tally):
    assert tally.exit_code(waiting=False) is Exit.OPEN


def test_what_is_open_from_before_is_one():
    assert Tally().exit_code(waiting=True) is Exit.OPEN


@pytest.mark.parametrize("tally", [Tally(errors=1, warned=["9f3a"]), Tally(refused=["9f3a"])])
def test_errors_and_refused_files_are_two_whatever_else_there_is(tally):
    assert tally.exit_code(waiting=True) is Exit.ERRORS
