"""Numbers from elsewhere fill gaps and change nothing that is known."""

from __future__ import annotations

import pandas as pd

from outbox.numbers import NUMBER_COLUMNS, numbered


def roster(*people):
    return pd.DataFrame(people, columns=[*NUMBER_COLUMNS], dtype="str")


def test_only_gaps_are_filled_and_the_last_word_counts():
    told = roster(("A", "1", "77"), ("A", "1", "88"), ("A", "2", "99"), ("B", "1", "66"))

    filled = numbered(roster(("A", "1", ""), ("A", "2", "22"), ("A", "3", "")), told)

    assert filled["MasoBHXH"].tolist() == ["88", "22", ""]


def test_nothing_told_changes_nothing():
    before = roster(("A", "1", ""))

    assert numbered(before, roster()) is before
