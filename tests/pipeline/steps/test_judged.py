"""A file is judged as one of today: who arrives with it stays somebody who arrives."""

from __future__ import annotations

import json

from outbox.errors import ConnectionLostError
from tests.pipeline.parts import THERE, Bench, csv, person, staff


def _without_number(bench):
    """Return the rows that the newest report names for want of an insurance number."""
    (file,) = (bench.site / "returned").glob("luong.csv.*.report.json")
    findings = json.loads(file.read_text())["findings"]
    return [each["row"] for each in findings if each["code"] == "W-HOUSEHOLD"]


def test_a_newcomer_stays_one_in_the_report_when_a_question_is_answered(opened):
    asked = person(5, MasoBHXH="", TrangThai="Nghỉ thai sản")
    opened.drop("luong.csv", csv(staff(1, 2, 3), staff(4, MasoBHXH=""), [asked]))
    opened.work()
    first = _without_number(opened), opened.dropped().warnings

    (hold,) = opened.ledger.holds.open()
    opened.ledger.holds.release(hold, "đã hỏi", opened.ledger.drops)
    opened.work()

    assert (_without_number(opened), opened.dropped().warnings) == first
    assert first[0] == [5, 6]


def test_a_newcomer_is_one_too_for_the_file_that_replaces_what_is_not_sent(opened):
    opened.change(connect=_nobody)
    opened.drop("luong.csv", csv(staff(1, 2, 3), staff(4, MasoBHXH="")))
    opened.work()
    (opened.site / "returned" / "cũ").mkdir()
    for file in (opened.site / "returned").glob("luong.csv.*"):
        file.rename(opened.site / "returned" / "cũ" / file.name)

    opened.drop("luong.csv", csv(staff(1, 2, 3), staff(4, MasoBHXH="", TienLuong="9200000")))
    opened.work()

    assert _without_number(opened) == [5]


def _nobody():
    raise ConnectionLostError("connect", "", "refused")


def test_who_moves_to_another_unit_of_ours_without_a_number_is_warned_of(tmp_path):
    bench = Bench(tmp_path)
    bench.open(csv(staff(1, MasoBHXH=""), staff(2), staff(3, MaDonVi=THERE)))
    bench.drop(
        "luong.csv", csv(staff(1, MasoBHXH="", MaDonVi=THERE), staff(2), staff(3, MaDonVi=THERE))
    )

    bench.work()

    assert _without_number(bench) == [2]
