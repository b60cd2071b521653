"""HR hears of each reported person what became of them."""

from __future__ import annotations

import openpyxl

from outbox.errors import ConnectionLostError
from tests.inbox.receipts import Person
from tests.pipeline.parts import csv, notice, result, staff, submission


def _told(bench):
    """Return the result workbook's rows as dictionaries."""
    (file,) = (bench.site / "returned").glob("luong.csv.*.result.xlsx")
    book = openpyxl.load_workbook(file)
    rows = [
        [str(cell or "") for cell in row]
        for row in book.worksheets[1].iter_rows(values_only=True)
        if any(row)
    ]
    return [row for row in rows if any(cell.startswith("NV0") for cell in row)]


def test_after_shipping_everyone_is_sent(shipped):
    told = _told(shipped)

    assert [[cell for cell in row if cell.startswith("NV0")] for row in told] == [
        ["NV00001"],
        ["NV00004"],
    ]


def test_a_refused_person_hears_the_reason_and_an_accepted_one_the_card(shipped):
    people = [
        Person(line=1, accepted="0", code="E07", reason="Chức danh lạ"),
        Person(line=2, insurance_number="7900000099", card_number="HC479", card_from="01/11/2026"),
    ]
    shipped.answer("1.xml", notice(shipped.dossier))
    shipped.answer("2.xml", result(shipped.dossier, outcome="2", people=people))

    shipped.collect()

    refused, accepted = _told(shipped)
    assert {"E07", "Chức danh lạ"} <= set(refused)
    assert {"7900000099", "HC479", "01/11/2026"} <= set(accepted)


def test_a_refused_dossier_is_told_on_every_line(shipped):
    shipped.answer(
        "1.xml", notice(shipped.dossier, number="", outcome="0", code="E01", reason="Sai đơn vị")
    )

    shipped.collect()

    assert all("E01: Sai đơn vị" in row for row in _told(shipped))


def test_the_workbook_is_written_again_only_when_something_is_new(shipped):
    (file,) = (shipped.site / "returned").glob("luong.csv.*.result.xlsx")
    before = file.stat().st_mtime_ns
    shipped.collect()
    unchanged = file.stat().st_mtime_ns
    shipped.answer("1.xml", submission(shipped.dossier))

    shipped.collect()

    assert unchanged == before
    assert file.stat().st_mtime_ns > before


def test_a_withdrawn_dossier_of_a_replaced_file_is_told(opened):
    opened.folder.fails["create"] = ConnectionLostError("open", "", "gone")
    opened.drop("luong.csv", csv(staff(1, TienLuong="9900000"), staff(2, 3)))
    opened.work()
    before = _told(opened)
    opened.drop("luong-2.csv", csv(staff(1, TienLuong="9950000"), staff(2, 3)))

    opened.work()

    assert _told(opened) != before
