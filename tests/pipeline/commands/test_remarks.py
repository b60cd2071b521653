"""What a pass leaves to look at: a line each, and one for each reason where there are many."""

from __future__ import annotations

from pipeline.commands.remarks import heard, lines
from pipeline.tally import Tally
from pipeline.views import Open


def _unmatched(count, reason, start=0):
    text = f"chưa khớp / not matched: {reason}"
    return [
        Open(code="unmatched", thing=f"inbox/unmatched/{n:04}.xml", text_vi=text, text_en=text)
        for n in range(start, start + count)
    ]


def test_twenty_of_a_kind_are_told_one_by_one():
    told = list(lines(_unmatched(20, "unknown: không có / none")))

    assert len(told) == 20
    assert told[3] == (
        "unmatched inbox/unmatched/0003.xml: chưa khớp / not matched: unknown: không có / none"
    )


def test_more_are_told_by_reason_with_their_number_and_where_to_see_them():
    things = _unmatched(2, "path: sai / wrong") + _unmatched(30, "unknown: không có / none", 2)

    told = list(lines(things))

    assert [line.split(":")[0] for line in told] == ["unmatched × 30", "unmatched × 2"]
    assert all("`bhxh status`" in line for line in told)
    assert "inbox/unmatched/0002.xml" in told[0]
    assert "không có / none" in told[0]


def test_reasons_that_differ_only_in_the_thing_are_one():
    things = [
        Open(code="held", thing=f"D-{n}", text_vi=f"đang giữ D-{n}", text_en=f"held D-{n}")
        for n in range(21)
    ]

    assert len(list(lines(things))) == 1


def test_each_brake_of_a_held_file_has_a_line():
    why = "chờ duyệt / waits · 1 cảnh báo / 1 warning · cho đi tiếp / let it go on: `bhxh release`"

    told = list(lines([Open(code="held", thing="9f3a", text_vi=why, text_en=why)]))

    assert told == [
        "held 9f3a: chờ duyệt / waits",
        "    1 cảnh báo / 1 warning",
        "    cho đi tiếp / let it go on: `bhxh release`",
    ]


def test_kinds_are_told_apart():
    other = Open(code="overdue", thing="D-1", text_vi="quá hạn", text_en="overdue")

    told = list(lines([*_unmatched(21, "unknown: không có / none"), other]))

    assert told[1] == "overdue D-1: quá hạn / overdue"


def test_what_was_heard_in_this_pass_is_told_in_both_languages():
    told = list(lines(heard(Tally(refused=["77aa"], warned=["9f3a"], refused_by_vss=["D-1"]))))

    assert told == [
        "sent-back 77aa: có lỗi, xem report.xlsx trong returned/ / "
        "has errors, see its report.xlsx in returned/: `bhxh show 77aa`",
        "warned 9f3a: có cảnh báo, xem report.xlsx trong returned/ / "
        "has warnings, see its report.xlsx in returned/: `bhxh show 9f3a`",
        "refused D-1: BHXH từ chối tất cả hoặc một số người / "
        "VSS refused all or some of its people: `bhxh show D-1`",
    ]


def test_a_failed_step_is_told_with_its_remedy_unless_something_waiting_tells_it():
    tally = Tally()
    tally.fail("connection", "connection: refused · chờ / wait")
    tally.fail("connection", "connection: lost · chờ / wait")
    tally.fail("disk", "disk: full · xem / see")
    waiting = [Open(code="unsent", thing="D-1", text_vi="disk: full · xem / see", text_en="")]

    told = list(lines(heard(tally, waiting)))

    assert tally.errors == 3
    assert told == ["failed connection: refused · chờ / wait"]
