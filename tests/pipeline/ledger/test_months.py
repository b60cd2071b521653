"""Which units a month's files named is asked of one feed, of snapshots, and of what came before."""

from __future__ import annotations

from tests.pipeline.ledgers import UNIT, arrive, convert, opened, plan, row

MONTH = "10/2026"


def test_only_snapshots_of_the_feed_that_came_before_speak_of_a_month(tmp_path):
    with opened(tmp_path) as ledger:
        convert(ledger, "good", plan(row(1)))
        convert(ledger, "foreign", plan(opens=None), feed="other")
        convert(ledger, "coded", plan(opens="movements"))
        convert(ledger, "opening", plan(opens=None), purpose="baseline")
        last = arrive(ledger, "last")
        convert(ledger, "later", plan(opens=None))

        named = ledger.months.snapshots(last, [MONTH, "09/2026"])

        assert named == {MONTH: [frozenset({UNIT})]}
        assert ledger.months.snapshots(last, ["09/2026"]) == {}


def test_the_files_that_came_after_are_named_in_their_order(tmp_path):
    with opened(tmp_path) as ledger:
        first = arrive(ledger, "first")
        for key in ("b", "a"):
            convert(ledger, key, plan(opens=None))
        arrive(ledger, "open")

        later = ledger.months.later(first, MONTH)

        assert later == [("b", frozenset({UNIT})), ("a", frozenset({UNIT}))]
        assert ledger.months.later(first, "09/2026") == []
