"""Law 4: nothing on the way of a file makes a Python object for each employee who did not change.

Python-level calls are counted, not seconds: whoever loops over rows calls something for each.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pandas as pd

from pipeline.runner import Tally
from tests.pipeline.parts import Bench, csv, staff

_FEW, _MANY = 500, 4_500
_PER_ROW = 0.1
"""A vectorised step calls nothing for a row; a loop calls one thing at least."""


def calls(work: Callable[[], object]) -> int:
    """Count the calls of functions, Python's and C's, while something works."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def month_of(folder: Path, people: int) -> int:
    """Return the calls of a whole pass over a month in which nobody changed."""
    bench = Bench(folder)
    bench.open(csv(staff(*range(1, people + 1))))
    bench.drop("luong.csv", csv(staff(*range(people, 0, -1))))
    count = calls(lambda: bench.runner().work(Tally()))
    balance = bench.dropped().balance
    bench.ledger.close()
    assert (balance.rows, balance.unchanged) == (people, people)
    return count


def test_a_month_without_changes_costs_no_call_per_person(tmp_path: Path) -> None:
    month_of(tmp_path / "warm", 10)

    few, many = month_of(tmp_path / "few", _FEW), month_of(tmp_path / "many", _MANY)

    assert many - few < _PER_ROW * (_MANY - _FEW)


def test_a_loop_over_the_rows_would_be_seen(tmp_path: Path) -> None:
    frame = pd.DataFrame({"TienLuong": ["9100000"] * _MANY})

    seen = calls(lambda: [row.TienLuong.isdigit() for row in frame.itertuples()])

    assert seen > _PER_ROW * _MANY
