"""Whoever sends the same bytes again reads which file they are, and when it was taken."""

from __future__ import annotations

from pipeline.commands.drop_moves import drop_moves
from pipeline.lookup import find_drop
from pipeline.states import DropState
from tests.pipeline.parts import THERE, csv, staff

MONTH = csv(staff(1, TienLuong="9900000"), staff(2, 3))


def test_a_duplicate_leaves_a_page_for_its_sender(opened):
    opened.drop("luong.csv", MONTH)
    opened.work()
    opened.later(hours=2)
    opened.drop("luong-2.csv", MONTH)

    opened.work()

    (page,) = (opened.site / "returned").glob("*.duplicate.txt")
    text = page.read_text(encoding="utf-8")
    drop = opened.dropped("luong-2.csv")
    assert drop.state is DropState.DUPLICATE
    assert page.name == f"luong-2.csv.{drop.sha256[:8]}.duplicate.txt"
    assert "luong.csv, taken 05/11/2026 08:00 (converted)" in text
    assert "luong-2.csv, nhận lúc 05/11/2026 10:00" in text
    assert f"bhxh release {drop.id}" in text
    assert find_drop(opened.ledger, page.name).id == drop.id


def test_the_first_file_keeps_its_own_report(opened):
    opened.drop("luong.csv", MONTH)
    opened.work()
    before = sorted(path.name for path in (opened.site / "returned").iterdir())

    opened.drop("luong.csv", MONTH)
    opened.work()

    after = sorted(path.name for path in (opened.site / "returned").iterdir())
    (page,) = set(after) - set(before)
    assert page.endswith(".duplicate.txt")


def test_a_file_that_a_person_ended_is_not_called_refused(opened):
    opened.drop("luong.csv", csv(staff(1, MaDonVi=THERE)))
    opened.work()
    opened.ledger.drops.withdraw(opened.dropped(), "nhầm tháng")
    opened.drop("luong-2.csv", csv(staff(1, MaDonVi=THERE)))

    opened.work()

    (page,) = (opened.site / "returned").glob("*.duplicate.txt")
    text, drop = page.read_text(encoding="utf-8"), opened.dropped("luong-2.csv")
    assert "(withdrawn)" in text
    assert "refused" not in text
    for moves in drop_moves(opened.ledger, drop):
        assert moves in text
        assert f"bhxh release {drop.id}" in moves
