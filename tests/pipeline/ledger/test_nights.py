"""Tests of the shelf of nights."""

from __future__ import annotations

from datetime import date

from tests.pipeline.ledgers import opened


def test_the_last_night_is_the_latest_business_date_that_was_done(tmp_path):
    with opened(tmp_path) as ledger:
        before = ledger.nights.last()
        for day in (5, 4):
            ledger.nights.done(date(2026, 11, day), 0, f"reports/{day}.json")

        assert (before, ledger.nights.last()) == (None, date(2026, 11, 5))


def test_a_night_may_be_done_again(tmp_path):
    with opened(tmp_path) as ledger:
        ledger.nights.done(date(2026, 11, 5), 2, "reports/a.json")
        ledger.nights.done(date(2026, 11, 5), 0, "reports/b.json")

        with ledger.store.read() as connection:
            rows = connection.exec_driver_sql("SELECT exit_code, report FROM nights").all()

    assert [tuple(row) for row in rows] == [(0, "reports/b.json")]
