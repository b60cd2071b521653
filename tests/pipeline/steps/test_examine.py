"""Every file is judged, and its sender gets the report."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from openpyxl import load_workbook

from adapters.errors import UnreadableError
from adapters.model import RawTable
from pipeline.model import Balance
from pipeline.runner import Tally
from pipeline.states import DropState
from pipeline.steps.examine import give_back, unreadable_report
from tests.pipeline.ledgers import arrive
from tests.pipeline.parts import Bench, csv, feed, person, staff


def _report(bench, name="luong.csv"):
    (file,) = (bench.site / "returned").glob(f"{name}.*.report.json")
    return json.loads(file.read_text())


def test_a_wrong_cell_sends_the_whole_file_back(bench):
    bench.drop("luong.csv", csv([person(1, CMND="12"), person(2)]))

    tally = bench.work()

    drop = bench.dropped()
    assert (drop.state, tally.refused) == (DropState.INVALID, [drop.id])
    assert drop.balance == Balance(rows=2, rejected=2)
    assert _report(bench)["errors"] == drop.errors == 1
    assert len(list((bench.site / "returned").glob("luong.csv.*.report.xlsx"))) == 1


def test_with_good_rows_only_the_wrong_row_stays_behind(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(policy="good-rows")])
    bench.drop("luong.csv", csv([person(1, CMND="12"), person(2)]))
    bench.work()

    bench.ledger.drops.release(bench.dropped(), ["as-new"], "mới")
    bench.work()

    assert bench.dropped().balance == Balance(rows=2, reported=1, rejected=1)


def test_even_with_good_rows_a_file_may_be_wrong_as_a_whole(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(policy="good-rows")])
    bench.drop("luong.csv", csv([person(1, CMND="12")]))

    bench.work()

    assert bench.dropped().state is DropState.INVALID


def test_what_cannot_be_read_goes_back_with_the_reason(bench):
    bench.drop("luong.csv", b"not,a,payroll\n1,2,3\n")

    tally = bench.work()

    drop = bench.dropped()
    assert (drop.state, drop.errors, tally.refused) == (DropState.UNREADABLE, 1, [drop.id])
    assert drop.balance == Balance()
    (finding,) = _report(bench)["findings"]
    words = f"{finding['code']}: {finding['message_vi']} / {finding['message_en']}"
    assert drop.reason == words
    assert "(read by feed payroll, format auto)" in words


def test_marked_cells_are_spoken_of_only_where_a_cell_is_marked(bench):
    bench.drop("whole.csv", b"not,a,payroll\n1,2,3\n")
    bench.drop("cell.csv", csv([person(1, CMND="12"), person(2)]))

    bench.work()

    assert "mend the marked cells" in _report(bench, "cell.csv")["next"]["en"]
    assert "marked" not in _report(bench, "whole.csv")["next"]["en"]


def test_a_file_that_nothing_recognises_is_told_of_mappings(bench):
    bench.drop("luong.csv", b"not,a,payroll\n1,2,3\n")

    bench.work()

    (finding,) = _report(bench)["findings"]
    for advice in (finding["advice_vi"], finding["advice_en"]):
        assert "`bhxh map " in advice
        assert "sample/" in advice
        assert "docs/" not in advice


def test_a_file_in_a_folder_of_its_own_gets_its_unit_from_there(bench):
    bench.drop("TA0001A/luong.csv", csv(staff(1, MaDonVi="")))

    bench.work()

    assert bench.dropped("TA0001A/luong.csv").units == "TA0001A"


def test_a_clean_file_gets_a_report_too(bench):
    bench.drop("luong.csv", csv(staff(1)))

    bench.work()

    assert _report(bench)["errors"] == 0
    assert len(list((bench.site / "returned").glob("luong.csv.*.report.xlsx"))) == 1


def test_a_file_of_a_feed_that_was_removed_gets_the_defaults(bench):
    bench.drop("luong.csv", csv(staff(1)))
    bench.runner(stop=lambda: True).work(Tally())
    settings = bench.parts.settings
    bench.change(settings=settings.model_copy(update={"feeds": ()}))

    bench.work()

    assert bench.dropped().state is DropState.EXAMINED


def _next(bench):
    return _report(bench)["next"]


def test_the_report_is_a_page_too_and_says_what_happens_next(bench):
    bench.drop("luong.csv", csv([person(1, CMND="12"), person(2)]))

    bench.work()

    (page,) = (bench.site / "returned").glob("luong.csv.*.report.html")
    told = _next(bench)
    assert told["vi"] in page.read_text()
    assert (told["policy"], told["goes_on"]) == ("all", False)
    assert (told["rows_on"], told["rows_left_out"]) == (0, 2)
    assert "one error holds back the whole file" in told["en"]


def test_with_good_rows_the_sender_learns_which_rows_go_on(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(policy="good-rows")])
    bench.drop("luong.csv", csv([person(1, CMND="12"), person(2), person(3)]))

    bench.work()

    told = _next(bench)
    assert (told["goes_on"], told["rows_on"], told["rows_left_out"]) == (True, 2, 1)
    assert "2 dòng đi tiếp, 1 dòng có lỗi ở lại" in told["vi"]


def test_the_sender_learns_why_good_rows_did_not_help(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(policy="good-rows")])
    bench.drop("luong.csv", csv([person(1, CMND="12")]))

    bench.work()

    assert _next(bench)["en"].startswith("The file stops: every row has an error.")


def test_a_file_that_nobody_can_read_stops_as_a_whole(bench):
    bench.drop("luong.csv", b"not,a,payroll\n1,2,3\n")

    bench.work()

    assert _next(bench)["en"].startswith("The file stops: it is wrong as a whole.")
    assert (_next(bench)["rows_on"], _next(bench)["rows_left_out"]) == (0, 0)


def test_once_a_file_is_worked_out_its_sender_learns_what_became_of_the_rows(bench):
    bench.open(csv(staff(1, 2)))
    bench.drop("luong.csv", csv(staff(1, 2), [person(3)]))

    bench.work()

    (page,) = (bench.site / "returned").glob("luong.csv.*.report.html")
    told = _next(bench)
    assert told["en"].startswith("Worked out: 1 row is reported, 2 unchanged, 0 held")
    assert told["vi"] in page.read_text()
    assert (told["goes_on"], told["rows_on"], told["rows_left_out"]) == (True, 3, 0)


def test_counts_of_what_goes_on_are_those_of_the_balance_once_a_person_said_no(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(policy="good-rows")])
    bench.open(csv(staff(1, 2)))
    bench.drop("luong.csv", csv(staff(1, 2), [person(3, MasoBHXH="079190000003")]))
    bench.work()
    (hold,) = bench.ledger.holds.open()
    bench.ledger.holds.decline(hold, "không phải", bench.ledger.drops)

    bench.work()

    assert (_next(bench)["rows_on"], _next(bench)["rows_left_out"]) == (2, 1)


def test_the_report_of_an_opening_roster_says_that_nobody_is_reported(bench):
    bench.open(csv(staff(1, 2)))

    told = _report(bench, "baseline.csv")["next"]

    assert told["en"].startswith("An opening roster: 2 people are declared already. Nobody is")
    assert (told["goes_on"], told["rows_on"], told["rows_left_out"]) == (True, 2, 0)


def test_the_workbook_of_a_file_that_goes_on_says_nothing_that_changes_later(tmp_path):
    bench = Bench(tmp_path, feeds=[feed(policy="good-rows")])
    bench.open(csv(staff(1, 2)))
    bench.drop("luong.csv", csv(staff(1, 2), [person(3, CMND="12"), person(4)]))

    bench.work()

    (path,) = (bench.site / "returned").glob("luong.csv.*.report.xlsx")
    cells = [cell.value for row in load_workbook(path).worksheets[0] for cell in row]
    told = next(text for text in map(str, cells) if text.startswith("What happens next"))
    assert "1 row with errors stays behind" in told
    assert ".report.html" in told
    assert "go on:" not in told


def test_the_desk_holds_no_file_that_goes_no_further(bench):
    bench.drop("luong.csv", csv([person(1, CMND="12"), person(2)]))

    bench.work()

    assert bench.parts.desk.take(bench.dropped()) is None


def test_who_is_declared_already_is_not_warned_of_for_want_of_a_number(opened):
    opened.drop("luong.csv", csv(staff(1, 2, 3, MasoBHXH=""), staff(4, MasoBHXH="")))

    opened.work()

    told = [each for each in _report(opened)["findings"] if each["code"] == "W-HOUSEHOLD"]
    assert [each["row"] for each in told] == [5]


@pytest.mark.parametrize(("warnings", "cut"), [("pass", True), ("hold", False)])
def test_a_large_sheet_with_warnings_comes_back_whole_where_they_hold_it(tmp_path, warnings, cut):
    bench = Bench(tmp_path, feeds=[feed(warnings=warnings)])
    drop, rows = arrive(bench.ledger, "luong"), np.arange(2, 5_002)
    cells = pd.DataFrame(np.full((len(rows), 81), "x"), dtype="str")
    raw = RawTable(file=drop.name, sheet=None, cells=cells, rows=rows)
    wrong = unreadable_report(
        drop.name, drop.sha256, UnreadableError("E-EMPTY", "", ""), bench.parts.feed(drop.feed)
    )

    give_back(bench.parts, drop, replace(wrong, errors=0, warnings=1), raw)

    (path,) = (bench.site / "returned").glob("*.report.xlsx")
    with zipfile.ZipFile(path) as book:
        assert ("Tệp lớn" in book.read("xl/sharedStrings.xml").decode()) == cut
