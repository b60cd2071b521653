"""What ends a reader costs its file alone; steps that begin and never end are counted."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from adapters.limits import Limits
from adapters.reader import Reader
from pipeline.poison import DEADLY, outlived
from pipeline.runner import Tally
from pipeline.states import DropState
from tests.pipeline.parts import Bench, csv, feed, staff

RISE = csv(staff(1, TienLuong="9900000"), staff(2, 3))
OTHER = csv(staff(1, TienLuong="9950000"), staff(2, 3))


@pytest.fixture
def waiting(opened):
    """A bench with one file that has arrived and that nobody has looked at."""
    opened.drop("luong.csv", RISE)
    opened.runner(stop=lambda: True).work(Tally())
    return opened


def rows_far_apart() -> bytes:
    """Return a small workbook, within every limit, that takes 100 MB to be opened."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for place in range(1800):
            sheet.write_string(place, place, "x")
    return target.getvalue()


def test_a_workbook_that_kills_its_reader_is_refused_at_once_and_the_next_goes_on(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(pattern="*")])
    bench.open(csv(staff(1, 2, 3)))
    bench.change(read=Reader(limits=Limits(reader_memory=60 << 20)))
    bench.drop("a-nang.xlsx", rows_far_apart())
    bench.drop("luong.csv", RISE)

    tally = bench.work()

    heavy = bench.dropped("a-nang.xlsx")
    assert (heavy.state, heavy.held_because) == (DropState.UNREADABLE, None)
    assert "E-SIZE: Cần nhiều bộ nhớ hơn mức cho phép (60 MB)" in (heavy.reason or "")
    assert "more memory than allowed (60 MB)" in (heavy.reason or "")
    assert (tally.errors, tally.converted) == (0, 1)
    assert len(list((tmp_path / "returned").glob("a-nang.xlsx.*.report.*"))) == 3
    bench.ledger.close()


def _die(bench, times):
    """Begin steps and never end them: all that a killed process leaves."""
    for _ in range(times):
        assert bench.ledger.tries.begin(bench.dropped(), most=DEADLY)


def test_a_file_that_was_killed_twice_still_goes_its_way(waiting):
    _die(waiting, DEADLY - 1)

    waiting.work()

    assert waiting.dropped().state is DropState.CONVERTED


def test_a_file_that_nobody_outlived_is_held_and_the_next_goes_on(waiting):
    _die(waiting, DEADLY)
    waiting.drop("b.csv", OTHER)

    tally = waiting.work()

    held = waiting.dropped()
    assert (held.state, held.held_because, held.balance.rows) == (DropState.ARRIVED, "failed", 0)
    assert (held.reason or "").startswith("deadly: chương trình đã 3 lần")
    assert (tally.errors, tally.converted) == (0, 1)
    assert [line["brakes"] for line in waiting.said("drop.held")] == ["deadly"]


def test_a_file_that_kills_at_its_conversion_is_held_with_its_rows(waiting):
    examined = waiting.runner(stop=lambda: False)
    examined._drop_step(waiting.dropped(), examined._examine, Tally())
    _die(waiting, DEADLY)

    waiting.work()

    held = waiting.dropped()
    assert (held.state, held.held_because) == (DropState.EXAMINED, "failed")
    assert held.balance.rows == held.balance.held == 3


def test_a_persons_word_begins_the_count_anew(waiting):
    _die(waiting, DEADLY)
    waiting.work()

    waiting.ledger.drops.try_now(waiting.dropped())
    waiting.work()

    assert waiting.dropped().state is DropState.CONVERTED


@pytest.mark.parametrize("end", [KeyboardInterrupt, MemoryError, OSError])
def test_a_step_that_ends_in_good_order_does_not_count(waiting, end):
    def stops():
        raise end

    for _ in range(DEADLY):
        with pytest.raises(end):
            outlived(waiting.parts, waiting.dropped(), stops)

    waiting.work()

    assert waiting.dropped().state is DropState.CONVERTED


def test_a_ledger_that_another_took_over_does_not_hide_why_a_step_ended(waiting):
    def loses():
        waiting.ledger.store.epoch = -1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outlived(waiting.parts, waiting.dropped(), loses)
