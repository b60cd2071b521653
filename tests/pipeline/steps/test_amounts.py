"""A converted file tells its sender what the month costs."""

from __future__ import annotations

import json

import openpyxl

from config.law import Law
from pipeline.commands.show import story
from pipeline.states import DropState
from tests.pipeline.parts import csv, person, staff


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


def _without_caps(law: Law) -> Law:
    kept = {key: rows for key, rows in law.rows.items() if key[1] != ("bhxh-cap-multiple",)}
    return Law(kept, law.calendar)
