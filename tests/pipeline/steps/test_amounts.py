"""A converted file tells its sender what the month costs."""

from __future__ import annotations

import json

import openpyxl

from config.law import Law
from outbox.errors import KeyUnusableError
from pipeline.commands.show import story
from pipeline.states import DropState
from tests.pipeline.parts import THERE, csv, person, staff


def _returned(bench, ending):
    (file,) = (bench.site / "returned").glob(f"luong.csv.*.{ending}")
    return file


def test_the_amounts_stand_beside_the_report_and_in_it(opened):
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3, 4)))

    opened.work()

    book = openpyxl.load_workbook(_returned(opened, "amounts.xlsx"))
    report = json.loads(_returned(opened, "report.json").read_bytes())
    assert book.sheetnames == ["Số phải đóng", "Thay đổi", "Người thay đổi", "Chạm trần"]
    assert report["amounts"]["sum"] == (9_900_000 + 3 * 9_100_000) * 32 // 100
    assert report["amounts"]["sum_before"] == 3 * 9_100_000 * 32 // 100


def test_show_tells_them_of_a_drop(opened):
    opened.drop("luong.csv", csv(staff(1, 2, 3, 4)))
    opened.work()
    other = opened.open(csv([person(9, MaDonVi="TB0002B")]))

    told = story(opened.ledger, opened.parts.settings, opened.dropped())
    untold = story(opened.ledger, opened.parts.settings, other)

    assert told["amounts"]["sum"] == 4 * 9_100_000 * 32 // 100
    assert "amounts" in untold
    assert untold["amounts"] is None


def test_without_law_of_that_month_the_file_goes_on_without_amounts(opened):
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3)))
    opened.change(law=_without_caps(opened.parts.law))

    opened.work()

    assert opened.dropped().state is DropState.CONVERTED
    assert opened.said("amounts.no_law")
    assert json.loads(_returned(opened, "report.json").read_bytes())["amounts"] is None


def test_an_answered_question_leaves_amounts_and_remarks_of_everybody_reported(opened):
    asked = person(5, MasoBHXH="079190000005")
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3, 4), [asked]))
    opened.work()
    (question,) = opened.ledger.holds.open()

    opened.ledger.holds.release(question, "đã hỏi", opened.ledger.drops)
    opened.work()

    people = openpyxl.load_workbook(_returned(opened, "amounts.xlsx"))["Người thay đổi"]
    report = json.loads(_returned(opened, "report.json").read_bytes())
    assert [row[1].value for row in people.iter_rows(min_row=2)] == [
        "NV00001",
        "NV00004",
        "NV00005",
    ]
    assert report["amounts"]["sum"] == (9_900_000 + 4 * 9_100_000) * 32 // 100
    assert report["amounts"]["sum_before"] == 3 * 9_100_000 * 32 // 100
    assert report["counts"]["R-TRANSFER"] == 2


def test_a_unit_that_a_later_file_decided_is_counted_as_this_file_left_it(opened):
    asked = person(5, MasoBHXH="079190000005")
    opened.open(csv(staff(8, MaDonVi=THERE)))
    raised = staff(8, MaDonVi=THERE, TienLuong="9500000")
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3), [asked], raised))
    opened.work()
    (question,) = opened.ledger.holds.open()
    opened.drop("sau.csv", csv(staff(8, MaDonVi=THERE, TienLuong="9700000")))
    opened.work()

    opened.ledger.holds.release(question, "đã hỏi", opened.ledger.drops)
    opened.work()

    report = json.loads(_returned(opened, "report.json").read_bytes())
    assert report["amounts"]["sum_before"] == 4 * 9_100_000 * 32 // 100
    assert report["amounts"]["sum"] == (9_900_000 + 3 * 9_100_000 + 9_500_000) * 32 // 100


def test_who_was_withdrawn_meanwhile_counts_no_more(opened):
    asked = person(5, MasoBHXH="079190000005")
    opened.change(signer_for=_no_key)
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3), [asked]))
    opened.work()
    (question,) = opened.ledger.holds.open()
    opened.ledger.dossiers.withdraw(opened.dossier, "nhầm")

    opened.ledger.holds.release(question, "đã hỏi", opened.ledger.drops)
    opened.work()

    report = json.loads(_returned(opened, "report.json").read_bytes())
    assert report["amounts"]["sum_before"] == 3 * 9_100_000 * 32 // 100
    assert report["counts"]["R-TRANSFER"] == 1


def _no_key(_unit):
    raise KeyUnusableError("no key")


def _without_caps(law: Law) -> Law:
    kept = {key: rows for key, rows in law.rows.items() if key[1] != ("bhxh-cap-multiple",)}
    return Law(kept, law.calendar)
